//! The founding programs: each program and session of `papers/**` gives `NAME.out`, every character,
//! and each README shows the figures that its folder computes.

use crate::examples::{Example, Kind};
use crate::tree::{entries, name, read};

/// Runs the program or the session of that name and compares. A session may end above level 0.
#[track_caller]
pub fn check(name: &str) {
    let paper = Example::at(format!("papers/{name}"));
    let ended = paper.perform("paper", &[]);
    let expected = read(&format!("papers/{name}.out"));
    let well = match paper.kind {
        Kind::Program => ended.status.success(),
        Kind::Session => true,
    };
    assert!(
        ended.output == expected && well,
        "\n{name} gives {} and\n{}\nand not\n{expected}\n{}",
        ended.status,
        ended.output,
        ended.errors
    );
}

#[test]
fn each_paper_shows_the_figures_that_it_computes() {
    let contents = read("papers/README.md");
    for folder in entries("papers").iter().filter(|path| path.is_dir()) {
        let folder = name(folder);
        let page = format!("papers/{folder}/README.md");
        let text = read(&page);
        let figures = read(&format!("papers/{folder}/figures.out"));
        assert!(contents.contains(&format!("`{folder}/`")), "papers/README.md: no `{folder}/`");
        assert!(text.contains(&format!("```text\n{figures}```")), "{page} has other figures");
        for file in entries(&format!("papers/{folder}")) {
            let own = name(&file);
            let shown = own.ends_with(".out") || own == "README.md";
            assert!(shown || text.contains(&format!("`{own}`")), "{page} says nothing of {own}");
        }
    }
}
