//! The search through the history: Ctrl-R, and what is looked for.

use super::buffer::{Buffer, Direction};
use super::history::History;
use super::key::Key;

/// A search that goes on.
pub struct Search {
    /// What is looked for.
    pattern: String,
    /// The input that was found; as many as there are before anything is.
    found: usize,
    /// The text and the cursor from before.
    before: (String, usize),
    is_found: bool,
}

/// What a key did to a search.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Searching {
    /// It goes on.
    On,
    /// It was given up.
    Dropped,
    /// It is done, and the key does what it always does.
    Done,
}

impl Search {
    /// Begins to look from the last input back.
    pub fn begin(buffer: &Buffer, history: &History) -> Search {
        let before = (buffer.text().to_owned(), buffer.cursor());
        Search { pattern: String::new(), found: history.inputs().len(), before, is_found: true }
    }

    /// What the terminal says of it.
    pub fn says(&self) -> String {
        let failing = if self.is_found { "" } else { "no " };
        format!("{failing}input with: {}", self.pattern)
    }

    /// Does what a key asks for.
    pub fn key(&mut self, key: &Key, buffer: &mut Buffer, history: &History) -> Searching {
        if let Key::Text(text) = key {
            self.pattern.push_str(text);
            self.look(buffer, history, Direction::Back, 1);
        } else if *key == Key::Backspace {
            self.pattern.pop();
            self.found = history.inputs().len();
            self.look(buffer, history, Direction::Back, 0);
        } else if [Key::Control('r'), Key::Up].contains(key) {
            self.look(buffer, history, Direction::Back, 0);
        } else if [Key::Control('s'), Key::Down].contains(key) {
            self.look(buffer, history, Direction::On, 0);
        } else if [Key::Control('g'), Key::Control('c'), Key::Escape].contains(key) {
            buffer.set(&self.before.0);
            buffer.go_to(self.before.1);
            return Searching::Dropped;
        } else {
            return Searching::Done;
        }
        Searching::On
    }

    /// Looks on from the input that was found; with `again` 1 from that input itself.
    fn look(&mut self, buffer: &mut Buffer, history: &History, way: Direction, again: usize) {
        if self.pattern.is_empty() {
            return;
        }
        let inputs = history.inputs();
        let has = |at: &usize| inputs[*at].contains(&self.pattern);
        let found = match way {
            Direction::Back => (0..inputs.len().min(self.found + again)).rev().find(has),
            Direction::On => (self.found + 1..inputs.len()).find(has),
        };
        self.is_found = found.is_some();
        if let Some(found) = found {
            self.found = found;
            buffer.set(&inputs[found]);
            buffer.go_to(inputs[found].find(&self.pattern).unwrap_or(0));
        }
    }
}

#[test]
fn inputs_are_found_from_the_last_one_back() {
    let mut history = History::default();
    ["(car x)", "(cdr x)", "(cons x y)"].iter().for_each(|input| history.remember(input));
    let mut buffer = Buffer::default();
    buffer.insert("typed");
    let mut search = Search::begin(&buffer, &history);
    let mut press = |key| (search.key(&key, &mut buffer, &history), buffer.text().to_owned());
    assert_eq!(press(Key::Text("c".into())).1, "(cons x y)");
    assert_eq!(press(Key::Text("d".into())).1, "(cdr x)");
    assert_eq!(press(Key::Backspace).1, "(cons x y)");
    assert_eq!(press(Key::Control('r')).1, "(cdr x)");
    assert_eq!(press(Key::Control('r')).1, "(car x)");
    assert_eq!(press(Key::Control('r')).1, "(car x)");
    assert_eq!(press(Key::Control('s')).1, "(cdr x)");
    assert_eq!(press(Key::Enter), (Searching::Done, "(cdr x)".into()));
    assert_eq!(press(Key::Escape), (Searching::Dropped, "typed".into()));
}
