//! Where one string occurs in another: linear in both (Knuth, Morris and Pratt, 1977).

use super::Text;
use crate::effort::{Effort, Stopped};
use std::ops::Range;

/// Characters searched between two looks at the effort, or as many as the pattern has.
const WINDOW: usize = 1 << 16;

/// The least index of an occurrence of `pattern` that begins at `start` or later.
pub fn find(
    effort: &Effort,
    text: Text<'_>,
    pattern: Text<'_>,
    start: usize,
) -> Result<Option<usize>, Stopped> {
    let wanted = Pattern::new(effort, pattern.len(), pattern.chars())?;
    for starts in windows(start..text.len(), pattern.len()) {
        let part = part(effort, text, &starts, pattern.len())?;
        let at = match (part.as_ascii(), pattern.as_ascii()) {
            (Some(text), Some(pattern)) => text.find(pattern),
            (Some(_) | None, _) => search(part.chars(), &wanted).next(),
        };
        if let Some(at) = at {
            return Ok(Some(starts.start + at));
        }
    }
    Ok(None)
}

/// The end of the last occurrence of `pattern` that ends at `end` or earlier.
pub fn find_last(
    effort: &Effort,
    text: Text<'_>,
    pattern: Text<'_>,
    end: usize,
) -> Result<Option<usize>, Stopped> {
    let wanted = Pattern::new(effort, pattern.len(), pattern.chars().rev())?;
    for starts in windows(0..end, pattern.len()).rev() {
        let part = part(effort, text, &starts, pattern.len())?;
        if let Some(at) = search(part.chars().rev(), &wanted).next() {
            return Ok(Some(starts.start + part.len() - at));
        }
    }
    Ok(None)
}

/// The indices of all occurrences of `pattern`, overlapping ones too, in ascending order.
pub fn find_all(effort: &Effort, text: Text<'_>, pattern: Text<'_>) -> Result<Vec<usize>, Stopped> {
    let wanted = Pattern::new(effort, pattern.len(), pattern.chars())?;
    let mut found = Vec::new();
    for starts in windows(0..text.len(), pattern.len()) {
        let part = part(effort, text, &starts, pattern.len())?;
        found.extend(search(part.chars(), &wanted).map(|at| starts.start + at));
    }
    Ok(found)
}

/// The indices at which a pattern of `length` characters may begin in `range`, in parts.
fn windows(range: Range<usize>, length: usize) -> impl DoubleEndedIterator<Item = Range<usize>> {
    let end = (range.end + 1).saturating_sub(length).max(range.start);
    let width = WINDOW.max(length);
    (range.start..end).step_by(width).map(move |start| start..end.min(start + width))
}

/// The characters of all patterns that begin at one of `starts`.
fn part<'t>(
    effort: &Effort,
    text: Text<'t>,
    starts: &Range<usize>,
    length: usize,
) -> Result<Text<'t>, Stopped> {
    effort.spend(starts.len() + length)?;
    Ok(text.slice(starts.start..starts.end - 1 + length))
}

/// What is looked for.
struct Pattern {
    chars: Vec<char>,
    /// For each prefix, the length of the longest proper prefix that is its suffix too.
    borders: Vec<usize>,
}

impl Pattern {
    fn new(
        effort: &Effort,
        length: usize,
        chars: impl Iterator<Item = char>,
    ) -> Result<Pattern, Stopped> {
        effort.spend(length)?;
        let mut pattern = Pattern { chars: chars.collect(), borders: vec![0; length] };
        let mut len = 0;
        for index in 1..length {
            effort.spend(1)?;
            len = pattern.longer(len, pattern.chars[index]);
            pattern.borders[index] = len;
        }
        Ok(pattern)
    }

    /// The length of the longest prefix that ends in `c`, the rest of it being one of `len` or a
    /// border of that.
    fn longer(&self, mut len: usize, c: char) -> usize {
        while len > 0 && (len == self.chars.len() || self.chars[len] != c) {
            len = self.borders[len - 1];
        }
        len + usize::from(self.chars[len] == c)
    }
}

/// The index of each occurrence of `pattern` in `text`.
fn search(text: impl Iterator<Item = char>, pattern: &Pattern) -> impl Iterator<Item = usize> {
    let length = pattern.chars.len();
    let mut matched = 0;
    let empty = (length == 0).then_some(0);
    let others = text.enumerate().filter_map(move |(index, c)| {
        if length == 0 {
            return Some(index + 1);
        }
        matched = pattern.longer(matched, c);
        (matched == length).then(|| index + 1 - matched)
    });
    empty.into_iter().chain(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }

    #[test]
    fn searching_agrees_with_looking_everywhere() {
        let texts = ["", "a", "abaabaaab", "aaaaaa", "λaλaλ", "abc"];
        let patterns = ["", "a", "aa", "aab", "λaλ", "abcd", "é"];
        for (text, pattern) in texts.iter().flat_map(|t| patterns.iter().map(move |p| (t, p))) {
            let (t, p) = (units(text), units(pattern));
            let expected: Vec<usize> =
                (0..=t.len()).filter(|at| t[*at..].starts_with(&p)).collect();
            let (t, p) = (Text::Wide(&t), Text::Wide(&p));
            let (last, effort) = (expected.last().map(|at| at + p.len()), &Effort::default());
            assert_eq!(find(effort, t, p, 0), Ok(expected.first().copied()));
            assert_eq!(find_last(effort, t, p, t.len()), Ok(last), "{pattern} in {text}");
            assert_eq!(find_all(effort, t, p), Ok(expected), "{pattern} in {text}");
        }
    }

    #[test]
    fn windows_lose_no_occurrence() {
        let effort = &Effort::default();
        let long = units(&"a".repeat(3 * WINDOW));
        for (at, length) in [WINDOW - 2, WINDOW - 1, WINDOW, 2 * WINDOW + 1].into_iter().zip(2..) {
            let mut text = long.clone();
            text[at..at + length].fill(955);
            let (t, p) = (Text::Wide(&text), Text::Wide(&text[at..at + length]));
            assert_eq!(find(effort, t, p, 0), Ok(Some(at)));
            assert_eq!(find_last(effort, t, p, t.len()), Ok(Some(at + length)));
            assert_eq!(find_all(effort, t, p), Ok(vec![at]));
        }
        let (t, p) = (Text::Wide(&long), Text::Wide(&[]));
        assert_eq!(find_all(effort, t, p), Ok((0..=long.len()).collect()));
    }
}
