//! Texts that were read as code, and where in them each pair was written.
//!
//! Invariants:
//! 1. An entry of the span table concerns a live pair. The table is weak: a collection must call
//!    `sweep` or `sweep_young` before memory of unmarked pairs is given out again.
//! 2. A text counts the entries that name it. It goes when the last of them goes, or at the next full
//!    collection after it, unless somebody holds its content: whoever keeps a `SourceId` does.

use crate::layout::Tag;
use crate::reader::Refused;
use crate::value::Value;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::rc::Rc;

/// Names a text of `Sources`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SourceId(u32);

/// A piece of a text: bytes `start..end` of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// Which text.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes as a range, to slice the text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place in a text as people count: bytes from 0, lines and columns from 1, columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Bytes before it.
    pub offset: u64,
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
}

impl Place {
    /// The beginning of a text.
    pub const START: Place = Place { offset: 0, line: 1, column: 1 };

    /// The place after `text` that begins here. Costs its length.
    pub fn after(self, text: &str) -> Place {
        let offset = self.offset + text.len() as u64;
        let newlines = text.bytes().filter(|byte| *byte == b'\n').count() as u32;
        let (from, last) = match text.rfind('\n') {
            Some(newline) => (1, &text[newline + 1..]),
            None => (self.column, text),
        };
        let column = from.saturating_add(last.chars().count() as u32);
        Place { offset, line: self.line.saturating_add(newlines), column }
    }
}

/// The texts and spans of one machine. A span is kept for the form that begins with a pair and for
/// the element that is a pair's car: 24 bytes each.
#[derive(Default)]
pub struct Sources {
    texts: Vec<Option<SourceText>>,
    /// The places of texts that are gone.
    free: Vec<SourceId>,
    /// What is in the place of a text that is gone.
    nothing: SourceText,
    spans: HashMap<u64, Span, BuildHasherDefault<AddressHasher>>,
    /// Keys added since the last sweep.
    young: Vec<u64>,
    /// Bytes that the texts take.
    text_bytes: usize,
    /// Where the last text that was refused as code is wrong.
    pub refused: Option<Refused>,
}

#[derive(Default)]
struct SourceText {
    name: Box<str>,
    content: Rc<str>,
    line_starts: OnceCell<Box<[u32]>>,
    /// The texts that lead to this one, each including the next.
    depth: usize,
    /// The spans that are in it.
    spans: usize,
}

/// Bytes that a text takes besides its characters, about: its place, and what the allocator and the
/// count of its readers add to its two pieces.
const TEXT_BYTES: usize = size_of::<Option<SourceText>>() + 2 * 16 + 16;

impl SourceText {
    /// Bytes that it takes, about.
    fn bytes(&self) -> usize {
        TEXT_BYTES + self.name.len() + self.content.len()
    }

    /// Whether a span or somebody outside of `Sources` refers to it.
    fn is_used(&self) -> bool {
        self.spans > 0 || Rc::strong_count(&self.content) > 1
    }
}

/// Pairs lie at multiples of sixteen bytes: the key of a pair's form is its address and one more,
/// that of its element the address.
const FORM: u64 = 1;

impl Sources {
    /// Keeps a text. Its name is a path, or words in angle brackets such as `<repl>`. Spans reach
    /// as far as 4 GiB into it.
    pub fn add(&mut self, name: &str, content: impl Into<Rc<str>>) -> SourceId {
        self.add_at(name, content.into(), 0)
    }

    /// Keeps a text that a form in `from`, if that is known, includes.
    pub fn add_included(
        &mut self,
        name: &str,
        content: impl Into<Rc<str>>,
        from: Option<SourceId>,
    ) -> SourceId {
        self.add_at(name, content.into(), self.depth(from) + 1)
    }

    /// How many texts lead to this one, each including the next.
    pub fn depth(&self, source: Option<SourceId>) -> usize {
        source.map_or(0, |source| self.get(source).depth)
    }

    fn get(&self, source: SourceId) -> &SourceText {
        self.texts[source.0 as usize].as_ref().unwrap_or(&self.nothing)
    }

    fn add_at(&mut self, name: &str, content: Rc<str>, depth: usize) -> SourceId {
        let (name, line_starts) = (name.into(), OnceCell::new());
        let text = SourceText { name, content, line_starts, depth, spans: 0 };
        self.text_bytes += text.bytes();
        if let Some(id) = self.free.pop() {
            self.texts[id.0 as usize] = Some(text);
            return id;
        }
        self.texts.push(Some(text));
        SourceId(self.texts.len() as u32 - 1)
    }

    /// Says that all of a text has been read. It goes if nothing refers to it; else gives the bytes
    /// that it takes.
    pub fn finish(&mut self, source: SourceId) -> usize {
        self.forget_unused(source);
        self.texts[source.0 as usize].as_ref().map_or(0, SourceText::bytes)
    }

    /// The name a text was kept under.
    pub fn name(&self, source: SourceId) -> &str {
        &self.get(source).name
    }

    /// A text.
    pub fn text(&self, source: SourceId) -> &Rc<str> {
        &self.get(source).content
    }

    /// The text of a span; empty where the span is not one of the text.
    pub fn excerpt(&self, span: Span) -> &str {
        self.text(span.source).get(span.range()).unwrap_or("")
    }

    /// The line and column of a byte of a text. The first call on a text costs its length.
    pub fn place(&self, source: SourceId, offset: u32) -> Place {
        let text = self.get(source);
        let starts = text.line_starts.get_or_init(|| line_starts(&text.content));
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let start = starts[line - 1];
        let before = text.content.get(start as usize..offset as usize).unwrap_or("");
        let column = before.chars().count() as u32 + 1;
        Place { offset: offset.into(), line: line as u32, column }
    }

    /// Where the form that begins with this pair was written.
    pub fn form_span(&self, pair: Value) -> Option<Span> {
        self.spans.get(&(pair.address() as u64 | FORM)).copied()
    }

    /// Where the car of this pair was written.
    pub fn element_span(&self, pair: Value) -> Option<Span> {
        self.spans.get(&(pair.address() as u64)).copied()
    }

    /// Says where the form that begins with this pair was written.
    pub fn record_form(&mut self, pair: Value, span: Span) {
        self.record(pair.address() as u64 | FORM, span);
    }

    /// Says where the car of this pair was written.
    pub fn record_element(&mut self, pair: Value, span: Span) {
        self.record(pair.address() as u64, span);
    }

    /// Says that the form `to`, made from the form `from`, was written where `from` was.
    pub fn copy_span(&mut self, from: Value, to: Value) {
        if let Some(span) = self.form_span(from) {
            self.record_form(to, span);
        }
    }

    /// Drops the spans of pairs that are not marked, and the texts that neither a span nor a reader
    /// refers to: for a full collection.
    pub fn sweep(&mut self, is_marked: impl Fn(Value) -> bool) {
        self.young.clear();
        let Sources { spans, texts, .. } = self;
        spans.retain(|key, span| {
            let keeps = is_marked(pair_of(*key));
            if let (false, Some(text)) = (keeps, &mut texts[span.source.0 as usize]) {
                text.spans -= 1;
            }
            keeps
        });
        (0..self.texts.len()).for_each(|index| self.forget_unused(SourceId(index as u32)));
        if self.spans.len() < self.spans.capacity() / 4 {
            self.spans.shrink_to(self.spans.len() * 2);
        }
    }

    /// Drops the spans recorded since the last sweep of pairs that are not marked, and the texts that
    /// nothing else refers to: for a collection of young objects only.
    pub fn sweep_young(&mut self, is_marked: impl Fn(Value) -> bool) {
        for key in std::mem::take(&mut self.young) {
            if !is_marked(pair_of(key))
                && let Some(span) = self.spans.remove(&key)
            {
                self.lose_span(span.source);
            }
        }
    }

    /// Bytes that the texts and spans take, about.
    pub fn bytes(&self) -> usize {
        self.text_bytes + self.spans.capacity() * (size_of::<(u64, Span)>() + 1)
    }

    fn forget_unused(&mut self, source: SourceId) {
        let place = &mut self.texts[source.0 as usize];
        if let Some(text) = place.take_if(|text| !text.is_used()) {
            self.text_bytes -= text.bytes();
            self.free.push(source);
        }
    }

    fn lose_span(&mut self, source: SourceId) {
        if let Some(text) = &mut self.texts[source.0 as usize] {
            text.spans -= 1;
            self.forget_unused(source);
        }
    }

    fn record(&mut self, key: u64, span: Span) {
        if let Some(text) = &mut self.texts[span.source.0 as usize] {
            text.spans += 1;
        }
        if let Some(before) = self.spans.insert(key, span) {
            self.lose_span(before.source);
        }
        self.young.push(key);
    }
}

fn pair_of(key: u64) -> Value {
    Value::from_bits(key & !FORM | Tag::Pair as u64)
}

fn line_starts(text: &str) -> Box<[u32]> {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    let after = newlines.filter_map(|(at, _)| u32::try_from(at + 1).ok());
    std::iter::once(0).chain(after).collect()
}

/// Spreads an address over a word: the only thing ever hashed is one `u64`.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= crate::hash::bytes(bytes);
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = crate::hash::finish(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heap::Heap;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let mut sources = Sources::default();
        let text = "(a\nλλ b)\n";
        let id = sources.add("x.scm", text);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(sources.place(id, offset as u32), Place::START.after(&text[..offset]));
        }
        let b = text.find('b').unwrap();
        let place = sources.place(id, b as u32);
        assert_eq!((place.line, place.column), (2, 4));
        assert_eq!(sources.place(id, 1000).line, 3);
    }

    #[test]
    fn texts_without_spans_and_readers_are_forgotten() {
        let (mut heap, mut sources) = (Heap::new(1 << 30), Sources::default());
        let kept = sources.add("<repl>", "(a)");
        let pair = heap.cons(Value::NIL, Value::NIL);
        sources.record_form(pair, Span { source: kept, start: 0, end: 3 });
        let read = sources.add("<repl>", "b");
        let reader = Rc::clone(sources.text(read));
        let forgotten = sources.add("<repl>", "c");
        sources.sweep(|_| true);
        assert_eq!((&**sources.text(kept), &*reader), ("(a)", "b"));
        assert_eq!(sources.add("<repl>", "d"), forgotten);
        assert_eq!(sources.add("<repl>", "e"), SourceId(3));
    }

    #[test]
    fn texts_go_with_the_last_that_refers_to_them() {
        let (mut heap, mut sources) = (Heap::new(1 << 30), Sources::default());
        let pairs: Vec<Value> = (0..3).map(|_| heap.cons(Value::NIL, Value::NIL)).collect();
        let source = sources.add("<repl>", "(a)");
        let span = Span { source, start: 0, end: 3 };
        pairs.iter().for_each(|pair| sources.record_form(*pair, span));
        sources.record_form(pairs[0], span);
        assert_eq!(sources.finish(source), sources.text_bytes);
        sources.sweep_young(|pair| pair != pairs[0]);
        sources.sweep(|pair| pair != pairs[1]);
        assert_eq!(sources.excerpt(span), "(a)");
        let other = sources.add("<repl>", "(b)");
        sources.record_form(pairs[2], Span { source: other, ..span });
        assert_eq!((sources.excerpt(span), sources.free.as_slice()), ("", &[source][..]));
        let reader = Rc::clone(sources.text(other));
        sources.sweep_young(|_| false);
        assert_eq!((sources.finish(other), &*reader), (sources.text_bytes, "(b)"));
        drop(reader);
        assert_eq!((sources.finish(other), sources.finish(other), sources.text_bytes), (0, 0, 0));
        sources.sweep(|_| true);
        assert_eq!(sources.free, [source, other]);
    }

    #[test]
    fn spans_of_dead_pairs_are_dropped() {
        let (mut heap, mut sources) = (Heap::new(1 << 30), Sources::default());
        let source = sources.add("<repl>", "(a)");
        let pairs: Vec<Value> = (0..100).map(|_| heap.cons(Value::NIL, Value::NIL)).collect();
        for pair in &pairs {
            sources.record_form(*pair, Span { source, start: 0, end: 3 });
            sources.record_element(*pair, Span { source, start: 1, end: 2 });
        }
        sources.sweep_young(|pair| pair != pairs[0]);
        sources.sweep(|pair| pair != pairs[1]);
        assert_eq!(sources.form_span(pairs[0]).or(sources.element_span(pairs[1])), None);
        let span = sources.element_span(pairs[2]).unwrap();
        assert_eq!(sources.excerpt(span), "a");
        assert_eq!(sources.spans.len(), 2 * 98);
    }
}
