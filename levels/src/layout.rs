//! Tags, headers and offsets: the only place that knows them.
//!
//! Every object starts at a multiple of 16 bytes (a *granule*). A pair is two words without a
//! header. Every other object is a header word and its payload.
//!
//! Header word: bits 0–7 type, 8–15 flags, 16–63 length. The length counts payload *words* for
//! types whose payload is words, and payload *bytes* for types whose payload is raw bytes.

/// Bytes in a granule: the unit of alignment, of marks and of the barrier's stamps.
pub const GRANULE: usize = 16;
/// The bits of a word that hold its tag.
pub const TAG_MASK: u64 = 7;
/// The low sixteen bits of every character.
pub const CHAR_MARK: u64 = 0xff05;
/// Both bits are set in the tags of flonums, and only there.
pub const FLONUM_MASK: u64 = 6;

/// The low three bits of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Tag {
    /// A 61-bit integer, shifted left by three.
    Fixnum = 0,
    /// Address of two words.
    Pair = 1,
    /// Address of any headed object without a tag of its own.
    Object = 2,
    /// Address of a vector.
    Vector = 3,
    /// Address of a headed object that can be called.
    Procedure = 4,
    /// A constant or a character.
    Immediate = 5,
    /// A double below 2 in magnitude: see `flonum`.
    Small = 6,
    /// A double from 2 on: see `flonum`.
    Large = 7,
}

/// The constants: bits 8–15 of an immediate word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[expect(missing_docs, reason = "each is documented at its constant of `Value`")]
pub enum Immediate {
    False = 1,
    True = 2,
    Nil = 3,
    Unspecified = 4,
    Eof = 5,
    Unbound = 6,
    Unassigned = 7,
    Absent = 8,
    Poison = 9,
    UnmadeEnvironment = 10,
    UnmadeCont = 11,
}

/// How the collector reads a payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Payload {
    /// Every word is a value; the header's length counts words.
    Values,
    /// Raw bytes; the header's length counts bytes.
    Bytes,
    /// The first `n` words are values, the rest raw words; the length counts all words.
    Mixed(usize),
    /// A copied piece of the machine's stack: read with the frame walker.
    Frames,
    /// Every word is a value, and so is what the machine's table holds for the object.
    Row,
}

macro_rules! types {
    ($($(#[$doc:meta])* $name:ident = $tag:ident, $payload:expr;)*) => {
        /// The type byte of a header.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Type { $($(#[$doc])* $name,)* }

        impl Type {
            const ALL: &'static [Type] = &[$(Type::$name,)*];
            const TAGS: &'static [Tag] = &[$(Tag::$tag,)*];
            const PAYLOADS: &'static [Payload] = &[$($payload,)*];
        }
    };
}

types! {
    /// A double that no word can hold.
    Flonum = Object, Payload::Bytes;
    /// Limbs, least significant first; the flag `NEGATIVE` is the sign.
    Bignum = Object, Payload::Bytes;
    /// numerator, denominator (exact integers in lowest terms, denominator > 1).
    Ratio = Object, Payload::Values;
    /// real, imaginary (real numbers; both exact or both inexact; not an exact zero imaginary).
    Complex = Object, Payload::Values;
    /// UTF-8 of a symbol's name: hash (fixnum), name (`Bytes`).
    Symbol = Object, Payload::Values;
    /// An identifier inserted by a macro: name (symbol or alias), scope of the macro.
    Alias = Object, Payload::Values;
    /// length in characters (fixnum), storage (`Bytes`). Flags: `WIDE`, `IMMUTABLE`.
    String = Object, Payload::Values;
    /// Raw bytes: bytevectors and the storage of strings and symbols. Flag: `IMMUTABLE`.
    Bytes = Object, Payload::Bytes;
    /// The elements. Flag: `IMMUTABLE`.
    Vector = Vector, Payload::Values;
    /// code, context, properties.
    Closure = Procedure, Payload::Values;
    /// stub code, index in the builtins table or number of a control primitive (fixnum), name
    /// (symbol).
    Builtin = Procedure, Payload::Values;
    /// A procedure that resumes: see `machine::continuation`.
    Continuation = Procedure, Payload::Values;
    /// A parameter object: stub code, global value, converter or `#f`.
    Parameter = Procedure, Payload::Values;
    /// A reifier: stub code, its underlying closure.
    Delta = Procedure, Payload::Values;
    /// A procedure that the standard library passes on as its own: code, that procedure.
    Private = Procedure, Payload::Values;
    /// A procedure template: see `procedure::code`.
    Code = Object, Payload::Mixed(9);
    /// One compiled version of a code: see `procedure::version`.
    Version = Object, Payload::Mixed(5);
    /// A global variable: value, symbol, state (fixnum), home.
    Cell = Object, Payload::Values;
    /// Captured variables: parent context, then the variables.
    Context = Object, Payload::Values;
    /// A compile-time scope: see `expander::scope`.
    Scope = Object, Payload::Values;
    /// A first-class environment: scope, context.
    Environment = Object, Payload::Values;
    /// Syntax: see `expander::scope`.
    Macro = Object, Payload::Values;
    /// A library: name, exports, state.
    Library = Object, Payload::Values;
    /// A record type: name, field names, ….
    RecordType = Object, Payload::Values;
    /// A record: its type, then its fields.
    Record = Object, Payload::Values;
    /// An error object: kind (symbol), message (string), irritants (list), payload.
    Condition = Object, Payload::Values;
    /// A promise: a shared box holding (done? . value-or-thunk).
    Promise = Object, Payload::Values;
    /// A hash table: see `table`.
    Table = Object, Payload::Values;
    /// A port: see `port`.
    Port = Object, Payload::Values;
    /// Several values on their way to a continuation.
    MultipleValues = Object, Payload::Values;
    /// Frames copied from the machine's stack.
    Segment = Object, Payload::Frames;
    /// Words without meaning to the collector.
    Raw = Object, Payload::Mixed(0);
    /// A row of the table of things with a Rust half: kind (fixnum), row (fixnum), description.
    Handle = Object, Payload::Row;
    /// What an operation of an evaluator answers where the program it interprets is wrong: the raised object.
    Failure = Object, Payload::Values;
    /// Any other small object of the machine itself.
    Internal = Object, Payload::Values;
}

impl Type {
    /// The type of this byte, if there is one.
    pub fn from_byte(byte: u8) -> Option<Type> {
        Type::ALL.get(byte as usize).copied()
    }

    /// The tag of words that point to objects of this type.
    #[inline(always)]
    pub const fn tag(self) -> Tag {
        Type::TAGS[self as usize]
    }

    /// How the collector reads objects of this type.
    #[inline(always)]
    pub const fn payload(self) -> Payload {
        Type::PAYLOADS[self as usize]
    }
}

/// An object's first word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Header(pub u64);

/// Bits 8–15 of a header.
pub mod flag {
    /// A literal: assignment is an error.
    pub const IMMUTABLE: u8 = 1;
    /// A string whose storage has four bytes a character instead of one.
    pub const WIDE: u8 = 2;
    /// A big integer below zero.
    pub const NEGATIVE: u8 = 4;
    /// A symbol or alias that some local scope binds, or did.
    pub const LOCAL: u8 = 32;
    /// A cell that is bound and whose writes nobody watches: a `set!` is a store.
    pub const PLAIN: u8 = 16;
    /// A cell on the list of those that its globals' store does not show as they are.
    pub const DIRTY: u8 = 64;
    /// A cell whose present contents some code relies on: a write retires that code.
    pub const RELIED_ON: u8 = 8;
    /// A cell that code trusted to hold no delta, and that held one since, or nothing: no code trusts it.
    pub const DOUBTFUL: u8 = 4;
    /// A cell whose writes the host wants to know of.
    pub const HOOK: u8 = 2;
    /// A vector or an internal object that is the same at every snapshot: the compiler's notes.
    pub const TIMELESS: u8 = 128;
    /// A symbol that is not in the table of interned ones.
    pub const UNINTERNED: u8 = 8;
}

impl Header {
    /// A header without flags.
    #[inline(always)]
    pub const fn new(ty: Type, len: usize) -> Header {
        Header((len as u64) << 16 | ty as u64)
    }

    /// The same header with these flags set as well.
    #[inline(always)]
    pub const fn with_flags(self, flags: u8) -> Header {
        Header(self.0 | (flags as u64) << 8)
    }

    /// The type byte.
    #[inline(always)]
    pub const fn type_of(self) -> Type {
        Type::ALL[(self.0 & 0xff) as usize]
    }

    /// The flags byte.
    #[inline(always)]
    pub const fn flags(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// The length, in the payload's unit.
    #[inline(always)]
    pub const fn len(self) -> usize {
        (self.0 >> 16) as usize
    }

    /// Whether the length is zero.
    #[inline(always)]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Bytes of payload, before rounding up to granules.
    #[inline(always)]
    pub const fn payload_bytes(self) -> usize {
        match self.type_of().payload() {
            Payload::Bytes => self.len(),
            Payload::Values | Payload::Mixed(_) | Payload::Frames | Payload::Row => self.len() * 8,
        }
    }

    /// Bytes of the whole object, a multiple of `GRANULE`.
    #[inline(always)]
    pub const fn object_bytes(self) -> usize {
        (8 + self.payload_bytes() + GRANULE - 1) & !(GRANULE - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(size_of::<crate::value::Value>(), 8);
        assert_eq!(Header::new(Type::Flonum, 8).object_bytes(), 16);
        assert_eq!(Header::new(Type::Closure, 3).object_bytes(), 32);
        assert_eq!(Header::new(Type::Vector, 0).object_bytes(), 16);
        assert!(Type::ALL.len() < 64);
    }

    #[test]
    fn characters_and_constants_are_told_apart() {
        let c = crate::value::Value::char('λ');
        assert_eq!(c.as_char(), Some('λ'));
        assert!(!crate::value::Value::TRUE.is_char());
        assert!(c.is_true() && !c.is_pointer());
    }
}
