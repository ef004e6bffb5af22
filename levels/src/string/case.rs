//! Upper, lower and folded case of whole strings: the full mappings of Unicode, one character to
//! several where it says so, and the final sigma (R7RS 6.7).

use super::{Builder, Text, from_latin1, from_str, text};
use crate::heap::{Heap, OutOfMemory};
use crate::unicode;
use crate::value::Value;
use std::cmp::Ordering;

/// The string in upper case: `straße` gives `STRASSE`.
pub fn upcase(heap: &mut Heap, string: Value) -> Result<Value, OutOfMemory> {
    convert(heap, string, str::to_ascii_uppercase, |text| text.to_rust().to_uppercase())
}

/// The string in lower case: `ΧΑΟΣ` gives `χαος`.
pub fn downcase(heap: &mut Heap, string: Value) -> Result<Value, OutOfMemory> {
    convert(heap, string, str::to_ascii_lowercase, |text| text.to_rust().to_lowercase())
}

/// The string with its differences of case removed: `Straße` gives `strasse`.
pub fn foldcase(heap: &mut Heap, string: Value) -> Result<Value, OutOfMemory> {
    if let Some(ascii) = text(heap, string).as_ascii() {
        let folded = ascii.to_ascii_lowercase();
        return from_latin1(heap, folded.as_bytes());
    }
    let mut builder = Builder::default();
    text(heap, string).chars().for_each(|c| unicode::fold(c, |folded| builder.push(folded)));
    builder.finish(heap)
}

/// The order of two strings by code points after folding, as `foldcase` does it.
pub fn compare_folded(heap: &Heap, a: Value, b: Value) -> Ordering {
    let (a, b) = (text(heap, a), text(heap, b));
    match (a.as_ascii(), b.as_ascii()) {
        (Some(a), Some(b)) => {
            let small = |byte: u8| byte.to_ascii_lowercase();
            a.bytes().map(small).cmp(b.bytes().map(small))
        }
        (Some(_) | None, _) => folded(a).cmp(&folded(b)),
    }
}

fn folded(text: Text<'_>) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| unicode::fold(c, |c| folded.push(c)));
    folded
}

fn convert(
    heap: &mut Heap,
    string: Value,
    ascii: fn(&str) -> String,
    full: fn(Text<'_>) -> String,
) -> Result<Value, OutOfMemory> {
    let text = text(heap, string);
    let converted = match text.as_ascii() {
        Some(content) => ascii(content),
        None => full(text),
    };
    from_str(heap, &converted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::string::to_rust;

    #[test]
    fn the_special_cases() {
        let mut heap = Heap::new(1 << 30);
        let mut check = |convert: fn(&mut Heap, Value) -> Result<Value, OutOfMemory>, from, to| {
            let string = from_str(&mut heap, from).unwrap();
            let converted = convert(&mut heap, string).unwrap();
            assert_eq!(to_rust(&heap, converted), to);
        };
        check(upcase, "Straße ŉ", "STRASSE ʼN");
        check(downcase, "ΧΑΟΣ Σ ΣΑΣ.", "χαος σ σας.");
        check(foldcase, "ΧΑΟΣ Straße ẞ", "χαοσ strasse ss");
        check(upcase, "abc-Z9", "ABC-Z9");
        check(downcase, "", "");
    }
}
