//! The soak: sessions at random under the collapsed tower and with one and two levels interpreted, by the
//! script in `soak/`; here so many of them as a run of the suite has time for. Each cell of the coverage at
//! which these aim is met.

use std::path::Path;
use std::process::Command;

use crate::command::{folder, run, tower};
use crate::tree::root;
use crate::whole;

/// Sessions of the quick slice and of CI's.
const QUICK: u32 = 40;
const WHOLE: u32 = 40;

#[test]
fn sessions_come_out_the_same_however_many_levels_are_interpreted() {
    if Command::new("python3").arg("--version").output().is_err() {
        return;
    }
    let kept = folder("soak");
    let count = if whole() { WHOLE } else { QUICK };
    let ended = run(&mut soak(&kept, count), b"");
    println!("{}", ended.output);
    assert!(ended.status.success(), "{}{}", ended.output, ended.errors);
    let compared = format!("{count} sessions and ");
    assert!(ended.output.contains(&compared), "{}", ended.output);
    assert!(ended.output.contains(", 0 missed\n"), "{}", ended.output);
}

/// The script with the command of this suite; what differs is kept in that folder.
fn soak(kept: &Path, count: u32) -> Command {
    let mut python = Command::new("python3");
    python.arg("-B").arg(root().join("tests/soak/run")).arg("--tower");
    python.arg(tower("soak", &[]).get_program()).arg("--keep").arg(kept);
    python.arg("--count").arg(count.to_string());
    python
}
