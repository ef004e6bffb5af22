//! Where one string occurs in another: linear in both (Knuth, Morris and Pratt, 1977).

use super::Text;

/// The least index of an occurrence of `pattern` that begins at `start` or later.
pub fn find(text: Text<'_>, pattern: Text<'_>, start: usize) -> Option<usize> {
    let rest = text.slice(start..text.len());
    if let (Some(text), Some(pattern)) = (rest.as_ascii(), pattern.as_ascii()) {
        return text.find(pattern).map(|at| start + at);
    }
    search(rest.chars(), pattern.chars().collect()).next().map(|at| start + at)
}

/// The end of the last occurrence of `pattern` that ends at `end` or earlier.
pub fn find_last(text: Text<'_>, pattern: Text<'_>, end: usize) -> Option<usize> {
    let rest = text.slice(0..end);
    search(rest.chars().rev(), pattern.chars().rev().collect()).next().map(|at| end - at)
}

/// The indices of all occurrences of `pattern`, overlapping ones too, in ascending order.
pub fn find_all(text: Text<'_>, pattern: Text<'_>) -> Vec<usize> {
    search(text.chars(), pattern.chars().collect()).collect()
}

/// The index of each occurrence of `pattern` in `text`.
fn search(text: impl Iterator<Item = char>, pattern: Vec<char>) -> impl Iterator<Item = usize> {
    let borders = borders(&pattern);
    let mut matched = 0;
    let empty = pattern.is_empty().then_some(0);
    let others = text.enumerate().filter_map(move |(index, c)| {
        if pattern.is_empty() {
            return Some(index + 1);
        }
        while matched > 0 && (matched == pattern.len() || pattern[matched] != c) {
            matched = borders[matched - 1];
        }
        matched += usize::from(pattern[matched] == c);
        (matched == pattern.len()).then(|| index + 1 - matched)
    });
    empty.into_iter().chain(others)
}

/// For each prefix of `pattern`, the length of the longest proper prefix that is its suffix too.
fn borders(pattern: &[char]) -> Vec<usize> {
    let mut borders = vec![0; pattern.len()];
    let mut len = 0;
    for index in 1..pattern.len() {
        while len > 0 && pattern[len] != pattern[index] {
            len = borders[len - 1];
        }
        len += usize::from(pattern[len] == pattern[index]);
        borders[index] = len;
    }
    borders
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
            assert_eq!(find_all(t, p), expected, "{pattern} in {text}");
            assert_eq!(find(t, p, 0), expected.first().copied());
            let last = expected.last().map(|at| at + p.len());
            assert_eq!(find_last(t, p, t.len()), last, "{pattern} in {text}");
        }
    }
}
