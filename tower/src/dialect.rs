//! Dialects: what every level is born with besides what the universe binds.
//!
//! Invariants: a dialect is Scheme text that was run at a level 1 of its own, above a level 0 of its own.
//! What the text bound in that level 0 every level inherits, as it inherits the builtins; what it put
//! into the place of that level 1's hooks every level is born with. So every level is built alike, and
//! speaks the dialect as soon as it comes to be.

use crate::cli::Language;
use crate::source_file;
use crate::tower::{Next, Stop, Tower};
use crate::waiting::LevelId;
use levels::condition::{Condition, Outcome};
use levels::environment::{self, GlobalsId, UNIVERSE};
use levels::layout::Type;
use levels::machine::Machine;
use levels::reader::Reader;
use levels::string;
use levels::symbol;
use levels::value::Value;
use meta_interpreter::Function;

/// The variable of its level 1 by which a dialect says what a REPL without levels prompts with.
const FLAT_PROMPT: &str = "flat-prompt";

/// What the places of the carried dialects' texts begin with, in diagnostics and for `include`.
const CARRIED: &str = "<dialect>/";

/// Levels above each other whose errors are given to a dialect's `rescue` before it is taken to be what
/// fails.
const MOST_CLIMBED: usize = 3;

/// A dialect that was run.
pub struct Dialect {
    /// What every level inherits before it inherits from the universe.
    pub(crate) names: GlobalsId,
    /// Its own level 1.
    own: GlobalsId,
    /// The variables that every level is born with otherwise than without a dialect, and where in the
    /// machine's roots their values are.
    variables: Vec<(String, usize)>,
    /// The level whose error was the last that the dialect's `rescue` was called with, and how many levels
    /// below it had come there by an error of that `rescue` itself.
    pub(crate) climbing: Option<(LevelId, usize)>,
    /// What a REPL without levels prompts with.
    pub(crate) flat_prompt: Option<String>,
}

impl Dialect {
    /// A function of the evaluator that the dialect has replaced.
    fn regress(&self) -> Option<String> {
        let mut names = self.variables.iter().map(|(name, _)| name);
        names.find(|name| Function::named(name).is_some()).cloned()
    }
}

/// A reader of a dialect's text.
pub fn open(m: &mut Machine, language: &Language) -> Outcome<Reader> {
    match language {
        Language::File(path) => source_file::open(m, &path.to_string_lossy()),
        Language::Carried(name) => {
            let text = stdlib::dialect(name).map_or("", |dialect| dialect.text);
            let place = format!("{CARRIED}{name}/{name}.scm");
            source_file::reader(m, &place, text.as_bytes().to_vec())
        }
    }
}

/// The text at this place, if it is one that a carried dialect includes.
pub fn carried_part(place: &str) -> Option<&'static str> {
    let (dialect, part) = place.strip_prefix(CARRIED)?.split_once('/')?;
    let parts = stdlib::dialect(dialect)?.parts;
    parts.iter().find(|(name, _)| *name == part).map(|(_, text)| *text)
}

impl Tower {
    /// Runs the text of a dialect, which all levels speak from here on. To be called before anything
    /// has looked at a level. The dialect is there if the stop is `Stop::Done`.
    pub fn adopt(&mut self, reader: Reader) -> Stop {
        let own = [LevelId(0), LevelId(1)].map(|level| self.globals(level));
        let born = self.replaceable(own[1]);
        self.begin(LevelId(1), Value::NIL);
        let stop = self.evaluate_reader(reader, false);
        if let Stop::Done(_) = stop {
            let dialect = self.made_by(own, &born);
            self.forget_levels();
            if let Some(name) = dialect.regress() {
                return self.refuse_regress(&name);
            }
            self.dialect = Some(dialect);
        }
        stop
    }

    /// A function of the evaluator that every level had in the same way would be run by that of the level
    /// above, and so on without end.
    fn refuse_regress(&mut self, name: &str) -> Stop {
        let message = "a dialect cannot replace functions of the evaluator on every level; \
                       --meta does at one"
            .to_owned();
        let irritants = vec![self.m.intern(name)];
        self.fail(&Condition::Message { message, irritants })
    }

    /// The variables of these globals that are the universe's, too: what a level is made of.
    fn replaceable(&self, globals: GlobalsId) -> Vec<Value> {
        let universe = environment::globals(&self.m, UNIVERSE);
        let mut names = environment::bound_names(&self.m, globals);
        names.retain(|name| universe.find(*name).is_some());
        names
    }

    fn made_by(&mut self, [below, above]: [GlobalsId; 2], born: &[Value]) -> Dialect {
        let mut variables = Vec::new();
        for name in born {
            let name = symbol::name(&self.m.heap, *name).to_owned();
            let value = self.m.global_value(above, &name);
            if value != self.m.global_value(UNIVERSE, &name) {
                variables.push((name, self.m.roots.len()));
                self.m.roots.push(value);
            }
        }
        let prompt = self.m.global_value(above, FLAT_PROMPT);
        let is_text = prompt.is_a(Type::String);
        let flat_prompt = is_text.then(|| string::to_rust(&self.m.heap, prompt));
        Dialect { names: below, own: above, variables, climbing: None, flat_prompt }
    }

    /// Notes that `rescue` is going to be called with an error of the level that runs. False if that is
    /// the dialect's, which every level above has, too, and its own errors have climbed so far that it
    /// would never come to an end.
    pub(crate) fn may_rescue(&mut self, rescue: Value) -> bool {
        let running = self.running();
        let Some(dialect) = &mut self.dialect else { return true };
        let own =
            |(name, root): &(String, usize)| name == "rescue" && self.m.roots[*root] == rescue;
        if !dialect.variables.iter().any(own) {
            return true;
        }
        let climbed = match dialect.climbing {
            Some((level, climbed)) if level.above() == running => climbed + 1,
            Some(_) | None => 0,
        };
        dialect.climbing = Some((running, climbed));
        climbed < MOST_CLIMBED
    }

    /// Calls a procedure that the dialect's text defined for itself, at level 0. The stop is done with `#f`
    /// if there is no such procedure.
    pub(crate) fn call_in_dialect(&mut self, name: &str, argument: Value) -> Stop {
        let own = self.dialect.as_ref().map(|dialect| dialect.own);
        let procedure = own.map(|own| self.m.global_value(own, name));
        let Some(procedure) = procedure.filter(|value| value.is_procedure()) else {
            return Stop::Done(Value::FALSE);
        };
        self.begin(LevelId(0), Value::NIL);
        self.begin_part(false);
        let flow = self.m.enter_call(procedure, &[argument]);
        self.drive(Next::Go(flow))
    }

    /// What `level` prompts with.
    pub(crate) fn prompt(&self, level: LevelId) -> String {
        if !self.is_flat {
            return format!("lisp-{}> ", level.0);
        }
        let own = self.dialect.as_ref().and_then(|dialect| dialect.flat_prompt.clone());
        own.unwrap_or_else(|| "lisp> ".to_owned())
    }

    /// Where levels look for the names that they do not bind.
    pub(crate) fn inherited(&self) -> GlobalsId {
        self.dialect.as_ref().map_or(UNIVERSE, |dialect| dialect.names)
    }

    /// What the dialect says of a variable otherwise than the universe.
    pub(crate) fn value_in_dialect(&self, name: &str) -> Option<Value> {
        let variables = &self.dialect.as_ref()?.variables;
        let (_, root) = variables.iter().find(|(own, _)| own == name)?;
        Some(self.m.roots[*root])
    }

    /// Binds in the store that a level is born with what the dialect says otherwise than the universe.
    pub(crate) fn bind_dialect(&mut self, globals: GlobalsId) {
        let variables = self.dialect.iter().flat_map(|dialect| &dialect.variables);
        let variables: Vec<(String, Value)> =
            variables.map(|(name, root)| (name.clone(), self.m.roots[*root])).collect();
        for (name, value) in variables {
            self.define(globals, &name, value);
        }
    }
}
