//! Runs a matching program on a form.

use super::pattern::Op;
use crate::condition::Outcome;
use crate::equality;
use crate::expander::lookup::identifier_eq;
use crate::expander::scope::is_identifier;
use crate::machine::Machine;
use crate::pair::{End, ListBuilder, measure};
use crate::value::Value;

/// A repetition under way.
struct Loop {
    body: usize,
    end: usize,
    first: usize,
    count: usize,
    /// The pair whose car is being matched.
    at: Value,
    /// How many elements are still to be matched, that one included.
    remaining: usize,
    /// Where its lists under construction begin in `collected`.
    base: usize,
}

/// The state of matching one form. A variable of depth 0 is bound to a part of the form, one of
/// depth n to a list of such bindings of depth n - 1.
pub struct Matcher {
    scope: Value,
    home: Value,
    stack: Vec<Value>,
    bindings: Vec<Value>,
    loops: Vec<Loop>,
    collected: Vec<Value>,
}

impl Matcher {
    /// For a form found in `scope`, against patterns of a macro defined in `home`.
    pub fn new(scope: Value, home: Value) -> Matcher {
        Matcher {
            scope,
            home,
            stack: Vec::new(),
            bindings: Vec::new(),
            loops: Vec::new(),
            collected: Vec::new(),
        }
    }

    /// What the variables were bound to, by index.
    pub fn into_bindings(self) -> Vec<Value> {
        self.bindings
    }

    /// Whether `form` matches the program of a pattern of `count` variables. An error only if what
    /// must be copied does not fit in memory.
    pub fn matches(
        &mut self,
        m: &mut Machine,
        program: Value,
        count: usize,
        form: Value,
    ) -> Outcome<bool> {
        self.stack.clear();
        self.loops.clear();
        self.collected.clear();
        self.bindings.clear();
        self.bindings.resize(count, Value::NIL);
        self.stack.push(form);
        let mut pc = 0;
        while pc < program.vector_len() {
            match self.step(m, program, pc)? {
                Some(next) => pc = next,
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Runs one instruction: the index of the next, or `None` where the form does not match.
    fn step(&mut self, m: &mut Machine, program: Value, pc: usize) -> Outcome<Option<usize>> {
        let operand = |index: usize| program.field(pc + 1 + index);
        let op = Op::ALL[program.field(pc).fixnum_value() as usize];
        if op == Op::Again {
            return Ok(Some(self.again(m, pc + 1)));
        }
        let datum = self.stack.pop().unwrap_or(Value::NIL);
        let (holds, next) = match op {
            Op::Any => (true, pc + 1),
            Op::Bind => {
                self.bindings[operand(0).fixnum_value() as usize] = datum;
                (true, pc + 2)
            }
            Op::Literal => (self.is_literal(m, datum, operand(0)), pc + 2),
            Op::Nil => (datum.is_nil(), pc + 1),
            Op::Datum => (equality::equal_without_stop(&m.heap, datum, operand(0)), pc + 2),
            Op::Pair => (self.push_parts(datum), pc + 1),
            Op::Vector => (self.push_elements(m, datum)?, pc + 1),
            Op::BindList => (self.bind_list(m, datum, operand(0), operand(1))?, pc + 3),
            Op::Repeat => return Ok(self.repeat(program, pc, datum)),
            Op::Again => (true, pc + 1),
        };
        Ok(holds.then_some(next))
    }

    fn is_literal(&self, m: &Machine, datum: Value, literal: Value) -> bool {
        is_identifier(datum) && identifier_eq(m, datum, self.scope, literal, self.home)
    }

    fn push_parts(&mut self, datum: Value) -> bool {
        if datum.is_pair() {
            self.stack.extend([datum.cdr(), datum.car()]);
        }
        datum.is_pair()
    }

    fn push_elements(&mut self, m: &mut Machine, datum: Value) -> Outcome<bool> {
        if !datum.is_vector() {
            return Ok(false);
        }
        m.heap.reserve(datum.vector_len() * 16)?;
        let list = (0..datum.vector_len())
            .rev()
            .fold(Value::NIL, |rest, index| m.heap.cons(datum.field(index), rest));
        self.stack.push(list);
        Ok(true)
    }

    fn bind_list(&mut self, m: &mut Machine, list: Value, k: Value, min: Value) -> Outcome<bool> {
        let k = k.fixnum_value() as usize;
        let Some(Taken { count, is_whole }) = taken(list, min) else { return Ok(false) };
        if is_whole {
            self.bindings[k] = list;
            self.stack.push(Value::NIL);
            return Ok(true);
        }
        m.heap.reserve(count * 16)?;
        let mut items = ListBuilder::new();
        let mut rest = list;
        for _ in 0..count {
            items.push(&mut m.heap, rest.car());
            rest = rest.cdr();
        }
        self.bindings[k] = items.finish(&mut m.heap, Value::NIL);
        self.stack.push(rest);
        Ok(true)
    }

    fn repeat(&mut self, program: Value, pc: usize, list: Value) -> Option<usize> {
        let operand = |index: usize| program.field(pc + 1 + index).fixnum_value() as usize;
        let (end, first, count) = (operand(0), operand(2), operand(3));
        let remaining = taken(list, program.field(pc + 2))?.count;
        if remaining == 0 {
            self.bindings[first..first + count].fill(Value::NIL);
            self.stack.push(list);
            return Some(end);
        }
        let base = self.collected.len();
        self.collected.resize(base + count, Value::NIL);
        self.loops.push(Loop { body: pc + 5, end, first, count, at: list, remaining, base });
        self.stack.push(list.car());
        Some(pc + 5)
    }

    fn again(&mut self, m: &mut Machine, next: usize) -> usize {
        let Some(current) = self.loops.last_mut() else { return next };
        for index in 0..current.count {
            let list = &mut self.collected[current.base + index];
            *list = m.heap.cons(self.bindings[current.first + index], *list);
        }
        current.remaining -= 1;
        current.at = current.at.cdr();
        if current.remaining > 0 {
            self.stack.push(current.at.car());
            return current.body;
        }
        for index in 0..current.count {
            let list = self.collected[current.base + index];
            self.bindings[current.first + index] = reversed_in_place(m, list);
        }
        self.stack.push(current.at);
        self.collected.truncate(current.base);
        let end = current.end;
        self.loops.pop();
        end
    }
}

/// What a repetition takes of a list.
struct Taken {
    count: usize,
    /// Whether that is all of a proper list.
    is_whole: bool,
}

/// What a repetition takes of `list` if `min` elements must remain; `None` if there are fewer or the
/// list is circular.
fn taken(list: Value, min: Value) -> Option<Taken> {
    let (len, end) = measure(list);
    let count = len.checked_sub(min.fixnum_value() as usize)?;
    match end {
        End::Circular => None,
        End::Proper => Some(Taken { count, is_whole: count == len }),
        End::Dotted(_) => Some(Taken { count, is_whole: false }),
    }
}

/// Turns round a list of fresh pairs.
fn reversed_in_place(m: &mut Machine, mut list: Value) -> Value {
    let mut result = Value::NIL;
    while list.is_pair() {
        let rest = list.cdr();
        m.heap.set_cdr(list, result);
        result = list;
        list = rest;
    }
    result
}
