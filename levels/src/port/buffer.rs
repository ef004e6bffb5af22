//! What was read from a file ahead of the program.

use crate::world::{Failure, FileId, World};

/// Bytes read ahead. Invariant: `counted <= at <= valid <= bytes.len()`; `bytes[at..valid]` is UTF-8,
/// and empty unless text was asked for. Lines and columns are counted when they are asked for or their
/// text is dropped: taking a character is an addition.
#[derive(Default)]
pub struct Buffer {
    bytes: Vec<u8>,
    at: usize,
    valid: usize,
    /// The place in the file of `bytes[0]`.
    base: u64,
    /// The file's end was met and no reader was told yet.
    ended: bool,
    /// Text up to here is in `lines` and `column`.
    counted: usize,
    lines: u32,
    column: u32,
}

/// Why there is no more text.
#[derive(Debug)]
pub enum Trouble {
    /// The outside failed.
    Outside(Failure),
    /// Not UTF-8 at this byte of the file. Reading goes on behind it.
    NotText(u64),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Trouble {
        Trouble::Outside(failure)
    }
}

impl Buffer {
    /// The text that is there without asking.
    #[inline]
    pub fn text(&self) -> &str {
        // SAFETY: by the invariant of `Buffer` these bytes are UTF-8.
        unsafe { std::str::from_utf8_unchecked(&self.bytes[self.at..self.valid]) }
    }

    /// The bytes that are there without asking.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    /// The next character, if it is there without asking and is ASCII.
    #[inline(always)]
    pub fn ascii(&self) -> Option<u8> {
        if self.at == self.valid {
            return None;
        }
        self.bytes.get(self.at).copied().filter(u8::is_ascii)
    }

    /// The line and column, from 1, of the next character. Linear in the text taken since the last
    /// call.
    pub fn place(&mut self) -> (usize, usize) {
        self.count();
        (self.lines as usize + 1, self.column as usize + 1)
    }

    /// Counts the text that was taken.
    fn count(&mut self) {
        let taken = &self.bytes[self.counted..self.at];
        let chars = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32;
        match taken.iter().rposition(|byte| *byte == b'\n') {
            None => self.column += chars(taken),
            Some(last) => {
                self.lines += taken.iter().filter(|byte| **byte == b'\n').count() as u32;
                self.column = chars(&taken[last + 1..]);
            }
        }
        self.counted = self.at;
    }

    /// The byte of the file that comes next.
    pub fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Bytes of memory held.
    pub fn bytes_held(&self) -> usize {
        self.bytes.capacity()
    }

    /// Asks for text behind the text that is there; `false` at the end of the file, which readers
    /// that are told of it forget with `forget_end`.
    pub fn more_text(&mut self, world: &mut World, file: FileId) -> Result<bool, Trouble> {
        loop {
            if self.validate()? {
                return Ok(true);
            }
            if self.more_bytes(world, file)? {
                continue;
            }
            if self.valid < self.bytes.len() {
                return Err(self.skip(self.bytes.len() - self.valid));
            }
            return Ok(false);
        }
    }

    /// Takes bytes behind the valid ones as text, as far as they are; whether there were any.
    fn validate(&mut self) -> Result<bool, Trouble> {
        let fresh = &self.bytes[self.valid..];
        let (valid, wrong) = match std::str::from_utf8(fresh) {
            Ok(text) => (text.len(), None),
            Err(error) => (error.valid_up_to(), error.error_len()),
        };
        self.valid += valid;
        match wrong {
            Some(width) if valid == 0 => Err(self.skip(width)),
            Some(_) | None => Ok(valid > 0),
        }
    }

    /// Drops bytes that are no text from behind the text.
    fn skip(&mut self, width: usize) -> Trouble {
        let place = self.base + self.valid as u64;
        self.bytes.drain(self.valid..self.valid + width);
        self.base += width as u64;
        Trouble::NotText(place)
    }

    /// Asks for bytes behind those that are there; `false` at the end of the file.
    pub fn more_bytes(&mut self, world: &mut World, file: FileId) -> Result<bool, Failure> {
        if self.ended {
            return Ok(false);
        }
        let piece = world.read(file)?;
        self.ended = piece.is_empty();
        self.count();
        self.bytes.drain(..self.at);
        self.base += self.at as u64;
        self.valid -= self.at;
        (self.at, self.counted) = (0, 0);
        if self.bytes.is_empty() {
            self.bytes = piece
        } else {
            self.bytes.extend(piece)
        }
        Ok(!self.ended)
    }

    /// A reader was told of the end: the next one asks again, as a person may type more.
    pub fn forget_end(&mut self) {
        self.ended = false;
    }

    /// Takes `len` bytes of the text, which end where a character does.
    #[inline(always)]
    pub fn take_text(&mut self, len: usize) {
        self.at += len;
    }

    /// Takes `len` bytes of those that are there; for binary ports.
    pub fn take_bytes(&mut self, len: usize) {
        self.at += len;
        self.valid = self.at;
        self.counted = self.at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Mode;
    use crate::world::testing::scratch;

    /// What is read from a file with this content, `!offset` standing for what is no text.
    fn read_all(name: &str, content: &[u8]) -> String {
        let (mut world, path) = (World::default(), scratch(name));
        let file = world.open(&path, Mode::Write).unwrap();
        world.write(file, content).unwrap();
        world.close(file).unwrap();
        let file = world.open(&path, Mode::Read).unwrap();
        let (mut buffer, mut read) = (Buffer::default(), String::new());
        loop {
            read.push_str(buffer.text());
            buffer.take_text(buffer.text().len());
            match buffer.more_text(&mut world, file) {
                Ok(true) => {}
                Ok(false) => break,
                Err(Trouble::NotText(offset)) => read.push_str(&format!("!{offset}")),
                Err(Trouble::Outside(failure)) => panic!("{failure:?}"),
            }
        }
        world.delete(&path).unwrap();
        read
    }

    #[test]
    fn characters_across_pieces_and_bytes_that_are_none() {
        let long = "aλ𝄞".repeat(50_000);
        assert_eq!(read_all("buffer-long", long.as_bytes()), long);
        assert_eq!(read_all("buffer-wrong", b"ab\xffc\xe2\x82d\xce"), "ab!2c!4d!7");
        assert_eq!(read_all("buffer-empty", b""), "");
    }

    #[test]
    fn places_are_those_of_counting_each_character() {
        let (mut world, path) = (World::default(), scratch("buffer-places"));
        let content = format!("a\nλb𝄞\n\n{}\n", "longer λ".repeat(200)).repeat(200);
        let file = world.open(&path, Mode::Write).unwrap();
        world.write(file, content.as_bytes()).unwrap();
        world.close(file).unwrap();
        let file = world.open(&path, Mode::Read).unwrap();
        world.set_seed(1);
        let (mut buffer, mut place, mut rest) = (Buffer::default(), (1, 1), &content[..]);
        while !rest.is_empty() {
            let text = buffer.text();
            let chars = world.random_below(40) as usize;
            let len = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
            assert_eq!(buffer.ascii(), text.bytes().next().filter(u8::is_ascii));
            assert_eq!(text[..len], rest[..len]);
            buffer.take_text(len);
            for c in rest[..len].chars() {
                place = if c == '\n' { (place.0 + 1, 1) } else { (place.0, place.1 + 1) };
            }
            rest = &rest[len..];
            if world.random_below(3) == 0 {
                assert_eq!(buffer.place(), place);
            }
            if buffer.text().is_empty() {
                buffer.more_text(&mut world, file).unwrap();
            }
        }
        assert_eq!(buffer.place(), place);
        world.delete(&path).unwrap();
    }
}
