//! Did-you-mean: the known names that a mistyped one is likely to stand for.
//!
//! Invariant: an answer depends on the two names only, never on the order in which names are listed,
//! so that diagnostics are the same in every run.

/// Most suggestions that a message bears.
const MOST: usize = 3;

/// The names of `known` that are nearest to `name`, and within a third of its length in edits, in
/// alphabetical order, three at most.
/// A name is never suggested for itself. Cost: characters of `name` × characters of `known`.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted: Vec<char> = name.chars().collect();
    let limit = wanted.len().div_ceil(3).min(4);
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| Some((distance(&wanted, candidate, limit)?, candidate)))
        .collect();
    found.sort_unstable();
    found.dedup();
    let least = found.first().map(|(edits, _)| *edits);
    let nearest = found.into_iter().take_while(|(edits, _)| Some(*edits) == least);
    nearest.take(MOST).map(|(_, candidate)| candidate).collect()
}

/// `a`, `b` or `c`, each in back quotes.
pub fn listed(names: &[&str]) -> String {
    joined(names, "or")
}

/// `a`, `b` and `c`, each in back quotes.
pub fn conjoined(names: &[&str]) -> String {
    joined(names, "and")
}

fn joined(names: &[&str], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
    }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `wanted` into `candidate`,
/// or `None` if they are more than `limit` or leave nothing of the name standing.
fn distance(wanted: &[char], candidate: &str, limit: usize) -> Option<usize> {
    let candidate: Vec<char> = candidate.chars().collect();
    if wanted.len().abs_diff(candidate.len()) > limit || wanted.len() <= limit {
        return None;
    }
    let mut older: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=candidate.len()).collect();
    for (row, &want) in wanted.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, &have) in candidate.iter().enumerate() {
            let changed = above[column] + usize::from(want != have);
            let mut best = changed.min(above[column + 1] + 1).min(here[column] + 1);
            let swapped =
                row > 0 && column > 0 && wanted[row - 1] == have && want == candidate[column - 1];
            if swapped {
                best = best.min(older[column - 1] + 1);
            }
            here.push(best);
        }
        older = std::mem::replace(&mut above, here);
    }
    above.last().copied().filter(|&edits| edits <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 7] =
        ["length", "list-length", "lengthen", "vector-length", "car", "cdr", "string-append"];

    #[test]
    fn the_nearest_and_never_far_away() {
        assert_eq!(nearest("lenght", NAMES), ["length"]);
        assert_eq!(nearest("lengthe", NAMES), ["length", "lengthen"]);
        assert_eq!(nearest("string-apend", NAMES), ["string-append"]);
        assert_eq!(nearest("cra", NAMES), ["car"]);
        assert!(nearest("zebra", NAMES).is_empty());
        assert!(nearest("length", ["length"]).is_empty());
    }

    #[test]
    fn one_letter_suggests_nothing() {
        assert!(nearest("x", ["y", "car"]).is_empty());
        assert!(nearest("", NAMES).is_empty());
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(listed(&["a"]), "`a`");
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(conjoined(&["a", "b"]), "`a` and `b`");
    }
}
