"""The tower: levels, who runs, who waits, going up and down (SEMANTICS §§1, 2).

Registers: the level that runs, its continuation `k` (a chain of frames), what is in force in it (`dyn`), and
`meta`, the levels that wait above it: a chain of (k, dyn, next), None for levels that have done nothing yet.
Every method that does a step returns the next step, a function of no arguments.
"""

from collections import namedtuple

from data import Condition, MultipleValues, NIL, Pair, UNSPECIFIED, Wrong, items_of, symbol, to_list
from environment import Environment, Level, is_identifier
from evaluator import Delta, FUNCTIONS
from text import written

# Handlers: a chain (handler, next). Parameters: a chain (parameter, cell, next). Winders: a chain (Winder,
# next). `below`: what was in force in the level below at the step that this level is at work for, or None.
Dynamics = namedtuple("Dynamics", "handlers parameters winders below")
BIRTH = Dynamics(None, None, None, None)

# `cont`: the procedure that gets the value, in a frame that does nothing else, or None.
Frame = namedtuple("Frame", "go next restores cont")
Winder = namedtuple("Winder", "before after dyn")
Guard = namedtuple("Guard", "leave handle")
Raised = namedtuple("Raised", "state object exp env continuable")


# How many parts the functions take out of a form.
PARTS = {
    "eval-quote": 2, "eval-if": 3, "eval-set!": 3, "eval-define": 2, "eval-lambda": 3, "eval-delta": 3,
    "eval-define-syntax": 3, "eval-let-syntax": 3, "eval-import": 1, "eval-macro-use": 1, "eval-application": 1,
}


def can_take_apart(name, form, operands):
    """"The functions it calls do not check the shape": what a function cannot take apart it refuses as a builtin
    refuses an argument."""
    if name in ("base-apply", "foreign-apply"):
        return isinstance(form, Delta) or items_of(operands) is not None
    if name == "eval-var":
        return is_identifier(form)
    if name in ("eval-begin", "eval-list"):
        return form is NIL or isinstance(form, Pair)
    parts, rest = [], form
    while isinstance(rest, Pair) and len(parts) < 3:
        parts.append(rest.car)
        rest = rest.cdr
    if len(parts) < PARTS.get(name, 0):
        return False
    if name == "eval-define":
        return is_identifier(parts[1]) or isinstance(parts[1], Pair)
    return name not in ("eval-set!", "eval-define-syntax") or is_identifier(parts[1])


class Pristine:
    """A function that every store is born with. `act` performs it for the level that runs; called as a
    procedure it "acts for the level below its caller"."""

    def __init__(self, name, count, act):
        self.name, self.count, self.act = name, count, act

    def call(self, tower, arguments, exp, env):
        if len(arguments) != self.count + 1:
            raise Wrong("wrong number of arguments", self)
        if not isinstance(arguments[-2], Environment):
            raise Wrong(self.name + ": not an environment", arguments[-2])
        if not can_take_apart(self.name, *arguments[:2]):
            raise Wrong(self.name + ": cannot take apart", arguments[0])
        return tower.act_below(self.act, arguments[:-1], arguments[-1])

    def written(self):
        return f"#<procedure {self.name}>"


class Hook:
    """The pristine `read-forms`, `transform`, `print-result`: an ordinary function of one argument."""

    def __init__(self, name, value):
        self.name, self.value = name, value

    def call(self, tower, arguments, exp, env):
        if len(arguments) != 1:
            raise Wrong("wrong number of arguments", self)
        return tower.ret(self.value(tower, arguments[0]))

    def written(self):
        return f"#<procedure {self.name}>"


class Rescue:
    """The pristine `rescue`; "it may be called by any code of level l+1"."""

    def call(self, tower, arguments, exp, env):
        if len(arguments) != 3:
            raise Wrong("wrong number of arguments", self)
        return tower.rescue_called(*arguments)

    def written(self):
        return "#<procedure rescue>"


class Cont:
    """"A `cont` holds one level"."""

    def __init__(self, level, k, dyn):
        self.level, self.k, self.dyn = level, k, dyn

    def call(self, tower, arguments, exp, env):
        if len(arguments) != 1:
            raise Wrong("wrong number of arguments", self)
        return tower.continue_level(self, arguments[0])

    def written(self):
        return "#<procedure cont>"


class State:
    """A level and the levels that wait above it."""

    def __init__(self, tower):
        self.level, self.k, self.dyn, self.meta = tower.running, tower.k, tower.dyn, tower.meta


class Continuation:
    """"A continuation that level l captures itself holds what `old-cont` holds"."""

    def __init__(self, state):
        self.state = state

    def call(self, tower, arguments, exp, env):
        return tower.jump(self.state, lambda: tower.ret(tower.values(arguments)))

    def written(self):
        return "#<continuation>"


class OldCont:
    """"Resumes level l, the paused expression having the value v". `cont` is what gets the value if that is
    another procedure, called in the place of what is held."""

    def __init__(self, state, cont=None):
        self.state, self.cont = state, cont

    def call(self, tower, arguments, exp, env):
        if len(arguments) > 1:
            raise Wrong("wrong number of arguments", self)
        value = arguments[0] if arguments else UNSPECIFIED
        tower.restore(self.state)
        if self.cont is None:
            return tower.ret(value)
        if isinstance(self.cont, Cont):
            return tower.continue_level(self.cont, value)
        return tower.apply(self.cont, [value])

    def written(self):
        return "#<procedure old-cont>"


class NothingPaused:
    """"Before anything was paused, `old-cont` starts the REPL of level l, printing its argument, if any"."""

    def __init__(self, level):
        self.level = level

    def call(self, tower, arguments, exp, env):
        if len(arguments) > 1:
            raise Wrong("wrong number of arguments", self)
        waiting = tower.meta
        for _ in range(self.level - tower.running):
            waiting = waiting and waiting[2]
        if self.level < tower.running:
            waiting = None
        tower.start_repl(self.level, waiting)
        return tower.ret(arguments[0]) if arguments else tower.repl.prompt(tower)

    def written(self):
        return "#<procedure old-cont>"


class Tower:
    def __init__(self, repl, hooks):
        self.repl, self.hooks = repl, hooks
        self.levels, self.paused, self.ended = {}, {}, False
        self.running, self.k, self.dyn, self.meta = 0, None, BIRTH, None
        self.pristine = {name: Pristine(name, count, act) for name, (act, count) in FUNCTIONS.items()}
        self.pristine.update(hooks)
        self.pristine["rescue"] = Rescue()

    def run(self, step):
        while step and not self.ended:
            step = step()

    # Levels

    def level(self, number):
        """"A level comes to be the first time anything looks at it, in the pristine state"; those that interpret
        programs for level 0 have level 0's variables."""
        number = max(number, 0)
        if number not in self.levels:
            level = self.levels[number] = Level(self, number)
            born = dict(self.pristine, level=number)
            born["system-global-environment"] = level.environment
            if number > 0:
                below = self.level(number - 1).environment
                born.update({"global-env": below, "old-cont": NothingPaused(number - 1), "old-env": below})
                born.update({"old-exp": False, "condition": False})
            level.variables = {symbol(name): value for name, value in born.items()}
        return self.levels[number]

    def above(self, name):
        """The variable of the level above the one that runs."""
        level, key = self.level(self.running + 1), symbol(name)
        return level.read(key) if level.binds(key) else None

    def environment(self):
        """The global environment of the level that runs; a program that level 0 interprets has level 0's."""
        return self.level(max(self.running, 0)).environment

    # Continuations

    def push(self, go, restores=False, cont=None):
        self.k = Frame(go, self.k, restores, cont)

    def ret(self, value):
        """Returns a value to the continuation; "a level is finished when nothing remains of it"."""
        if self.k is None:
            return lambda: self.finish(value)
        frame = self.k
        self.k = frame.next
        return lambda: frame.go(value)

    def finish(self, value):
        """"Its value is delivered to level l+1's waiting continuation"."""
        self.wake()
        return self.ret(value)

    def wake(self):
        """The level above goes on. "A level that has done nothing yet waits at its REPL"."""
        self.running += 1
        if self.meta is None:
            self.k, self.dyn = self.repl.base(self), BIRTH
        else:
            self.k, self.dyn, self.meta = self.meta

    def up(self):
        """The level above works for a step of the one that runs, whose `cont` the caller holds."""
        below = self.dyn
        self.wake()
        self.push_restore(self.dyn)
        self.dyn = self.dyn._replace(below=below)

    def push_restore(self, dyn, always=False):
        """What is in force is `dyn` again when a value comes back; where the next frame says so already, that one
        counts."""
        def restore(value):
            self.dyn = dyn
            return self.ret(value)
        if always or not (self.k and self.k.restores):
            self.push(restore, restores=True)

    def here(self):
        return Cont(self.running, self.k, self.dyn)

    def cont(self):
        """What a step is given: a `cont` that an evaluator function was given is passed on as it is."""
        return self.here() if self.k is None or self.k.cont is None else self.k.cont

    def restore(self, state):
        self.running, self.k, self.dyn, self.meta = state.level, state.k, state.dyn, state.meta

    def continue_level(self, cont, value):
        """"Called by level l+1, it makes the caller wait. Called from further above, the caller waits too, and
        the levels between are finished. Called by level l itself, it takes the place of what level l was doing.
        Called from below, the levels below l are abandoned"."""
        if self.running > cont.level:
            self.meta = (self.k, self.dyn, self.meta)
            for _ in range(self.running - cont.level - 1):
                self.meta = (None, BIRTH, self.meta)
        for _ in range(cont.level - self.running):
            self.meta = self.meta and self.meta[2]
        # "calling a `cont` brings back those in force where it was made"
        self.running, self.k, self.dyn = cont.level, cont.k, cont.dyn
        return self.ret(value)

    def values(self, items):
        return items[0] if len(items) == 1 else MultipleValues(items)

    # Steps

    def step(self, name, *arguments):
        """One use of an evaluator function by its name: that which the level above has bound now."""
        hook = self.above(name)
        if isinstance(hook, Pristine) and hook.count == len(arguments):
            return lambda: hook.act(self, *arguments)
        # "Calling a *replaced* one is an application of level l+1"
        cont = self.cont()
        self.up()
        return self.call_hook(name, hook, [*arguments, cont])

    def call_hook(self, name, hook, arguments):
        if hook is None:
            return self.signal(Condition("unbound variable", [symbol(name)]), symbol(name), self.environment())
        return self.apply(hook, arguments)

    def apply(self, procedure, arguments):
        """"In calls that builtins or the tower make, `env` is the level's global environment"."""
        return self.step("base-apply", procedure, to_list(arguments), self.environment())

    def act_below(self, act, arguments, cont):
        """"Called at level m, it makes level m wait and runs level m-1. `cont` may be any procedure of one
        argument; it is called at level m"."""
        # "it has level l go on, with whatever `cont`, level l finds its own as they were at that step"
        below = self.dyn.below
        dyn = below or BIRTH
        self.meta = (self.k, self.dyn, self.meta)
        self.running -= 1
        self.k, self.dyn = None, dyn
        self.push(lambda value: self.call_cont(cont, value, below), cont=cont)
        if isinstance(cont, Cont) and cont.level == self.running:
            self.k = cont.k
            if cont.dyn is not dyn:
                self.push_restore(cont.dyn, always=True)
        return act(self, *arguments)

    def call_cont(self, cont, value, below):
        """At level m again, at work for the step for which it had level m-1 go on."""
        self.wake()
        if self.dyn.below is not below:
            self.push_restore(self.dyn)
            self.dyn = self.dyn._replace(below=below)
        return self.apply(cont, [value])

    # Going up and coming back

    def execute_meta(self, datum):
        """`(em datum)`: "the call at level l waits inside level l+1's continuation"."""
        self.climb()
        return self.step("base-eval", datum, self.environment())

    def climb(self):
        """The level above works for the one that runs, which goes on with the value; what is in force above is by
        then what it was."""
        held, below = self.here(), self.dyn
        self.wake()

        def down(value):
            self.meta = (self.k, self.dyn, self.meta)
            self.running, self.k, self.dyn = held.level, held.k, held.dyn
            return self.ret(value)
        self.push(down)
        self.push_restore(self.dyn)
        self.dyn = self.dyn._replace(below=below)

    def ask(self, name, argument, wanted, then):
        """A call of `read-forms`, `transform` or `print-result` at level l+1. "A result that is not a list is
        an error of level l+1, resumed with a list of forms"."""
        self.push(then)
        hook = self.above(name)
        if isinstance(hook, Hook) and hook is self.pristine[name]:
            return self.ret(hook.value(self, argument))
        self.climb()

        def checked(value):
            if wanted(value):
                return self.ret(value)
            self.push(checked)
            wrong = Condition(name + ": the result is no list of forms", [value])
            return self.signal(wrong, to_list([hook, argument]), self.environment())
        self.push(checked)
        return self.call_hook(name, hook, [argument])

    def start_repl(self, level, waiting):
        self.running, self.dyn, self.meta = level, BIRTH, waiting
        self.k = self.repl.base(self)

    def pause(self, condition, env, old_cont):
        """Sets what tells of the paused level, in the level above it."""
        variables = self.level(old_cont.state.level + (0 if old_cont.cont is not None else 1))
        for name, value in [("condition", condition), ("old-env", env), ("old-cont", old_cont)]:
            variables.write(symbol(name), value)
        self.paused[variables.number] = old_cont

    def em_cont(self, env):
        """"Pauses level l here and continues in the REPL of level l+1"."""
        state = State(self)
        self.level(state.level + 1).write(symbol("old-exp"), to_list([symbol("em-cont")]))
        self.pause(False, env, OldCont(state))
        self.start_repl(state.level + 1, state.meta and state.meta[2])
        return self.repl.prompt(self)

    # Errors

    def signal(self, raised, exp, env, continuable=False):
        """"`guard` and `with-exception-handler` see an error first; level l's see level l's errors only"."""
        return self.offer(Raised(State(self), raised, exp, env, continuable), self.dyn.handlers)

    def offer(self, raised, handlers):
        if handlers is None:
            self.restore(raised.state)
            return self.unhandled(raised)
        handler, outside = handlers
        if isinstance(handler, Guard):
            return self.jump(handler.leave, lambda: self.handle(handler, raised, outside))
        self.restore(raised.state)
        dyn = self.dyn

        def after(value):
            self.dyn = dyn
            if raised.continuable:
                return self.ret(value)
            # "A handler that returns from `raise` or from an error is a further error"
            further = Condition("a handler returned from a raise that is not continuable", [raised.object])
            return self.offer(raised._replace(object=further), outside)
        self.push(after)
        self.dyn = dyn._replace(handlers=outside)
        return self.apply(handler, [raised.object])

    def handle(self, guard, raised, outside):
        """"No clause of a `guard` matching, it is as if that `guard` had not been there"."""
        def reraise(tower):
            return tower.jump(raised.state, lambda: tower.offer(raised, outside))
        return self.apply(guard.handle, [raised.object, Thunk(reraise)])

    def unhandled(self, raised):
        """"What nobody handles moves up: level l+1's `rescue` is called with (condition env cont)"."""
        above = self.level(self.running + 1)
        above.write(symbol("old-exp"), raised.exp)
        rescue = self.above("rescue")
        if isinstance(rescue, Rescue):
            return self.move_up(raised.object, raised.env, OldCont(raised.state))
        cont = self.here()
        self.up()
        return self.call_hook("rescue", rescue, [raised.object, raised.env, cont])

    def rescue_called(self, condition, env, cont):
        """"`old-cont` to `cont` together with the levels that wait, its own caller included"."""
        return self.move_up(condition, env, OldCont(State(self), cont))

    def move_up(self, condition, env, old_cont):
        self.pause(condition, env, old_cont)
        state = old_cont.state
        level, waiting = (state.level, state.meta) if old_cont.cont is not None else (state.level + 1, state.meta and state.meta[2])
        self.start_repl(level, waiting)
        self.repl.tell_move(condition, level)
        return self.repl.prompt(self)

    # Jumps

    def jump(self, state, then):
        """"Both are put back and the caller does not wait"; "`call/cc` jumps run those [thunks] of their own
        level"."""
        present = self.winders_of(state.level)
        self.restore(state)

        def arrive():
            self.restore(state)
            return then()
        return self.rewind(present, state.dyn.winders, arrive)

    def winders_of(self, level):
        dyn, meta = self.dyn, self.meta
        for _ in range(level - self.running):
            dyn, meta = (meta[1], meta[2]) if meta else (BIRTH, None)
        for _ in range(self.running - level):
            dyn = dyn.below or BIRTH
        return dyn.winders

    def rewind(self, present, target, then):
        left, entered = list(chain(present)), list(chain(target))
        while left and entered and left[-1] is entered[-1]:
            left.pop(), entered.pop()
        steps = [(w.after, w.dyn) for w in left] + [(w.before, w.dyn) for w in reversed(entered)]

        def go(at):
            if at == len(steps):
                return then()
            self.push(lambda ignored: go(at + 1))
            thunk, self.dyn = steps[at]
            return thunk(self) if callable(thunk) else self.apply(thunk, [])
        return go(0)


class Thunk:
    """A procedure of no arguments of the tower's own."""

    def __init__(self, act):
        self.act = act

    def call(self, tower, arguments, exp, env):
        if arguments:
            raise Wrong("wrong number of arguments", self)
        return self.act(tower)

    def written(self):
        return "#<procedure>"


def chain(linked):
    while linked:
        yield linked[0]
        linked = linked[1]
