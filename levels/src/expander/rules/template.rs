//! From a template to the program that builds its instances.

use super::pattern::{Variable, Variables};
use super::{Context, innermost, word};
use crate::condition::Outcome;
use crate::environment::WordHasher;
use crate::expander::scope::{is_identifier, symbol_of};
use crate::expander::shape::{refuse, two};
use crate::layout::Type;
use crate::machine::Machine;
use crate::symbol;
use crate::value::Value;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// An instruction of a building program, which leaves its result at the top of a stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum Op {
    /// `datum`: a part of the template, shared.
    Constant,
    /// `k`: what variable `k` is bound to.
    Variable,
    /// `k`: the alias that this expansion inserts for the template's identifier `k`.
    Insert,
    /// `n`: takes a tail and `n` elements below it, leaves the list of them.
    Build,
    /// Takes a tail and a list below it, leaves the list with that tail.
    Append,
    /// Takes a list, leaves the vector of its elements: a literal.
    ToVector,
    /// Remembers the height of the stack.
    Mark,
    /// `end variables`: runs the instructions up to `end` once for each element of what the variables
    /// are bound to, they being bound to the element; the results stay on the stack.
    For,
    /// The end of the instructions that `For` repeats.
    Next,
    /// Takes a tail and all that lies above the last mark, leaves the list of them.
    Gather,
}

impl Op {
    /// Every instruction, in the order of its word.
    pub const ALL: [Op; 10] = [
        Op::Constant,
        Op::Variable,
        Op::Insert,
        Op::Build,
        Op::Append,
        Op::ToVector,
        Op::Mark,
        Op::For,
        Op::Next,
        Op::Gather,
    ];
}

/// A compiled template.
pub struct Compiled {
    /// A vector of instructions and operands.
    pub program: Value,
    /// The vector of the identifiers that the template inserts.
    pub inserted: Value,
}

/// How many ellipses are around a part of the template, and whether ellipses count in it.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    escaped: bool,
    /// The list around it, to be blamed.
    within: Value,
}

enum Task {
    Part(Value, Place),
    /// The elements of these pairs and their tail were compiled.
    Build(Vec<Value>),
    Emit(Op),
    /// The list of the elements of this vector was compiled.
    Vector(Value),
    /// Begins a repetition at this place.
    Open(Place),
    /// Ends the last open repetition.
    Close,
}

/// A repetition whose body is being compiled.
struct Repetition {
    start: usize,
    place: Place,
    /// Where the variables of its body begin in `used`.
    used: usize,
}

struct Compiler<'a> {
    context: &'a Context,
    variables: &'a Variables,
    code: Vec<Value>,
    /// Where in `code` the constants that end it begin: what may still be merged.
    constants: Vec<usize>,
    inserted: Vec<Value>,
    slots: HashMap<Value, usize, BuildHasherDefault<WordHasher>>,
    used: Vec<Variable>,
    repetitions: Vec<Repetition>,
    tasks: Vec<Task>,
}

/// Compiles the template of a rule, which must be acyclic.
pub fn compile(
    m: &mut Machine,
    context: &Context,
    variables: &Variables,
    rule: Value,
    template: Value,
) -> Outcome<Compiled> {
    let mut compiler = Compiler {
        context,
        variables,
        code: Vec::new(),
        constants: Vec::new(),
        inserted: Vec::new(),
        slots: HashMap::default(),
        used: Vec::new(),
        repetitions: Vec::new(),
        tasks: vec![Task::Part(template, Place { depth: 0, escaped: false, within: rule })],
    };
    while let Some(task) = compiler.tasks.pop() {
        compiler.run(m, task)?;
    }
    m.heap.reserve((compiler.code.len() + compiler.inserted.len()) * 8)?;
    let program = m.heap.object(Type::Vector, &compiler.code);
    let inserted = m.heap.object(Type::Vector, &compiler.inserted);
    Ok(Compiled { program, inserted })
}

impl Compiler<'_> {
    fn run(&mut self, m: &mut Machine, task: Task) -> Outcome<()> {
        match task {
            Task::Part(part, place) => return self.part(m, part, place),
            Task::Build(pairs) => self.build(&pairs),
            Task::Emit(op) => self.emit(op, &[]),
            Task::Vector(vector) => self.vector(vector),
            Task::Open(place) => {
                let (start, used) = (self.code.len(), self.used.len());
                self.repetitions.push(Repetition { start, place, used });
                self.emit(Op::For, &[word(0), Value::NIL]);
            }
            Task::Close => return self.close(m),
        }
        Ok(())
    }

    fn emit(&mut self, op: Op, operands: &[Value]) {
        match op {
            Op::Constant => self.constants.push(self.code.len()),
            Op::Variable | Op::Insert | Op::Build | Op::Append | Op::ToVector => {
                self.constants.clear();
            }
            Op::Mark | Op::For | Op::Next | Op::Gather => self.constants.clear(),
        }
        self.code.push(word(op as usize));
        self.code.extend(operands);
    }

    fn part(&mut self, m: &mut Machine, part: Value, place: Place) -> Outcome<()> {
        if is_identifier(part) {
            return self.identifier(m, part, place);
        }
        if part.is_vector() {
            let elements: Vec<Value> = (0..part.vector_len()).map(|i| part.field(i)).collect();
            let elements = m.heap.list(&elements);
            self.tasks.push(Task::Vector(part));
            return self.list(m, elements, place);
        }
        self.list(m, part, place)
    }

    fn identifier(&mut self, m: &Machine, identifier: Value, place: Place) -> Outcome<()> {
        if let Some(variable) = self.variables.get(&identifier) {
            if variable.depth > place.depth {
                let name = symbol::name(&m.heap, symbol_of(identifier));
                let reason = format!("syntax-rules: {name} needs more ellipses in the template");
                return refuse(place.within, reason);
            }
            self.used.push(*variable);
            self.emit(Op::Variable, &[word(variable.index)]);
            return Ok(());
        }
        if !place.escaped && self.context.is_ellipsis(m, identifier) {
            let reason = "syntax-rules: nothing to repeat before the ellipsis in the template";
            return refuse(place.within, reason);
        }
        let next = self.inserted.len();
        let slot = *self.slots.entry(identifier).or_insert(next);
        if slot == next {
            self.inserted.push(identifier);
        }
        self.emit(Op::Insert, &[word(slot)]);
        Ok(())
    }

    /// A list, or what is no list and stands for itself.
    fn list(&mut self, m: &Machine, list: Value, mut place: Place) -> Outcome<()> {
        if !list.is_pair() {
            self.emit(Op::Constant, &[list]);
            return Ok(());
        }
        place.within = innermost(m, list, place.within);
        let context = self.context;
        if !place.escaped && context.is_ellipsis(m, list.car()) {
            let Some((_, escaped)) = two(list) else {
                let reason = "syntax-rules: an ellipsis at the head must be (... template)";
                return refuse(place.within, reason);
            };
            self.tasks.push(Task::Part(escaped, Place { escaped: true, ..place }));
            return Ok(());
        }
        let mut pairs = Vec::new();
        let mut rest = list;
        while rest.is_pair() && (place.escaped || !context.is_repeated(m, rest)) {
            pairs.push(rest);
            rest = rest.cdr();
        }
        if pairs.is_empty() {
            return self.repeated(m, list, place);
        }
        let elements: Vec<Value> = pairs.iter().map(|pair| pair.car()).collect();
        self.tasks.push(Task::Build(pairs));
        self.tasks.push(Task::Part(rest, place));
        self.tasks.extend(elements.into_iter().rev().map(|element| Task::Part(element, place)));
        Ok(())
    }

    /// `(element ellipsis ellipsis … . rest)`.
    fn repeated(&mut self, m: &Machine, list: Value, place: Place) -> Outcome<()> {
        let mut rest = list.cdr().cdr();
        let mut count = 1;
        while rest.is_pair() && self.context.is_ellipsis(m, rest.car()) {
            count += 1;
            rest = rest.cdr();
        }
        let variable = self.variables.get(&list.car()).copied();
        if variable.is_some_and(|v| count == 1 && v.depth == place.depth + 1) {
            self.used.extend(variable);
            self.emit(Op::Variable, &[word(variable.map_or(0, |v| v.index))]);
            self.tasks.extend([Task::Emit(Op::Append), Task::Part(rest, place)]);
            return Ok(());
        }
        let inner = Place { depth: place.depth + count, ..place };
        self.tasks.extend([Task::Emit(Op::Gather), Task::Part(rest, place)]);
        self.tasks.extend((0..count).map(|_| Task::Close));
        self.tasks.push(Task::Part(list.car(), inner));
        let open = |depth| Task::Open(Place { depth, ..place });
        self.tasks.extend((place.depth..inner.depth).rev().map(open));
        self.emit(Op::Mark, &[]);
        Ok(())
    }

    /// Ends a repetition, which runs over the variables of its body that have more ellipses than are
    /// around it (SRFI 149's rule for variables with fewer ellipses than the template). If there are
    /// none, it runs over all the variables of its body, and those around it do not.
    fn close(&mut self, m: &mut Machine) -> Outcome<()> {
        let Some(Repetition { start, place, used }) = self.repetitions.pop() else { return Ok(()) };
        let depth = place.depth;
        self.emit(Op::Next, &[]);
        let body = &mut self.used[used..];
        let mut driving = indices(body.iter().filter(|variable| variable.depth > depth));
        if driving.is_empty() {
            driving = indices(body.iter().filter(|variable| variable.depth > 0));
            for variable in body.iter_mut().filter(|variable| variable.depth > 0) {
                variable.depth -= 1;
            }
        } else if body.iter().any(|v| v.depth <= depth && driving.contains(&v.index)) {
            let reason = "syntax-rules: a variable is repeated in two ways in one template";
            return refuse(place.within, reason);
        }
        if driving.is_empty() {
            let reason = "syntax-rules: no variable to repeat before an ellipsis in the template";
            return refuse(place.within, reason);
        }
        let driving: Vec<Value> = driving.into_iter().map(word).collect();
        self.code[start + 1] = word(self.code.len());
        self.code[start + 2] = m.heap.object(Type::Vector, &driving);
        Ok(())
    }

    /// Ends a run of elements. Constants at its end that stand in the template as they are stay one
    /// constant.
    fn build(&mut self, pairs: &[Value]) {
        let mut count = pairs.len();
        while count > 0 && self.merge(pairs[count - 1]) {
            count -= 1;
        }
        if count > 0 {
            self.emit(Op::Build, &[word(count)]);
        }
    }

    /// Makes one constant of the last two, if they are the parts of `pair`.
    fn merge(&mut self, pair: Value) -> bool {
        let [.., car, cdr] = self.constants[..] else { return false };
        if self.code[car + 1] != pair.car() || self.code[cdr + 1] != pair.cdr() {
            return false;
        }
        self.constants.pop();
        self.code.truncate(cdr);
        self.code[car + 1] = pair;
        true
    }

    fn vector(&mut self, vector: Value) {
        match self.constants.last() {
            Some(last) if self.is_list_of(self.code[last + 1], vector) => {
                self.code[last + 1] = vector;
            }
            Some(_) | None => self.emit(Op::ToVector, &[]),
        }
    }

    fn is_list_of(&self, mut list: Value, vector: Value) -> bool {
        for index in 0..vector.vector_len() {
            if !list.is_pair() || list.car() != vector.field(index) {
                return false;
            }
            list = list.cdr();
        }
        list.is_nil()
    }
}

/// The indices of these variables, each once.
fn indices<'v>(variables: impl Iterator<Item = &'v Variable>) -> Vec<usize> {
    let mut indices: Vec<usize> = variables.map(|variable| variable.index).collect();
    indices.sort_unstable();
    indices.dedup();
    indices
}
