"""Forms: which there are, what is malformed, and macros, one step at a time (SEMANTICS §3)."""

from data import NIL, Pair, UNASSIGNED, Wrong, equal, items_of, symbol, to_list
from environment import (Alias, Environment, LIBRARY, find, is_identifier, meaning, same_identifier)

ELLIPSIS, UNDERSCORE = symbol("..."), symbol("_")


class Many(list):
    """What a pattern variable before an ellipsis matched."""


class Special:
    """The name of a core form."""

    is_syntax = True

    def __init__(self, name):
        self.name = name


class Rules:
    """`(syntax-rules …)` where it was evaluated."""

    is_syntax = True

    def __init__(self, literals, rules, environment, ellipsis=ELLIPSIS):
        self.literals, self.rules, self.environment, self.ellipsis = literals, rules, environment, ellipsis

    def expand(self, use, env):
        for pattern, template in self.rules:
            found = {}
            if self.match(pattern.cdr, use.cdr, env, found):
                return self.instance(template, found, {})
        raise Wrong("no rule of the macro matches", use)

    def match(self, pattern, datum, env, found):
        if is_identifier(pattern):
            if pattern in self.literals:
                return is_identifier(datum) and same_identifier(env, datum, self.environment, pattern)
            if pattern is not UNDERSCORE:
                found[pattern] = datum
            return True
        if isinstance(pattern, Pair):
            if isinstance(pattern.cdr, Pair) and pattern.cdr.car is self.ellipsis:
                return self.match_many(pattern.car, pattern.cdr.cdr, datum, env, found)
            return (isinstance(datum, Pair) and self.match(pattern.car, datum.car, env, found)
                    and self.match(pattern.cdr, datum.cdr, env, found))
        return equal(pattern, datum)

    def match_many(self, pattern, after, datum, env, found):
        items = []
        while isinstance(datum, Pair):
            items.append(datum.car)
            datum = datum.cdr
        least = 0
        rest = after
        while isinstance(rest, Pair):
            least, rest = least + 1, rest.cdr
        count = len(items) - least
        if count < 0:
            return False
        matches = []
        for item in items[:count]:
            matches.append({})
            if not self.match(pattern, item, env, matches[-1]):
                return False
        for name in variables_of(pattern, self):
            found[name] = Many(match[name] for match in matches)
        return self.match(after, to_list(items[count:], datum), env, found)

    def instance(self, template, found, renamed):
        if is_identifier(template):
            if template in found:
                return found[template]
            return renamed.setdefault(template, Alias(template, self.environment))
        if not isinstance(template, Pair):
            return template
        if template.car is self.ellipsis and isinstance(template.cdr, Pair):
            return Rules(self.literals, [], self.environment, None).instance(template.cdr.car, found, renamed)
        if isinstance(template.cdr, Pair) and template.cdr.car is self.ellipsis:
            rest = template.cdr.cdr
            parts = self.repeat(template.car, found, renamed)
            while isinstance(rest, Pair) and rest.car is self.ellipsis:
                parts = [item for part in parts for item in items_of(part)]
                rest = rest.cdr
            return to_list(parts, self.instance(rest, found, renamed))
        return Pair(self.instance(template.car, found, renamed), self.instance(template.cdr, found, renamed))

    def repeat(self, template, found, renamed):
        names = [name for name in variables_of(template, self) if isinstance(found.get(name), Many)]
        count = max((len(found[name]) for name in names), default=0)
        return [self.instance(template, {**found, **{name: found[name][i] for name in names}}, renamed)
                for i in range(count)]


def variables_of(pattern, rules):
    if is_identifier(pattern):
        return [] if pattern in rules.literals or pattern in (rules.ellipsis, UNDERSCORE) else [pattern]
    if isinstance(pattern, Pair):
        return variables_of(pattern.car, rules) + variables_of(pattern.cdr, rules)
    return []


class Derived:
    """A macro that is a function of the model."""

    is_syntax = True

    def __init__(self, function):
        self.function = function

    def expand(self, use, env):
        return self.function(use, env)


def transformer(spec, env):
    """The macro that the second part of a `define-syntax` stands for."""
    if is_identifier(spec):
        value = meaning(spec, env)
        if getattr(value, "is_syntax", False):
            return value
    parts = items_of(spec) or []
    if len(parts) >= 2 and isinstance(meaning(parts[0], env), Special) and meaning(parts[0], env).name == "syntax-rules":
        literals = items_of(parts[1])
        rules = [items_of(rule) for rule in parts[2:]]
        if literals is not None and all(rule and len(rule) == 2 and isinstance(rule[0], Pair) for rule in rules):
            return Rules(literals, rules, Environment(env.scope, env.level))
    raise Wrong("a macro's rules are malformed", spec)


def head(form, env):
    """What the operator of a form means: a `Special`, a macro, or anything else."""
    found = meaning(form.car, env) if isinstance(form, Pair) else None
    return found if getattr(found, "is_syntax", False) else None


def expand(form, env):
    """One step. What was expanded to find a body's definitions is that expansion again."""
    if env.scope:
        for original, expansion in env.scope.expansions:
            if original is form:
                return expansion
    return head(form, env).expand(form, env)


def quasiquote(use, env):
    return quasi(use.cdr.car, 1, env)


def inserted(name):
    return Alias(symbol(name), LIBRARY)


def quasi(datum, depth, env):
    if not isinstance(datum, Pair):
        return to_list([inserted("quote"), datum]) if is_identifier(datum) or datum is NIL else datum
    if is_tagged(datum, "unquote", env):
        if depth == 1:
            return datum.cdr.car
        return to_list([inserted("list"), to_list([inserted("quote"), datum.car]), quasi(datum.cdr.car, depth - 1, env)])
    if is_tagged(datum, "quasiquote", env):
        return to_list([inserted("list"), to_list([inserted("quote"), datum.car]), quasi(datum.cdr.car, depth + 1, env)])
    if is_tagged(datum.car, "unquote-splicing", env) and depth == 1:
        if datum.cdr is NIL:
            return datum.car.cdr.car
        return to_list([inserted("append"), datum.car.cdr.car, quasi(datum.cdr, depth, env)])
    if is_constant(datum, env):
        return to_list([inserted("quote"), datum])
    return to_list([inserted("cons"), quasi(datum.car, depth, env), quasi(datum.cdr, depth, env)])


def is_constant(datum, env):
    if not isinstance(datum, Pair):
        return True
    if any(is_tagged(datum, name, env) for name in ("unquote", "unquote-splicing", "quasiquote")):
        return False
    return is_constant(datum.car, env) and is_constant(datum.cdr, env)


def is_tagged(datum, name, env):
    return (isinstance(datum, Pair) and isinstance(datum.cdr, Pair) and datum.cdr.cdr is NIL
            and is_identifier(datum.car) and same_identifier(env, datum.car, LIBRARY, symbol(name)))


def parameters_of(datum):
    """The names of a parameter list, and the one for the rest or None; refused if malformed."""
    names = []
    while isinstance(datum, Pair):
        names.append(datum.car)
        datum = datum.cdr
    rest = None if datum is NIL else datum
    every = names + ([rest] if rest is not None else [])
    if not all(map(is_identifier, every)) or len(set(every)) < len(every):
        raise Wrong("malformed parameters", datum)
    return names, rest


def check(special, form):
    """"`base-eval` refuses a malformed core form itself"."""
    parts = items_of(form)
    if parts is None or not SHAPES[special.name](parts):
        raise Wrong(special.name + ": malformed", form)


def has_body(parts):
    return len(parts) > 2


def is_lambda(parts):
    return has_body(parts) and parameters_of(parts[1]) is not None


def is_define(parts):
    if len(parts) >= 2 and isinstance(parts[1], Pair):
        return is_lambda([parts[0], parts[1].cdr] + parts[2:]) and (
            is_identifier(parts[1].car) or is_define([parts[0], parts[1].car, 0, 0]))
    return len(parts) in (2, 3) and is_identifier(parts[1])


def is_let_syntax(parts):
    bindings = items_of(parts[1]) if has_body(parts) else None
    return bindings is not None and all(len(items_of(b) or []) == 2 and is_identifier(b.car) for b in bindings)


SHAPES = {
    "quote": lambda parts: len(parts) == 2,
    "if": lambda parts: len(parts) in (3, 4),
    "set!": lambda parts: len(parts) == 3 and is_identifier(parts[1]),
    "define": is_define,
    "lambda": is_lambda,
    "delta": lambda parts: is_lambda(parts) and len(items_of(parts[1]) or []) == 3,
    "begin": lambda parts: True,
    "define-syntax": lambda parts: len(parts) == 3 and is_identifier(parts[1]),
    "let-syntax": is_let_syntax,
    "letrec-syntax": is_let_syntax,
    "EM": lambda parts: len(parts) == 2,
    "exec-at-metalevel": lambda parts: len(parts) == 2,
    "import": lambda parts: len(parts) > 1,
    "define-library": lambda parts: len(parts) > 1,
    "syntax-rules": lambda parts: False,
}


def definition(form):
    """Name and value expression of a well-formed `define`: "`(define (f . params) body …)` evaluates the
    `lambda`"."""
    name, body = form.cdr.car, form.cdr.cdr
    while isinstance(name, Pair):
        body = to_list([Pair(inserted("lambda"), Pair(name.cdr, body))])
        name = name.car
    return name, (body.car if body is not NIL else None)


def body_environment(body, env):
    """"The names that a body defines are found on entry, unseen by hooks (a form whose expansion fails
    counts as an expression), and are in its environment from then on, unassigned". `env`'s innermost
    scope is the body's."""
    forms = items_of(body)
    while forms:
        form = forms.pop(0)
        found = head(form, env)
        try:
            if isinstance(found, Special):
                if found.name in SHAPES:
                    check(found, form)
                if found.name == "begin":
                    forms = items_of(form.cdr) + forms
                elif found.name == "define":
                    env.scope.variables[definition(form)[0]] = UNASSIGNED
                elif found.name == "define-syntax":
                    env.scope.variables[form.cdr.car] = transformer(form.cdr.cdr.car, env)
            elif found:
                expansion = found.expand(form, env)
                env.scope.expansions.append((form, expansion))
                forms.insert(0, expansion)
        except Wrong:
            pass
    return env


def macro_environment(form, env):
    """The environment of the body of a `let-syntax` or `letrec-syntax`."""
    inner = env.extended({})
    seen = inner if head(form, env).name == "letrec-syntax" else env
    for binding in items_of(form.cdr.car):
        inner.scope.variables[binding.car] = transformer(binding.cdr.car, seen)
    return body_environment(form.cdr.cdr, inner)
