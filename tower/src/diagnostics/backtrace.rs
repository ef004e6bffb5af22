//! Who waits for the expression that failed.

use super::Span;
use super::place::{Place, shortened, visible};

/// An expression and the place of its call.
type Waiting = (String, Option<Span>);

/// Different lines shown from the inner end.
const INNER: usize = 12;
/// Lines shown from the outer end of a longer backtrace.
const OUTER: usize = 3;

/// One line a waiting expression, innermost first. Repetitions of one line are counted, and the
/// middle of a long backtrace is left out.
pub(super) fn lines(backtrace: &[Waiting]) -> String {
    let runs = runs(backtrace);
    let cut = if runs.len() > INNER + OUTER { INNER..runs.len() - OUTER } else { 0..0 };
    let mut text = String::new();
    for (index, (waiting, times)) in runs.iter().enumerate() {
        if index == cut.start && !cut.is_empty() {
            let hidden: usize = runs[cut.clone()].iter().map(|(_, times)| times).sum();
            text += &format!("  … {hidden} more\n");
        }
        if cut.contains(&index) {
            continue;
        }
        text += &match times {
            1 => format!("  {}\n", line(waiting)),
            _ => format!("  {} ({times} times)\n", line(waiting)),
        };
    }
    text
}

/// Waiting expressions with the number of times that each waits in a row.
fn runs(backtrace: &[Waiting]) -> Vec<(&Waiting, usize)> {
    let mut runs: Vec<(&Waiting, usize)> = Vec::new();
    for waiting in backtrace {
        match runs.last_mut() {
            Some((last, times)) if same(last, waiting) => *times += 1,
            Some(_) | None => runs.push((waiting, 1)),
        }
    }
    runs
}

fn same(one: &Waiting, other: &Waiting) -> bool {
    let place = |span: &Option<Span>| span.as_ref().map(|span| (span.start, span.file.clone()));
    one.0 == other.0 && place(&one.1) == place(&other.1)
}

fn line((expression, span): &Waiting) -> String {
    let expression = shortened(expression).replace('\n', " ");
    let Some(span) = span else { return format!("in {expression}") };
    let place = Place::of(span);
    format!("in {expression} at {}:{}:{}", visible(&span.file), place.line, place.column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(names: impl Iterator<Item = usize>) -> Vec<Waiting> {
        names.map(|n| (format!("(f {n})"), None)).collect()
    }

    #[test]
    fn repetitions_are_counted() {
        assert_eq!(lines(&frames([1, 1, 1, 2].into_iter())), "  in (f 1) (3 times)\n  in (f 2)\n");
    }

    #[test]
    fn the_middle_is_left_out() {
        let text = lines(&frames(0..100));
        assert_eq!(text.lines().count(), INNER + 1 + OUTER);
        assert!(text.contains("  in (f 11)\n  … 85 more\n  in (f 97)\n"), "{text}");
    }

    #[test]
    fn fifteen_lines_are_all_shown() {
        assert_eq!(lines(&frames(0..15)).lines().count(), 15);
    }
}
