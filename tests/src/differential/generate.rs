//! Small programs at random.
//!
//! Invariants: a seed always gives the same program, and its two manners mean the same; every
//! program ends, for loops and recursions count down and re-entries are counted.

use super::{expression, redefinition};
use crate::random::Random;

/// How a program is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// As a person would.
    Plain,
    /// Primitives are called through procedures, the names of loops escape.
    Opaque,
    /// Primitives that a program may redefine are called through variables of its own, which it
    /// redefines in their place; so is its macro.
    Indirect,
    /// Variables are read and assigned through the environment where they stand.
    Reflective,
}

/// What kind of value an expression has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// An exact integer.
    Number,
    /// A list of exact integers.
    List,
    /// A vector of exact integers that is not empty.
    Vector,
    /// A procedure from an integer to an integer.
    Procedure,
}

/// A variable in scope.
#[derive(Clone)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// See the module's documentation.
pub struct Generator {
    random: Random,
    manner: Manner,
    names: u32,
    /// Forms that may still be made.
    budget: u32,
    /// Whether the program redefines what it uses.
    pub redefines: bool,
    /// The variables in scope.
    pub scope: Vec<Variable>,
}

/// The program of that seed: a form that prints one line.
pub fn generate(seed: u64, manner: Manner) -> String {
    program(Generator::new(seed, manner), seed)
}

/// The same for a program that redefines primitives and a macro while it runs.
pub fn generate_redefining(seed: u64, manner: Manner) -> String {
    program(Generator { redefines: true, ..Generator::new(seed, manner) }, seed)
}

fn program(mut g: Generator, seed: u64) -> String {
    let body = expression::body(&mut g, 6);
    format!("(show {seed} (lambda () {body}))")
}

impl Generator {
    fn new(seed: u64, manner: Manner) -> Generator {
        let random = Random::new(seed);
        Generator { random, manner, names: 0, budget: 60, redefines: false, scope: Vec::new() }
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.random.below(bound)
    }

    /// A name that is not in use.
    pub fn name(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }

    /// How a primitive is called.
    pub fn primitive(&self, name: &str) -> String {
        match (self.manner, name) {
            (Manner::Plain | Manner::Reflective, _) => name.to_owned(),
            (Manner::Indirect, _) => redefinition::indirect(name),
            (Manner::Opaque, "+" | "-" | "*" | "<" | "=" | "<=") => format!("o{name}"),
            (Manner::Opaque, _) => format!("o-{name}"),
        }
    }

    /// The procedure that a primitive is, for any number of arguments.
    pub fn procedure(&self, name: &str) -> String {
        if self.is_indirect() { redefinition::indirect(name) } else { name.to_owned() }
    }

    /// Whether redefinable things are variables.
    pub fn is_indirect(&self) -> bool {
        self.manner == Manner::Indirect
    }

    /// A call of a primitive.
    pub fn call(&self, name: &str, arguments: &[&str]) -> String {
        format!("({} {})", self.primitive(name), arguments.join(" "))
    }

    /// A mention of a variable.
    pub fn mention(&self, name: String) -> String {
        match self.manner {
            Manner::Plain | Manner::Opaque | Manner::Indirect => name,
            Manner::Reflective => format!("(eval '{name} (the-environment))"),
        }
    }

    /// An assignment of a variable.
    pub fn assignment(&self, name: &str, value: &str) -> String {
        match self.manner {
            Manner::Plain | Manner::Opaque | Manner::Indirect => format!("(set! {name} {value})"),
            Manner::Reflective => {
                format!("(environment-assign! (the-environment) '{name} {value})")
            }
        }
    }

    /// A named `let`.
    pub fn named_let(&self, name: &str, bindings: &str, body: &str) -> String {
        match self.manner {
            Manner::Plain | Manner::Indirect | Manner::Reflective => {
                format!("(let {name} ({bindings}) {body})")
            }
            Manner::Opaque => {
                let (mut names, mut values) = (String::new(), String::new());
                for binding in split(bindings) {
                    let inner = &binding[1..binding.len() - 1];
                    let (name, value) = inner.split_once(' ').unwrap();
                    names += &format!("{name} ");
                    values += &format!(" {value}");
                }
                format!("(letrec (({name} (lambda ({names}) {body}))) ((same {name}){values}))")
            }
        }
    }

    /// Whether another form may be made; takes one from the budget.
    pub fn may_grow(&mut self, depth: u32) -> bool {
        if depth == 0 || self.budget == 0 {
            return false;
        }
        self.budget -= 1;
        true
    }

    /// A variable of that kind, if there is one.
    pub fn variable(&mut self, kind: Kind) -> Option<String> {
        let fitting: Vec<String> = self
            .scope
            .iter()
            .filter(|variable| variable.kind == kind)
            .map(|variable| variable.name.clone())
            .collect();
        if fitting.is_empty() {
            return None;
        }
        let at = self.below(fitting.len() as u64) as usize;
        Some(fitting[at].clone())
    }

    /// What `make` makes where these variables are in scope, too.
    pub fn with(
        &mut self,
        variables: &[(&str, Kind)],
        make: impl FnOnce(&mut Generator) -> String,
    ) -> String {
        let before = self.scope.len();
        let variables = variables.iter();
        self.scope.extend(
            variables.map(|(name, kind)| Variable { name: (*name).to_owned(), kind: *kind }),
        );
        let made = make(self);
        self.scope.truncate(before);
        made
    }
}

/// The parenthesised items of a text.
fn split(text: &str) -> Vec<&str> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            ')' => {
                depth -= 1;
                if depth == 0 {
                    items.push(&text[start..=at]);
                }
            }
            _ => {}
        }
    }
    items
}
