//! What a key does to an input that is being typed.
//!
//! Invariant: what came in one piece with more behind it was not typed by hand: it is taken as it is,
//! without indentation or completion.

use super::buffer::{Direction, Moved};
use super::completion::{self, Completion};
use super::editing::{edit, of_key};
use super::key::Key;
use super::menu::{Room, menu};
use super::names::Names;
use super::reading::{Judge, Reading, SETTLING, Typed};
use super::screen::ring;
use super::search::{Search, Searching};
use super::terminal::{self, Wake};
use super::view::Note;
use levels::reader::{Opened, Outline, outline};
use std::io;

/// A longer text is not judged while more of it comes.
const LARGE_TO_JUDGE: usize = 1 << 14;
/// Rows of candidates.
const MENU: usize = 12;

/// What is done for a key.
#[derive(Clone, Copy)]
enum Act {
    /// Something that cannot fail and does not end the input.
    Edit(fn(&mut Reading<'_>)),
    /// Something that talks to the terminal.
    Talk(fn(&mut Reading<'_>) -> io::Result<()>),
    /// Something that may end the input.
    End(fn(&mut Reading<'_>) -> Option<Typed>),
}

/// Keys that do more than move and change.
const ACTS: &[(Key, Act)] = &[
    (Key::Enter, Act::End(|r| r.enter())),
    (Key::AltEnter, Act::Edit(|r| r.newline())),
    (Key::Control('c'), Act::End(|_| Some(Typed::Interrupted))),
    (Key::Control('l'), Act::Talk(|r| r.screen.clear())),
    (Key::Control('r'), Act::Edit(|r| r.search = Some(Search::begin(&r.buffer, r.history)))),
    (Key::Control('z'), Act::Talk(|r| r.suspend())),
    (Key::Tab, Act::Talk(|r| r.tab())),
    (Key::Up, Act::Edit(|r| r.up())),
    (Key::Down, Act::Edit(|r| r.down())),
    (Key::Control('p'), Act::Edit(|r| r.recall(Direction::Back))),
    (Key::PageUp, Act::Edit(|r| r.recall(Direction::Back))),
    (Key::Control('n'), Act::Edit(|r| r.recall(Direction::On))),
    (Key::PageDown, Act::Edit(|r| r.recall(Direction::On))),
];

/// Keys that take a suggestion, if there is one.
const TAKING: &[Key] = &[Key::Right, Key::End, Key::Control('e'), Key::Control('f')];

impl Reading<'_> {
    /// Does what a key asks for; how the input ended, if it did.
    pub(super) fn key(&mut self, key: Key) -> io::Result<Option<Typed>> {
        self.below.clear();
        if key != Key::Tab {
            self.pages = 0;
        }
        if self.is_searching(&key) {
            return Ok(None);
        }
        let is_at_end = self.buffer.cursor() == self.buffer.text().len();
        let suggestion = self.suggestion.take().filter(|_| is_at_end && TAKING.contains(&key));
        if let Some(suggestion) = suggestion {
            self.buffer.set(&suggestion);
        } else if let Key::Paste(text) = &key {
            self.paste(text);
        } else if key == Key::Control('d') && self.buffer.text().is_empty() {
            return Ok(Some(Typed::Left));
        } else if let Some(act) = of_key(ACTS, &key) {
            match act {
                Act::Edit(act) => act(self),
                Act::Talk(act) => act(self)?,
                Act::End(act) => return Ok(act(self)),
            }
            self.note_search();
        } else {
            edit(&mut self.buffer, self.kills, &key);
        }
        Ok(None)
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.raw.suspend()?;
        self.screen.restart()
    }

    /// Whether a search that goes on has taken the key.
    fn is_searching(&mut self, key: &Key) -> bool {
        let Some(search) = &mut self.search else { return false };
        let searching = search.key(key, &mut self.buffer, self.history);
        if searching != Searching::On {
            self.search = None;
        }
        self.note_search();
        searching != Searching::Done
    }

    fn note_search(&mut self) {
        if let Some(search) = &self.search {
            self.below = vec![Note::words(search.says())];
        }
    }

    /// Ends the input if it is whole; else a new line begins.
    fn enter(&mut self) -> Option<Typed> {
        let text = self.buffer.text();
        let goes_on = text.len() > LARGE_TO_JUDGE && self.is_more_coming();
        let is_open = match self.place.judge {
            Judge::Level => false,
            Judge::Reader if goes_on => true,
            Judge::Reader => matches!(outline(text), Outline::Incomplete(_)),
        };
        if is_open {
            self.newline();
            return None;
        }
        Some(Typed::Input(self.buffer.text().to_owned()))
    }

    /// Whether more comes right behind the key.
    fn is_more_coming(&self) -> bool {
        self.keys.is_waiting() || matches!(terminal::wait(Some(SETTLING)), Ok(Wake::Input))
    }

    /// Begins a new line at the cursor, indented if it was typed by hand.
    fn newline(&mut self) {
        let is_large = self.buffer.text().len() > LARGE_TO_JUDGE;
        let goes_on = self.keys.is_waiting() || (is_large && self.is_more_coming());
        if goes_on || self.place.judge == Judge::Level {
            return self.buffer.insert("\n");
        }
        let cursor = self.buffer.cursor();
        let before = &self.buffer.text()[..cursor];
        let indentation = match outline(before) {
            Outline::Incomplete(unfinished) => {
                let innermost = unfinished.open.last().map(|(opened, _)| *opened);
                if let Some(Opened::String | Opened::Symbol) = innermost {
                    return self.buffer.insert("\n");
                }
                unfinished.indentation
            }
            Outline::Complete | Outline::Wrong { .. } => 0,
        };
        // Blanks around the cursor were the old line's.
        let start = before.trim_end_matches([' ', '\t']).len();
        let after = &self.buffer.text()[cursor..];
        let end = cursor + after.len() - after.trim_start_matches([' ', '\t']).len();
        let start = if before[..start].ends_with('\\') { cursor } else { start };
        self.buffer.replace(start..end, &format!("\n{:1$}", "", indentation as usize));
    }

    /// Puts in what was pasted, its lines ended as ours are.
    fn paste(&mut self, text: &str) {
        self.buffer.insert(&text.replace("\r\n", "\n").replace('\r', "\n"));
    }

    fn up(&mut self) {
        if self.buffer.move_line(Direction::Back) == Moved::No {
            self.recall(Direction::Back);
        }
    }

    fn down(&mut self) {
        if self.buffer.move_line(Direction::On) == Moved::No {
            self.recall(Direction::On);
        }
    }

    /// Shows the input before or after the one that is shown; behind the last, what was typed.
    fn recall(&mut self, direction: Direction) {
        let inputs = self.history.inputs();
        let (at, own) = match self.recalled.take() {
            Some(recalled) => recalled,
            None => (inputs.len(), self.buffer.text().to_owned()),
        };
        let next = match direction {
            Direction::Back => at.checked_sub(1),
            Direction::On => (at < inputs.len()).then_some(at + 1),
        };
        let Some(next) = next else {
            self.recalled = (at < inputs.len()).then_some((at, own));
            return;
        };
        match inputs.get(next) {
            Some(input) => {
                self.buffer.set(input);
                self.recalled = Some((next, own));
            }
            None => self.buffer.set(&own),
        }
    }

    /// Completes a word, or indents a line.
    fn tab(&mut self) -> io::Result<()> {
        if self.keys.is_waiting() {
            self.buffer.insert("\t");
            return Ok(());
        }
        let (line, cursor) = (self.buffer.line(), self.buffer.cursor());
        let is_blank = self.buffer.text()[line.start..cursor].trim().is_empty();
        if is_blank && self.place.judge == Judge::Reader {
            self.indent();
            return Ok(());
        }
        self.complete()
    }

    /// Gives the cursor's line the blanks before it that it should have.
    fn indent(&mut self) {
        let (text, line) = (self.buffer.text(), self.buffer.line());
        let blanks = text[line.clone()].trim_start_matches([' ', '\t']);
        let blanks = line.start..line.end - blanks.len();
        let before = text[..line.start].strip_suffix('\n').unwrap_or("");
        if let Outline::Incomplete(unfinished) = outline(before) {
            let blank = " ".repeat(unfinished.indentation as usize);
            self.buffer.replace(blanks, &blank);
        } else {
            self.buffer.replace(blanks, "");
        }
    }

    fn complete(&mut self) -> io::Result<()> {
        let Some(tokens) = self.tokens() else { return ring() };
        let folders = self.tower.libraries.folders.clone();
        let mut names = Names::new(self.tower);
        let (text, cursor) = (self.buffer.text(), self.buffer.cursor());
        let found = completion::complete(&mut names, text, &tokens, cursor, &folders);
        if found.candidates.is_empty() {
            return ring();
        }
        let is_longer = found.common().len() > cursor - found.from;
        if is_longer {
            self.buffer.replace(found.from..cursor, found.common());
            self.pages = 0;
        }
        if found.candidates.len() > 1 {
            self.list(&found);
        }
        Ok(())
    }

    fn list(&mut self, found: &Completion) {
        let size = self.screen.size;
        let rows = MENU.min((size.rows / 2).max(2));
        let room = Room { columns: size.columns, rows };
        self.below = menu(&mut Names::new(self.tower), found, room, self.pages);
        self.pages += 1;
    }
}
