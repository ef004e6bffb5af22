//! Going up and down: `em`, `em-cont`, `old-cont` and continuations that hold one level.

use crate::frame::FrameKind;
use crate::primitive::Primitive;
use crate::tower::{Next, Stop, Tower};
use crate::waiting::{self, LevelId, Waiting};
use levels::layout::Type;
use levels::level::local;
use levels::machine::Dynamic;
use levels::machine::call::Flow;
use levels::machine::continuation::field;
use levels::machine::points::Innermost;
use levels::value::Value;

/// The field of a primitive's own data.
const PRIMITIVE_DATA: usize = 4;

impl Tower {
    /// At a callee position of level l: level l waits in a frame of this kind, and what follows is
    /// level l + 1's. Gives that level.
    pub(crate) fn climb(&mut self, kind: FrameKind, datum: Value) -> LevelId {
        let host = self.m.dynamic.host;
        let saved = waiting::in_force(&mut self.m.heap, &self.m.dynamic);
        self.m.push_host_frame(kind as i64, [saved, host, datum]);
        let level = waiting::level(host).above();
        let (next, rest) = waiting::nearest(waiting::waiting(host));
        let host = waiting::state(&mut self.m.heap, level, rest, saved);
        self.m.set_dynamic(dynamic_of(next, host));
        self.settle();
        level
    }

    /// A value has come back to the frame that `climb` left: level l goes on. Level l + 1 waits where it
    /// waited, the levels above it where they wait by then.
    pub(crate) fn descend(&mut self, data: [Value; 3]) {
        let [saved, host, _] = data;
        let host = self.with_present(host);
        self.m.set_dynamic(waiting::put_in_force(saved, |_| host));
        self.settle();
    }

    /// The host state that level l left when it climbed, with the levels above the next one as they are now.
    fn with_present(&mut self, host: Value) -> Value {
        let present = waiting::waiting(self.m.dynamic.host);
        let (next, rest) = waiting::nearest(waiting::waiting(host));
        if rest == present {
            return host;
        }
        let list = waiting::with_nearer(&mut self.m.heap, next, present);
        let (level, below) = (waiting::level(host), waiting::below(host));
        waiting::state(&mut self.m.heap, level, list, below)
    }

    /// `(em datum)` at a callee position of level l.
    pub(crate) fn em(&mut self, datum: Value) -> Flow {
        let level = self.climb(FrameKind::Em, Value::FALSE);
        let scope = self.scope(level);
        self.m.enter_evaluation(datum, scope, Value::NIL)
    }

    /// `(em-cont)` at a callee position of level l: the REPL of level l + 1.
    pub(crate) fn em_cont(&mut self) -> Next {
        let symbol = self.m.intern("em-cont");
        let expression = self.m.heap.list(&[symbol]);
        let paused = self.m.capture();
        let (_, environment) = self.innermost();
        self.pause(paused, Value::FALSE, expression, environment)
    }

    /// What the computation that was just captured was evaluating, and where.
    pub(crate) fn innermost(&mut self) -> (Value, Value) {
        let level = self.running();
        let scope = self.scope(level);
        match self.m.innermost() {
            Innermost::Expression(point, place) => local::at(&mut self.m, point, place),
            Innermost::Within(expression, environment) => (expression, environment),
            Innermost::Call(call) => {
                let environment = local::of_procedure(&mut self.m.heap, call.car());
                (call, environment.unwrap_or_else(|| local::global(&mut self.m.heap, scope)))
            }
            Innermost::Nothing => (Value::FALSE, local::global(&mut self.m.heap, scope)),
        }
    }

    /// The level of `paused` has been left: sets the variables of the level above and starts its
    /// REPL.
    pub(crate) fn pause(
        &mut self,
        paused: Value,
        condition: Value,
        expression: Value,
        environment: Value,
    ) -> Next {
        let host = host_of(paused);
        let level = waiting::level(host).above();
        let globals = self.globals(level);
        self.define(globals, "old-exp", expression);
        self.set_paused(level, condition, environment, paused);
        let (_, rest) = waiting::nearest(waiting::waiting(host));
        self.begin(level, rest);
        Next::Stop(Stop::Prompt(level))
    }

    /// Sets the variables of `level` that tell of the paused level below; `data` is what `old-cont`
    /// goes on with (see `Primitive::OldCont`).
    pub(crate) fn set_paused(
        &mut self,
        level: LevelId,
        condition: Value,
        environment: Value,
        data: Value,
    ) {
        let globals = self.globals(level);
        self.define(globals, "condition", condition);
        self.define(globals, "old-env", environment);
        let old_cont = self.m.new_host_procedure(&Primitive::OldCont.description(), data);
        self.define(globals, "old-cont", old_cont);
        self.note_paused(level, data);
    }

    /// The REPL of the level that runs is left for that of the level above, whatever the hooks are.
    pub fn up(&mut self) -> Stop {
        let nothing = [Value::NIL, Value::FALSE, Value::FALSE];
        self.m.push_host_frame(FrameKind::Input as i64, nothing);
        let next = self.em_cont();
        self.drive(next)
    }

    /// What was paused last below the level that runs goes on, or else the REPL of the level below
    /// starts, whatever the hooks are. `None` if there is no level below.
    pub fn down(&mut self) -> Option<Stop> {
        let level = self.running();
        let start = (level.0 > 0).then(|| Value::fixnum(level.below().0));
        let data = self.paused(level).or(start)?;
        let next = self.old_cont(data, None);
        Some(self.drive(next))
    }

    /// `(old-cont [value])`, wherever it is called: everything that runs is given up.
    pub(crate) fn old_cont(&mut self, data: Value, value: Option<Value>) -> Next {
        if data.is_fixnum() {
            let level = LevelId(data.fixnum_value());
            let waiting = self.waiting_above(level);
            self.begin(level, waiting);
            return match value {
                Some(value) => self.print_of_input(value, Value::NIL),
                None => self.next_of_input(Value::NIL),
            };
        }
        let value = value.unwrap_or(Value::UNSPECIFIED);
        if data.is_pair() {
            self.m.reinstate(data.car());
            return Next::Go(self.m.enter_call(data.cdr(), &[value]));
        }
        self.m.reinstate(data);
        Next::Go(self.m.deliver(value))
    }

    /// Who waits above `level` if it starts anew: the running level gives up, those above it stay.
    fn waiting_above(&self, level: LevelId) -> Value {
        let host = self.m.dynamic.host;
        let (running, list) = (waiting::level(host), waiting::waiting(host));
        if level >= running { waiting::without(list, level.0 - running.0) } else { Value::NIL }
    }

    /// A `cont` is called by level m with a value for the level it holds, l.
    pub(crate) fn cont(&mut self, continuation: Value, value: Value) -> Flow {
        self.resume(continuation);
        self.m.deliver(value)
    }

    /// At a callee position of level m, which waits from here on if it is above: goes to where a level
    /// was captured, the levels above it being as they are.
    pub(crate) fn resume(&mut self, continuation: Value) {
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
        let below = waiting::below(self.m.dynamic.host);
        self.m.dynamic.host = waiting::state(&mut self.m.heap, held, list, below);
        self.settle();
    }

    /// `continuation`, which a level captured itself, is called with a value, by another level or while
    /// others wait. The `dynamic-wind` thunks of a jump are those of the level that it is a
    /// continuation of, and that level runs them.
    pub(crate) fn jump(&mut self, continuation: Value, value: Value) -> Flow {
        let held = waiting::level(host_of(continuation));
        if held != self.running() {
            let winders = self.winders_of(held);
            self.m.reinstate(continuation);
            self.m.dynamic.winders = winders;
        }
        self.m.jump(continuation, value)
    }

    /// The winders of what a level that does not run is doing: it waits above for a value, or below, where the
    /// levels above are at work for a step of its. A level that does neither is inside of none.
    fn winders_of(&self, level: LevelId) -> Value {
        let host = self.m.dynamic.host;
        let running = waiting::level(host);
        if level > running {
            let list = waiting::without(waiting::waiting(host), level.0 - running.0 - 1);
            return dynamic_of(waiting::nearest(list).0, host).winders;
        }
        let mut kept = waiting::below(host);
        for _ in level.0 + 1..running.0 {
            kept = waiting::put_in_force(kept, |below| below).host;
        }
        waiting::put_in_force(kept, |below| below).winders
    }

    /// Nothing remains of the running level: its value goes to the nearest level that waits.
    pub(crate) fn finished(&mut self, value: Value) -> Next {
        let mut level = self.running();
        let mut list = waiting::waiting(self.m.dynamic.host);
        loop {
            let (next, rest) = waiting::nearest(list);
            level = level.above();
            match next {
                Waiting::Finished => list = rest,
                Waiting::With(continuation) => {
                    self.m.reinstate(continuation);
                    let below = waiting::below(self.m.dynamic.host);
                    self.m.dynamic.host = waiting::state(&mut self.m.heap, level, rest, below);
                    return Next::Go(self.m.deliver(value));
                }
                Waiting::AtRepl => {
                    self.begin(level, rest);
                    return self.print_of_input(value, Value::NIL);
                }
            }
        }
    }
}

/// The data of an `old-cont` or a `cont`.
pub(crate) fn data_of(primitive: Value) -> Option<Value> {
    let has_data = primitive.is_a(Type::Builtin) && primitive.header().len() > PRIMITIVE_DATA;
    has_data.then(|| primitive.field(PRIMITIVE_DATA))
}

/// The host state that a continuation holds.
pub(crate) fn host_of(continuation: Value) -> Value {
    continuation.field(field::HOST)
}

/// A computation of a level that has just begun.
pub(crate) fn birth(host: Value) -> Dynamic {
    Dynamic { handlers: Value::NIL, bindings: Value::NIL, winders: Value::NIL, host }
}

/// What is in force in a level that waits.
fn dynamic_of(waiting: Waiting, host: Value) -> Dynamic {
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
