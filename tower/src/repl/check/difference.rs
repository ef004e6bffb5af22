//! What came against what was to come.

use super::script::Line;

/// Lines that one difference shows.
const MOST_LINES: usize = 40;
/// Characters that are shown of a line.
const WIDTH: usize = 200;
/// Pairs of lines that are compared to find out which are the same.
const MOST_PAIRS: usize = 1_000_000;

/// The lines that are to come. One that is `...` stands for any number of lines; what `,time` says
/// of one run it may say of another.
pub struct Expected<'l>(pub &'l [String]);

impl Expected<'_> {
    /// Whether these lines are what was to come.
    pub fn fits(&self, found: &[String]) -> bool {
        // The usual way to match with one kind of wildcard: go back to the last one.
        let (mut wanted, mut at, mut back) = (0, 0, None);
        while at < found.len() {
            if self.0.get(wanted).is_some_and(|line| line == "...") {
                wanted += 1;
                back = Some((wanted, at));
            } else if self.0.get(wanted).is_some_and(|line| alike(line, &found[at])) {
                (wanted, at) = (wanted + 1, at + 1);
            } else if let Some((after, from)) = back {
                (wanted, at) = (after, from + 1);
                back = Some((after, from + 1));
            } else {
                return false;
            }
        }
        self.0[wanted..].iter().all(|line| line == "...")
    }
}

/// Whether a line is what was to come: colours do not count, nor how long something took.
fn alike(wanted: &str, found: &str) -> bool {
    wanted == found || plain(wanted) == plain(found) || (is_timing(wanted) && is_timing(found))
}

/// Whether a line is one of `,time`.
fn is_timing(line: &str) -> bool {
    line.starts_with("real ") && line.contains(" s, cpu ") && line.ends_with(" allocated")
}

/// The text without the terminal's control sequences.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c == '\u{1b}' && characters.as_str().starts_with('[') {
            characters.by_ref().skip(1).find(|c| ('@'..='~').contains(c));
        } else {
            plain.push(c);
        }
    }
    plain
}

/// A place of a saved session where something else came.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The number of the input's line.
    pub number: usize,
    /// The input's line.
    pub input: String,
    wanted: Vec<String>,
    found: Vec<String>,
}

impl Difference {
    /// Under the input of this line.
    pub fn of(input: &Line, wanted: Vec<String>, found: Vec<String>) -> Difference {
        Difference { number: input.number, input: input.text.clone(), wanted, found }
    }

    /// The lines that show it: those that were to come marked `-`, those that came `+`.
    pub fn lines(&self, path: &str) -> String {
        let mut text = format!("{path}:{}: {}\n", self.number, shown(&self.input));
        let rows = rows(&self.wanted, &self.found);
        for (mark, line) in rows.iter().take(MOST_LINES) {
            text.push_str(format!("  {mark} {}", shown(line)).trim_end());
            text.push('\n');
        }
        if rows.len() > MOST_LINES {
            text.push_str(&format!("  … and {} more lines\n", rows.len() - MOST_LINES));
        }
        text
    }
}

/// A line with its control characters made visible, cut where it is long.
fn shown(line: &str) -> String {
    let visible = plain(line);
    let mut text: String =
        visible.chars().take(WIDTH).map(|c| if c.is_control() { '?' } else { c }).collect();
    if visible.chars().nth(WIDTH).is_some() {
        text.push('…');
    }
    text
}

/// The lines of both, those that are in both once.
fn rows<'l>(wanted: &'l [String], found: &'l [String]) -> Vec<(char, &'l str)> {
    let same = |(a, b): &(&String, &String)| alike(a, b);
    let first = wanted.iter().zip(found).take_while(same).count();
    let (wanted_rest, found_rest) = (&wanted[first..], &found[first..]);
    let last = wanted_rest.iter().rev().zip(found_rest.iter().rev()).take_while(same).count();
    let (wanted_middle, tail) = wanted_rest.split_at(wanted_rest.len() - last);
    let found_middle = &found_rest[..found_rest.len() - last];
    let mut rows: Vec<(char, &str)> = wanted[..first].iter().map(|line| (' ', &**line)).collect();
    rows.extend(middle(wanted_middle, found_middle));
    rows.extend(tail.iter().map(|line| (' ', &**line)));
    rows
}

/// The same by the longest sequence of lines that both have, if looking for it costs little.
fn middle<'l>(wanted: &'l [String], found: &'l [String]) -> Vec<(char, &'l str)> {
    let (height, width) = (wanted.len() + 1, found.len() + 1);
    if height.saturating_mul(width) > MOST_PAIRS {
        let wanted = wanted.iter().map(|line| ('-', &**line));
        return wanted.chain(found.iter().map(|line| ('+', &**line))).collect();
    }
    // The length of the longest sequence that two rests have.
    let mut longest = vec![0u32; height * width];
    for i in (0..wanted.len()).rev() {
        for j in (0..found.len()).rev() {
            longest[i * width + j] = match alike(&wanted[i], &found[j]) {
                true => longest[(i + 1) * width + j + 1] + 1,
                false => longest[(i + 1) * width + j].max(longest[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut rows = Vec::new();
    while i < wanted.len() || j < found.len() {
        if i < wanted.len() && j < found.len() && alike(&wanted[i], &found[j]) {
            rows.push((' ', &*wanted[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == found.len()
            || (i < wanted.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1])
        {
            rows.push(('-', &*wanted[i]));
            i += 1;
        } else {
            rows.push(('+', &*found[j]));
            j += 1;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn dots_stand_for_any_lines() {
        let fits = |wanted: &str, found: &str| Expected(&lines(wanted)).fits(&lines(found));
        assert!(
            fits("", "") && fits("a", "a") && !fits("a", "b") && !fits("a", "") && !fits("", "a")
        );
        assert!(fits("...", "") && fits("...", "a\nb") && fits("a\n...\nd", "a\nb\nc\nd"));
        assert!(fits("...\nb\n...\nc", "b\na\nb\nc") && !fits("a\n...\nd", "a\nb"));
        assert!(fits("...", "..."));
        let time = "real 0.1 s, cpu 0.1 s, no collections, 1 bytes allocated";
        assert!(fits(time, "real 7.1 s, cpu 3 s, 3 collections, 1.2 MB allocated"));
        assert!(fits("a\u{1b}[31mb\u{1b}[0m", "ab"));
    }

    #[test]
    fn a_difference_shows_what_is_missing_and_what_came() {
        let input = Line { number: 7, text: "lisp-0> (f)".into() };
        let of = |wanted, found| Difference::of(&input, lines(wanted), lines(found)).lines("x");
        assert_eq!(of("1", "2"), "x:7: lisp-0> (f)\n  - 1\n  + 2\n");
        assert_eq!(
            of("a\nb\nc\nd", "a\nc\ne\nd"),
            "x:7: lisp-0> (f)\n    a\n  - b\n    c\n  + e\n    d\n"
        );
        assert_eq!(of("a", ""), "x:7: lisp-0> (f)\n  - a\n");
        let long = "x\n".repeat(100);
        assert!(of("", &long).ends_with("  … and 60 more lines\n"));
    }
}
