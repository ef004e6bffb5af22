//! Runs a building program: makes an instance of a template.

use super::template::Op;
use crate::condition::Outcome;
use crate::expander::scope::new_alias;
use crate::expander::shape::refuse;
use crate::layout::{Type, flag};
use crate::machine::Machine;
use crate::pair::{ListBuilder, Walk, measure};
use crate::value::Value;

/// A repetition under way.
struct Loop {
    body: usize,
    end: usize,
    /// The vector of the indices of the variables that it runs over.
    variables: Value,
    remaining: usize,
    /// Where in `saved` there are, for each variable, its binding outside and what is left of it.
    base: usize,
}

struct Builder {
    form: Value,
    bindings: Vec<Value>,
    aliases: Vec<Value>,
    stack: Vec<Value>,
    marks: Vec<usize>,
    loops: Vec<Loop>,
    saved: Vec<Value>,
}

/// Builds the template of `program` for the variables' `bindings`. For each of `inserted` one fresh
/// alias is made, closed in `home`. Errors: variables of one repetition with different numbers of
/// elements; no memory.
pub fn build(
    m: &mut Machine,
    program: Value,
    inserted: Value,
    bindings: Vec<Value>,
    form: Value,
    home: Value,
) -> Outcome {
    let aliases = (0..inserted.vector_len())
        .map(|index| new_alias(&mut m.heap, inserted.field(index), home))
        .collect();
    let mut builder = Builder {
        form,
        bindings,
        aliases,
        stack: Vec::new(),
        marks: Vec::new(),
        loops: Vec::new(),
        saved: Vec::new(),
    };
    let mut pc = 0;
    while pc < program.vector_len() {
        pc = builder.step(m, program, pc)?;
    }
    Ok(builder.pop())
}

impl Builder {
    fn pop(&mut self) -> Value {
        self.stack.pop().unwrap_or(Value::NIL)
    }

    /// Runs one instruction; gives the index of the next.
    fn step(&mut self, m: &mut Machine, program: Value, pc: usize) -> Outcome<usize> {
        let operand = || program.field(pc + 1);
        let number = || operand().fixnum_value() as usize;
        match Op::ALL[program.field(pc).fixnum_value() as usize] {
            Op::Constant => self.stack.push(operand()),
            Op::Variable => self.stack.push(self.bindings[number()]),
            Op::Insert => self.stack.push(self.aliases[number()]),
            Op::Build => self.build(m, number()),
            Op::For => return self.begin(m, program, pc),
            Op::Append => {
                self.append(m)?;
                return Ok(pc + 1);
            }
            Op::ToVector => {
                self.vector(m)?;
                return Ok(pc + 1);
            }
            Op::Mark => {
                self.marks.push(self.stack.len());
                return Ok(pc + 1);
            }
            Op::Next => return Ok(self.next(pc + 1)),
            Op::Gather => {
                let mark = self.marks.pop().unwrap_or(0);
                self.build(m, self.stack.len() - 1 - mark);
                return Ok(pc + 1);
            }
        }
        Ok(pc + 2)
    }

    fn build(&mut self, m: &mut Machine, count: usize) {
        let tail = self.pop();
        let elements = self.stack.drain(self.stack.len() - count..);
        let list = elements.rev().fold(tail, |rest, element| m.heap.cons(element, rest));
        self.stack.push(list);
    }

    fn append(&mut self, m: &mut Machine) -> Outcome<()> {
        let (tail, list) = (self.pop(), self.pop());
        if tail.is_nil() {
            self.stack.push(list);
            return Ok(());
        }
        m.heap.reserve(measure(list).0 * 16)?;
        let mut copy = ListBuilder::new();
        for pair in Walk::new(list) {
            copy.push(&mut m.heap, pair.car());
        }
        let list = copy.finish(&mut m.heap, tail);
        self.stack.push(list);
        Ok(())
    }

    fn vector(&mut self, m: &mut Machine) -> Outcome<()> {
        let elements: Vec<Value> = Walk::new(self.pop()).map(Value::car).collect();
        m.heap.reserve(elements.len() * 8)?;
        let vector = m.heap.object(Type::Vector, &elements);
        m.heap.set_flags(vector, flag::IMMUTABLE);
        self.stack.push(vector);
        Ok(())
    }

    fn begin(&mut self, m: &mut Machine, program: Value, pc: usize) -> Outcome<usize> {
        let end = program.field(pc + 1).fixnum_value() as usize;
        let variables = program.field(pc + 2);
        let remaining = self.common_length(variables)?;
        m.heap.reserve(remaining * 16)?;
        if remaining == 0 {
            return Ok(end);
        }
        let base = self.saved.len();
        for index in 0..variables.vector_len() {
            let list = self.bindings[variables.field(index).fixnum_value() as usize];
            self.saved.extend([list, list]);
        }
        self.loops.push(Loop { body: pc + 3, end, variables, remaining, base });
        self.bind_next();
        Ok(pc + 3)
    }

    fn common_length(&self, variables: Value) -> Outcome<usize> {
        let length =
            |index: usize| measure(self.bindings[variables.field(index).fixnum_value() as usize]).0;
        let first = length(0);
        if (1..variables.vector_len()).any(|index| length(index) != first) {
            let reason =
                "the macro repeats variables together that matched different numbers of forms";
            return refuse(self.form, reason);
        }
        Ok(first)
    }

    /// Binds the variables of the innermost loop to the next element of each.
    fn bind_next(&mut self) {
        let Some(current) = self.loops.last() else { return };
        for index in 0..current.variables.vector_len() {
            let rest = &mut self.saved[current.base + 2 * index + 1];
            let variable = current.variables.field(index).fixnum_value() as usize;
            self.bindings[variable] = rest.car();
            *rest = rest.cdr();
        }
    }

    fn next(&mut self, after: usize) -> usize {
        let Some(current) = self.loops.last_mut() else { return after };
        current.remaining -= 1;
        if current.remaining > 0 {
            let body = current.body;
            self.bind_next();
            return body;
        }
        for index in 0..current.variables.vector_len() {
            let variable = current.variables.field(index).fixnum_value() as usize;
            self.bindings[variable] = self.saved[current.base + 2 * index];
        }
        self.saved.truncate(current.base);
        let end = current.end;
        self.loops.pop();
        end
    }
}
