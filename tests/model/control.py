"""The builtins that call what they are given, that write, and that move between levels."""

from builtin import control, is_procedure, list_of, need, builtin
from data import Condition, MultipleValues, Symbol, UNSPECIFIED, Wrong, is_true, items_of, symbol, to_list
from environment import Environment
from text import written
from tower import Continuation, Guard, State, Winder


def needs_environment(env):
    need(isinstance(env, Environment), "an environment is needed", env)


# Output

@control("display")
def display(tower, site, value):
    tower.repl.write(written(value, display=True))
    return tower.ret(UNSPECIFIED)


@control("write")
def write(tower, site, value):
    tower.repl.write(written(value))
    return tower.ret(UNSPECIFIED)


@control("newline")
def newline(tower, site):
    tower.repl.write("\n")
    return tower.ret(UNSPECIFIED)


# Calls of what they are given

def collecting(tower, calls, then):
    """Makes the calls one after the other, then goes on with the list of their values."""
    def go(done):
        if len(done) == len(calls):
            return then(done)
        tower.push(lambda value: go(done + [value]))
        procedure, arguments = calls[len(done)]
        return tower.apply(procedure, arguments)
    return go([])


def rows(name, lists):
    return [list(row) for row in zip(*[list_of(name, items) for items in lists])]


def needs_procedure(name, value):
    if not is_procedure(value):
        raise Wrong(name + ": not a procedure", value)


@control("map")
def map_(tower, site, procedure, first, *rest):
    needs_procedure("map", procedure)
    calls = [(procedure, row) for row in rows("map", [first, *rest])]
    return collecting(tower, calls, lambda values: tower.ret(to_list(values)))


@control("for-each")
def for_each(tower, site, procedure, first, *rest):
    needs_procedure("for-each", procedure)
    calls = [(procedure, row) for row in rows("for-each", [first, *rest])]

    def go(at):
        if at == len(calls):
            return tower.ret(UNSPECIFIED)
        tower.push(lambda ignored: go(at + 1))
        return tower.apply(*calls[at])
    return go(0)


@control("filter")
def filter_(tower, site, procedure, items):
    needs_procedure("filter", procedure)
    found = list_of("filter", items)
    calls = [(procedure, [item]) for item in found]
    return collecting(tower, calls, lambda values: tower.ret(
        to_list([item for item, kept in zip(found, values) if is_true(kept)])))


@control("fold-left")
def fold_left(tower, site, procedure, seed, items):
    return fold(tower, list_of("fold-left", items), seed, lambda done, item: (procedure, [done, item]))


@control("fold-right")
def fold_right(tower, site, procedure, seed, items):
    return fold(tower, list_of("fold-right", items)[::-1], seed, lambda done, item: (procedure, [item, done]))


@control("fold")
def fold_srfi(tower, site, procedure, seed, items):
    return fold(tower, list_of("fold", items), seed, lambda done, item: (procedure, [item, done]))


def fold(tower, items, seed, call):
    def go(at, done):
        if at == len(items):
            return tower.ret(done)
        tower.push(lambda value: go(at + 1, value))
        return tower.apply(*call(done, items[at]))
    return go(0, seed)


@control("sort")
def sort(tower, site, items, less):
    """An insertion sort: what calls a sort makes is not said."""
    needs_procedure("sort", less)

    def insert(rest, done):
        return place(rest[0], rest[1:], done, len(done)) if rest else tower.ret(to_list(done))

    def place(item, rest, done, at):
        if at == 0:
            return insert(rest, [item] + done)
        tower.push(lambda smaller: place(item, rest, done, at - 1) if is_true(smaller)
                   else insert(rest, done[:at] + [item] + done[at:]))
        return tower.apply(less, [item, done[at - 1]])
    return insert(list_of("sort", items), [])


@control("apply")
def apply(tower, site, procedure, *arguments):
    if not arguments:
        return tower.apply(procedure, [])
    return tower.apply(procedure, list(arguments[:-1]) + list_of("apply", arguments[-1]))


@control("eval")
def eval_(tower, site, exp, env=None):
    if env is not None:
        needs_environment(env)
    return tower.step("base-eval", exp, tower.environment() if env is None else env)


@control("interaction-environment")
def interaction_environment(tower, site):
    return tower.ret(tower.environment())


@control("values")
def values(tower, site, *items):
    return tower.ret(tower.values(list(items)))


@control("call-with-values")
def call_with_values(tower, site, producer, consumer):
    needs_procedure("call-with-values", producer)
    needs_procedure("call-with-values", consumer)
    tower.push(lambda value: tower.apply(consumer, value.items if isinstance(value, MultipleValues) else [value]))
    return tower.apply(producer, [])


# Control

@control("call-with-current-continuation", "call/cc")
def call_cc(tower, site, receiver):
    needs_procedure("call/cc", receiver)
    return tower.apply(receiver, [Continuation(State(tower))])


@control("dynamic-wind")
def dynamic_wind(tower, site, before, thunk, after):
    for procedure in (before, thunk, after):
        needs_procedure("dynamic-wind", procedure)
    return winding(tower, before, after, lambda: tower.apply(thunk, []))


def winding(tower, before, after, inside):
    outside = tower.dyn

    def run(thunk):
        return thunk(tower) if callable(thunk) else tower.apply(thunk, [])

    def entered(ignored):
        tower.push(left)
        tower.dyn = outside._replace(winders=(Winder(before, after, outside), outside.winders))
        return inside()

    def left(value):
        tower.dyn = outside
        tower.push(lambda ignored: tower.ret(value))
        return run(after)
    tower.push(entered)
    return run(before)


@control("with-exception-handler")
def with_exception_handler(tower, site, handler, thunk):
    needs_procedure("with-exception-handler", handler)
    needs_procedure("with-exception-handler", thunk)
    return in_force(tower, tower.dyn._replace(handlers=(handler, tower.dyn.handlers)), thunk)


def in_force(tower, dyn, thunk):
    tower.push_restore(tower.dyn)
    tower.dyn = dyn
    return tower.apply(thunk, [])


@control("%guard")
def guard(tower, site, thunk, handle):
    leave = Guard(State(tower), handle)
    return in_force(tower, tower.dyn._replace(handlers=(leave, tower.dyn.handlers)), thunk)


@control("raise")
def raise_(tower, site, value):
    return tower.signal(value, site.exp, site.env)


@control("raise-continuable")
def raise_continuable(tower, site, value):
    return tower.signal(value, site.exp, site.env, continuable=True)


@control("error")
def error(tower, site, message, *irritants):
    return tower.signal(Condition(message, irritants), site.exp, site.env)


class Parameter:
    def __init__(self, value, converter):
        self.value, self.converter = value, converter

    def call(self, tower, arguments, exp, env):
        if arguments:
            raise Wrong("wrong number of arguments", self)
        found = tower.dyn.parameters
        while found and found[0] is not self:
            found = found[2]
        return tower.ret(found[1] if found else self.value)

    def written(self):
        return "#<parameter>"


@control("make-parameter")
def make_parameter(tower, site, value, converter=None):
    if converter is None:
        return tower.ret(Parameter(value, None))
    tower.push(lambda converted: tower.ret(Parameter(converted, converter)))
    return tower.apply(converter, [value])


@control("%parameterize")
def parameterize(tower, site, pairs, thunk):
    pairs = [(pair.car, pair.cdr) for pair in items_of(pairs)]
    for parameter, _ in pairs:
        need(isinstance(parameter, Parameter), "parameterize", parameter)

    def go(at, parameters):
        if at == len(pairs):
            return in_force(tower, tower.dyn._replace(parameters=parameters), thunk)
        parameter, value = pairs[at]
        if parameter.converter is None:
            return go(at + 1, (parameter, value, parameters))
        tower.push(lambda converted: go(at + 1, (parameter, converted, parameters)))
        return tower.apply(parameter.converter, [value])
    return go(0, tower.dyn.parameters)


class Promise:
    def __init__(self, thunk):
        self.thunk, self.value = thunk, None

    def written(self):
        return "#<promise>"


@builtin("%delay")
def delay(thunk):
    return Promise(thunk)


@control("force")
def force(tower, site, promise):
    if not isinstance(promise, Promise):
        return tower.ret(promise)
    if promise.thunk is None:
        return tower.ret(promise.value)

    def forced(value):
        if promise.thunk is not None:
            promise.thunk, promise.value = None, value
        return tower.ret(promise.value)
    tower.push(forced)
    return tower.apply(promise.thunk, [])


# The tower

@control("em")
def em(tower, site, datum):
    return tower.execute_meta(datum)


@control("em-cont")
def em_cont(tower, site):
    return tower.em_cont(Environment(site.env.scope, site.env.level))


@control("exit")
def exit_(tower, site, status=0):
    """"Runs the `after`s of the level that calls it"."""
    def end():
        tower.ended = True
    return tower.rewind(tower.dyn.winders, None, end)


@control("with-evaluator")
def with_evaluator(tower, site, name, wrap, thunk):
    """"While `thunk` runs, level l+1's `name` is `(wrap original)`; set on entry, restored on exit, in the way
    of `dynamic-wind`; `wrap` is called at level l+1". Each exit restores what the entry before it found."""
    above = tower.level(tower.running + 1)
    if not isinstance(name, Symbol):
        raise Wrong("with-evaluator: not a symbol", name)
    if name not in map(symbol, tower.pristine):
        raise Wrong("unbound variable", name)
    for procedure in (wrap, thunk):
        if not is_procedure(procedure):
            raise Wrong("with-evaluator: not a procedure", procedure)
    original = above.read(name)
    outside = [original]

    def wrapped(value):
        def enter(tower):
            outside[0] = above.read(name)
            above.write(name, value)
            return tower.ret(UNSPECIFIED)

        def leave(tower):
            above.write(name, outside[0])
            return tower.ret(UNSPECIFIED)
        return winding(tower, enter, leave, lambda: tower.apply(thunk, []))
    tower.push(wrapped)
    tower.climb()
    return tower.apply(wrap, [original])
