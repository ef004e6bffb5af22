"""The pristine evaluator functions (SEMANTICS §4), for the level that `tower` runs.

Each is given what `exp` and `env` are, its `cont` being the continuation in `tower.k`; it evaluates parts
by `tower.step`, which uses the function that the level above has bound at that moment.
"""

from data import NIL, Pair, UNSPECIFIED, Wrong, is_true, items_of, to_list
from environment import Environment, assign, define, is_identifier, look_up, strip
from syntax import (Special, body_environment, check, definition, expand, head, macro_environment, parameters_of,
                    transformer)

FUNCTIONS = {}


class Closure:
    def __init__(self, parameters, body, environment):
        self.names, self.rest = parameters_of(parameters)
        self.body, self.environment, self.name = body, environment, None

    def written(self):
        return "#<procedure>" if self.name is None else f"#<procedure {strip(self.name).name}>"


class Delta:
    """"A procedure whose body runs one level up, in level l+1's global environment extended with the three
    names"."""

    def __init__(self, names, body, environment):
        self.names, self.body, self.environment, self.name = names, body, environment, None

    def written(self):
        return "#<procedure>"


def evaluator(name, count=2):
    """Marks the pristine function of that name, with so many parameters besides `cont`."""
    def mark(function):
        FUNCTIONS[name] = (function, count)
        return function
    return mark


def refusing(function):
    """What is wrong with a form is the error of the level that is interpreted."""
    def guarded(tower, exp, env):
        try:
            return function(tower, exp, env)
        except Wrong as wrong:
            return tower.signal(wrong.condition, exp, env)
        except (AttributeError, TypeError):
            return misshapen(tower, exp)
    return guarded


def misshapen(tower, exp):
    """"The functions it calls do not check the shape": what a function cannot take apart is an error of the level
    that runs it, whose resumption is the value of the call of that function."""
    tower.up()
    return tower.signal(Wrong("no such form", exp).condition, False, tower.environment())


def going_on(exp, tower):
    """The same for what is done with the value of a part."""
    def mark(function):
        def guarded(value):
            try:
                return function(value)
            except (AttributeError, TypeError):
                return misshapen(tower, exp)
        return guarded
    return mark


# "base-eval looks at a form and calls the function for it by name (it refuses a malformed core form itself)"
@evaluator("base-eval")
@refusing
def base_eval(tower, exp, env):
    if is_identifier(exp):
        return tower.step("eval-var", exp, env)
    if exp is NIL:
        raise Wrong("the empty list is no expression", exp)
    if not isinstance(exp, Pair):
        return tower.ret(exp)
    found = head(exp, env)
    if isinstance(found, Special):
        check(found, exp)
        return special(tower, found.name, exp, env)
    if found:
        return tower.step("eval-macro-use", exp, env)
    if items_of(exp) is None:
        raise Wrong("an application must be a proper list", exp)
    return tower.step("eval-application", exp, env)


def special(tower, name, exp, env):
    if name in ("EM", "exec-at-metalevel"):
        # "has the effect of (em 'exp) but is handled by base-eval alone"
        return tower.execute_meta(strip(exp.cdr.car))
    if name == "begin":
        return tower.step("eval-begin", exp.cdr, env)
    if name in ("let-syntax", "letrec-syntax"):
        return tower.step("eval-let-syntax", exp, env)
    if name == "define-library":
        raise Wrong("the model has no libraries", exp)
    return tower.step("eval-" + name, exp, env)


# `old-exp` is "the symbol for an unbound variable".
@evaluator("eval-var")
@refusing
def eval_var(tower, exp, env):
    try:
        return tower.ret(look_up(exp, env))
    except Wrong as wrong:
        return tower.signal(wrong.condition, strip(exp), env)


# "eval-quote is (cont (cadr exp))"
@evaluator("eval-quote")
@refusing
def eval_quote(tower, exp, env):
    return tower.ret(strip(exp.cdr.car))


@evaluator("eval-if")
@refusing
def eval_if(tower, exp, env):
    @going_on(exp, tower)
    def choose(test):
        if is_true(test):
            return tower.step("base-eval", exp.cdr.cdr.car, env)
        if exp.cdr.cdr.cdr is NIL:
            return tower.ret(UNSPECIFIED)
        return tower.step("base-eval", exp.cdr.cdr.cdr.car, env)
    tower.push(choose)
    return tower.step("base-eval", exp.cdr.car, env)


# "set! of an unbound name is an error whose resumption is the value of the set!; nothing is bound"
@evaluator("eval-set!")
@refusing
def eval_set(tower, exp, env):
    @going_on(exp, tower)
    def store(value):
        try:
            assign(exp.cdr.car, env, value)
        except Wrong as wrong:
            return tower.signal(wrong.condition, exp, env)
        return tower.ret(UNSPECIFIED)
    tower.push(store)
    return tower.step("base-eval", exp.cdr.cdr.car, env)


@evaluator("eval-define")
@refusing
def eval_define(tower, exp, env):
    name, value = definition(exp)

    @going_on(exp, tower)
    def bind(value):
        try:
            define(name, env, value)
        except Wrong as wrong:
            return tower.signal(wrong.condition, exp, env)
        if isinstance(value, Closure) and value.name is None:
            value.name = name
        return tower.ret(UNSPECIFIED)
    if value is None:
        return bind(UNSPECIFIED)
    tower.push(bind)
    return tower.step("base-eval", value, env)


@evaluator("eval-lambda")
@refusing
def eval_lambda(tower, exp, env):
    return tower.ret(Closure(exp.cdr.car, exp.cdr.cdr, Environment(env.scope, env.level)))


@evaluator("eval-delta")
@refusing
def eval_delta(tower, exp, env):
    above = tower.level(tower.running + 1).environment
    return tower.ret(Delta(items_of(exp.cdr.car), exp.cdr.cdr, above))


# "eval-list (down to the empty list) and eval-begin go on with the rest through themselves, by name"
@evaluator("eval-begin")
@refusing
def eval_begin(tower, body, env):
    if body is NIL:
        return tower.ret(UNSPECIFIED)
    if body.cdr is NIL:
        return tower.step("base-eval", body.car, env)
    tower.push(going_on(body, tower)(lambda ignored: tower.step("eval-begin", body.cdr, env)))
    return tower.step("base-eval", body.car, env)


# "from left to right"
@evaluator("eval-list")
@refusing
def eval_list(tower, exps, env):
    @going_on(exps, tower)
    def first_is(first):
        tower.push(lambda rest: tower.ret(Pair(first, rest)))
        return tower.step("eval-list", exps.cdr, env)
    if exps is NIL:
        return tower.ret(NIL)
    tower.push(first_is)
    return tower.step("base-eval", exps.car, env)


@evaluator("eval-define-syntax")
@refusing
def eval_define_syntax(tower, exp, env):
    define(exp.cdr.car, env, transformer(exp.cdr.cdr.car, env))
    return tower.ret(UNSPECIFIED)


@evaluator("eval-let-syntax")
@refusing
def eval_let_syntax(tower, exp, env):
    return tower.step("eval-begin", exp.cdr.cdr, macro_environment(exp, env))


# The model has no libraries: what they bind is bound.
@evaluator("eval-import")
@refusing
def eval_import(tower, exp, env):
    return tower.ret(UNSPECIFIED)


# "eval-macro-use expands one step and gives the expansion to base-eval"
@evaluator("eval-macro-use")
@refusing
def eval_macro_use(tower, exp, env):
    return tower.step("base-eval", expand(exp, env), env)


# "evaluates the operator with base-eval, then, unless that gave a delta, the operands with eval-list, from
# left to right, then calls base-apply"
@evaluator("eval-application")
@refusing
def eval_application(tower, exp, env):
    @going_on(exp, tower)
    def operator_is(operator):
        if isinstance(operator, Delta):
            return tower.step("base-apply", operator, exp.cdr, env.within(exp))
        tower.push(lambda operands: tower.step("base-apply", operator, operands, env.within(exp)))
        return tower.step("eval-list", exp.cdr, env)
    tower.push(operator_is)
    return tower.step("base-eval", exp.car, env)


@evaluator("base-apply", 3)
def base_apply(tower, operator, operands, env):
    if isinstance(operator, Delta):
        return apply_delta(tower, operator, operands, env)
    arguments = items_of(operands)
    if arguments is None:
        return misshapen(tower, operands)
    # Closures: "the list of procedure and arguments for a wrong number of arguments to a closure"; there,
    # `env` is "the procedure's own environment".
    if isinstance(operator, Closure):
        inner = call_environment(operator, arguments)
        if inner is None:
            wrong = Wrong("wrong number of arguments", operator).condition
            return tower.signal(wrong, Pair(operator, operands), operator.environment)
        return tower.step("eval-begin", operator.body, inner)
    # "the application for an error in a builtin or where the operator is no procedure", a list "for a call
    # that the tower or a builtin made"
    exp = env.application
    if exp is None:
        exp, env = Pair(operator, operands), tower.environment()
    if not hasattr(operator, "call"):
        return tower.signal(Wrong("not a procedure", operator).condition, exp, env)
    try:
        return operator.call(tower, arguments, exp, env)
    except Wrong as wrong:
        return tower.signal(wrong.condition, exp, env)


@evaluator("foreign-apply", 3)
def foreign_apply(tower, procedure, operands, env):
    return base_apply(tower, procedure, operands, env)


def call_environment(closure, arguments):
    """The environment of the body, or None if the number of arguments is wrong."""
    count = len(closure.names)
    if len(arguments) < count or (len(arguments) > count and closure.rest is None):
        return None
    variables = dict(zip(closure.names, arguments))
    if closure.rest is not None:
        variables[closure.rest] = to_list(arguments[count:])
    return body_environment(closure.body, closure.environment.extended(variables))


def apply_delta(tower, delta, operands, env):
    cont = tower.cont()
    variables = dict(zip(delta.names, [operands, Environment(env.scope, env.level), cont]))
    inner = body_environment(delta.body, delta.environment.extended(variables))
    tower.up()
    return tower.step("eval-begin", delta.body, inner)
