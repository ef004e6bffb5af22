//! The stack of levels over one machine, and the events by which it moves between them.
//!
//! Invariants: a level exists from the first time that anything looks at it; the machine's host
//! state says which level runs and who waits (`waiting`); what a level is made of are variables in
//! the globals of the level above.

use crate::library::Libraries;
use crate::primitive::Primitive;
use crate::store::Stores;
use crate::waiting::{self, LevelId, Waiting};
use levels::condition::Condition;
use levels::environment::{self, GlobalsId, UNIVERSE};
use levels::expander::scope;
use levels::layout::Type;
use levels::machine::boot::Settings;
use levels::machine::call::Flow;
use levels::machine::{Dynamic, Event, Machine};
use levels::reader::Reader;
use levels::source::Span;
use levels::value::Value;

/// Kinds of frames that the tower leaves in the machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i64)]
pub enum FrameKind {
    /// A level waits for what it had the level above evaluate. Data: its handlers, bindings and
    /// winders as a vector, and its host state.
    Em,
    /// A value of an input. Data: the forms of the input that are left.
    Input,
    /// A value of a file's form. Data: the reader's number, the scope, the rest of the command.
    File,
    /// A value that is printed and ends the run of an expression.
    Print,
    /// A library that an import needs has been loaded. Data: the import's form and environment.
    Import,
    /// The same for an import of a `define-library` form.
    DefineLibrary,
    /// A value of a form of a library's body. Data: see `Tower::next_of_library`.
    LibraryBody,
}

impl FrameKind {
    const ALL: [FrameKind; 7] = [
        FrameKind::Em,
        FrameKind::Input,
        FrameKind::File,
        FrameKind::Print,
        FrameKind::Import,
        FrameKind::DefineLibrary,
        FrameKind::LibraryBody,
    ];
}

/// What the tower waits for when it stops.
#[derive(Debug)]
pub enum Stop {
    /// The next input of a level.
    Prompt(LevelId),
    /// Nothing is left to do: the value of what was run.
    Done(Value),
    /// The end of the process, with this status.
    Exit(i32),
}

/// How an error that nobody handled is met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// A line, and the REPL of the level above.
    Interactive,
    /// The diagnostic, and the end of the run.
    Script,
}

/// One level.
struct Level {
    globals: GlobalsId,
}

/// The tower.
pub struct Tower {
    /// The machine that runs all of it.
    pub m: Machine,
    /// How errors are met.
    pub manner: Manner,
    /// The views of levels' stores.
    pub stores: Stores,
    /// The libraries.
    pub libraries: Libraries,
    /// Where the last text that a reader refused is wrong.
    pub refused: Option<Span>,
    levels: Vec<Level>,
    readers: Vec<Option<Reader>>,
}

/// What an event leads to.
enum Next {
    Go(Flow),
    Stop(Stop),
}

impl Tower {
    /// A tower of which nothing has been looked at yet.
    pub fn new(settings: Settings, manner: Manner) -> Tower {
        let mut m = Machine::with_settings(settings);
        for primitive in Primitive::ALL {
            if !matches!(primitive, Primitive::OldCont | Primitive::Cont) {
                m.install_host(&[primitive.description()]);
            }
        }
        let stores = Stores::default();
        let (libraries, levels, readers) = Default::default();
        let mut tower = Tower { m, manner, stores, libraries, refused: None, levels, readers };
        tower.m.dynamic.host = waiting::state(&mut tower.m.heap, LevelId(0), Value::NIL);
        tower
    }

    /// The level that runs.
    pub fn running(&self) -> LevelId {
        waiting::level(self.m.dynamic.host)
    }

    /// The globals of a level, which comes to be if it is the first look.
    pub fn globals(&mut self, level: LevelId) -> GlobalsId {
        while self.levels.len() <= level.0 {
            self.make_level();
        }
        self.levels[level.0].globals
    }

    fn make_level(&mut self) {
        let number = self.levels.len();
        let name = self.m.intern(&format!("level-{number}"));
        let globals = environment::new_globals(&mut self.m, name, Some(UNIVERSE));
        self.levels.push(Level { globals });
        self.define(globals, "level", Value::fixnum(number as i64));
        if number == 0 {
            return;
        }
        let below = self.levels[number - 1].globals;
        let environment = self.global_environment(below);
        let data = Value::fixnum(number as i64 - 1);
        let description = Primitive::OldCont.description();
        let old_cont = self.m.new_host_procedure(&description, data);
        self.define(globals, "global-env", environment);
        self.define(globals, "old-env", environment);
        self.define(globals, "old-cont", old_cont);
        self.define(globals, "old-exp", Value::FALSE);
        self.define(globals, "condition", Value::FALSE);
        self.stores.bind(&mut self.m, globals, below);
    }

    fn define(&mut self, globals: GlobalsId, name: &str, value: Value) {
        let symbol = self.m.intern(name);
        let cell = environment::own_cell(&mut self.m, globals, symbol);
        self.m.define_cell(cell, value);
    }

    /// The first-class global environment of these globals.
    fn global_environment(&mut self, globals: GlobalsId) -> Value {
        let scope = environment::globals(&self.m, globals).scope;
        self.m.heap.object(Type::Environment, &[scope, Value::NIL, Value::FALSE])
    }

    /// The global scope of a level.
    pub fn scope(&mut self, level: LevelId) -> Value {
        let globals = self.globals(level);
        environment::globals(&self.m, globals).scope
    }

    /// Gives up whatever runs: `level` is going to run with the levels of `waiting` above it.
    pub fn begin(&mut self, level: LevelId, waiting: Value) {
        self.m.clear();
        let host = waiting::state(&mut self.m.heap, level, waiting);
        self.m.set_dynamic(birth(host));
    }

    /// Evaluates the forms of one input at the level that runs, each value printed.
    pub fn evaluate_input(&mut self, forms: &[Value]) -> Stop {
        let list = self.m.heap.list(forms);
        let flow = self.next_of_input(list);
        self.drive(flow)
    }

    /// Evaluates the forms of a text at the level that runs; with `print` the last value is printed.
    pub fn evaluate_reader(&mut self, reader: Reader, print: bool) -> Stop {
        if print {
            self.m.push_host_frame(FrameKind::Print as i64, [Value::FALSE; 3]);
        }
        let level = self.running();
        let scope = self.scope(level);
        let flow = self.start_reader(reader, scope);
        self.drive(flow)
    }

    /// A condition at the level that runs, at a callee position.
    pub fn fail(&mut self, condition: &Condition) -> Stop {
        let flow = self.m.raise_condition(condition);
        self.drive(flow)
    }

    /// Says what is wrong with an input; nothing moves.
    pub fn complain(&mut self, condition: &Condition) {
        let object = levels::builtins::condition::to_object(&mut self.m, condition);
        let line = crate::report::sentence(&self.m, object);
        let _ = crate::report::say(&mut self.m, &line);
    }

    /// Ends the line of output that is there, and sees to it that all output has left.
    pub fn end_output(&mut self) {
        let _ = crate::report::say(&mut self.m, "");
        let _ = self.m.world.flush_all();
    }

    pub(crate) fn start_reader(&mut self, reader: Reader, scope: Value) -> Flow {
        self.readers.push(Some(reader));
        let number = Value::fixnum(self.readers.len() as i64 - 1);
        self.next_of_file([number, scope, Value::FALSE], Value::UNSPECIFIED)
    }

    /// Runs until something outside of the tower is to decide.
    fn drive(&mut self, mut flow: Flow) -> Stop {
        loop {
            let event = match flow {
                Flow::Continue => self.m.run(),
                Flow::Stop(event) => *event,
            };
            match self.meet(event) {
                Next::Go(next) => flow = next,
                Next::Stop(stop) => return stop,
            }
        }
    }

    fn meet(&mut self, event: Event) -> Next {
        match event {
            Event::Finished(value) => self.finished(value),
            Event::Returned { kind, data, value } => {
                self.returned(FrameKind::ALL[kind as usize], data, value)
            }
            Event::Called { procedure, operation, arguments } => {
                self.called(Primitive::ALL[operation], procedure, &arguments)
            }
            Event::Read(cell) => {
                let value = self.stores.read(&mut self.m, cell);
                Next::Go(self.m.deliver(value))
            }
            Event::Write { cell, value } => match self.stores.write(&mut self.m, cell, value) {
                Ok(()) => Next::Go(self.m.deliver(Value::UNSPECIFIED)),
                Err(condition) => Next::Go(self.m.raise_condition(&condition)),
            },
            Event::Unhandled(object) => self.unhandled(object),
            Event::Interrupted(object) => self.interrupted(object),
        }
    }

    /// Nothing remains of the running level: its value goes to the nearest level that waits.
    fn finished(&mut self, value: Value) -> Next {
        let mut level = self.running();
        let mut list = waiting::waiting(self.m.dynamic.host);
        if level == LevelId(0) && list.is_nil() && self.manner == Manner::Script {
            return Next::Stop(Stop::Done(value));
        }
        loop {
            let (next, rest) = waiting::nearest(list);
            level = level.above();
            match next {
                Waiting::Finished => list = rest,
                Waiting::With(continuation) => {
                    self.m.reinstate(continuation);
                    return Next::Go(self.m.deliver(value));
                }
                Waiting::AtRepl => {
                    self.begin(level, rest);
                    if let Err(flow) = self.print(value) {
                        return Next::Go(flow);
                    }
                    return Next::Stop(Stop::Prompt(level));
                }
            }
        }
    }

    fn returned(&mut self, kind: FrameKind, data: [Value; 3], value: Value) -> Next {
        match kind {
            FrameKind::Em => {
                let [saved, host, _] = data;
                self.m.set_dynamic(Dynamic {
                    handlers: saved.field(0),
                    bindings: saved.field(1),
                    winders: saved.field(2),
                    host,
                });
                Next::Go(self.m.deliver(value))
            }
            FrameKind::Input => {
                if let Err(flow) = self.print(value) {
                    return Next::Go(flow);
                }
                if data[0].is_nil() {
                    return Next::Stop(Stop::Prompt(self.running()));
                }
                Next::Go(self.next_of_input(data[0]))
            }
            FrameKind::File => Next::Go(self.next_of_file(data, value)),
            FrameKind::Import => Next::Go(self.import(data[0], data[1])),
            FrameKind::DefineLibrary => Next::Go(self.define_library(data[0], data[1])),
            FrameKind::LibraryBody => Next::Go(self.next_of_library(data)),
            FrameKind::Print => match self.print(value) {
                Ok(()) => Next::Stop(Stop::Done(value)),
                Err(flow) => Next::Go(flow),
            },
        }
    }

    /// At a callee position: evaluates the first of `forms`, the others waiting.
    fn next_of_input(&mut self, forms: Value) -> Flow {
        let rest = [forms.cdr(), Value::FALSE, Value::FALSE];
        self.m.push_host_frame(FrameKind::Input as i64, rest);
        let level = self.running();
        let scope = self.scope(level);
        self.m.enter_evaluation(forms.car(), scope, Value::NIL)
    }

    /// At a callee position: evaluates the next form of a file, or returns the last value.
    fn next_of_file(&mut self, data: [Value; 3], last: Value) -> Flow {
        let [number, scope, _] = data;
        let slot = number.fixnum_value() as usize;
        let Some(mut reader) = self.readers[slot].take() else {
            return self.m.deliver(last);
        };
        let Machine { heap, symbols, sources, .. } = &mut self.m;
        match reader.read(heap, symbols, sources) {
            Ok(Some(form)) => {
                self.readers[slot] = Some(reader);
                self.m.push_host_frame(FrameKind::File as i64, data);
                self.m.enter_evaluation(form, scope, Value::NIL)
            }
            Ok(None) => self.m.deliver(last),
            Err(error) => {
                self.refused = crate::source_file::place(&reader, &error);
                let condition = crate::source_file::condition(error);
                self.m.raise_condition(&condition)
            }
        }
    }

    fn called(&mut self, primitive: Primitive, procedure: Value, arguments: &[Value]) -> Next {
        match primitive {
            Primitive::Em | Primitive::EmForm => Next::Go(self.em(arguments[0])),
            Primitive::EmCont => self.em_cont(),
            Primitive::OldCont => self.old_cont(procedure.field(4), arguments.first().copied()),
            Primitive::Cont => Next::Go(self.cont(procedure.field(4), arguments[0])),
            Primitive::Rescue => self.pristine_rescue(arguments[0], arguments[1], arguments[2]),
            Primitive::Import => Next::Go(self.import(arguments[0], arguments[1])),
            Primitive::DefineLibrary => Next::Go(self.define_library(arguments[0], arguments[1])),
            Primitive::Load => Next::Go(self.load(arguments)),
            Primitive::Exit => Next::Stop(Stop::Exit(exit_status(arguments.first().copied()))),
        }
    }

    fn load(&mut self, arguments: &[Value]) -> Flow {
        let path = arguments[0];
        if !path.is_a(Type::String) {
            let (who, expected) = ("load", levels::condition::Expected::String);
            let condition = levels::condition::wrong_type::<Value>(who, 1, expected, path);
            return match condition {
                Err(condition) => self.m.raise_condition(&condition),
                Ok(value) => self.m.deliver(value),
            };
        }
        let scope = match arguments.get(1) {
            Some(environment) if environment.is_a(Type::Environment) => environment.field(0),
            Some(_) | None => {
                let level = self.running();
                self.scope(level)
            }
        };
        let path = levels::string::to_rust(&self.m.heap, path);
        match crate::source_file::open(&mut self.m, &path) {
            Ok(reader) => self.start_reader(reader, scope),
            Err(condition) => self.m.raise_condition(&condition),
        }
    }

    /// `(em datum)` at a callee position of level l: level l waits in a frame while level l + 1
    /// evaluates.
    fn em(&mut self, datum: Value) -> Flow {
        let Dynamic { handlers, bindings, winders, host } = self.m.dynamic;
        let saved = self.m.heap.object(Type::Vector, &[handlers, bindings, winders]);
        self.m.push_host_frame(FrameKind::Em as i64, [saved, host, Value::FALSE]);
        let level = waiting::level(host).above();
        let (next, rest) = waiting::nearest(waiting::waiting(host));
        let host = waiting::state(&mut self.m.heap, level, rest);
        self.m.set_dynamic(dynamic_of(next, host));
        let scope = self.scope(level);
        self.m.enter_evaluation(datum, scope, Value::NIL)
    }

    /// `(em-cont)` at a callee position of level l: the REPL of level l + 1.
    fn em_cont(&mut self) -> Next {
        let symbol = self.m.intern("em-cont");
        let expression = self.m.heap.list(&[symbol]);
        let environment = self.environment_here();
        let paused = self.m.capture();
        self.pause(paused, Value::FALSE, expression, environment)
    }

    /// The level of `paused` has been left: sets the variables of the level above and starts its
    /// REPL.
    fn pause(
        &mut self,
        paused: Value,
        condition: Value,
        expression: Value,
        environment: Value,
    ) -> Next {
        let host = host_of(paused);
        let level = waiting::level(host).above();
        let globals = self.globals(level);
        self.define(globals, "condition", condition);
        self.define(globals, "old-exp", expression);
        self.define(globals, "old-env", environment);
        let old_cont = self.old_cont_of(paused, host);
        self.define(globals, "old-cont", old_cont);
        let (_, rest) = waiting::nearest(waiting::waiting(host));
        self.begin(level, rest);
        Next::Stop(Stop::Prompt(level))
    }

    fn old_cont_of(&mut self, paused: Value, host: Value) -> Value {
        let data = self.m.heap.cons(paused, host);
        self.m.new_host_procedure(&Primitive::OldCont.description(), data)
    }

    /// `(old-cont [value])`, wherever it is called: everything that runs is given up.
    fn old_cont(&mut self, data: Value, value: Option<Value>) -> Next {
        let value = value.unwrap_or(Value::UNSPECIFIED);
        if !data.is_pair() {
            let level = LevelId(data.fixnum_value() as usize);
            let waiting = self.waiting_above(level);
            self.begin(level, waiting);
            return match self.print(value) {
                Ok(()) => Next::Stop(Stop::Prompt(level)),
                Err(flow) => Next::Go(flow),
            };
        }
        self.m.reinstate(data.car());
        self.m.dynamic.host = data.cdr();
        Next::Go(self.m.deliver(value))
    }

    /// Who waits above `level` if it starts anew: the running level gives up, those above it stay.
    fn waiting_above(&self, level: LevelId) -> Value {
        let host = self.m.dynamic.host;
        let (running, list) = (waiting::level(host), waiting::waiting(host));
        if level >= running { waiting::without(list, level.0 - running.0) } else { Value::NIL }
    }

    /// A `cont` is called by level m with a value for the level it holds, l.
    fn cont(&mut self, continuation: Value, value: Value) -> Flow {
        let held = waiting::level(host_of(continuation));
        let host = self.m.dynamic.host;
        let (running, list) = (waiting::level(host), waiting::waiting(host));
        let list = if running > held {
            let caller = self.m.capture();
            let mut list = waiting::with_nearer(&mut self.m.heap, Waiting::With(caller), list);
            for _ in held.0 + 1..running.0 {
                list = waiting::with_nearer(&mut self.m.heap, Waiting::Finished, list);
            }
            list
        } else {
            waiting::without(list, held.0 - running.0)
        };
        self.m.reinstate(continuation);
        self.m.dynamic.host = waiting::state(&mut self.m.heap, held, list);
        self.m.deliver(value)
    }

    /// At a callee position of level l, `object` was raised and nobody handled it.
    fn unhandled(&mut self, object: Value) -> Next {
        let level = self.running().above();
        let globals = self.globals(level);
        let rescue = self.m.global_value(globals, "rescue");
        let pristine = self.m.global_value(UNIVERSE, "rescue");
        if rescue == pristine {
            return self.move_up(object);
        }
        let (expression, environment) = (self.expression_here(object), self.environment_here());
        self.define(globals, "old-exp", expression);
        let paused = self.m.capture();
        let cont = self.m.new_host_procedure(&Primitive::Cont.description(), paused);
        let (next, rest) = waiting::nearest(waiting::waiting(self.m.dynamic.host));
        match next {
            Waiting::With(continuation) => self.m.reinstate(continuation),
            Waiting::AtRepl | Waiting::Finished => {
                self.begin(level, rest);
                let nothing = [Value::NIL, Value::FALSE, Value::FALSE];
                self.m.push_host_frame(FrameKind::Input as i64, nothing);
            }
        }
        Next::Go(self.m.enter_call(rescue, &[object, environment, cont]))
    }

    /// The pristine `rescue`, called by the tower itself.
    fn move_up(&mut self, object: Value) -> Next {
        if self.manner == Manner::Script {
            crate::report::print(self, object);
            return Next::Stop(Stop::Exit(1));
        }
        let (expression, environment) = (self.expression_here(object), self.environment_here());
        let paused = self.m.capture();
        let level = waiting::level(host_of(paused)).above();
        let line = crate::report::line(&self.m, object, level);
        if let Err(flow) = self.say(&line) {
            return Next::Go(flow);
        }
        self.pause(paused, object, expression, environment)
    }

    /// The pristine `rescue`, called by a program at level l + 1.
    fn pristine_rescue(&mut self, condition: Value, environment: Value, cont: Value) -> Next {
        let is_cont = cont.is_a(Type::Builtin)
            && cont.field(2) == self.m.intern("cont")
            && cont.header().len() > 4;
        if self.manner == Manner::Script || !is_cont {
            crate::report::print(self, condition);
            return Next::Stop(Stop::Exit(1));
        }
        let paused = cont.field(4);
        let level = self.running();
        let list = waiting::waiting(self.m.dynamic.host);
        let caller = self.m.capture();
        let waiting = waiting::with_nearer(&mut self.m.heap, Waiting::With(caller), list);
        let host = waiting::state(&mut self.m.heap, waiting::level(host_of(paused)), waiting);
        let globals = self.globals(level);
        self.define(globals, "condition", condition);
        self.define(globals, "old-env", environment);
        let old_cont = self.old_cont_of(paused, host);
        self.define(globals, "old-cont", old_cont);
        let line = crate::report::line(&self.m, condition, level);
        self.begin(level, list);
        match self.say(&line) {
            Ok(()) => Next::Stop(Stop::Prompt(level)),
            Err(flow) => Next::Go(flow),
        }
    }

    /// Ctrl-C or the end of the fuel: moves up whatever the hooks are.
    fn interrupted(&mut self, object: Value) -> Next {
        self.move_up(object)
    }

    /// The innermost expression that is being evaluated at the callee position.
    fn expression_here(&mut self, object: Value) -> Value {
        crate::report::expression(&mut self.m, object)
    }

    /// The environment of the innermost expression that is being evaluated.
    fn environment_here(&mut self) -> Value {
        let scope = match self.m.point_here() {
            Some(point) => point.scope,
            None => {
                let level = self.running();
                self.scope(level)
            }
        };
        let scope = if scope.is_a(Type::Scope) { scope::outermost(scope) } else { scope };
        self.m.heap.object(Type::Environment, &[scope, Value::NIL, Value::FALSE])
    }

    /// Prints a value as the REPL does; a port that refuses it is a condition at the callee
    /// position.
    fn print(&mut self, value: Value) -> Result<(), Flow> {
        match crate::report::value_lines(&self.m, value) {
            Some(text) => self.say(&text),
            None => Ok(()),
        }
    }

    fn say(&mut self, line: &str) -> Result<(), Flow> {
        match crate::report::say(&mut self.m, line) {
            Ok(()) => Ok(()),
            Err(condition) => Err(self.m.raise_condition(&condition)),
        }
    }
}

/// The host state that a continuation holds.
fn host_of(continuation: Value) -> Value {
    continuation.field(levels::machine::continuation::field::HOST)
}

/// A computation of a level that has just begun.
fn birth(host: Value) -> Dynamic {
    Dynamic { handlers: Value::NIL, bindings: Value::NIL, winders: Value::NIL, host }
}

/// What is in force in a level that waits.
fn dynamic_of(waiting: Waiting, host: Value) -> Dynamic {
    use levels::machine::continuation::field;
    match waiting {
        Waiting::With(continuation) => Dynamic {
            handlers: continuation.field(field::HANDLERS),
            bindings: continuation.field(field::BINDINGS),
            winders: continuation.field(field::WINDERS),
            host,
        },
        Waiting::AtRepl | Waiting::Finished => birth(host),
    }
}

/// The status of `(exit object)` (R7RS 6.14).
fn exit_status(object: Option<Value>) -> i32 {
    match object {
        None | Some(Value::TRUE) => 0,
        Some(Value::FALSE) => 1,
        Some(object) => object.as_fixnum().map_or(1, |status| (status & 0xff) as i32),
    }
}
