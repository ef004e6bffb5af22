//! The tagged word.
//!
//! Invariant: the low three bits of a word are its tag (`layout::Tag`). A word whose tag is `Pair`,
//! `Object`, `Vector` or `Procedure` is the address of a live object in the heap, plus the tag. Only
//! the constructors here, `flonum` and `Heap` build words.

use crate::layout::{self, Immediate, Tag, Type};

/// One Scheme value: 64 bits, copied freely. It is only meaningful beside the heap it came from.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(u64);

/// The largest fixnum, `2^60 - 1`.
pub const FIXNUM_MAX: i64 = (1 << 60) - 1;
/// The smallest fixnum, `-2^60`.
pub const FIXNUM_MIN: i64 = -(1 << 60);

impl Value {
    /// `#f`.
    pub const FALSE: Value = Value::immediate(Immediate::False);
    /// `#t`.
    pub const TRUE: Value = Value::immediate(Immediate::True);
    /// The empty list.
    pub const NIL: Value = Value::immediate(Immediate::Nil);
    /// The unspecified value: what `define` and `set!` return.
    pub const UNSPECIFIED: Value = Value::immediate(Immediate::Unspecified);
    /// The end-of-file object.
    pub const EOF: Value = Value::immediate(Immediate::Eof);
    /// What an unbound cell holds. Never reaches a program.
    pub const UNBOUND: Value = Value::immediate(Immediate::Unbound);
    /// What a variable of a body holds before its definition ran. Never reaches a program.
    pub const UNASSIGNED: Value = Value::immediate(Immediate::Unassigned);
    /// An omitted optional argument, a deleted table entry. Never reaches a program.
    pub const ABSENT: Value = Value::immediate(Immediate::Absent);
    /// What the checking build writes into dead slots. Meeting it is a defect of the machine.
    pub const POISON: Value = Value::immediate(Immediate::Poison);
    /// The environment of a step whose hook runs on the step's frame (`machine::light`). Never reaches a
    /// program.
    pub const UNMADE_ENVIRONMENT: Value = Value::immediate(Immediate::UnmadeEnvironment);
    /// The continuation of such a step.
    pub const UNMADE_CONT: Value = Value::immediate(Immediate::UnmadeCont);

    const fn immediate(which: Immediate) -> Value {
        Value((which as u64) << 8 | Tag::Immediate as u64)
    }

    /// The word for `n`, which must lie in `FIXNUM_MIN..=FIXNUM_MAX`.
    #[inline(always)]
    pub const fn fixnum(n: i64) -> Value {
        Value((n as u64) << 3)
    }

    /// `n` as a fixnum, or `None` where it needs a big integer.
    #[inline(always)]
    pub const fn try_fixnum(n: i64) -> Option<Value> {
        if n >= FIXNUM_MIN && n <= FIXNUM_MAX { Some(Value::fixnum(n)) } else { None }
    }

    /// `#t` or `#f`.
    #[inline(always)]
    pub const fn boolean(b: bool) -> Value {
        if b { Value::TRUE } else { Value::FALSE }
    }

    /// A character.
    #[inline(always)]
    pub const fn char(c: char) -> Value {
        Value((c as u64) << 16 | layout::CHAR_MARK)
    }

    /// The word with exactly these bits.
    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }

    /// The word's bits: identity, as `eq?` sees it.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The tag in the low three bits.
    #[inline(always)]
    pub const fn tag_bits(self) -> u64 {
        self.0 & layout::TAG_MASK
    }

    /// Whether the tag is `tag`.
    #[inline(always)]
    pub const fn has_tag(self, tag: Tag) -> bool {
        self.0 & layout::TAG_MASK == tag as u64
    }

    /// Whether the word is a fixnum.
    #[inline(always)]
    pub const fn is_fixnum(self) -> bool {
        self.has_tag(Tag::Fixnum)
    }

    /// The number a fixnum stands for; nonsense for any other word.
    #[inline(always)]
    pub const fn fixnum_value(self) -> i64 {
        self.0 as i64 >> 3
    }

    /// The number, if the word is a fixnum.
    #[inline(always)]
    pub const fn as_fixnum(self) -> Option<i64> {
        if self.is_fixnum() { Some(self.fixnum_value()) } else { None }
    }

    /// The number as an index, if the word is a fixnum that is not negative.
    #[inline(always)]
    pub const fn as_index(self) -> Option<usize> {
        if self.is_fixnum() && self.0 as i64 >= 0 { Some((self.0 >> 3) as usize) } else { None }
    }

    /// The character, if the word is one.
    #[inline(always)]
    pub fn as_char(self) -> Option<char> {
        if self.0 & 0xffff == layout::CHAR_MARK {
            char::from_u32((self.0 >> 16) as u32)
        } else {
            None
        }
    }

    /// Whether the word is a character.
    #[inline(always)]
    pub const fn is_char(self) -> bool {
        self.0 & 0xffff == layout::CHAR_MARK
    }

    /// The character whose code point is `code`, a fixnum that the caller has checked.
    #[inline(always)]
    pub const fn char_of_code(code: Value) -> Value {
        Value(code.0 << 13 | layout::CHAR_MARK)
    }

    /// The code point of a character; the caller has checked `is_char`.
    #[inline(always)]
    pub const fn char_code(self) -> u32 {
        (self.0 >> 16) as u32
    }

    /// Everything but `#f` counts as true.
    #[inline(always)]
    pub const fn is_true(self) -> bool {
        self.0 != Value::FALSE.0
    }

    /// Whether the word is `#t` or `#f`.
    #[inline(always)]
    pub const fn is_boolean(self) -> bool {
        self.0 == Value::FALSE.0 || self.0 == Value::TRUE.0
    }

    /// Whether the word is a pair.
    #[inline(always)]
    pub const fn is_pair(self) -> bool {
        self.has_tag(Tag::Pair)
    }

    /// Whether the word is the empty list.
    #[inline(always)]
    pub const fn is_nil(self) -> bool {
        self.0 == Value::NIL.0
    }

    /// Whether the word is a vector.
    #[inline(always)]
    pub const fn is_vector(self) -> bool {
        self.has_tag(Tag::Vector)
    }

    /// Whether the word can be called: closure, builtin, continuation, parameter, delta.
    #[inline(always)]
    pub const fn is_procedure(self) -> bool {
        self.has_tag(Tag::Procedure)
    }

    /// Whether the word is an address.
    #[inline(always)]
    pub const fn is_pointer(self) -> bool {
        self.tag_bits().wrapping_sub(Tag::Pair as u64) <= Tag::Procedure as u64 - Tag::Pair as u64
    }

    /// The address without the tag; only meaningful where `is_pointer`.
    #[inline(always)]
    pub const fn address(self) -> *mut u64 {
        (self.0 & !layout::TAG_MASK) as *mut u64
    }

    /// The type in the header of an object with one (every pointer but a pair).
    #[inline(always)]
    pub fn header_type(self) -> Type {
        debug_assert!(self.is_pointer() && !self.is_pair());
        // SAFETY: by the invariant of `Value` the address holds a live object, whose first word
        // is a header as the tag is not `Pair`.
        unsafe { layout::Header(*self.address()).type_of() }
    }

    /// Whether the word is a headed object of this type.
    #[inline(always)]
    pub fn is_a(self, ty: Type) -> bool {
        self.has_tag(ty.tag()) && self.header().0 as u8 == ty as u8
    }

    /// The header of an object that has one.
    #[inline(always)]
    pub fn header(self) -> layout::Header {
        debug_assert!(self.is_pointer() && !self.is_pair());
        // SAFETY: as for `header_type`.
        unsafe { layout::Header(*self.address()) }
    }

    /// Payload word `index` (0 is the word after the header) of a headed object. Unchecked against
    /// the object's length in release builds: callers have checked the type or the length.
    #[inline(always)]
    pub fn field(self, index: usize) -> Value {
        debug_assert!(self.is_pointer() && !self.is_pair());
        // SAFETY: callers index only fields that the object's type or length guarantees.
        unsafe { Value(*self.address().add(1 + index)) }
    }

    /// The car of a pair. The caller has checked `is_pair`.
    #[inline(always)]
    pub fn car(self) -> Value {
        debug_assert!(self.is_pair());
        // SAFETY: a pair's address holds two words (invariant of `Value`).
        unsafe { Value(*self.address()) }
    }

    /// The cdr of a pair. The caller has checked `is_pair`.
    #[inline(always)]
    pub fn cdr(self) -> Value {
        debug_assert!(self.is_pair());
        // SAFETY: a pair's address holds two words (invariant of `Value`).
        unsafe { Value(*self.address().add(1)) }
    }

    /// The length of a vector. The caller has checked `is_vector`.
    #[inline(always)]
    pub fn vector_len(self) -> usize {
        debug_assert!(self.is_vector());
        self.header().len()
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(n) = self.as_fixnum() {
            return write!(f, "{n}");
        }
        if self.is_unboxed_flonum() {
            return write!(f, "{:?}", self.unboxed_flonum_value());
        }
        write!(f, "#<word {:#x}>", self.0)
    }
}
