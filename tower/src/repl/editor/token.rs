//! The tokens of a text that is being typed: what to colour, complete and match.
//!
//! Invariant: every text has tokens, in order and without overlap, whether the reader would take it
//! or not; between them are blanks. What is whole and what is not is the reader's to say.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// An opening parenthesis or bracket, `#(` and `#u8(` too.
    Open,
    /// A closing parenthesis or bracket.
    Close,
    /// `'`, `` ` ``, `,`, `,@`.
    Prefix,
    /// `#;`: the datum behind it is a comment.
    DatumComment,
    /// A string, up to the end of the text if it is open.
    String,
    /// A comment, to the end of its line or block.
    Comment,
    /// A number.
    Number,
    /// `#t`, a character, a directive.
    Constant,
    /// A symbol that begins with a colon.
    Keyword,
    /// Any other symbol.
    Name,
}

/// A piece of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub range: Range<usize>,
}

/// The tokens of a text. Linear in the text.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(blanks) = text[at..].find(|c: char| !c.is_whitespace()) {
        at += blanks;
        let (kind, length) = token(&text[at..]);
        tokens.push(Token { kind, range: at..at + length });
        at += length;
    }
    tokens
}

/// The token that a text begins with, and its length, which is not 0.
fn token(text: &str) -> (Kind, usize) {
    match text.as_bytes() {
        [b'(' | b'[', ..] => (Kind::Open, 1),
        [b')' | b']', ..] => (Kind::Close, 1),
        [b'\'' | b'`', ..] => (Kind::Prefix, 1),
        [b',', b'@', ..] => (Kind::Prefix, 2),
        [b',', ..] => (Kind::Prefix, 1),
        [b';', ..] => (Kind::Comment, text.find('\n').unwrap_or(text.len())),
        [b'"', ..] => (Kind::String, quoted(text, b'"')),
        [b'|', ..] => (Kind::Name, quoted(text, b'|')),
        [b'#', b';', ..] => (Kind::DatumComment, 2),
        [b'#', b'|', ..] => (Kind::Comment, block_comment(text)),
        [b'#', b'(' | b'[', ..] => (Kind::Open, 2),
        [b'#', b'u', b'8', b'(' | b'[', ..] => (Kind::Open, 4),
        [b'#', b'\\', ..] => {
            let first = text[2..].chars().next().map_or(0, char::len_utf8);
            (Kind::Constant, 2 + first + word(&text[2 + first..]))
        }
        _ => {
            let length = word(text).max(text.chars().next().map_or(1, char::len_utf8));
            (kind_of_word(&text[..length]), length)
        }
    }
}

/// The length of what is up to the next quote that no backslash stands before.
fn quoted(text: &str, quote: u8) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (2, 1);
    while depth > 0 && at < bytes.len() {
        match &bytes[at..] {
            [b'#', b'|', ..] => (depth, at) = (depth + 1, at + 2),
            [b'|', b'#', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    // An open comment may end in the middle of a bracket, never of a character.
    at.min(text.len())
}

/// The length of the word that a text begins with.
fn word(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || "()[]\";'`,|".contains(c);
    text.find(ends).unwrap_or(text.len())
}

fn kind_of_word(word: &str) -> Kind {
    match word.as_bytes() {
        [b'#', ..] if is_number(word) => Kind::Number,
        [b'#', ..] => Kind::Constant,
        [b':', _, ..] => Kind::Keyword,
        _ if is_number(word) => Kind::Number,
        _ => Kind::Name,
    }
}

/// Whether a word looks like a number: what it really is, the reader knows.
fn is_number(word: &str) -> bool {
    let (mut rest, mut radix) = (word, 10);
    while let Some(after) = rest.strip_prefix('#') {
        radix = match after.bytes().next().map(|byte| byte.to_ascii_lowercase()) {
            Some(b'x') => 16,
            Some(b'o') => 8,
            Some(b'b') => 2,
            Some(b'e' | b'i' | b'd') => radix,
            Some(_) | None => return false,
        };
        rest = &after[1..];
    }
    if matches!(rest, "+i" | "-i") || rest.contains("inf.0") || rest.contains("nan.0") {
        return rest.starts_with(['+', '-']);
    }
    let digits = rest.trim_start_matches(['+', '-', '.']);
    let of_a_number = |c: char| c.is_digit(radix) || "+-./@ie".contains(c.to_ascii_lowercase());
    rest.len() <= digits.len() + 2
        && digits.starts_with(|c: char| c.is_digit(radix))
        && digits.chars().all(of_a_number)
        && !digits.ends_with(['+', '-', '/', '@', 'e'])
}

/// For each token that is a parenthesis, the one that belongs to it, both by their indices; closing
/// ones that belong to none are left out.
pub fn pairs(text: &str, tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(at),
            Kind::Close => {
                let is_square = |at: usize| text[tokens[at].range.clone()].ends_with(['[', ']']);
                if open.last().is_some_and(|last| is_square(*last) == is_square(at)) {
                    pairs.extend(open.pop().map(|last| (last, at)));
                }
            }
            Kind::Prefix | Kind::DatumComment | Kind::String | Kind::Comment => {}
            Kind::Number | Kind::Constant | Kind::Keyword | Kind::Name => {}
        }
    }
    pairs
}

/// A list that is open at the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenList<'t> {
    /// What it begins with, if that is a name and the cursor is behind it.
    pub head: Option<&'t str>,
    /// The byte behind its opening parenthesis.
    pub from: usize,
    /// How many data stand between its first element and the cursor, whole.
    pub operands: usize,
}

/// The lists that are open behind these tokens, outermost first.
pub fn open_lists<'t>(text: &'t str, tokens: &[Token]) -> Vec<OpenList<'t>> {
    let mut open: Vec<(OpenList<'t>, usize)> = Vec::new();
    for token in tokens {
        match token.kind {
            Kind::Open => {
                open.push((OpenList { head: None, from: token.range.end, operands: 0 }, 0));
                continue;
            }
            Kind::Close => drop(open.pop()),
            Kind::Comment | Kind::Prefix | Kind::DatumComment => continue,
            Kind::String | Kind::Number | Kind::Constant | Kind::Keyword | Kind::Name => {}
        }
        if let Some((list, elements)) = open.last_mut() {
            if *elements == 0 && token.kind == Kind::Name {
                list.head = Some(&text[token.range.clone()]);
            }
            list.operands = *elements;
            *elements += 1;
        }
    }
    open.into_iter().map(|(list, _)| list).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        tokens(text).into_iter().map(|token| (token.kind, &text[token.range])).collect()
    }

    #[test]
    fn tokens_are_what_they_look_like() {
        assert_eq!(
            kinds("(f 'x \"a\\\"b\" ; c"),
            [
                (Kind::Open, "("),
                (Kind::Name, "f"),
                (Kind::Prefix, "'"),
                (Kind::Name, "x"),
                (Kind::String, "\"a\\\"b\""),
                (Kind::Comment, "; c")
            ]
        );
        assert_eq!(
            kinds("#\\( #\\space #t #;#(1"),
            [
                (Kind::Constant, "#\\("),
                (Kind::Constant, "#\\space"),
                (Kind::Constant, "#t"),
                (Kind::DatumComment, "#;"),
                (Kind::Open, "#("),
                (Kind::Number, "1")
            ]
        );
        assert_eq!(
            kinds("#|a #|b|# c|# :key |a b"),
            [(Kind::Comment, "#|a #|b|# c|#"), (Kind::Keyword, ":key"), (Kind::Name, "|a b")]
        );
    }

    #[test]
    fn numbers_are_no_names() {
        for number in ["1", "-1.5e3", "+i", "1/2", "#xff", "#e1.5", "-inf.0", ".5", "3+4i", "1."] {
            assert_eq!(kinds(number), [(Kind::Number, number)]);
        }
        for name in ["-", "...", "1+", "-1+", "->x", "+", "e1", "a1", "."] {
            assert_eq!(kinds(name), [(Kind::Name, name)]);
        }
    }

    #[test]
    fn what_is_open_knows_its_head_and_operands() {
        let text = "(define (f x)\n  (append '(1 2) \"a\" (g";
        let open = open_lists(text, &tokens(text));
        let found: Vec<_> = open.iter().map(|list| (list.head, list.operands)).collect();
        assert_eq!(found, [(Some("define"), 1), (Some("append"), 2), (Some("g"), 0)]);
    }

    #[test]
    fn parentheses_belong_to_their_like() {
        let text = "(a [b) c])";
        assert_eq!(pairs(text, &tokens(text)), [(2, 6), (0, 7)]);
        let text = "(a))";
        assert_eq!(pairs(text, &tokens(text)), [(0, 2)]);
    }

    #[test]
    fn every_text_has_tokens() {
        let mut state = 7u64;
        for _ in 0..5000 {
            let mut text = String::new();
            for _ in 0..20 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let pieces =
                    ["(", ")", "#|", "|#", "\"", "\\", "#", ";", "λ", "\n", "|", "'", "#\\", "1"];
                text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            let mut end = 0;
            for token in tokens(&text) {
                assert!(end <= token.range.start && token.range.start < token.range.end);
                assert!(text[end..token.range.start].trim().is_empty());
                end = token.range.end;
            }
            assert!(text[end..].trim().is_empty());
        }
    }
}
