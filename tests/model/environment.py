"""Stores, environments and identifiers (SEMANTICS §1, §4)."""

from data import NIL, Pair, Symbol, UNASSIGNED, Wrong, symbol, to_list

# The universal builtins: one set, shared by all levels, which nothing changes.
UNIVERSE = {}


class Store:
    """A level's globals as a value that does not change."""

    def __init__(self, variables):
        self.variables = variables

    def written(self):
        return "#<store>"


class Level:
    """Level l+1: its own variables, among which are what level l is made of."""

    def __init__(self, tower, number):
        self.tower, self.number = tower, number
        self.variables, self.shown = {}, None
        self.environment = Environment(None, self)

    @property
    def has_store(self):
        # "Level 0 has no level below: `store` and `global-env` are unbound there".
        return self.number > 0

    def binds(self, name):
        return name in self.variables or (name is STORE and self.has_store)

    def read(self, name):
        if name is STORE and self.has_store:
            return self.tower.level(self.number - 1).store()
        return self.variables[name]

    def write(self, name, value):
        if name is STORE and self.has_store:
            below = self.tower.level(self.number - 1)
            below.check_store(value)
            below.put_back(value)
        else:
            self.variables[name] = value
            self.shown = None

    def store(self):
        """"Level l+1's store contains level l's as its variable `store`"."""
        below = self.read(STORE) if self.has_store else None
        if self.shown is None or self.shown.variables.get(STORE) is not below and self.has_store:
            variables = dict(self.variables)
            if self.has_store:
                variables[STORE] = below
            self.shown = Store(variables)
        return self.shown

    def check_store(self, value):
        """"Assigning anything else is an error of the level that assigns, and nothing has changed"."""
        if not isinstance(value, Store):
            raise Wrong("set!: argument 2 is not a store", value)
        if self.has_store and STORE in value.variables:
            self.tower.level(self.number - 1).check_store(value.variables[STORE])

    def put_back(self, value):
        """"Putting back an old store puts back the levels below and their hooks. A store value without
        `store` leaves the level below as it is"."""
        self.variables, self.shown = dict(value.variables), None
        if self.has_store and STORE in self.variables:
            self.tower.level(self.number - 1).put_back(self.variables.pop(STORE))


STORE = symbol("store")


class Alias:
    """An identifier that a macro inserted: it means what its name means where the macro was defined."""

    def __init__(self, name, environment):
        self.name, self.environment = name, environment

    def written(self):
        return strip_name(self).name


class Scope:
    """One contour of local variables. `expansions` are those that finding the definitions made."""

    def __init__(self, variables, parent):
        self.variables, self.parent, self.expansions = variables, parent, []


class Environment:
    """Scopes, then a level's store, then the builtins. `application` is the one being performed (for
    `old-exp`)."""

    def __init__(self, scope, level, application=None):
        self.scope, self.level, self.application = scope, level, application

    def within(self, application):
        return Environment(self.scope, self.level, application)

    def extended(self, variables):
        return Environment(Scope(variables, self.scope), self.level)

    def same(self, other):
        # "`equal?` compares environments by scope".
        return isinstance(other, Environment) and (self.scope, self.level) == (other.scope, other.level)

    def written(self):
        return "#<environment>"


# Where the library's macros were defined: nothing but builtins.
LIBRARY = Environment(None, None)


def is_identifier(datum):
    return isinstance(datum, (Symbol, Alias))


def strip_name(identifier):
    while isinstance(identifier, Alias):
        identifier = identifier.name
    return identifier


def strip(datum):
    """`strip-syntax`: aliases back to symbols. What holds none stays itself."""
    if isinstance(datum, Alias):
        return strip_name(datum)
    if isinstance(datum, Pair):
        car, cdr = strip(datum.car), strip(datum.cdr)
        return datum if car is datum.car and cdr is datum.cdr else Pair(car, cdr)
    if isinstance(datum, list):
        items = [strip(item) for item in datum]
        return datum if all(a is b for a, b in zip(items, datum)) else items
    return datum


class Place:
    """Where an identifier leads: a variable of a scope, of a level's store, a builtin, a keyword."""

    def __init__(self, kind, holder, key):
        self.kind, self.holder, self.key = kind, holder, key

    def value(self):
        if self.kind == "keyword":
            return self.key
        if self.kind == "builtin":
            return UNIVERSE[self.key]
        return self.holder.variables[self.key] if self.kind == "local" else self.holder.read(self.key)

    def same(self, other):
        return other and (self.holder, self.key) == (other.holder, other.key)


def find(identifier, env):
    """"Look-up: lexical environment → level l's store → the universal builtins → itself, if the name
    begins with a colon → an unbound variable" (None)."""
    scope = env.scope
    while scope:
        if identifier in scope.variables:
            return Place("local", scope, identifier)
        scope = scope.parent
    if isinstance(identifier, Alias):
        return find(identifier.name, identifier.environment)
    if env.level and env.level.binds(identifier):
        return Place("store", env.level, identifier)
    if identifier in UNIVERSE:
        return Place("builtin", None, identifier)
    if identifier.name.startswith(":"):
        return Place("keyword", None, identifier)
    return None


def meaning(identifier, env):
    """The value of an identifier if it has one."""
    place = find(identifier, env) if is_identifier(identifier) else None
    return place.value() if place else None


def same_identifier(a_env, a, b_env, b):
    """`identifier=?`."""
    first, second = find(a, a_env), find(b, b_env)
    return first.same(second) if first and second else not first and not second and strip_name(a) is strip_name(b)


def assign(identifier, env, value):
    """`set!`: "of a builtin's name binds it in this level's store"; "of an unbound name is an error"."""
    place = find(identifier, env)
    if not place or place.kind == "keyword":
        raise Wrong("set!: unbound variable", strip_name(identifier))
    if place.kind == "local":
        place.holder.variables[place.key] = value
    else:
        (place.holder or env.level).write(place.key, value)


def define(identifier, env, value):
    """"`define` of a name of the innermost scope assigns it, any other is an error in a local
    environment"; "a `define` in the global environment writes the store of that environment's level"."""
    if not env.scope:
        env.level.write(strip_name(identifier), value)
    elif identifier in env.scope.variables:
        env.scope.variables[identifier] = value
    else:
        raise Wrong("define: a local environment takes no new names", identifier)


def look_up(identifier, env):
    if not is_identifier(identifier):
        raise TypeError(identifier)
    place = find(identifier, env)
    if not place:
        raise Wrong("unbound variable", strip_name(identifier))
    value = place.value()
    if value is UNASSIGNED:
        raise Wrong("unassigned variable", identifier)
    if getattr(value, "is_syntax", False):
        raise Wrong("the name of a form is used as a variable", identifier)
    return value


def bound_names(env):
    """"The names are those of all its scopes and of its level's store"."""
    names, scope = {}, env.scope
    while scope:
        names.update(dict.fromkeys(filter(lambda name: isinstance(name, Symbol), scope.variables)))
        scope = scope.parent
    names.update(dict.fromkeys(env.level.variables))
    return to_list(list(names)) if names else NIL
