//! What can go wrong, as facts. Sentences with spans, colours and hints are made by `tower`; the
//! plain sentence of each is `sentence`, which is also `error-object-message`.

use crate::heap::OutOfMemory;
use crate::value::Value;

mod sentence;

/// What an argument should have been.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is its own name; `describe` gives the words")]
pub enum Expected {
    Number,
    Real,
    Rational,
    Integer,
    ExactInteger,
    ExactNonNegativeInteger,
    Index,
    Byte,
    Fixnum,
    Flonum,
    Pair,
    List,
    ProperList,
    Symbol,
    String,
    MutableString,
    Char,
    Boolean,
    Vector,
    MutableVector,
    Bytevector,
    Procedure,
    /// A procedure that a `lambda` form made.
    Closure,
    Environment,
    Port,
    InputPort,
    OutputPort,
    TextualPort,
    BinaryPort,
    OpenPort,
    OutputStringPort,
    OutputBytevectorPort,
    Table,
    Cursor,
    RecordType,
    Record,
    Condition,
    Promise,
    Parameter,
    Store,
    Snapshot,
    Identifier,
    AssociationList,
    Radix,
    MutableBytevector,
    ExactPositiveInteger,
    CharList,
    CharVector,
    StringList,
    Grammar,
    Failure,
    Any,
}

impl Expected {
    /// `an exact integer`, …: what a message says was expected.
    pub fn describe(self) -> &'static str {
        use Expected::*;
        match self {
            Number => "a number",
            Real => "a real number",
            Rational => "a rational number",
            Integer => "an integer",
            ExactInteger => "an exact integer",
            ExactNonNegativeInteger => "an exact non-negative integer",
            Index => "a valid index",
            Byte => "an exact integer from 0 to 255",
            Fixnum => "a fixnum",
            Flonum => "a flonum",
            Pair => "a pair",
            List => "a list",
            ProperList => "a proper list",
            Symbol => "a symbol",
            String => "a string",
            MutableString => "a mutable string (this one is a literal)",
            Char => "a character",
            Boolean => "a boolean",
            Vector => "a vector",
            MutableVector => "a mutable vector (this one is a literal)",
            Bytevector => "a bytevector",
            MutableBytevector => "a mutable bytevector (this one is a literal)",
            Procedure => "a procedure",
            Closure => "a procedure made by a lambda form",
            Environment => "an environment",
            Port => "a port",
            InputPort => "an input port",
            OutputPort => "an output port",
            TextualPort => "a textual port",
            BinaryPort => "a binary port",
            OpenPort => "an open port",
            OutputStringPort => "a port that `open-output-string` made",
            OutputBytevectorPort => "a port that `open-output-bytevector` made",
            Table => "a hash table",
            Cursor => "a cursor of a hash table",
            RecordType => "a record type",
            Record => "a record of the right type",
            Condition => "an error object",
            Promise => "a promise",
            Parameter => "a parameter",
            Store => "a store",
            Snapshot => "a snapshot",
            Identifier => "an identifier",
            AssociationList => "an association list",
            Radix => "a radix from 2 to 36",
            ExactPositiveInteger => "an exact positive integer",
            CharList => "a list of characters",
            CharVector => "a vector of characters in that range",
            StringList => "a list of strings",
            Grammar => "one of the symbols infix, strict-infix, prefix and suffix",
            Failure => "a failure",
            Any => "a value",
        }
    }
}

/// The largest number of arguments, or none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arity {
    /// At least this many arguments.
    pub min: u16,
    /// At most this many; `None` for a rest list.
    pub max: Option<u16>,
}

/// A fact about what went wrong. `who` is the name of the builtin that noticed.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub enum Condition {
    /// Argument `position` (from 1) of `who` is `found`.
    WrongType {
        who: &'static str,
        position: usize,
        expected: Expected,
        found: Value,
    },
    /// An index or size outside of `0..=limit`.
    OutOfRange {
        who: &'static str,
        position: usize,
        found: Value,
        limit: usize,
    },
    WrongArity {
        procedure: Value,
        expected: Arity,
        found: usize,
    },
    NotAProcedure {
        found: Value,
    },
    UnboundVariable {
        name: Value,
    },
    UnassignedVariable {
        name: Value,
    },
    /// `set!` of a name that is bound nowhere.
    SetUnbound {
        name: Value,
    },
    /// A definition of a name that a local environment does not bind.
    EnvironmentClosed {
        name: Value,
    },
    DivisionByZero {
        who: &'static str,
    },
    OutOfMemory {
        wanted: usize,
    },
    /// A form that is not what its syntax asks for; `reason` is a plain clause.
    Syntax {
        form: Value,
        reason: String,
    },
    /// A file operation failed: `kind` says how in the system's words.
    File {
        who: &'static str,
        path: String,
        kind: String,
    },
    /// The reader refused its input at `line`:`column` (from 1), in a file that a program included or
    /// loaded, if there is one. What is missing is probably missing before line `before`.
    Read {
        reason: String,
        file: Option<String>,
        line: usize,
        column: usize,
        before: Option<usize>,
    },
    /// Text that is not UTF-8 at byte `offset`.
    InvalidUtf8 {
        who: &'static str,
        offset: usize,
    },
    /// A conversion or operation without a result: `(exact +nan.0)`, `(string->symbol …)`, ….
    NoResult {
        who: &'static str,
        reason: &'static str,
        found: Value,
    },
    /// A circular list where a finite one is needed.
    Circular {
        who: &'static str,
        position: usize,
    },
    /// Somebody interrupted. Of a builtin: it has given up whole and can be called again.
    Interrupted,
    /// The fuel is used up; likewise.
    FuelExhausted,
    /// Any other message with irritants, as `error` makes them.
    Message {
        message: String,
        irritants: Vec<Value>,
    },
    /// A procedure of a record type, whose name is a symbol or `#f`, was given something else.
    WrongRecord {
        procedure: Value,
        record_type: Value,
        found: Value,
    },
    /// `raise` of any object.
    Raised {
        object: Value,
    },
}

/// What a builtin gives back. The condition is boxed: failure is rare, the pair of words common.
pub type Outcome<T = Value> = Result<T, Box<Condition>>;

impl From<OutOfMemory> for Box<Condition> {
    fn from(error: OutOfMemory) -> Self {
        Box::new(Condition::OutOfMemory { wanted: error.wanted })
    }
}

/// The error for an argument of the wrong type.
#[cold]
pub fn wrong_type<T>(
    who: &'static str,
    position: usize,
    expected: Expected,
    found: Value,
) -> Outcome<T> {
    Err(Box::new(Condition::WrongType { who, position, expected, found }))
}
