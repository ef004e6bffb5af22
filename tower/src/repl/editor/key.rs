//! Keys: what the bytes of a terminal mean.
//!
//! Invariant: whatever the bytes are, they come to an end as keys; what is no key of ours is
//! `Key::Unknown`, and bytes that are no UTF-8 are typed as U+FFFD.

/// A key, or what came in one piece.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Key {
    /// Characters that are no controls.
    Text(String),
    /// What was pasted, as it came.
    Paste(String),
    /// A control character, named by its letter: `c` for Ctrl-C.
    Control(char),
    /// A key with Alt, or after Escape.
    Alt(char),
    /// A control character with Alt.
    AltControl(char),
    Enter,
    AltEnter,
    Tab,
    BackTab,
    Backspace,
    AltBackspace,
    Delete,
    Escape,
    Up,
    Down,
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    End,
    PageUp,
    PageDown,
    /// Nothing that we know.
    Unknown,
}

/// What the bytes give next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Next {
    /// A key.
    Key(Key),
    /// Nothing, before more bytes have come.
    Nothing,
    /// The beginning of a key: more bytes come soon, or it is complete as it is.
    Part,
}

/// Whether the rest of a key that has begun may still come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// It may.
    MayCome,
    /// It was waited for, in vain.
    Missing,
}

/// Bytes that have come and are no keys yet.
#[derive(Default)]
pub struct Keys {
    /// The bytes; those before `at` are done with.
    pub bytes: Vec<u8>,
    at: usize,
    /// Up to where the end of a paste was looked for.
    searched: usize,
}

const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";
/// A sequence that is longer is none.
const LONGEST: usize = 32;

impl Keys {
    /// Whether more has come than was made into keys.
    pub fn is_waiting(&self) -> bool {
        self.at < self.bytes.len()
    }

    /// Of the last bytes, so many came before the terminal gave its keys one by one: it took Ctrl-D for
    /// the end of input, and gives a zero byte in its place.
    pub fn take_ends(&mut self, last: usize) {
        let from = self.bytes.len() - last;
        for byte in self.bytes[from..].iter_mut().filter(|byte| **byte == 0) {
            *byte = b'D' & 0x1f;
        }
    }

    /// The next key.
    pub fn next(&mut self, rest: Rest) -> Next {
        let bytes = &self.bytes[self.at..];
        if bytes.starts_with(PASTE) {
            return self.paste();
        }
        let (key, length) = match bytes {
            [] => {
                self.bytes.clear();
                (self.at, self.searched) = (0, 0);
                return Next::Nothing;
            }
            [0x1b, ..] => match escaped(bytes, rest) {
                Some(found) => found,
                None => return Next::Part,
            },
            // A line end of a text that was put in as if it had been typed.
            [b'\r', b'\n', ..] => (Key::Enter, 2),
            [byte, ..] if *byte < 0x20 || *byte == 0x7f => (control(*byte), 1),
            _ => match text(bytes, rest) {
                Some(found) => found,
                None => return Next::Part,
            },
        };
        self.at += length;
        Next::Key(key)
    }

    fn paste(&mut self) -> Next {
        let from = self.searched.max(self.at + PASTE.len());
        let end = self.bytes[from..].windows(PASTED.len()).position(|window| window == PASTED);
        let Some(end) = end.map(|end| end + from) else {
            self.searched = from.max(self.bytes.len().saturating_sub(PASTED.len()));
            return Next::Nothing;
        };
        let text = String::from_utf8_lossy(&self.bytes[self.at + PASTE.len()..end]).into_owned();
        self.at = end + PASTED.len();
        Next::Key(Key::Paste(text))
    }
}

fn control(byte: u8) -> Key {
    match byte {
        // What another program types at the terminal often ends its lines so.
        b'\r' | b'\n' => Key::Enter,
        b'\t' => Key::Tab,
        0x08 | 0x7f => Key::Backspace,
        _ => Key::Control(char::from(byte | 0x40).to_ascii_lowercase()),
    }
}

/// The characters up to the next control, and how many bytes they are.
fn text(bytes: &[u8], rest: Rest) -> Option<(Key, usize)> {
    let is_control = |byte: &u8| *byte < 0x20 || *byte == 0x7f;
    let control = bytes.iter().position(is_control);
    let bytes = &bytes[..control.unwrap_or(bytes.len())];
    // Half a character at the end gets its other half, unless a control follows it.
    let may_grow = rest == Rest::MayCome && control.is_none();
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() && may_grow => error.valid_up_to(),
        Ok(_) | Err(_) => bytes.len(),
    };
    let text = String::from_utf8_lossy(&bytes[..whole]).into_owned();
    (whole > 0).then_some((Key::Text(text), whole))
}

/// The key that an escape begins, and how many bytes it is.
fn escaped(bytes: &[u8], rest: Rest) -> Option<(Key, usize)> {
    let found = match bytes {
        [_, b'[', b'[', _, ..] => Some((Key::Unknown, 4)),
        [_, b'[', after @ ..] => sequence(after).map(|(key, length)| (key, length + 2)),
        [_, b'O', letter, ..] => Some((named(*letter, false), 3)),
        [_, 0x1b, b'[' | b'O', ..] => Some((Key::Unknown, 1)),
        [_, 0x1b, ..] => Some((Key::Escape, 1)),
        [_, b'\r' | b'\n', ..] => Some((Key::AltEnter, 2)),
        [_, 0x08 | 0x7f, ..] => Some((Key::AltBackspace, 2)),
        [_, byte, ..] if *byte < 0x20 => {
            Some((Key::AltControl(char::from(byte | 0x40).to_ascii_lowercase()), 2))
        }
        [_, byte, ..] if byte.is_ascii() && *byte != b'O' => {
            Some((Key::Alt(char::from(*byte).to_ascii_lowercase()), 2))
        }
        [_, byte, ..] if !byte.is_ascii() => Some((Key::Escape, 1)),
        _ => None,
    };
    match (found, rest) {
        (None, Rest::Missing) => {
            let key = if bytes.len() == 1 { Key::Escape } else { Key::Unknown };
            Some((key, bytes.len().min(LONGEST)))
        }
        (found, _) => found,
    }
}

/// What stands behind `ESC [`, and how many bytes it is.
fn sequence(bytes: &[u8]) -> Option<(Key, usize)> {
    let Some(end) = bytes.iter().take(LONGEST).position(|byte| !matches!(byte, 0x20..=0x3f)) else {
        return (bytes.len() >= LONGEST).then_some((Key::Unknown, LONGEST));
    };
    let parameters: Vec<u32> = String::from_utf8_lossy(&bytes[..end])
        .split([';', ':'])
        .map(|number| number.parse().unwrap_or(0))
        .collect();
    let [first, second, third] = [0, 1, 2].map(|at| parameters.get(at).copied().unwrap_or(0));
    // The modifiers are bits of one less: 1 Shift, 2 Alt, 4 Ctrl.
    let is_modified = second.saturating_sub(1) & 6 != 0;
    let key = match (bytes[end], first) {
        (b'~', 1 | 7) => Key::Home,
        (b'~', 4 | 8) => Key::End,
        (b'~', 3) => Key::Delete,
        (b'~', 5) => Key::PageUp,
        (b'~', 6) => Key::PageDown,
        (b'~', 27) if third == 13 => Key::AltEnter,
        (b'u', 13) => Key::AltEnter,
        (b'~' | b'u', _) => Key::Unknown,
        (letter, _) => named(letter, is_modified),
    };
    Some((key, end + 1))
}

/// The key that is named by a letter.
fn named(letter: u8, is_modified: bool) -> Key {
    match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' if is_modified => Key::WordRight,
        b'D' if is_modified => Key::WordLeft,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'F' => Key::End,
        b'H' => Key::Home,
        b'M' => Key::Enter,
        b'Z' => Key::BackTab,
        _ => Key::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(pieces: &[&[u8]]) -> Vec<Key> {
        let mut keys = Keys::default();
        let mut found = Vec::new();
        for piece in pieces {
            keys.bytes.extend_from_slice(piece);
            while let Next::Key(key) = keys.next(Rest::MayCome) {
                found.push(key);
            }
        }
        while let Next::Key(key) = keys.next(Rest::Missing) {
            found.push(key);
        }
        found
    }

    fn text(text: &str) -> Key {
        Key::Text(text.to_owned())
    }

    #[test]
    fn keys_are_what_terminals_send() {
        assert_eq!(keys(&[b"(a\r"]), [text("(a"), Key::Enter]);
        assert_eq!(keys(&[b"\r\n\n\r"]), [Key::Enter, Key::Enter, Key::Enter]);
        assert_eq!(
            keys(&[b"\x1b[A\x1bOB\x1b[1;5C\x1b[3~"]),
            [Key::Up, Key::Down, Key::WordRight, Key::Delete]
        );
        assert_eq!(
            keys(&[b"\x1b\r\x1bb\x1b\x06\x03"]),
            [Key::AltEnter, Key::Alt('b'), Key::AltControl('f'), Key::Control('c')]
        );
        assert_eq!(
            keys(&[b"\x1b[13;2u\x1b[27;5;13~\x1b[24~"]),
            [Key::AltEnter, Key::AltEnter, Key::Unknown]
        );
    }

    #[test]
    fn keys_may_come_in_pieces() {
        assert_eq!(keys(&[b"\x1b", b"[", b"A"]), [Key::Up]);
        assert_eq!(keys(&[b"\xce", b"\xbb"]), [text("λ")]);
        assert_eq!(keys(&[b"\x1b"]), [Key::Escape]);
        let pasted = keys(&[b"\x1b[200", b"~a\r\nb\x1b[20", b"1~c"]);
        assert_eq!(pasted, [Key::Paste("a\r\nb".into()), text("c")]);
    }

    #[test]
    fn any_bytes_come_to_an_end() {
        assert_eq!(keys(&[b"a\xff\xfeb"]), [text("a\u{fffd}\u{fffd}b")]);
        assert_eq!(keys(&[b"\xce\r"]), [text("\u{fffd}"), Key::Enter]);
        let mut state = 1u64;
        for _ in 0..2000 {
            let mut noise = Vec::new();
            for _ in 0..40 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let special = b"\x1b[O~;0123A\xce\xff\r";
                let choice = (state >> 33) as usize;
                let any = (state >> 40) as u8;
                noise.push(if choice.is_multiple_of(3) {
                    any
                } else {
                    special[choice % special.len()]
                });
            }
            let mut keys = Keys { bytes: noise, ..Keys::default() };
            for turn in 0.. {
                assert!(turn < 100);
                match keys.next(Rest::Missing) {
                    Next::Key(_) => {}
                    Next::Nothing => break,
                    Next::Part => panic!("waits for what is missing"),
                }
            }
        }
    }
}
