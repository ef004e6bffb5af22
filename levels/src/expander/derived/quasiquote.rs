//! `quasiquote`: a template becomes calls of `cons*`, `list`, `append` and `list->vector`.
//!
//! Invariant: a part of the template in which nothing is evaluated is quoted as it stands, shared.

use crate::condition::Outcome;
use crate::expander::build::{form, quote};
use crate::expander::names::{Name, means};
use crate::expander::scope::is_identifier;
use crate::expander::shape::{refuse, two};
use crate::expander::unfold::unfolded_size;
use crate::machine::Machine;
use crate::pair::{End, Walk};
use crate::value::Value;

/// `(quasiquote template)` (R7RS 4.2.8). Levels nest; an `unquote` counts only as a list of two.
pub fn quasiquote(m: &mut Machine, use_form: Value, scope: Value) -> Outcome {
    let Some((_, template)) = two(use_form) else {
        return refuse(use_form, "quasiquote: takes one template");
    };
    let mut rewriter = Rewriter {
        use_form,
        scope,
        tasks: vec![Task::Visit(template, Level(1))],
        pieces: Vec::new(),
    };
    let mut visits = 0;
    while let Some(task) = rewriter.tasks.pop() {
        visits += 1;
        if visits == UNCHECKED {
            check_size(use_form, template)?;
        }
        match task {
            Task::Visit(datum, level) => rewriter.visit(m, datum, level)?,
            Task::Item(datum, level) => rewriter.visit_item(m, datum, level)?,
            Task::List { pairs, tail } => rewriter.finish_list(m, &pairs, tail),
            Task::Vector(original) => rewriter.finish_vector(m, original),
        }
    }
    let piece = rewriter.pieces.pop().unwrap_or(Piece::Constant(template));
    Ok(expression(m, piece))
}

/// How many steps are taken before the template is looked at as a whole.
const UNCHECKED: usize = 1 << 16;

/// How many data a template may have, shared ones counting each time.
const SIZE: usize = 1 << 26;

/// Refuses a template whose walk would never end, or not soon.
#[cold]
fn check_size(use_form: Value, template: Value) -> Outcome<()> {
    match unfolded_size(template) {
        None => circular(use_form),
        Some(size) if size > SIZE => refuse(use_form, "quasiquote: the template is too large"),
        Some(_) => Ok(()),
    }
}

fn circular<T>(use_form: Value) -> Outcome<T> {
    refuse(use_form, "quasiquote: the template is circular")
}

/// How many templates are open around a datum.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Level(usize);

/// What remains to be done, the next at the top of a stack.
enum Task {
    Visit(Value, Level),
    /// As `Visit`, in a place where `unquote-splicing` is allowed.
    Item(Value, Level),
    /// The pieces of the cars of `pairs` lie above that of the tail, if it was visited.
    List {
        pairs: Vec<Value>,
        tail: Tail,
    },
    /// The piece of the list of the elements of this vector lies at the top.
    Vector(Value),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    Constant(Value),
    Visited,
}

/// What a part of the template became.
#[derive(Clone, Copy)]
enum Piece {
    Constant(Value),
    Code(Value),
    Splice(Value),
}

impl Piece {
    fn is_empty_list(self) -> bool {
        matches!(self, Piece::Constant(datum) if datum.is_nil())
    }
}

/// The state of one rewriting.
struct Rewriter {
    use_form: Value,
    scope: Value,
    tasks: Vec<Task>,
    pieces: Vec<Piece>,
}

impl Rewriter {
    fn visit(&mut self, m: &mut Machine, datum: Value, level: Level) -> Outcome<()> {
        if datum.is_vector() {
            return self.visit_vector(m, datum, level);
        }
        if !datum.is_pair() {
            self.pieces.push(Piece::Constant(datum));
            return Ok(());
        }
        let Some((keyword, operand)) = self.keyword(m, datum) else {
            let pairs = self.spine(m, datum)?;
            return self.visit_list(pairs, level);
        };
        match (keyword, level) {
            (Keyword::Quasiquote, Level(n)) => {
                self.visit_list(vec![datum, datum.cdr()], Level(n + 1))
            }
            (Keyword::Unquote, Level(1)) => {
                self.pieces.push(Piece::Code(operand));
                Ok(())
            }
            (Keyword::Splicing, Level(1)) => {
                refuse(self.use_form, "unquote-splicing: belongs inside a list or vector")
            }
            (Keyword::Unquote | Keyword::Splicing, Level(n)) => {
                self.visit_list(vec![datum, datum.cdr()], Level(n - 1))
            }
        }
    }

    /// The keyword and operand of `(unquote x)` and the like.
    fn keyword(&self, m: &Machine, datum: Value) -> Option<(Keyword, Value)> {
        let (head, operand) = two(datum).filter(|(head, _)| is_identifier(*head))?;
        let is = |name| means(m, head, self.scope, name);
        let keyword = match () {
            () if is(Name::Unquote) => Keyword::Unquote,
            () if is(Name::UnquoteSplicing) => Keyword::Splicing,
            () if is(Name::Quasiquote) => Keyword::Quasiquote,
            () => return None,
        };
        Some((keyword, operand))
    }

    /// The pairs of a list, up to a tail that is a keyword form.
    fn spine(&self, m: &Machine, list: Value) -> Outcome<Vec<Value>> {
        let mut walk = Walk::new(list);
        let mut pairs = Vec::new();
        for pair in walk.by_ref() {
            if !pairs.is_empty() && self.keyword(m, pair).is_some() {
                return Ok(pairs);
            }
            pairs.push(pair);
        }
        match walk.end() {
            End::Proper | End::Dotted(_) => Ok(pairs),
            End::Circular => circular(self.use_form),
        }
    }

    /// Opens a list of these pairs; its elements are visited before it is finished.
    fn visit_list(&mut self, pairs: Vec<Value>, level: Level) -> Outcome<()> {
        let rest = pairs[pairs.len() - 1].cdr();
        let has_parts = rest.is_pair() || rest.is_vector();
        let tail = if has_parts { Tail::Visited } else { Tail::Constant(rest) };
        let items: Vec<Value> = pairs.iter().map(|pair| pair.car()).collect();
        self.tasks.push(Task::List { pairs, tail });
        self.tasks.extend(items.into_iter().map(|item| Task::Item(item, level)));
        if tail == Tail::Visited {
            self.tasks.push(Task::Visit(rest, level));
        }
        Ok(())
    }

    fn visit_item(&mut self, m: &mut Machine, datum: Value, level: Level) -> Outcome<()> {
        match self.keyword(m, datum) {
            Some((Keyword::Splicing, operand)) if level == Level(1) => {
                self.pieces.push(Piece::Splice(operand));
                Ok(())
            }
            Some(_) | None => self.visit(m, datum, level),
        }
    }

    fn visit_vector(&mut self, m: &mut Machine, vector: Value, level: Level) -> Outcome<()> {
        let elements: Vec<Value> = (0..vector.vector_len()).map(|i| vector.field(i)).collect();
        if elements.is_empty() {
            self.pieces.push(Piece::Constant(vector));
            return Ok(());
        }
        m.heap.reserve(elements.len() * 16)?;
        let list = m.heap.list(&elements);
        self.tasks.push(Task::Vector(vector));
        self.visit_list(Walk::new(list).collect(), level)
    }

    fn finish_vector(&mut self, m: &mut Machine, vector: Value) {
        match self.pieces.pop() {
            Some(Piece::Code(list)) => {
                let code = form(m, Name::ListToVector, &[list]);
                self.pieces.push(Piece::Code(code));
            }
            Some(Piece::Constant(_) | Piece::Splice(_)) | None => {
                self.pieces.push(Piece::Constant(vector));
            }
        }
    }

    /// The pieces at the top are those of the list from its tail to its first element.
    fn finish_list(&mut self, m: &mut Machine, pairs: &[Value], tail: Tail) {
        let visited = pairs.len() + usize::from(tail == Tail::Visited);
        let mut pieces = self.pieces.split_off(self.pieces.len() - visited).into_iter();
        let last = match tail {
            Tail::Constant(rest) => Some(Piece::Constant(rest)),
            Tail::Visited => pieces.next(),
        };
        let rest = last.unwrap_or(Piece::Constant(Value::NIL));
        let mut assembly = Assembly { rest, lists: Vec::new(), waiting: Vec::new() };
        for (piece, pair) in pieces.zip(pairs.iter().rev()) {
            assembly.add(m, piece, *pair);
        }
        let result = assembly.finish(m);
        self.pieces.push(result);
    }
}

enum Keyword {
    Quasiquote,
    Unquote,
    Splicing,
}

/// A list put together from its end: `waiting` holds the expressions of the elements before `lists`, which
/// holds those of the lists before `rest`, both the last first.
struct Assembly {
    rest: Piece,
    lists: Vec<Value>,
    waiting: Vec<Value>,
}

/// Elements that one call puts together: a longer list takes several, for a frame has so many slots.
const MOST_WAITING: usize = 1000;

impl Assembly {
    /// Puts `piece` in front; it came from the car of `pair`.
    fn add(&mut self, m: &mut Machine, piece: Piece, pair: Value) {
        if self.waiting.len() == MOST_WAITING {
            self.put_down(m);
        }
        match piece {
            Piece::Constant(_) if self.is_constant_from(pair.cdr()) => {
                self.rest = Piece::Constant(pair);
            }
            Piece::Constant(datum) => {
                let element = expression(m, Piece::Constant(datum));
                self.waiting.push(element);
            }
            Piece::Code(element) => self.waiting.push(element),
            Piece::Splice(list) => {
                let rest = self.settle(m);
                self.rest = Piece::Code(if rest.is_empty_list() {
                    list
                } else {
                    let rest = expression(m, rest);
                    form(m, Name::Append, &[list, rest])
                });
            }
        }
    }

    fn is_constant_from(&self, rest: Value) -> bool {
        self.waiting.is_empty()
            && self.lists.is_empty()
            && matches!(self.rest, Piece::Constant(constant) if constant == rest)
    }

    fn finish(mut self, m: &mut Machine) -> Piece {
        self.settle(m)
    }

    /// Makes a list of the waiting elements.
    fn put_down(&mut self, m: &mut Machine) {
        let parts: Vec<Value> = self.waiting.drain(..).rev().collect();
        self.lists.push(form(m, Name::List, &parts));
    }

    /// The rest with the lists and the waiting elements in front.
    fn settle(&mut self, m: &mut Machine) -> Piece {
        if !self.lists.is_empty() {
            if !self.waiting.is_empty() {
                self.put_down(m);
            }
            let mut parts: Vec<Value> = self.lists.drain(..).rev().collect();
            parts.push(expression(m, self.rest));
            return Piece::Code(form(m, Name::Append, &parts));
        }
        let mut parts: Vec<Value> = self.waiting.drain(..).rev().collect();
        if parts.is_empty() {
            return self.rest;
        }
        if self.rest.is_empty_list() {
            return Piece::Code(form(m, Name::List, &parts));
        }
        parts.push(expression(m, self.rest));
        let name = if parts.len() == 2 { Name::Cons } else { Name::ConsStar };
        Piece::Code(form(m, name, &parts))
    }
}

/// The expression whose value a piece is.
fn expression(m: &mut Machine, piece: Piece) -> Value {
    match piece {
        Piece::Code(code) | Piece::Splice(code) => code,
        Piece::Constant(datum) if needs_quote(datum) => quote(m, datum),
        Piece::Constant(datum) => datum,
    }
}

fn needs_quote(datum: Value) -> bool {
    datum.is_pair() || datum.is_nil() || datum.is_vector() || is_identifier(datum)
}
