//! Procedures: what can be called, and the code they share.
//!
//! Invariants:
//! 1. Payload word 0 of every object tagged `Procedure` is a `Code`, so that a call needs to look
//!    at nothing but the tag.
//! 2. `code.entry` is the address of an instruction inside a live `Version` (the code's own, or one
//!    of the machine's stubs).
//! 3. From a return point the version is found by its info word: `version_of_return`.

use crate::heap::Heap;
use crate::layout::{Header, Type};
use crate::ops::ReturnInfo;
use crate::value::Value;

/// Fields of a `Code`.
pub mod code {
    /// Symbol or `#f`.
    pub const NAME: usize = 0;
    /// The `lambda` form it was made from; with the flag `EXPRESSION` the expression; or `#f`. Before
    /// the first call of a library's procedure a fixnum: see `compiler::unread`.
    pub const SOURCE: usize = 1;
    /// The scope in which `SOURCE` is to be understood.
    pub const SCOPE: usize = 2;
    /// The present version, or `#f` before the first call.
    pub const VERSION: usize = 3;
    /// All versions in which a frame may run: a list of the present one and its generic twins.
    pub const VERSIONS: usize = 4;
    /// Number of required parameters, as a fixnum; negative, `-1 - n`, with a rest list.
    pub const ARITY: usize = 5;
    /// The object of the variable that holds this procedure for sure, inside of it, or `#f`.
    pub const ITSELF: usize = 6;
    /// How deeply nested in its unit the form was compiled first, a fixnum.
    pub const DEPTH: usize = 7;
    /// What an evaluator knows of the body (see `evaluator::body`), or `#f`.
    pub const BODY: usize = 8;
    /// The raw address at which calls begin.
    pub const ENTRY: usize = 9;
    /// The kinds of steps that it takes (`step::Steps`), a fixnum; `#f` before it is first compiled.
    pub const STEPS: usize = 10;
    /// Words of payload.
    pub const LEN: usize = 11;
    /// Header flag: a tail call of this procedure keeps the caller's frame (builtins and the
    /// standard library), for the sake of diagnostics.
    pub const KEEPS_CALLER: u8 = 1;
    /// Header flag: belongs to the standard library.
    pub const LIBRARY: u8 = 2;
    /// Header flag: made of an expression, not of a `lambda` form.
    pub const EXPRESSION: u8 = 4;
    /// Header flag: the variable of `ITSELF` has been assigned from outside, for some closure.
    pub const RENAMED: u8 = 8;
    /// Header flag: made of a `lambda` form that the standard library passes on as its own: the calls of
    /// it are part of the library's step.
    pub const PRIVATE: u8 = 16;
}

/// Fields of a `Version`.
pub mod version {
    /// The code it is a version of.
    pub const CODE: usize = 0;
    /// A vector that keeps alive what instructions mention.
    pub const CONSTANTS: usize = 1;
    /// A vector: cells, each followed by the contents that the version relies on (see
    /// `compiler::reliance`).
    pub const DEPENDENCIES: usize = 2;
    /// The points: see `points`.
    pub const POINTS: usize = 3;
    /// Versions in which frames of this one go on: a list of `(node . version)`, see
    /// `machine::switch`.
    pub const TWINS: usize = 4;
    /// The first instruction.
    pub const FIRST: usize = 5;
    /// Header flag: no primitive is inlined, every application is a call.
    pub const GENERIC: u8 = 1;
    /// Header flag: its return points hold `Op::Switch`.
    pub const RETIRED: u8 = 2;
    /// Header flag: its frames stay, whatever is redefined: there is no other version for them.
    pub const FINAL: u8 = 4;
    /// Header flag: each variable that lives in a slot is in a context of its own there, so that the
    /// frame and environments share it (see `compiler::emit::reified`). Such a version is generic.
    pub const REIFIED: u8 = 8;
    /// Header flag: its return points hold `Op::Switch` while steps of its code are the host's somewhere;
    /// its frames go on in a cold version there, and in a copy of it elsewhere (`machine::parking`).
    pub const PARKED: u8 = 16;
    /// Header flag: a copy of a parked version; its `TWINS` is that version.
    pub const COPY: u8 = 32;
    /// Header flag: some steps are the host's in it (`compiler::emit::stepped`).
    pub const STEPPED: u8 = 64;
    /// Header flag: a cache of one of its calls may be filled.
    pub const CACHING: u8 = 128;
}

/// Fields of the vector of a version's points, which are sorted by index.
pub mod points {
    /// A `Raw` of `WORDS_EACH` words a point: `ReturnInfo`, live mask, `PointKey`.
    pub const WORDS: usize = 0;
    /// The form of each point: a vector.
    pub const FORMS: usize = 1;
    /// The scope of each point: a vector.
    pub const SCOPES: usize = 2;
    /// What a generic version finds in slots that this one leaves empty: `#f`, or a vector with,
    /// for each point, `#f` or a vector of slots, each followed by the source of its contents: a
    /// slot (fixnum), a cell, whose value it is, or the value itself. In a reified version: the slots
    /// of contexts, outermost first, each followed by the scope that it is of, or, if it is a variable's
    /// own, by what that holds where other versions leave the slot empty.
    pub const FILLS: usize = 3;
    /// A fixnum that is the same for procedures of the same nodes: see `compiler::ast`.
    pub const SHAPE: usize = 4;
    /// The first words of the return points of a retired version: a `Raw`, or `#f`.
    pub const ORIGINALS: usize = 5;
    /// Whether some forms are the host's as a whole in the version.
    pub const LEAVES: usize = 6;
    /// Whether the version does not look at operators that may be deltas once there are some.
    pub const CARELESS: usize = 7;
    /// How many fields.
    pub const LEN: usize = 8;
    /// Words of a point in `WORDS`.
    pub const WORDS_EACH: usize = 3;
}

/// Fields of a `Closure`.
pub mod closure {
    /// The `Code`.
    pub const CODE: usize = 0;
    /// The `Context`, or `()`.
    pub const CONTEXT: usize = 1;
    /// The context in which the variable of `code::ITSELF` lives alone, or `#f`.
    pub const NAME: usize = 2;
}

/// Fields of a `Builtin`.
pub mod builtin {
    /// The stub `Code`.
    pub const CODE: usize = 0;
    /// The address of its row in the table of builtins, which looks like a fixnum; for a control
    /// primitive a negative fixnum, its number.
    pub const ROW: usize = 1;
    /// Its name, a symbol.
    pub const NAME: usize = 2;
}

/// The raw word at payload index `index`.
#[inline(always)]
pub fn raw_field(object: Value, index: usize) -> u64 {
    object.field(index).bits()
}

/// What slot 0 of a frame holds: in the lower 48 bits the return point, above them how many words
/// below the caller's frame begins (what the return point's info says, too: a return that had to
/// look there first would wait for it). It looks like a fixnum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct ReturnLink(pub u64);

impl ReturnLink {
    /// The link to a return point.
    #[inline(always)]
    pub fn to(ret: *const u64) -> ReturnLink {
        ReturnLink(ret as u64 | (return_info(ret).offset() as u64) << 48)
    }

    /// The return point.
    #[inline(always)]
    pub fn point(self) -> *const u64 {
        (self.0 << 16 >> 16) as *const u64
    }

    /// Words from the caller's frame to this one.
    #[inline(always)]
    pub fn offset(self) -> usize {
        (self.0 >> 48) as usize
    }
}

/// The address at which calls of `procedure` begin. The caller has checked `is_procedure`.
#[inline(always)]
pub fn entry_of(procedure: Value) -> *const u64 {
    raw_field(procedure.field(0), code::ENTRY) as *const u64
}

/// The first instruction of a version.
#[inline(always)]
pub fn first_instruction(version: Value) -> *mut u64 {
    version.address().wrapping_add(1 + version::FIRST)
}

/// How many words of instructions a version has.
pub fn instruction_count(version: Value) -> usize {
    version.header().len() - version::FIRST
}

/// The version that a return point lies in.
#[inline(always)]
pub fn version_of_return(ret: *const u64) -> Value {
    let index = return_info(ret).index();
    let address = ret.wrapping_sub(index + 1 + version::FIRST);
    Value::from_bits(address as u64 | Type::Version.tag() as u64)
}

/// The info word of a return point.
#[inline(always)]
pub(crate) fn return_info(ret: *const u64) -> ReturnInfo {
    // SAFETY: `ret` is a return point: by the invariant of `ops`, two words precede it.
    unsafe { ReturnInfo(*ret.sub(1)) }
}

/// The mask word of a return point.
#[inline(always)]
pub(crate) fn return_mask(ret: *const u64) -> u64 {
    // SAFETY: as for `return_info`.
    unsafe { *ret.sub(2) }
}

/// A new code without a version; the caller sets its entry.
pub fn new_code(heap: &mut Heap, fields: [Value; 8], entry: *const u64, flags: u8) -> Value {
    let new = heap.words(Type::Code, code::LEN, Value::FALSE);
    for (i, field) in fields.into_iter().enumerate() {
        heap.init_field(new, i, field);
    }
    heap.init_field(new, code::ENTRY, Value::from_bits(entry as u64));
    heap.init_header(new, Header::new(Type::Code, code::LEN).with_flags(flags));
    new
}

/// A new version of `code` with these instructions.
pub fn new_version(heap: &mut Heap, fields: [Value; 4], instructions: &[u64]) -> Value {
    let new = heap.words(Type::Version, version::FIRST + instructions.len(), Value::FALSE);
    heap.init_field(new, version::TWINS, Value::NIL);
    for (i, field) in fields.into_iter().enumerate() {
        heap.init_field(new, i, field);
    }
    for (i, word) in instructions.iter().enumerate() {
        heap.init_field(new, version::FIRST + i, Value::from_bits(*word));
    }
    new
}

/// Notes that frames of `code` may run in `version`.
pub fn add_version(heap: &mut Heap, code: Value, version: Value) {
    let versions = heap.cons(version, code.field(code::VERSIONS));
    heap.set_field(code, code::VERSIONS, versions);
}

/// Makes `version` the one that calls of `code` enter, at instruction 0.
pub fn install_version(heap: &mut Heap, code: Value, version: Value) {
    add_version(heap, code, version);
    heap.set_field(code, code::VERSION, version);
    heap.set_field(code, code::ENTRY, Value::from_bits(first_instruction(version) as u64));
}

/// A new closure.
#[inline(always)]
pub fn new_closure(heap: &mut Heap, code: Value, context: Value) -> Value {
    heap.object(Type::Closure, &[code, context, Value::FALSE])
}

/// The version of `code` whose instructions contain the address `pc`.
pub fn version_at(code: Value, pc: *const u64) -> Option<Value> {
    let mut versions = code.field(code::VERSIONS);
    while versions.is_pair() {
        let version = versions.car();
        let first = first_instruction(version) as usize;
        let end = first + instruction_count(version) * 8;
        if (first..end).contains(&(pc as usize)) {
            return Some(version);
        }
        versions = versions.cdr();
    }
    None
}
