"""Derived forms with clauses: each is written out in one step (SEMANTICS §3: "`and cond` expand to `if` and
`begin`"). The others are in `macros.scm`.
"""

from data import NIL, Pair, UNSPECIFIED, Wrong, items_of, symbol, to_list
from environment import Alias, LIBRARY, UNIVERSE, is_identifier, same_identifier
from syntax import Derived, inserted


def derived(name):
    def bind(function):
        def expand(use, env):
            parts = items_of(use)
            if parts is None:
                raise Wrong(name + ": malformed", use)
            try:
                return function(parts[1:], env)
            except (AttributeError, IndexError, TypeError, ValueError):
                raise Wrong(name + ": malformed", use)
        UNIVERSE[symbol(name)] = Derived(expand)
        return function
    return bind


def form(name, *parts):
    return to_list([inserted(name), *parts])


def begin(body):
    """The parts of a clause after its first, of which there must be one."""
    if not isinstance(body, Pair):
        raise ValueError
    return Pair(inserted("begin"), body)


def bound(name, value, body):
    return to_list([form("lambda", to_list([name]), body), value])


def fresh(name):
    return Alias(symbol(name), LIBRARY)


def means(datum, name, env):
    return is_identifier(datum) and same_identifier(env, datum, LIBRARY, symbol(name))


def otherwise(test, consequent, alternative):
    return form("if", test, consequent) if alternative is None else form("if", test, consequent, alternative)


@derived("and")
def expand_and(parts, env):
    if not parts:
        return True
    chain = parts[-1]
    for test in reversed(parts[:-1]):
        chain = form("if", test, chain, False)
    return chain


@derived("or")
def expand_or(parts, env):
    if not parts:
        return False
    chain = parts[-1]
    for test in reversed(parts[:-1]):
        chain = either(test, chain)
    return chain


def either(test, alternative):
    t = fresh("t")
    return bound(t, test, form("if", t, t, alternative))


@derived("cond")
def expand_cond(clauses, env):
    if not clauses:
        raise ValueError
    chain = None
    for clause in reversed(clauses):
        parts = items_of(clause)
        if means(parts[0], "else", env):
            chain = begin(clause.cdr)
        elif len(parts) == 1:
            chain = parts[0] if chain is None else either(parts[0], chain)
        elif means(parts[1], "=>", env):
            t = fresh("t")
            chain = bound(t, parts[0], otherwise(t, to_list([parts[2], t]), chain))
        else:
            chain = otherwise(parts[0], begin(clause.cdr), chain)
    return chain


@derived("case")
def expand_case(parts, env):
    key, chain = fresh("key"), None
    for clause in reversed(parts[1:]):
        receiver = means(clause.cdr.car, "=>", env)
        consequent = to_list([clause.cdr.cdr.car, key]) if receiver else begin(clause.cdr)
        if means(clause.car, "else", env):
            chain = consequent
        else:
            chain = otherwise(form("memv", key, form("quote", to_list(items_of(clause.car)))), consequent, chain)
    if chain is None:
        raise ValueError
    return bound(key, parts[0], chain)


@derived("do")
def expand_do(parts, env):
    variables, (end, *results), commands = [items_of(v) for v in items_of(parts[0])], items_of(parts[1]), parts[2:]
    loop = fresh("loop")
    again = to_list([loop, *[v[2] if len(v) > 2 else v[0] for v in variables]])
    go_on = Pair(inserted("begin"), to_list([*commands, again])) if commands else again
    body = form("if", end, begin(to_list(results)) if results else UNSPECIFIED, go_on)
    procedure = form("lambda", to_list([v[0] for v in variables]), body)
    maker = to_list([form("lambda", NIL, form("define", loop, procedure), loop)])
    return to_list([maker, *[v[1] for v in variables]])


@derived("guard")
def expand_guard(parts, env):
    variable, *clauses = items_of(parts[0])
    if not parts[1:] or not is_identifier(variable):
        raise ValueError
    reraise = fresh("reraise")
    if not (clauses and means(clauses[-1].car, "else", env)):
        clauses.append(to_list([inserted("else"), to_list([reraise])]))
    handle = form("lambda", to_list([variable, reraise]), form("cond", *clauses))
    return form("%guard", form("lambda", NIL, *parts[1:]), handle)
