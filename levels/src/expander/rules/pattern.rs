//! From a pattern to the program that matches it.

use super::{Context, innermost, word};
use crate::condition::Outcome;
use crate::environment::WordHasher;
use crate::expander::scope::{is_identifier, symbol_of};
use crate::expander::shape::refuse;
use crate::layout::Type;
use crate::machine::Machine;
use crate::symbol;
use crate::value::Value;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// An instruction of a matching program; each takes the datum at the top of the matcher's stack.
/// Operands follow in the program, in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum Op {
    /// Anything.
    Any,
    /// Anything; it becomes variable `k`.
    Bind,
    /// An identifier that means what `identifier` means where the macro was defined.
    Literal,
    /// The empty list.
    Nil,
    /// What is `equal?` to `datum`.
    Datum,
    /// A pair: its cdr and, above, its car come onto the stack.
    Pair,
    /// A vector: the list of its elements comes onto the stack.
    Vector,
    /// A list whose elements but the last `min` become variable `k`; what remains comes onto the
    /// stack.
    BindList,
    /// `end min first count`: the instructions up to `end` match each element but the last `min` of
    /// a list; what remains comes onto the stack. Variables `first..first + count` become the lists
    /// of what they were bound to.
    Repeat,
    /// The end of the instructions that `Repeat` repeats.
    Again,
}

impl Op {
    /// Every instruction, in the order of its word.
    pub const ALL: [Op; 10] = [
        Op::Any,
        Op::Bind,
        Op::Literal,
        Op::Nil,
        Op::Datum,
        Op::Pair,
        Op::Vector,
        Op::BindList,
        Op::Repeat,
        Op::Again,
    ];
}

/// A pattern variable.
#[derive(Clone, Copy)]
pub struct Variable {
    /// Its place among the variables of the rule, in the order of the pattern.
    pub index: usize,
    /// How many ellipses follow it.
    pub depth: usize,
}

/// The variables of a pattern.
pub type Variables = HashMap<Value, Variable, BuildHasherDefault<WordHasher>>;

/// A compiled pattern.
pub struct Compiled {
    /// A vector of instructions and operands.
    pub program: Value,
    /// What the template may use.
    pub variables: Variables,
}

/// Where a part of a pattern stands.
#[derive(Clone, Copy)]
struct Place {
    /// How many ellipses follow it.
    depth: usize,
    /// The list around it, to be blamed.
    within: Value,
}

enum Task {
    Match(Value, Place),
    /// Ends the `Repeat` that was begun at this index.
    Close(usize),
}

struct Compiler<'a> {
    context: &'a Context,
    code: Vec<Value>,
    variables: Variables,
    tasks: Vec<Task>,
}

/// Compiles what follows the keyword in a pattern, a pair, which must be acyclic.
pub fn compile(m: &mut Machine, context: &Context, pattern: Value) -> Outcome<Compiled> {
    let tasks = vec![Task::Match(pattern.cdr(), Place { depth: 0, within: pattern })];
    let mut compiler =
        Compiler { context, code: Vec::new(), variables: Variables::default(), tasks };
    while let Some(task) = compiler.tasks.pop() {
        match task {
            Task::Match(pattern, place) => compiler.pattern(m, pattern, place)?,
            Task::Close(start) => compiler.close(start),
        }
    }
    m.heap.reserve(compiler.code.len() * 8)?;
    let program = m.heap.object(Type::Vector, &compiler.code);
    Ok(Compiled { program, variables: compiler.variables })
}

impl Compiler<'_> {
    fn emit(&mut self, op: Op, operands: &[Value]) {
        self.code.push(word(op as usize));
        self.code.extend(operands);
    }

    fn pattern(&mut self, m: &mut Machine, pattern: Value, mut place: Place) -> Outcome<()> {
        if is_identifier(pattern) {
            return self.identifier(m, pattern, place);
        }
        if pattern.is_vector() {
            let elements: Vec<Value> =
                (0..pattern.vector_len()).map(|index| pattern.field(index)).collect();
            let elements = m.heap.list(&elements);
            self.emit(Op::Vector, &[]);
            self.tasks.push(Task::Match(elements, place));
        } else if !pattern.is_pair() {
            match pattern.is_nil() {
                true => self.emit(Op::Nil, &[]),
                false => self.emit(Op::Datum, &[pattern]),
            }
        } else {
            place.within = innermost(m, pattern, place.within);
            if self.context.is_repeated(m, pattern) {
                return self.repeated(m, pattern.car(), pattern.cdr().cdr(), place);
            }
            self.emit(Op::Pair, &[]);
            self.tasks.push(Task::Match(pattern.cdr(), place));
            self.tasks.push(Task::Match(pattern.car(), place));
        }
        Ok(())
    }

    fn identifier(&mut self, m: &Machine, identifier: Value, place: Place) -> Outcome<()> {
        if self.context.literals.contains(&identifier) {
            self.emit(Op::Literal, &[identifier]);
        } else if self.context.is_ellipsis(m, identifier) {
            let reason = "syntax-rules: nothing to repeat before the ellipsis in the pattern";
            return refuse(place.within, reason);
        } else if self.context.is_underscore(m, identifier) {
            self.emit(Op::Any, &[]);
        } else {
            let index = self.variable(m, identifier, place)?;
            self.emit(Op::Bind, &[index]);
        }
        Ok(())
    }

    fn variable(&mut self, m: &Machine, identifier: Value, place: Place) -> Outcome {
        let depth = place.depth;
        let index = self.variables.len();
        if self.variables.insert(identifier, Variable { index, depth }).is_none() {
            return Ok(word(index));
        }
        let name = symbol::name(&m.heap, symbol_of(identifier));
        refuse(place.within, format!("syntax-rules: {name} is twice in one pattern"))
    }

    /// `(pattern ellipsis . rest)`.
    fn repeated(&mut self, m: &Machine, pattern: Value, rest: Value, place: Place) -> Outcome<()> {
        let min = word(self.length_after(m, rest, place)?);
        self.tasks.push(Task::Match(rest, place));
        let inner = Place { depth: place.depth + 1, ..place };
        let context = self.context;
        let is_variable = is_identifier(pattern)
            && !context.literals.contains(&pattern)
            && !context.is_ellipsis(m, pattern)
            && !context.is_underscore(m, pattern);
        if is_variable {
            let index = self.variable(m, pattern, inner)?;
            self.emit(Op::BindList, &[index, min]);
            return Ok(());
        }
        let start = self.code.len();
        let first = word(self.variables.len());
        self.emit(Op::Repeat, &[word(0), min, first, word(0)]);
        self.tasks.push(Task::Close(start));
        self.tasks.push(Task::Match(pattern, inner));
        Ok(())
    }

    /// The number of elements that must follow a repetition.
    fn length_after(&self, m: &Machine, mut rest: Value, place: Place) -> Outcome<usize> {
        let mut count = 0;
        while rest.is_pair() {
            if self.context.is_ellipsis(m, rest.car()) {
                return refuse(place.within, "syntax-rules: two ellipses in one list of a pattern");
            }
            count += 1;
            rest = rest.cdr();
        }
        Ok(count)
    }

    fn close(&mut self, start: usize) {
        self.emit(Op::Again, &[]);
        let first = self.code[start + 3].fixnum_value() as usize;
        self.code[start + 1] = word(self.code.len());
        self.code[start + 4] = word(self.variables.len() - first);
    }
}
