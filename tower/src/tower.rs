//! The stack of levels over one machine, and the events by which it moves between them.
//!
//! Invariants: a level exists from the first time that anything looks at it; the machine's host
//! state says which level runs and who waits (`waiting`); what a level is made of are variables in
//! the globals of the level above.

use crate::dialect::Dialect;
use crate::evaluator::Functions;
use crate::frame::FrameKind;
use crate::library::Libraries;
use crate::moving::birth;
use crate::port::Port;
use crate::primitive::{Primitive, evaluator_function};
use crate::repl::command::evaluation;
use crate::repl::timeline::Timeline;
use crate::repl::tour::Tour;
use crate::repl::transcript::Transcript;
use crate::text::Wording;
use crate::voice::Voice;
use crate::waiting::{self, LevelId};
use levels::builtins::system::exit_status;
use levels::condition::Condition;
use levels::environment::{self, GlobalsId};
use levels::layout::Type;
use levels::level::{local, store};
use levels::machine::boot::Settings;
use levels::machine::call::Flow;
use levels::machine::host::Caller;
use levels::machine::{Event, Machine};
use levels::reader::Reader;
use levels::value::Value;
use meta_interpreter::Function;

/// What the tower waits for when it stops.
#[derive(Debug)]
pub enum Stop {
    /// The next input of a level.
    Prompt(LevelId),
    /// More text of an input whose beginning this is.
    Incomplete(String),
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
pub(crate) struct Level {
    globals: GlobalsId,
    pub(crate) functions: Functions,
    /// The index in the machine's roots of what `,down` resumes: see `note_paused`.
    pub(crate) paused: usize,
}

/// The tower.
pub struct Tower {
    /// The machine that runs all of it.
    pub m: Machine,
    /// How errors are met.
    pub manner: Manner,
    /// The libraries.
    pub libraries: Libraries,
    /// What every level speaks, if it is not plain Scheme.
    pub(crate) dialect: Option<Dialect>,
    /// How things are said.
    pub voice: Voice,
    /// Whether there is nothing to go up to: errors come back to the prompt.
    pub is_flat: bool,
    /// What is left of the tour that is going on.
    pub tour: Option<Tour>,
    /// What the session showed.
    pub transcript: Transcript,
    /// The states that inputs led to.
    pub timeline: Timeline,
    pub(crate) levels: Vec<Level>,
    /// How many levels, from 0 up, are interpreted step by step by the text of the evaluator.
    pub(crate) honest: i64,
    /// What interprets them in the place of the evaluator's text, once there has been anything.
    pub(crate) port: Option<Port>,
    /// The same for the texts themselves: those of the levels below this number are interpreted, too.
    pub(crate) honest_texts: i64,
    /// What texts they are.
    pub(crate) wording: Wording,
    /// The pristine evaluator functions, in the order of `Function::ALL`: roots of the machine's.
    pub(crate) pristine: Vec<Value>,
    /// A `cont` that none is called.
    pub(crate) model_cont: Value,
    /// The index in the machine's roots of the host state at the last prompt.
    prompted: usize,
    pub(crate) readers: Vec<Option<Reader>>,
}

/// What an event leads to.
pub(crate) enum Next {
    /// The machine runs on.
    Go(Flow),
    /// Something outside is to decide.
    Stop(Stop),
}

impl Tower {
    /// A tower of which nothing has been looked at yet.
    pub fn new(settings: Settings, manner: Manner) -> Tower {
        let mut m = Machine::with_settings(settings);
        for primitive in Primitive::ALL {
            if !primitive.is_made() {
                let caller = if primitive.is_of_text() { Caller::GivenUp } else { Caller::Kept };
                m.install_host(&primitive.description(), caller);
            }
        }
        for index in 0..Function::ALL.len() {
            m.install_host(&evaluator_function(index), Caller::GivenUpUnlessRefused);
        }
        let named = |f: &Function| m.global_value(environment::UNIVERSE, f.name());
        let pristine: Vec<Value> = Function::ALL.iter().map(named).collect();
        m.roots.extend(&pristine);
        let model_cont = m.new_host_procedure(&Primitive::Cont.description(), Value::FALSE);
        m.roots.push(model_cont);
        let (libraries, dialect, voice, transcript) = Default::default();
        let (levels, readers) = Default::default();
        m.dynamic.host = waiting::state(&mut m.heap, LevelId(0), Value::NIL, Value::NIL);
        let prompted = m.roots.len();
        m.roots.push(m.dynamic.host);
        Tower {
            m,
            manner,
            libraries,
            dialect,
            is_flat: false,
            honest: 0,
            port: None,
            honest_texts: 0,
            wording: Wording::default(),
            voice,
            tour: None,
            transcript,
            timeline: Timeline::default(),
            levels,
            pristine,
            model_cont,
            prompted,
            readers,
        }
    }

    /// Notes that an input is going to be read for the level that runs.
    pub fn note_prompt(&mut self) {
        self.m.roots[self.prompted] = self.m.dynamic.host;
        if let Some(dialect) = &mut self.dialect {
            dialect.climbing = None;
        }
    }

    /// Gives up whatever runs for the REPL that read last, with the levels above it as they were.
    pub(crate) fn back_to_prompt(&mut self) -> LevelId {
        let host = self.m.roots[self.prompted];
        let level = waiting::level(host);
        self.begin(level, waiting::waiting(host));
        level
    }

    /// The level that runs.
    pub fn running(&self) -> LevelId {
        waiting::level(self.m.dynamic.host)
    }

    /// The globals of a level, which comes to be if it is the first look.
    pub fn globals(&mut self, level: LevelId) -> GlobalsId {
        while self.levels.len() <= level.index() {
            self.make_level();
        }
        self.levels[level.index()].globals
    }

    /// How many levels there are.
    pub fn height(&self) -> i64 {
        self.levels.len() as i64
    }

    /// The globals of a level, if anything has looked at it.
    pub fn globals_there_are(&self, level: LevelId) -> Option<GlobalsId> {
        self.levels.get(level.index()).map(|level| level.globals)
    }

    fn make_level(&mut self) {
        let number = self.levels.len();
        let name = self.m.intern(&format!("level-{number}"));
        let inherited = self.inherited();
        let globals = environment::new_globals(&mut self.m, name, Some(inherited));
        let functions = self.bind_functions(globals);
        self.levels.push(Level { globals, functions, paused: self.m.roots.len() });
        self.m.roots.push(Value::FALSE);
        let own = self.global_environment(globals);
        self.define(globals, "level", Value::fixnum(number as i64));
        self.define(globals, "system-global-environment", own);
        self.bind_hooks(globals);
        self.bind_dialect(globals);
        if number > 0 {
            self.bind_level_below(globals, number);
        }
        environment::end_birth(&mut self.m, globals);
        self.bind_port(LevelId(number as i64));
    }

    fn bind_level_below(&mut self, globals: GlobalsId, number: usize) {
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
        let symbol = self.m.intern("store");
        let cell = environment::define_computed(&mut self.m, globals, symbol);
        self.m.stores.show(cell, below);
    }

    /// No level has been looked at: the next look makes another.
    pub(crate) fn forget_levels(&mut self) {
        self.levels.clear();
        self.m.governed.is_stale = true;
        self.begin(LevelId(0), Value::NIL);
        self.note_prompt();
    }

    pub(crate) fn define(&mut self, globals: GlobalsId, name: &str, value: Value) {
        let symbol = self.m.intern(name);
        let cell = environment::own_cell(&mut self.m, globals, symbol);
        self.m.define_cell(cell, value);
    }

    /// The first-class global environment of these globals.
    fn global_environment(&mut self, globals: GlobalsId) -> Value {
        let scope = environment::globals(&self.m, globals).scope;
        local::global(&mut self.m.heap, scope)
    }

    /// Notes what the level below `level` was doing when it was left: what `old-cont` goes on with.
    pub(crate) fn note_paused(&mut self, level: LevelId, data: Value) {
        let index = self.levels[level.index()].paused;
        self.m.roots[index] = data;
    }

    /// What `note_paused` noted last, if anything.
    pub(crate) fn paused(&self, level: LevelId) -> Option<Value> {
        let noted = self.m.roots[self.levels.get(level.index())?.paused];
        noted.is_true().then_some(noted)
    }

    /// The global scope of a level.
    pub fn scope(&mut self, level: LevelId) -> Value {
        let globals = self.globals(level);
        environment::globals(&self.m, globals).scope
    }

    /// Gives up whatever runs: `level` is going to run with the levels of `waiting` above it.
    pub fn begin(&mut self, level: LevelId, waiting: Value) {
        self.m.clear();
        let host = waiting::state(&mut self.m.heap, level, waiting, Value::NIL);
        self.m.set_dynamic(birth(host));
        self.settle();
    }

    /// Evaluates the forms of a text at the level that runs; with `print` the last value is printed.
    pub fn evaluate_reader(&mut self, reader: Reader, print: bool) -> Stop {
        self.begin_part(print);
        let level = self.running();
        let scope = self.scope(level);
        let flow = self.start_text(reader, scope);
        self.drive(Next::Go(flow))
    }

    /// A part of the run that failed before it could begin.
    pub fn fail(&mut self, condition: &Condition) -> Stop {
        self.begin_part(false);
        let flow = self.m.raise_condition(condition);
        self.drive(Next::Go(flow))
    }

    /// What is evaluated next, at level 0, is done when it comes back to this frame, whoever waits
    /// above by then.
    pub(crate) fn begin_part(&mut self, print: bool) {
        let data = [Value::boolean(print), Value::FALSE, Value::FALSE];
        self.m.push_host_frame(FrameKind::Part as i64, data);
    }

    /// Says what is wrong with an input; nothing moves.
    pub fn complain(&mut self, condition: &Condition) {
        let object = levels::builtins::condition::to_object(&mut self.m, condition);
        self.tell_refusal(object);
    }

    /// Ends the line of output that is there, and sees to it that all output has left.
    pub fn end_output(&mut self) {
        if self.voice == Voice::Words {
            let _ = crate::report::say(&mut self.m, "");
        }
        let _ = self.m.world.flush_all();
    }

    /// Runs until something outside of the tower is to decide.
    pub(crate) fn drive(&mut self, mut next: Next) -> Stop {
        loop {
            self.settle();
            let event = match next {
                Next::Go(Flow::Continue) => self.m.run(),
                Next::Go(Flow::Stop(event)) => *event,
                Next::Stop(stop) => return stop,
            };
            next = self.meet(event);
        }
    }

    fn meet(&mut self, event: Event) -> Next {
        match event {
            Event::Finished(value) => self.finished(value),
            Event::Returned { kind, data, value } => {
                self.returned(FrameKind::ALL[kind as usize], data, value)
            }
            Event::Called { procedure, operation, arguments } => {
                match Primitive::ALL.get(operation) {
                    Some(primitive) => self.called(*primitive, procedure, &arguments),
                    None => {
                        let function = Function::ALL[operation - Primitive::ALL.len()];
                        Next::Go(self.perform(function, &arguments))
                    }
                }
            }
            Event::Evaluate(form) => {
                let level = self.running();
                let scope = self.scope(level);
                Next::Go(self.m.enter_evaluation(form, scope, Value::NIL))
            }
            Event::Govern { form, environment } => {
                self.step(Function::BaseEval, &[form, environment])
            }
            Event::Stale => Next::Go(self.m.deliver(Value::UNSPECIFIED)),
            Event::Step { step, form, scope, pristine } => {
                self.step_of_frame(step, form, scope, pristine)
            }
            Event::Lift => self.lift(),
            Event::StepApply { procedure, arguments, form, scope } => {
                self.apply_of_frame(procedure, &arguments, form, scope)
            }
            Event::Delta { procedure, arguments } => self.apply_delta(procedure, &arguments),
            Event::Rest(rest) => self.rest_of_frame(&rest),
            Event::Enter { closure, arguments } => self.enter_above(closure, &arguments),
            Event::Apply { procedure, arguments } => self.apply_above(procedure, &arguments),
            Event::Read(cell) => {
                let value = store::read_shown(&mut self.m, cell);
                Next::Go(self.m.deliver(value))
            }
            Event::Write { cell, value } => match store::write_shown(&mut self.m, cell, value) {
                Ok(()) => Next::Go(self.m.deliver(Value::UNSPECIFIED)),
                Err(condition) => Next::Go(self.m.raise_condition(&condition)),
            },
            Event::Jump { continuation, value } => Next::Go(self.jump(continuation, value)),
            Event::Unhandled(object) => self.unhandled(object),
            Event::Interrupted(object) => self.interrupted(object),
        }
    }

    fn returned(&mut self, kind: FrameKind, data: [Value; 3], value: Value) -> Next {
        match kind {
            FrameKind::Em => {
                self.descend(data);
                Next::Go(self.m.deliver(value))
            }
            FrameKind::ReadForms => self.forms_came(data, value),
            FrameKind::ReadFile => self.forms_of_file_came(data, value),
            FrameKind::Transform => self.forms_rewritten(data, value),
            FrameKind::TransformFile => Next::Go(self.form_of_file_rewritten(data, value)),
            FrameKind::PrintedOfInput => {
                self.descend(data);
                self.next_of_input(data[2])
            }
            FrameKind::PrintedLast => {
                self.descend(data);
                Next::Stop(Stop::Done(data[2]))
            }
            FrameKind::Down => Next::Go(self.came_up(data, value)),
            FrameKind::Below => {
                self.set_below(data[0]);
                Next::Go(self.m.deliver(value))
            }
            FrameKind::Input => self.print_of_input(value, data[0]),
            FrameKind::File => Next::Go(self.next_of_file(data, value)),
            FrameKind::Part if data[0] == Value::FALSE => Next::Stop(Stop::Done(value)),
            FrameKind::Part => self.print_last(value),
            FrameKind::Import => Next::Go(self.import(data[0], data[1], data[2])),
            FrameKind::DefineLibrary => Next::Go(self.define_library(data[0], data[1], data[2])),
            FrameKind::LibraryBody => Next::Go(self.next_of_library(data)),
            FrameKind::Environment => Next::Go(self.m.deliver(data[0])),
            FrameKind::Command => evaluation::came(self, data, value),
        }
    }

    fn called(&mut self, primitive: Primitive, procedure: Value, arguments: &[Value]) -> Next {
        match primitive {
            Primitive::Em | Primitive::EmForm | Primitive::EmCont | Primitive::InitTower
                if self.is_flat =>
            {
                let message = format!("{}: there are no levels here", primitive.description().name);
                let condition = Condition::Message { message, irritants: Vec::new() };
                Next::Go(self.m.raise_condition(&condition))
            }
            Primitive::Em | Primitive::EmForm => Next::Go(self.em(arguments[0])),
            Primitive::EmCont => self.em_cont(),
            Primitive::OldCont => self.old_cont(procedure.field(4), arguments.first().copied()),
            Primitive::Cont => Next::Go(self.cont(procedure.field(4), arguments[0])),
            Primitive::ContOfText => Next::Go(self.cont_of_text(procedure, arguments[0])),
            Primitive::Replaced => Next::Go(self.call_replaced(procedure, arguments)),
            Primitive::Reifying => Next::Go(self.call_reifying(procedure, arguments)),
            Primitive::ReadForms => Next::Go(self.read_forms(arguments[0])),
            Primitive::Transform => Next::Go(self.m.deliver(arguments[0])),
            Primitive::PrintResult => Next::Go(self.print_result(arguments[0])),
            Primitive::InteractionEnvironment => {
                let level = self.running();
                let globals = self.globals(level);
                let environment = self.global_environment(globals);
                Next::Go(self.m.deliver(environment))
            }
            Primitive::Environment => Next::Go(self.environment_of_imports(arguments)),
            Primitive::Rescue => self.pristine_rescue(arguments),
            Primitive::Import => Next::Go(self.import(arguments[0], arguments[1], Value::FALSE)),
            Primitive::DefineLibrary => {
                Next::Go(self.define_library(arguments[0], arguments[1], Value::FALSE))
            }
            Primitive::DeltaForm => Next::Go(self.delta_form(arguments[0])),
            Primitive::Settled => Next::Go(self.m.deliver(Value::UNSPECIFIED)),
            Primitive::Fail => Next::Go(self.fail_below(arguments)),
            Primitive::ApplyBelow => Next::Go(self.apply_below(arguments)),
            Primitive::Interpreted => {
                let answer = self.is_interpreted(arguments[0]);
                Next::Go(self.m.deliver(Value::boolean(answer)))
            }
            Primitive::HowItRuns => Next::Go(self.how_it_runs(arguments[0])),
            Primitive::ApplyLast => self.apply_last(arguments),
            Primitive::LoadLibrary => Next::Go(self.load_library_below(arguments)),
            Primitive::MakeDelta => Next::Go(self.make_delta(arguments[0])),
            Primitive::DeltaProcedure => Next::Go(self.delta_procedure(arguments[0])),
            Primitive::Load => Next::Go(self.load(arguments)),
            Primitive::Exit | Primitive::EmergencyExit => {
                Next::Stop(Stop::Exit(exit_status(arguments.first().copied()).into()))
            }
            Primitive::EnvironmentAbove => Next::Go(self.environment_above()),
            Primitive::CallAbove => Next::Go(self.call_at_level_above(arguments[0], arguments[1])),
            Primitive::Evaluators => Next::Go(self.evaluators(arguments[0])),
            Primitive::ResetLevel => Next::Go(self.reset_level(arguments[0])),
            Primitive::InitTower => Next::Go(self.init_tower(arguments)),
            Primitive::Snapshot => Next::Go(self.snapshot()),
            Primitive::Restore => Next::Go(self.restore(arguments)),
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
            Some(environment) if environment.is_a(Type::Environment) => {
                local::scope_for_evaluation(&mut self.m.heap, *environment)
            }
            Some(_) | None => {
                let level = self.running();
                self.scope(level)
            }
        };
        let path = levels::string::to_rust(&self.m.heap, path);
        match crate::source_file::open(&mut self.m, &path) {
            Ok(reader) => self.start_text(reader, scope),
            Err(condition) => self.m.raise_condition(&condition),
        }
    }
}
