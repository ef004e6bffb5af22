"""The plain builtins: numbers, lists, other data, stores, environments, conditions; and the names of forms."""

import math
from fractions import Fraction
from functools import reduce

from builtin import builtin, is_procedure, list_of, need, type_test
from data import (Char, Condition, NIL, Pair, Symbol, UNSPECIFIED, Wrong, equal, eqv, is_number, items_of, symbol,
                  to_list)
from environment import (Environment, Store, UNIVERSE, assign, bound_names, define, find, is_identifier, look_up,
                         same_identifier, strip)
from syntax import Derived, SHAPES, Special, quasiquote, transformer
from text import read_all, whole, written


# Numbers

def number(name, function, least=0):
    def operation(*arguments):
        for argument in arguments:
            need(is_number(argument), name, argument)
        if len(arguments) < least:
            raise Wrong("wrong number of arguments", UNIVERSE[symbol(name)])
        return function(*arguments)
    builtin(name)(operation)


def minus(first, *rest):
    return reduce(lambda a, b: a - b, rest, first) if rest else -first


def divide(first, *rest):
    values = (first, *rest) if rest else (1, first)
    if any(value == 0 for value in values[1:]):
        raise Wrong("/: division by zero", first)
    return whole(reduce(lambda a, b: Fraction(a) / Fraction(b), values[1:], values[0]))


def integer(name, function):
    def operation(a, b):
        if b == 0:
            raise Wrong(name + ": division by zero", a)
        return function(a, b)
    number(name, operation, 2)


def compare(name, function):
    number(name, lambda *values: all(function(a, b) for a, b in zip(values, values[1:])), 1)


number("+", lambda *values: whole(sum(values)))
number("*", lambda *values: whole(reduce(lambda a, b: a * b, values, 1)))
number("-", minus, 1)
number("/", divide, 1)
integer("quotient", lambda a, b: abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1))
integer("remainder", lambda a, b: abs(a) % abs(b) * (1 if a >= 0 else -1))
integer("modulo", lambda a, b: a % b)
compare("=", lambda a, b: a == b)
compare("<", lambda a, b: a < b)
compare(">", lambda a, b: a > b)
compare("<=", lambda a, b: a <= b)
compare(">=", lambda a, b: a >= b)
number("max", max, 1)
number("min", min, 1)
number("abs", abs, 1)
number("exp", lambda a: 1 if a == 0 else math.exp(a), 1)
number("zero?", lambda a: a == 0, 1)
number("positive?", lambda a: a > 0, 1)
number("negative?", lambda a: a < 0, 1)
number("even?", lambda a: a % 2 == 0, 1)
number("odd?", lambda a: a % 2 == 1, 1)
number("number->string", str, 1)
builtin("number?")(is_number)
builtin("integer?")(lambda a: isinstance(a, int) and not isinstance(a, bool))


# Lists

def pair_part(name, path):
    def part(datum):
        found = datum
        for letter in reversed(path):
            if not isinstance(found, Pair):
                raise Wrong(name + ": argument 1 is not a pair", datum)
            found = found.car if letter == "a" else found.cdr
        return found
    builtin(name)(part)


for path in ("a", "d", "aa", "ad", "da", "dd", "add", "ddd", "addd"):
    pair_part(f"c{path}r", path)


def set_part(name, attribute):
    def assign_part(pair, value):
        need(isinstance(pair, Pair), name, pair)
        setattr(pair, attribute, value)
        return UNSPECIFIED
    builtin(name)(assign_part)


set_part("set-car!", "car")
set_part("set-cdr!", "cdr")
builtin("cons")(lambda a, b: Pair(a, b))
builtin("list")(lambda *items: to_list(items))
builtin("cons*")(lambda first, *rest: to_list((first, *rest)[:-1], (first, *rest)[-1]))
builtin("null?")(lambda a: a is NIL)
builtin("pair?")(lambda a: isinstance(a, Pair))
builtin("list?")(lambda a: items_of(a) is not None)
builtin("length")(lambda a: len(list_of("length", a)))
builtin("reverse")(lambda a: to_list(list_of("reverse", a)[::-1]))
builtin("list-copy")(lambda a: to_list(list_of("list-copy", a)))
builtin("iota")(lambda n, start=0, step=1: to_list([start + step * i for i in range(n)]))
builtin("last")(lambda a: list_of("last", a)[-1])


@builtin("append")
def append(*lists):
    joined = lists[-1] if lists else NIL
    for items in reversed(lists[:-1]):
        joined = to_list(list_of("append", items), joined)
    return joined


@builtin("list-tail")
def list_tail(datum, count):
    for _ in range(count):
        need(isinstance(datum, Pair), "list-tail", datum)
        datum = datum.cdr
    return datum


@builtin("list-ref")
def list_ref(datum, index):
    tail = list_tail(datum, index)
    need(isinstance(tail, Pair), "list-ref", index)
    return tail.car


def search(name, same, part):
    def operation(key, datum):
        while isinstance(datum, Pair):
            if same(key, part(datum.car)):
                return datum
            datum = datum.cdr
        need(datum is NIL, name, datum)
        return False
    builtin(name)(operation)


def search_pairs(name, same):
    def operation(key, datum):
        return next((pair for pair in list_of(name, datum) if same(key, pair.car)), False)
    builtin(name)(operation)


for letter, same in (("memq", eqv), ("memv", eqv), ("member", equal)):
    search(letter, same, lambda item: item)
for letter, same in (("assq", eqv), ("assv", eqv), ("assoc", equal)):
    search_pairs(letter, same)


# Other data

builtin("eq?")(eqv)
builtin("eqv?")(eqv)
builtin("equal?")(equal)
builtin("not")(lambda a: a is False)
builtin("boolean?")(lambda a: isinstance(a, bool))
builtin("procedure?")(is_procedure)
type_test("symbol?", Symbol)
type_test("string?", str)
type_test("char?", Char)
type_test("vector?", list)
type_test("environment?", Environment)
type_test("store?", Store)
builtin("identifier?")(is_identifier)
builtin("strip-syntax")(strip)
builtin("identifier=?")(lambda a_env, a, b_env, b: same_identifier(a_env, a, b_env, b))
builtin("vector")(lambda *items: list(items))
builtin("vector->list")(lambda a: to_list(a))
builtin("list->vector")(lambda a: list_of("list->vector", a))
builtin("vector-length")(len)


@builtin("vector-ref")
def vector_ref(vector, index):
    need(isinstance(vector, list) and isinstance(index, int) and 0 <= index < len(vector), "vector-ref", index)
    return vector[index]


@builtin("vector-set!")
def vector_set(vector, index, value):
    vector_ref(vector, index)
    vector[index] = value
    return UNSPECIFIED


@builtin("symbol->string")
def symbol_to_string(name):
    need(isinstance(name, Symbol), "symbol->string", name)
    return name.name


@builtin("string->symbol")
def string_to_symbol(name):
    need(isinstance(name, str), "string->symbol", name)
    return symbol(name)


@builtin("string-append")
def string_append(*strings):
    for string in strings:
        need(isinstance(string, str), "string-append", string)
    return "".join(strings)


@builtin("string-length")
def string_length(string):
    need(isinstance(string, str), "string-length", string)
    return len(string)


builtin("string=?")(lambda a, b: a == b)
builtin("string-upcase")(lambda a: a.upper())


# Stores and environments

@builtin("store-ref")
def store_ref(store, name, *default):
    need(isinstance(store, Store), "store-ref", store)
    if name in store.variables:
        return store.variables[name]
    if not default:
        raise Wrong("store-ref: the store does not bind this name", name)
    return default[0]


@builtin("store-set")
def store_set(store, name, value):
    need(isinstance(store, Store) and isinstance(name, Symbol), "store-set", store)
    return Store({**store.variables, name: value})


builtin("store-names")(lambda store: to_list(sorted(store.variables, key=lambda name: name.name)))


def needs_environment(env):
    need(isinstance(env, Environment), "an environment is needed", env)


@builtin("environment-bound-names")
def environment_bound_names(env):
    needs_environment(env)
    return bound_names(env)


# "`environment-bound?` counts the builtins too, keywords not"
@builtin("environment-bound?")
def environment_bound(env, name):
    needs_environment(env)
    place = find(name, env)
    return place is not None and place.kind != "keyword" and not getattr(place.value(), "is_syntax", False)


@builtin("environment-lookup")
def environment_lookup(env, name):
    needs_environment(env)
    return look_up(name, env)


@builtin("environment-assign!")
def environment_assign(env, name, value):
    needs_environment(env)
    assign(name, env, value)
    return UNSPECIFIED


@builtin("environment-define")
def environment_define(env, name, value):
    needs_environment(env)
    define(name, env, value)
    return UNSPECIFIED


# Conditions

def condition_part(name, part):
    def operation(value):
        need(isinstance(value, Condition), name, value)
        return part(value)
    builtin(name)(operation)


type_test("error-object?", Condition)
condition_part("error-object-message", lambda value: value.message)
condition_part("error-object-irritants", lambda value: to_list(value.irritants))
condition_part("condition/report-string", lambda value: report(value))


def report(condition):
    if not isinstance(condition, Condition):
        return "raised: " + written(condition)
    message = condition.message if isinstance(condition.message, str) else written(condition.message)
    irritants = " ".join(map(written, condition.irritants))
    return f"{message}: {irritants}" if irritants else message


# Names of forms

for name in [*SHAPES, "...", "_", "=>", "else", "unquote", "unquote-splicing"]:
    UNIVERSE[symbol(name)] = Special(name)
UNIVERSE[symbol("quasiquote")] = Derived(quasiquote)


def bind_library(path, library):
    """The library's macros, from the text of their definitions."""
    with open(path, encoding="utf-8") as file:
        for form in read_all(file.read()):
            UNIVERSE[form.cdr.car] = transformer(form.cdr.cdr.car, library)
