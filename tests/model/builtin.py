"""What a builtin is: a single step of the level that calls it, but for the calls it makes of procedures it was
given (SEMANTICS §1).

A plain builtin is a function of its arguments. A `control` one is given the tower, gives the next step, and
calls procedures by `tower.apply`; it keeps what it has done so far in frames, so that continuations may be
called again.
"""

import inspect

from data import Wrong, items_of, symbol
from environment import UNIVERSE
from evaluator import Closure, Delta


class Builtin:
    def __init__(self, name, function, control):
        self.name, self.function, self.control = name, function, control
        parameters = list(inspect.signature(function).parameters.values())[2 if control else 0:]
        every = [p for p in parameters if p.kind == p.POSITIONAL_OR_KEYWORD]
        self.least = sum(p.default is p.empty for p in every)
        self.most = None if len(every) < len(parameters) else len(every)

    def call(self, tower, arguments, exp, env):
        if len(arguments) < self.least or (self.most is not None and len(arguments) > self.most):
            raise Wrong("wrong number of arguments", self)
        if self.control:
            return self.function(tower, Site(exp, env), *arguments)
        try:
            return tower.ret(self.function(*arguments))
        except (AttributeError, IndexError, TypeError):
            raise Wrong(self.name + ": a wrong argument", *arguments)

    def written(self):
        return f"#<procedure {self.name}>"


class Site:
    """The application that a control builtin performs, and where."""

    def __init__(self, exp, env):
        self.exp, self.env = exp, env


def builtin(*names, control=False):
    def bind(function):
        for name in names:
            UNIVERSE[symbol(name)] = Builtin(name, function, control)
        return function
    return bind


def control(*names):
    return builtin(*names, control=True)


def need(condition, who, value):
    if not condition:
        raise Wrong(who + ": a wrong argument", value)


def list_of(who, datum):
    items = items_of(datum)
    need(items is not None, who, datum)
    return items


def is_procedure(value):
    return isinstance(value, (Closure, Delta)) or hasattr(value, "call")


def type_test(name, kind):
    builtin(name)(lambda a: isinstance(a, kind))
