//! `out-of-memory`: the program needs more than it may use.

use super::{Advice, Report, Waiting};
use crate::nearest::conjoined;

/// So many waiting calls are more than most programs want.
const MANY: usize = 10_000;
const LIMIT: &str = "does this come to an end? If it needs more, `--memory N` sets the limit, as in \
                     `tower --memory 4G prog.scm`";

pub(super) fn advise(report: &Report) -> Advice {
    let Some((calls, times)) = report.backtrace.recursion(MANY) else {
        return Advice { help: Some(LIMIT.into()), ..Advice::default() };
    };
    let mut names: Vec<&str> = calls.into_iter().map(operator).collect();
    names.sort_unstable();
    names.dedup();
    let note = match names[..] {
        [name] => format!("`{name}` waits for itself {times} times"),
        _ => format!("{} wait for each other {times} times", conjoined(&names)),
    };
    let help =
        "is there a case in which the recursion stops, and does every call come nearer to it?";
    Advice { note: Some(note), help: Some(help.into()), ..Advice::default() }
}

/// What a call calls.
fn operator(waiting: &Waiting) -> &str {
    let call = waiting.expression.trim_start_matches(['(', '[']);
    call.split([' ', ')', ']', '\n']).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_vector_past_the_limit() {
        let failure =
            report("out-of-memory", "out of memory", &[], "(make-vector n 0)", "(make-vector n 0)");
        insta::assert_snapshot!(failing(failure), @r"
        Error: out of memory
           ,-[ prog.scm:1:1 ]
           |
         1 | (make-vector n 0)
           | ^^^^^^^^|^^^^^^^^
           |         `---------- here
           |
           | Help: does this come to an end? If it needs more, `--memory N` sets the limit, as in
           |       `tower --memory 4G prog.scm`
        ---'
        ");
    }

    #[test]
    fn a_recursion_without_an_end() {
        let mut failure = report("out-of-memory", "out of memory", &[], "(f x)", "(f x)");
        for name in ["g", "f"] {
            let expression = format!("({name} x)");
            failure.backtrace.know(super::Waiting { expression, span: None, elided: false });
        }
        (0..20_000).for_each(|turn| failure.backtrace.push(turn % 2));
        let advice = super::advise(&failure);
        assert_eq!(advice.note.as_deref(), Some("`f` and `g` wait for each other 10000 times"));
        assert!(advice.help.is_some_and(|help| help.contains("the recursion stops")));
    }
}
