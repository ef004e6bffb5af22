//! What Unicode says of single characters and the standard library of Rust does not: simple case
//! mappings, case folding, decimal digits.

/// `char-upcase`: the simple mapping, always one character (R7RS 6.6).
pub fn upcase(c: char) -> char {
    match c {
        // These have a title-case form for a simple mapping and a full one of two characters.
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => {
            shifted(c, 8)
        }
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => shifted(c, 9),
        _ => only(c, c.to_uppercase()),
    }
}

/// `char-downcase`: the simple mapping, always one character (R7RS 6.6).
pub fn downcase(c: char) -> char {
    match c {
        '\u{130}' => 'i',
        _ => only(c, c.to_lowercase()),
    }
}

/// `char-foldcase`: the simple folding, always one character (R7RS 6.6).
pub fn foldcase(c: char) -> char {
    match c {
        '\u{130}' | '\u{131}' => c,
        '\u{1fd3}' => '\u{390}',
        '\u{1fe3}' => '\u{3b0}',
        '\u{fb05}' => '\u{fb06}',
        _ if is_cherokee(c) => upcase(c),
        _ => downcase(upcase(c)),
    }
}

/// Gives `each` the full folding of `c`: what `string-foldcase` has in its place.
pub fn fold(c: char, mut each: impl FnMut(char)) {
    match c {
        '\u{131}' => each(c),
        _ if c.is_ascii() => each(c.to_ascii_lowercase()),
        _ if is_cherokee(c) => each(upcase(c)),
        _ => {
            let small = c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
            small.for_each(each);
        }
    }
}

/// The value of a decimal digit of any script (`digit-value`).
pub fn digit_value(c: char) -> Option<u32> {
    let before = ZEROS.partition_point(|zero| *zero <= c as u32);
    let zero = ZEROS[before.checked_sub(1)?];
    Some(c as u32 - zero).filter(|value| *value < 10)
}

/// The Cherokee letters fold to upper case, alone of all.
fn is_cherokee(c: char) -> bool {
    matches!(c, '\u{13a0}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}')
}

fn shifted(c: char, by: u32) -> char {
    char::from_u32(c as u32 + by).unwrap_or(c)
}

/// The only character of a mapping, or `c` where the mapping has several.
fn only(c: char, mut mapped: impl ExactSizeIterator<Item = char>) -> char {
    if mapped.len() == 1 { mapped.next().unwrap_or(c) } else { c }
}

/// The zeros of Unicode 17: nine further digits follow each.
const ZEROS: &[u32] = &[
    0x0030, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6,
    0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80,
    0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
    0xff10, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450,
    0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50,
    0x11d50, 0x11da0, 0x11de0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1ccf0, 0x1d7ce, 0x1d7d8,
    0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_numeric_and_sorted() {
        assert!(ZEROS.is_sorted());
        for zero in ZEROS {
            for value in 0..10 {
                let digit = char::from_u32(zero + value).unwrap();
                assert!(digit.is_numeric(), "{digit:?}");
                assert_eq!(digit_value(digit), Some(value));
            }
        }
        assert_eq!(digit_value('a'), None);
        assert_eq!(digit_value('\0'), None);
        assert_eq!(digit_value('½'), None);
        assert_eq!(digit_value('٣'), Some(3));
    }

    #[test]
    fn simple_mappings_stay_one_character() {
        let cases = [
            ('ß', 'ß', 'ß', 'ß'),
            ('ς', 'Σ', 'ς', 'σ'),
            ('Σ', 'Σ', 'σ', 'σ'),
            ('İ', 'İ', 'i', 'İ'),
            ('ı', 'I', 'ı', 'ı'),
            ('ᾳ', 'ᾼ', 'ᾳ', 'ᾳ'),
            ('ᾈ', 'ᾈ', 'ᾀ', 'ᾀ'),
            ('µ', 'Μ', 'µ', 'μ'),
            ('ẞ', 'ẞ', 'ß', 'ß'),
            ('ꭰ', 'Ꭰ', 'ꭰ', 'Ꭰ'),
        ];
        for (c, up, down, folded) in cases {
            assert_eq!((upcase(c), downcase(c), foldcase(c)), (up, down, folded), "{c}");
        }
    }
}
