//! Who waits for the expression that failed.
//!
//! Invariant: what waits is put in one at a time, innermost first, and what is kept of it is bounded,
//! however deep the recursion.

use std::collections::VecDeque;

use super::place::{Place, on_one_line, visible};
use super::{Columns, Span};

/// Entries shown from the inner end.
const INNER: usize = 12;
/// Entries shown from the outer end of a longer backtrace.
const OUTER: usize = 3;
/// Calls that one round of a recursion may take.
const ROUND: usize = 6;
/// The most and the fewest characters shown of an expression.
const LONGEST: usize = 70;
const SHORTEST: usize = 20;
/// Columns beside an expression and its place: `  in ` and ` at `.
const WORDS: usize = 9;

/// A call that waits for its value.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// As it was written.
    pub expression: String,
    /// Where.
    pub span: Option<Span>,
    /// Whether the procedure that it named is gone: it left its work to another by a tail call.
    pub elided: bool,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Waiting) -> bool {
        let place = |waiting: &Waiting| waiting.span.as_ref().map(|span| span.start);
        self.expression == other.expression
            && place(self) == place(other)
            && self.elided == other.elided
    }
}

/// Calls that wait, one for the other, and how many times in a row.
#[derive(Clone, Debug, PartialEq)]
struct Round {
    calls: Vec<usize>,
    times: usize,
    /// How many calls of the next time have come.
    begun: usize,
}

/// Who waits, innermost first.
#[derive(Clone, Debug, Default)]
pub struct Backtrace {
    /// What rounds are made of.
    known: Vec<Waiting>,
    inner: Vec<Round>,
    outer: VecDeque<Round>,
    /// Calls that are not shown.
    hidden: usize,
}

impl Backtrace {
    /// Makes a call known, so that it can be put in by its number.
    pub fn know(&mut self, waiting: Waiting) -> usize {
        self.known.push(waiting);
        self.known.len() - 1
    }

    /// The next call outwards.
    pub fn push(&mut self, call: usize) {
        if let Some(last) = self.last() {
            if last.times > 1 && last.calls[last.begun] == call {
                last.begun += 1;
                if last.begun == last.calls.len() {
                    (last.times, last.begun) = (last.times + 1, 0);
                }
                return;
            }
            let begun: Vec<usize> = last.calls[..last.begun].to_vec();
            last.begun = 0;
            begun.into_iter().for_each(|call| self.push_once(call));
        }
        self.push_once(call);
        self.close_round();
    }

    fn last(&mut self) -> Option<&mut Round> {
        self.outer.back_mut().or(self.inner.last_mut())
    }

    fn push_once(&mut self, call: usize) {
        let round = Round { calls: vec![call], times: 1, begun: 0 };
        if self.inner.len() < INNER {
            return self.inner.push(round);
        }
        self.outer.push_back(round);
        if self.outer.len() > OUTER + 2 * ROUND {
            self.hidden +=
                self.outer.pop_front().map_or(0, |round| round.calls.len() * round.times);
        }
    }

    /// If the last calls are a round for the second time, they become one that is counted.
    fn close_round(&mut self) {
        let rounds = self.inner.iter().chain(&self.outer).rev();
        let single = rounds.take_while(|round| round.times == 1).take(2 * ROUND);
        let last: Vec<usize> = single.map(|round| round.calls[0]).collect();
        let Some(len) = (1..=last.len() / 2).find(|&n| last[..n] == last[n..2 * n]) else { return };
        for _ in 0..2 * len {
            if self.outer.pop_back().is_none() {
                self.inner.pop();
            }
        }
        let calls = last[..len].iter().rev().copied().collect();
        let round = Round { calls, times: 2, begun: 0 };
        match self.inner.len() < INNER {
            true => self.inner.push(round),
            false => self.outer.push_back(round),
        }
    }

    /// The calls of the longest recursion, innermost first, and how many times they wait; if they do
    /// so at least `least` times.
    pub fn recursion(&self, least: usize) -> Option<(Vec<&Waiting>, usize)> {
        let rounds = self.inner.iter().chain(&self.outer);
        let longest = rounds.max_by_key(|round| round.times)?;
        let calls = longest.calls.iter().map(|call| &self.known[*call]).collect();
        (longest.times >= least).then_some((calls, longest.times))
    }

    /// The calls that are kept, innermost first, each with how many times it waits in a row.
    pub fn calls(&self) -> impl Iterator<Item = (&Waiting, usize)> {
        let rounds = self.inner.iter().chain(&self.outer);
        rounds.flat_map(|round| {
            let of = |call: &usize, times| (&self.known[*call], times);
            let whole = round.calls.iter().map(move |call| of(call, round.times));
            whole.chain(round.calls[..round.begun].iter().map(move |call| of(call, 1)))
        })
    }

    /// One line a waiting call, innermost first, of about so many columns. Repetitions are counted, and
    /// the middle of a long backtrace is left out.
    pub(super) fn lines(&self, columns: Columns) -> String {
        let mut text = String::new();
        for round in &self.inner {
            self.write(round, columns, &mut text);
        }
        let unshown = self.outer.len().saturating_sub(OUTER);
        let calls = |round: &Round| round.calls.len() * round.times + round.begun;
        let hidden = self.hidden + self.outer.iter().take(unshown).map(calls).sum::<usize>();
        if hidden > 0 {
            text += &format!("  … {hidden} more\n");
        }
        for round in self.outer.iter().skip(unshown) {
            self.write(round, columns, &mut text);
        }
        text
    }

    fn write(&self, round: &Round, columns: Columns, text: &mut String) {
        for (index, call) in round.calls.iter().enumerate() {
            let waiting = &self.known[*call];
            if waiting.elided {
                *text += "  … tail calls elided\n";
            }
            *text += &format!("  {}", line(waiting, columns));
            if index + 1 < round.calls.len() || round.times == 1 {
                text.push('\n');
            }
        }
        match (round.calls.len(), round.times) {
            (_, 1) => {}
            (1, times) => *text += &format!(" ({times} times)\n"),
            (calls, times) => *text += &format!(" (these {calls}: {times} times)\n"),
        }
        for call in &round.calls[..round.begun] {
            *text += &format!("  {}\n", line(&self.known[*call], columns));
        }
    }
}

fn line(waiting: &Waiting, columns: Columns) -> String {
    let place = waiting.span.as_ref().map(|span| {
        let place = Place::of(span);
        format!("{}:{}:{}", visible(&span.file), place.line, place.column)
    });
    let taken = WORDS + place.as_ref().map_or(0, |place| place.chars().count());
    let most = columns.0.saturating_sub(taken).clamp(SHORTEST, LONGEST);
    let expression = on_one_line(&waiting.expression, most);
    match place {
        Some(place) => format!("in {expression} at {place}"),
        None => format!("in {expression}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The backtrace of these calls, each a number, innermost first.
    fn lines(numbers: impl Iterator<Item = usize>) -> String {
        let mut backtrace = Backtrace::default();
        for number in numbers {
            let expression = format!("(f {number})");
            let waiting = Waiting { expression, span: None, elided: number == 7 };
            let known = backtrace.known.iter().position(|known| *known == waiting);
            let call = known.unwrap_or_else(|| backtrace.know(waiting));
            backtrace.push(call);
        }
        backtrace.lines(Columns(100))
    }

    #[test]
    fn repetitions_are_counted() {
        assert_eq!(lines([1, 1, 1, 2].into_iter()), "  in (f 1) (3 times)\n  in (f 2)\n");
        let deep = (0..1_000_000).map(|_| 1).chain([2]);
        assert_eq!(lines(deep), "  in (f 1) (1000000 times)\n  in (f 2)\n");
    }

    #[test]
    fn rounds_are_counted_as_one() {
        let wanted =
            "  in (f 0)\n  in (f 1)\n  in (f 2) (these 2: 3 times)\n  in (f 1)\n  in (f 3)\n";
        assert_eq!(lines([0, 1, 2, 1, 2, 1, 2, 1, 3].into_iter()), wanted);
        let deep = (0..100_000).flat_map(|_| [1, 2, 3]);
        assert_eq!(lines(deep), "  in (f 1)\n  in (f 2)\n  in (f 3) (these 3: 100000 times)\n");
    }

    #[test]
    fn a_round_may_come_after_much_else() {
        let text = lines((10..40).chain((0..50).flat_map(|_| [1, 2])).chain([3]));
        let end =
            "… 17 more\n  in (f 39)\n  in (f 1)\n  in (f 2) (these 2: 50 times)\n  in (f 3)\n";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn the_middle_is_left_out() {
        let text = lines(10..110);
        assert_eq!(text.lines().count(), INNER + 1 + OUTER);
        assert!(text.contains("  in (f 21)\n  … 85 more\n  in (f 107)\n"), "{text}");
    }

    #[test]
    fn fifteen_lines_are_all_shown() {
        assert_eq!(lines(10..25).lines().count(), 15);
    }

    #[test]
    fn what_left_its_work_to_another_is_said() {
        assert_eq!(lines([1, 7].into_iter()), "  in (f 1)\n  … tail calls elided\n  in (f 7)\n");
    }
}
