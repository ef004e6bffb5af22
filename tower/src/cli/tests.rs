use super::*;

fn read(line: &[&str]) -> Result<Request, Mistake> {
    parse(line.iter().map(OsString::from), vec!["/from/path".into()])
}

#[track_caller]
fn run(line: &[&str]) -> Invocation {
    match read(line) {
        Ok(Request::Run(invocation)) => invocation,
        other => panic!("{line:?} gives {other:?}"),
    }
}

#[track_caller]
fn refused(line: &[&str], words: &str) {
    match read(line) {
        Err(mistake) => assert_eq!(mistake.to_string(), words),
        accepted => panic!("{line:?} gives {accepted:?}"),
    }
}

#[test]
fn nothing_to_run_is_the_repl() {
    let silent = Some(Echo::Silent);
    assert_eq!(run(&[]).repl, silent);
    assert_eq!(run(&["repl"]).repl, silent);
    assert_eq!(run(&["repl", "--echo"]).repl, Some(Echo::Inputs));
    assert_eq!(run(&["--echo"]).repl, Some(Echo::Inputs));
    assert_eq!(run(&["-l", "a.scm"]).repl, silent);
    assert_eq!(run(&["-e", "1"]).repl, None);
    assert_eq!(run(&["-e", "1", "-i"]).repl, silent);
    assert_eq!(run(&["-i", "a.scm"]).repl, silent);
    assert_eq!(run(&["-e", "1", "repl"]).repl, silent);
}

#[test]
fn what_follows_the_program_is_its_own() {
    let invocation = run(&["-e", "1", "a.scm", "-e", "2", "--help", "--", "-x", "repl"]);
    assert_eq!(invocation.program, Some(Program::File("a.scm".into())));
    assert_eq!(invocation.expressions, ["1"]);
    assert_eq!(invocation.arguments, ["a.scm", "-e", "2", "--help", "--", "-x", "repl"]);
    let invocation = run(&["-", "-i"]);
    assert_eq!(invocation.program, Some(Program::StandardInput));
    assert_eq!(invocation.arguments, ["-", "-i"]);
    assert_eq!(run(&["--", "-e"]).program, Some(Program::File("-e".into())));
    assert_eq!(run(&["./repl"]).program, Some(Program::File("./repl".into())));
}

#[test]
fn repeated_options_keep_their_order() {
    let invocation = run(&["-la", "-e", "-5", "--load=b", "-e(+ 1 2)", "-L", "x", "-Ly"]);
    assert_eq!(invocation.loads, [PathBuf::from("a"), "b".into()]);
    assert_eq!(invocation.expressions, ["-5", "(+ 1 2)"]);
    assert_eq!(invocation.library_dirs, [PathBuf::from("x"), "y".into(), "/from/path".into()]);
}

#[test]
fn sizes_and_counts() {
    assert_eq!(run(&["--memory", "4096"]).memory, Some(4096));
    assert_eq!(run(&["--memory=512M"]).memory, Some(512 << 20));
    assert_eq!(run(&["--memory", "2g"]).memory, Some(2 << 30));
    assert_eq!(run(&["--fuel=1000"]).fuel, Some(1000));
    assert_eq!(run(&["--seed", "18446744073709551615"]).seed, Some(u64::MAX));
    for wrong in
        ["", "0", "-1", "+1", "1.5", "M", "5T", "5MB", "99999999999999999999", "17179869184G"]
    {
        assert!(read(&["--memory", wrong]).is_err(), "{wrong}");
    }
    assert!(read(&["--seed", "18446744073709551616"]).is_err());
}

#[test]
fn help_and_version_win() {
    assert_eq!(read(&["-e", "1", "--help"]), Ok(Request::Help));
    assert_eq!(read(&["-h"]), Ok(Request::Help));
    assert_eq!(read(&["--version", "--nonsense"]), Ok(Request::Version));
}

#[test]
fn mistakes_name_the_argument_and_the_way_out() {
    refused(&["--memry", "1M"], "unknown option `--memry`; did you mean `--memory`?");
    refused(&["--ehco"], "unknown option `--ehco`; did you mean `--echo`?");
    refused(&["-x"], "unknown option `-x`");
    refused(&["-e"], "`-e` needs an expression, as in -e '(+ 1 2)'");
    refused(
        &["--memory", "lots"],
        "`--memory` needs a number of bytes, as in 67108864, 512M or 2G, and not `lots`",
    );
    refused(&["--interactive=3"], "`--interactive` takes no value, and is given `3`");
    refused(&["repl", "a.scm"], "`a.scm` is one argument too many: the REPL takes none");
    refused(
        &["-e", "1", "--echo"],
        "`--echo` is for the REPL; did you mean `tower repl --echo`, or `-i` too?",
    );
}

#[cfg(unix)]
#[test]
fn an_expression_that_is_not_utf8_is_refused() {
    use std::os::unix::ffi::OsStringExt;
    let garbage = OsString::from_vec(vec![b'(', 0xff]);
    let refused = parse(["-e".into(), garbage.clone()], Vec::new());
    assert_eq!(refused, Err(Mistake::NotUtf8 { argument: garbage }));
}

#[test]
fn help_fits_a_screen_and_names_every_option() {
    assert!(HELP.lines().count() <= 40);
    assert!(HELP.lines().all(|line| line.chars().count() <= 80));
    for option in OPTIONS {
        assert!(HELP.contains(option), "{option}");
    }
}
