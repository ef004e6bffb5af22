//! The machine: everything one tower computes with, and how it runs.
//!
//! Invariants:
//! 1. A frame is `[return address, procedure, arguments…, locals…, temporaries…]`. The caller's
//!    frame lies below it, at a distance that the info word before the return address tells.
//! 2. Outside of `run`, `fp` is at a *callee position*: slot 0 is a return point and what lies
//!    above may be overwritten. All control (`control`, `raise`, the host) starts from there.
//! 3. The stack's bottom frame returns to the `Underflow` stub, and `under` is what is below it.
//! 4. Values are collected only at polls; Rust code never sees one disappear.

use crate::compiler::Workshop;
use crate::compiler::unread::Unread;
use crate::environment::Globals;
use crate::expander::Expander;
use crate::heap::Heap;
use crate::level::store::Stores;
use crate::port::Ports;
use crate::source::Sources;
use crate::step::Step;
use crate::symbol::Symbols;
use crate::value::Value;
use crate::world::World;

pub mod stack;
pub mod stubs;
pub mod continuation;
pub mod points;
pub mod switch;
mod reify;
pub mod run;
pub mod call;
pub mod apply;
pub mod raise;
pub mod resumption;
pub mod control;
pub mod case_lambda;
pub mod evaluation;
pub mod parameter;
pub mod host;
pub mod governed;
pub mod delta;
pub mod parking;
pub mod light;
mod lighten;
pub mod execution;
pub mod poll;
mod private;
pub mod recall;
pub mod cache;
pub mod stress;
pub mod time;
mod arithmetic;
mod collect;
pub mod boot;

use collect::Codes;
pub use control::Control;
use governed::{Governed, Rest};
use light::Light;
use poll::Poll;
use recall::Recall;
use stack::{Stack, Under};
use stubs::Stubs;

/// What is in force for the running computation beside its frames; a continuation holds it too.
#[derive(Clone, Copy)]
pub struct Dynamic {
    /// Exception handlers, innermost first: a list of procedures.
    pub handlers: Value,
    /// Values of parameters: an association list from parameter to a one-element list.
    pub bindings: Value,
    /// `dynamic-wind` entries, innermost first: a list of `(before . after)`.
    pub winders: Value,
    /// Whatever the host keeps beside a computation; the machine only carries it.
    pub host: Value,
}

/// Why `run` came back. The machine is at a callee position (invariant 2): the host answers with
/// `deliver`, `call`, `raise`, ….
#[derive(Debug)]
pub enum Event {
    /// Nothing remains to be done: the value of the whole computation.
    Finished(Value),
    /// A value came back to a frame that the host had pushed.
    Returned {
        /// The number that the host gave the frame.
        kind: i64,
        /// The frame's data.
        data: [Value; 3],
        /// The value.
        value: Value,
    },
    /// A primitive of the host's was called.
    Called {
        /// The procedure object.
        procedure: Value,
        /// The number that the host gave the primitive.
        operation: usize,
        /// Its arguments.
        arguments: Vec<Value>,
    },
    /// A form is to be evaluated in the global environment of what runs.
    Evaluate(Value),
    /// What decides which steps are the host's has been written; the value is the unspecified one.
    Stale,
    /// A form that takes steps of the host's is to be evaluated.
    Govern {
        /// The form.
        form: Value,
        /// The environment in which it stands.
        environment: Value,
    },
    /// A frame comes to a step that is the host's.
    Step {
        /// Its kind.
        step: Step,
        /// What it is about.
        form: Value,
        /// The scope, of which the innermost frame has the variables.
        scope: Value,
        /// Whether it is to be performed as nobody has changed it.
        pristine: bool,
    },
    /// A hook that runs on the frame that has come to its step is going to do what it cannot do there.
    Lift,
    /// A frame comes to a call.
    StepApply {
        /// The procedure.
        procedure: Value,
        /// Its arguments.
        arguments: Vec<Value>,
        /// The application.
        form: Value,
        /// Its scope, of which the innermost frame has the variables.
        scope: Value,
    },
    /// A delta is called with values.
    Delta {
        /// The procedure that runs one level up.
        procedure: Value,
        /// The arguments.
        arguments: Vec<Value>,
    },
    /// A frame comes to the rest of an application.
    Rest(Box<Rest>),
    /// A closure is called whose code takes steps of the host's.
    Enter {
        /// The closure.
        closure: Value,
        /// Its arguments.
        arguments: Vec<Value>,
    },
    /// The machine calls a procedure that it was given, and calls are the host's.
    Apply {
        /// The procedure.
        procedure: Value,
        /// Its arguments.
        arguments: Vec<Value>,
    },
    /// The value of a computed cell is wanted.
    Read(Value),
    /// A computed cell is to be set.
    Write {
        /// The cell.
        cell: Value,
        /// What is to be written.
        value: Value,
    },
    /// A continuation was called that was captured in another state of the host's.
    Jump {
        /// The continuation.
        continuation: Value,
        /// What it is called with.
        value: Value,
    },
    /// An object was raised and no handler is left.
    Unhandled(Value),
    /// Ctrl-C, or the fuel is used up.
    Interrupted(Value),
}

/// One machine: a heap, what is interned in it, the sources it was read from, its only door to the
/// outside, the stack and the registers. Builtins are given it whole.
pub struct Machine {
    /// Where every value lives.
    pub heap: Heap,
    /// The interned symbols.
    pub symbols: Symbols,
    /// Texts that were read, and where each pair of them came from.
    pub sources: Sources,
    /// Every answer from outside.
    pub world: World,
    /// The files behind ports.
    pub ports: Ports,
    /// The port on standard input.
    pub standard_input: Value,
    /// The port on standard output.
    pub standard_output: Value,
    /// The port on standard error.
    pub standard_error: Value,
    /// The parameters that hold the three current ports.
    pub port_parameters: [Value; 3],
    /// What `current-input-port` gives: where a builtin reads that was given no port.
    pub input_port: Value,
    /// What `current-output-port` gives.
    pub output_port: Value,
    /// What `current-error-port` gives.
    pub error_port: Value,
    /// The global environments: 0 is the universe, the others are levels' and libraries'.
    pub globals: Vec<Globals>,
    /// The stores that are values, and which of them show which globals.
    pub stores: Stores,
    /// What macros need beside the heap.
    pub expander: Expander,
    /// Values that Rust code outside of the heap holds on to.
    pub roots: Vec<Value>,
    /// What is in force beside the frames.
    pub dynamic: Dynamic,
    /// Why and when the machine stops at a poll.
    pub poll: Poll,
    /// What names recall that nothing binds.
    pub recall: Recall,
    /// Whether what is compiled from here on has applications of builtins as instructions. Nothing
    /// but the clock can tell.
    pub inlines: bool,
    /// Which steps are the host's.
    pub governed: Governed,
    /// Whether there has been a delta: any operator may be one.
    has_deltas: bool,
    /// Which hooks run on frames.
    pub light: Light,
    /// The snapshots.
    pub moments: time::Moments,
    stack: Stack,
    under: Under,
    batch: usize,
    stubs: Stubs,
    /// Procedures whose text has not been read.
    pub unread: Unread,
    /// What the compiler has at hand.
    pub workshop: Workshop,
    codes: Codes,
    pc: *const u64,
    fp: *mut u64,
    argc: usize,
}
