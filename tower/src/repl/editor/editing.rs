//! Keys that move in a text and change it, as Emacs and readline have them.

use super::buffer::{Buffer, Direction, Letters};
use super::key::Key;
use super::token::{Kind, pairs, tokens};

/// What was cut out of texts, to be put elsewhere.
#[derive(Default)]
pub struct Kills {
    texts: Vec<String>,
    /// What the last key did.
    last: Last,
}

/// Most texts that are kept.
const MOST: usize = 60;

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
enum Last {
    #[default]
    Other,
    Killed,
    /// Put back a text of so many bytes.
    Yanked(usize),
}

/// A place in a text.
type Aim = fn(&Buffer) -> usize;
/// What is done to a text.
type Change = fn(&mut Buffer);

/// Keys that move, and where to.
const MOVES: &[(Key, Aim)] = &[
    (Key::Home, |b| b.line().start),
    (Key::Control('a'), |b| b.line().start),
    (Key::End, |b| b.line().end),
    (Key::Control('e'), |b| b.line().end),
    (Key::Left, |b| b.character(Direction::Back)),
    (Key::Control('b'), |b| b.character(Direction::Back)),
    (Key::Right, |b| b.character(Direction::On)),
    (Key::Control('f'), |b| b.character(Direction::On)),
    (Key::WordLeft, |b| b.word(Direction::Back)),
    (Key::Alt('b'), |b| b.word(Direction::Back)),
    (Key::WordRight, |b| b.word(Direction::On)),
    (Key::Alt('f'), |b| b.word(Direction::On)),
    (Key::AltControl('b'), |b| datum(b, Direction::Back)),
    (Key::AltControl('f'), |b| datum(b, Direction::On)),
    (Key::Alt('<'), |_| 0),
    (Key::Alt('>'), |b| b.text().len()),
];

/// Keys that cut out, and from the cursor to where.
const CUTS: &[(Key, Aim)] = &[
    (Key::Control('k'), |b| match b.line().end {
        end if end == b.cursor() => b.character(Direction::On),
        end => end,
    }),
    (Key::Control('u'), |b| b.line().start),
    (Key::Control('w'), Buffer::blank_word),
    (Key::AltBackspace, |b| b.word(Direction::Back)),
    (Key::Alt('d'), |b| b.word(Direction::On)),
    (Key::AltControl('k'), |b| datum(b, Direction::On)),
];

/// Keys that change, and how.
const CHANGES: &[(Key, Change)] = &[
    (Key::Backspace, |b| b.replace(b.character(Direction::Back)..b.cursor(), "")),
    (Key::Delete, |b| b.replace(b.cursor()..b.character(Direction::On), "")),
    (Key::Control('d'), |b| b.replace(b.cursor()..b.character(Direction::On), "")),
    (Key::Control('t'), Buffer::transpose),
    (Key::Control('_'), Buffer::undo),
    (Key::Alt('u'), |b| b.change_letters(Letters::Upper)),
    (Key::Alt('l'), |b| b.change_letters(Letters::Lower)),
    (Key::Alt('c'), |b| b.change_letters(Letters::Capital)),
];

/// What a table says of a key.
pub fn of_key<T: Copy>(table: &[(Key, T)], key: &Key) -> Option<T> {
    table.iter().find(|(known, _)| known == key).map(|(_, action)| *action)
}

/// Does what `key` asks for, if it only moves and changes.
pub fn edit(buffer: &mut Buffer, kills: &mut Kills, key: &Key) {
    let last = std::mem::take(&mut kills.last);
    if let Key::Text(text) = key {
        buffer.insert(text);
    } else if let Some(place) = of_key(MOVES, key) {
        buffer.go_to(place(buffer));
    } else if let Some(place) = of_key(CUTS, key) {
        kills.last = last;
        kills.kill(buffer, place(buffer));
    } else if let Some(change) = of_key(CHANGES, key) {
        change(buffer);
    } else if *key == Key::Control('y') {
        kills.yank(buffer);
    } else if *key == Key::Alt('y') {
        kills.last = last;
        kills.yank_other(buffer);
    }
}

/// The place one datum from the cursor: behind the next one, or before the last one.
fn datum(buffer: &Buffer, direction: Direction) -> usize {
    let (text, cursor) = (buffer.text(), buffer.cursor());
    let tokens = tokens(text);
    let pairs = pairs(text, &tokens);
    match direction {
        Direction::On => {
            let next = tokens.partition_point(|token| token.range.end <= cursor);
            let next = (next..tokens.len()).find(|at| tokens[*at].kind != Kind::Prefix);
            let Some(next) = next else { return text.len() };
            let close = pairs.iter().find(|(open, _)| *open == next);
            tokens[close.map_or(next, |(_, close)| *close)].range.end
        }
        Direction::Back => {
            let before = tokens.partition_point(|token| token.range.start < cursor);
            let Some(last) = before.checked_sub(1) else { return 0 };
            let open = pairs.iter().find(|(_, close)| *close == last);
            let mut first = open.map_or(last, |(open, _)| *open);
            while first > 0 && tokens[first - 1].kind == Kind::Prefix {
                first -= 1;
            }
            tokens[first].range.start
        }
    }
}

impl Kills {
    /// Cuts out what is between the cursor and `place`.
    fn kill(&mut self, buffer: &mut Buffer, place: usize) {
        let at = buffer.cursor();
        let range = at.min(place)..at.max(place);
        let text = buffer.text()[range.clone()].to_owned();
        buffer.replace(range, "");
        match self.texts.last_mut().filter(|_| self.last == Last::Killed) {
            Some(last) if place < at => last.insert_str(0, &text),
            Some(last) => last.push_str(&text),
            None if text.is_empty() => {}
            None => self.texts.push(text),
        }
        if self.texts.len() > MOST {
            self.texts.remove(0);
        }
        self.last = Last::Killed;
    }

    fn yank(&mut self, buffer: &mut Buffer) {
        if let Some(text) = self.texts.last() {
            buffer.insert(text);
            self.last = Last::Yanked(text.len());
        }
    }

    /// Takes the text cut out before in the place of the one that was put back.
    fn yank_other(&mut self, buffer: &mut Buffer) {
        if let Last::Yanked(length) = self.last {
            self.texts.rotate_right(1);
            let at = buffer.cursor();
            buffer.replace(at - length..at, "");
            self.yank(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text and what is before the cursor after these keys at the end of `text`.
    fn edited(text: &str, keys: &[Key]) -> (String, String) {
        let (mut buffer, mut kills) = (Buffer::default(), Kills::default());
        buffer.insert(text);
        for key in keys {
            edit(&mut buffer, &mut kills, key);
        }
        (buffer.text().to_owned(), buffer.text()[..buffer.cursor()].to_owned())
    }

    #[test]
    fn what_is_cut_out_can_be_put_elsewhere() {
        let (w, y) = (Key::Control('w'), Key::Control('y'));
        let keys = [w.clone(), w.clone(), Key::Home, y.clone()];
        assert_eq!(edited("(a b c)", &keys).0, "b c)(a ");
        let keys = [w.clone(), Key::Left, w, y, Key::Alt('y')];
        assert_eq!(edited("(a b c)", &keys).0, "(a c) ");
        let keys = [Key::Control('u'), Key::Control('_')];
        assert_eq!(edited("(a\nb c)", &keys).0, "(a\nb c)");
    }

    #[test]
    fn data_are_passed_whole() {
        let back = Key::AltControl('b');
        assert_eq!(edited("(f '(a b) c", &[back.clone(), back.clone()]).1, "(f ");
        let keys = [Key::Alt('<'), Key::AltControl('f')];
        assert_eq!(edited("'(a (b)) c", &keys).1, "'(a (b))");
        assert_eq!(edited("(a", &[Key::AltControl('f')]).1, "(a");
        assert_eq!(edited("", &[back, Key::AltControl('k')]).1, "");
    }
}
