"""Data: symbols, pairs and what has no counterpart in Python. Numbers, strings, booleans and lists (as
vectors) are Python's own."""

from fractions import Fraction


class Symbol:
    table = {}

    def __init__(self, name):
        self.name = name


def symbol(name):
    return Symbol.table.setdefault(name, Symbol(name))


class Constant:
    """An object that is only itself."""

    def __init__(self, text):
        self.text = text


NIL = Constant("()")
UNSPECIFIED = Constant("#<unspecified>")
UNASSIGNED = Constant("#<unassigned>")


class Pair:
    def __init__(self, car, cdr):
        self.car, self.cdr = car, cdr


class Char:
    def __init__(self, text):
        self.text = text


class MultipleValues:
    def __init__(self, items):
        self.items = items


class Condition:
    """What `error` makes, and what the evaluator and the builtins raise."""

    def __init__(self, message, irritants=()):
        self.message, self.irritants = message, list(irritants)


class Wrong(Exception):
    """A builtin or a form refuses: becomes an error of the level that runs."""

    def __init__(self, message, *irritants):
        self.condition = Condition(message, irritants)


def to_list(items, tail=NIL):
    for item in reversed(items):
        tail = Pair(item, tail)
    return tail


def items_of(datum):
    """The elements of a proper list, or None."""
    found = []
    while isinstance(datum, Pair):
        found.append(datum.car)
        datum = datum.cdr
    return found if datum is NIL else None


def is_true(value):
    return value is not False


def is_number(value):
    return isinstance(value, (int, Fraction, float)) and not isinstance(value, bool)


def eqv(a, b):
    if is_number(a) and is_number(b):
        return isinstance(a, float) == isinstance(b, float) and a == b
    if isinstance(a, Char) and isinstance(b, Char):
        return a.text == b.text
    if isinstance(a, str) and isinstance(b, str):
        return a is b
    return a is b


def equal(a, b):
    while isinstance(a, Pair) and isinstance(b, Pair):
        if not equal(a.car, b.car):
            return False
        a, b = a.cdr, b.cdr
    if isinstance(a, str) and isinstance(b, str):
        return a == b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    same = getattr(a, "same", None)
    return same(b) if same else eqv(a, b)
