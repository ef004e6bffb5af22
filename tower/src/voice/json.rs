//! JSON (RFC 8259), as far as it is written here: objects on one line.
//!
//! Invariant: a line is whole JSON whatever text is in it, and holds no character that somebody might
//! take for the end of a line.

use std::fmt::Write;

/// An object under construction: its members, in order.
#[derive(Clone, Debug, Default)]
pub struct Object(String);

impl Object {
    /// With a member that is a text.
    pub fn text(mut self, key: &str, value: &str) -> Object {
        self.key(key);
        quote(value, &mut self.0);
        self
    }

    /// With a member that is a number.
    pub fn number(mut self, key: &str, value: i64) -> Object {
        self.key(key);
        // A string takes all it is given.
        let _ = write!(self.0, "{value}");
        self
    }

    /// With a member that is an object.
    pub fn object(mut self, key: &str, value: &Object) -> Object {
        self.key(key);
        self.0.push_str(&value.written());
        self
    }

    /// With a member that is a list of objects.
    pub fn objects(mut self, key: &str, values: impl Iterator<Item = Object>) -> Object {
        self.key(key);
        let values: Vec<String> = values.map(|value| value.written()).collect();
        self.0.push_str(&format!("[{}]", values.join(",")));
        self
    }

    /// With a member that is a list of texts.
    pub fn texts(mut self, key: &str, values: &[String]) -> Object {
        self.key(key);
        self.0.push('[');
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            quote(value, &mut self.0);
        }
        self.0.push(']');
        self
    }

    fn key(&mut self, key: &str) {
        if !self.0.is_empty() {
            self.0.push(',');
        }
        quote(key, &mut self.0);
        self.0.push(':');
    }

    /// The object's text, without an end of line.
    pub fn written(&self) -> String {
        format!("{{{}}}", self.0)
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // U+2028 and U+2029 end lines for some.
            c if c.is_control() || ('\u{2028}'..='\u{2029}').contains(&c) => {
                // A string takes all it is given.
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// What is left of bytes when their last character is not whole: how many bytes that one has.
pub fn unfinished(bytes: &[u8]) -> usize {
    let is_begun = |count: &usize| {
        let rest = &bytes[bytes.len() - count..];
        std::str::from_utf8(rest)
            .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (1..=bytes.len().min(3)).find(is_begun).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_one_line() {
        let inner = Object::default().text("a", "\"\\\u{1b}\n\0\u{85}\u{2028}λ😀");
        let outer = Object::default()
            .number("n", -1)
            .object("o", &inner)
            .texts("t", &["x".into(), "y".into()])
            .objects("l", [Object::default(), Object::default()].into_iter());
        let inside = r#""a":"\"\\\u001b\n\u0000\u0085\u2028λ😀""#;
        let expected = format!(r#"{{"n":-1,"o":{{{inside}}},"t":["x","y"],"l":[{{}},{{}}]}}"#);
        assert_eq!(outer.written(), expected);
    }

    #[test]
    fn characters_are_not_cut() {
        let text = "aλ😀".as_bytes();
        let counts: Vec<usize> = (0..=text.len()).map(|end| unfinished(&text[..end])).collect();
        assert_eq!(counts, [0, 0, 1, 0, 1, 2, 3, 0]);
        assert_eq!(unfinished(b"\xff"), 0);
        assert_eq!(unfinished(b"\x80\x80"), 0);
    }
}
