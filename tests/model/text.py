"""Text to data and back."""

import re
from fractions import Fraction

from data import (Char, Condition, Constant, MultipleValues, NIL, Pair, Symbol, UNSPECIFIED, symbol,
                  to_list)

TOKEN = re.compile(
    r"""\s+|;[^\n]*|(?P<token>,@|['`,()\[\]]|\#\(|\#;|"(?:[^"\\]|\\.)*"|\#\\(?:[a-z]+|.)|[^\s()\[\]'`,;"]+)""",
    re.S)
SHORT = {"'": "quote", "`": "quasiquote", ",": "unquote", ",@": "unquote-splicing"}
NAMED = {"space": " ", "newline": "\n", "tab": "\t"}


class Incomplete(Exception):
    pass


class Refused(Exception):
    pass


def read_all(text):
    """The data of a text; Incomplete if it ends within one, Refused if it is none."""
    tokens = []
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise Incomplete()
        at = found.end()
        if found["token"]:
            tokens.append(found["token"])
    tokens.reverse()
    data = []
    while tokens:
        datum = read(tokens)
        if datum is not SKIPPED:
            data.append(datum)
    return data


SKIPPED = Constant("#;")


def read(tokens):
    if not tokens:
        raise Incomplete()
    token = tokens.pop()
    if token == "#;":
        read(tokens)
        return SKIPPED
    if token in SHORT:
        return to_list([symbol(SHORT[token]), read(tokens)])
    if token in "([":
        return read_list(tokens, ")" if token == "(" else "]")
    if token == "#(":
        datum, found = read_list(tokens, ")"), []
        while isinstance(datum, Pair):
            found.append(datum.car)
            datum = datum.cdr
        return found
    if token in ")]":
        raise Refused("a closing parenthesis that nothing opened (line 1, column 1)")
    return atom(token)


def read_list(tokens, closing):
    found, tail = [], NIL
    while True:
        if not tokens:
            raise Incomplete()
        if tokens[-1] == closing:
            tokens.pop()
            return to_list(found, tail)
        if tokens[-1] == ".":
            tokens.pop()
            tail = read(tokens)
            continue
        datum = read(tokens)
        if datum is not SKIPPED:
            found.append(datum)


def atom(token):
    if token[0] == '"':
        return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), token[1:-1], flags=re.S)
    if token.startswith("#\\"):
        return Char(NAMED.get(token[2:], token[2:]))
    if token in ("#t", "#true", "#f", "#false"):
        return token[1] == "t"
    if token == "#!unspecific":
        return UNSPECIFIED
    if re.fullmatch(r"[+-]?\d+", token):
        return int(token)
    if re.fullmatch(r"[+-]?\d+/\d+", token):
        return whole(Fraction(token))
    if re.fullmatch(r"[+-]?(\d+\.\d*|\.\d+)", token):
        return float(token)
    return symbol(token)


def whole(number):
    """A ratio that is an integer, as one."""
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number


def written(value, display=False):
    """As `write` does, or as `display` does."""
    if isinstance(value, bool):
        return "#t" if value else "#f"
    if isinstance(value, float):
        return f"{value:g}" + ("." if value == int(value) else "")
    if isinstance(value, str):
        return value if display else '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, Char):
        return value.text if display else "#\\" + {" ": "space", "\n": "newline"}.get(value.text, value.text)
    if isinstance(value, Symbol):
        return value.name
    if isinstance(value, Constant):
        return value.text
    if isinstance(value, Pair):
        return written_pair(value, display)
    if isinstance(value, list):
        return "#(" + " ".join(written(item, display) for item in value) + ")"
    if isinstance(value, MultipleValues):
        return "#<values" + "".join(" " + written(item) for item in value.items) + ">"
    if isinstance(value, Condition):
        return "#<condition " + written(value.message) + ">"
    return value.written() if hasattr(value, "written") else str(value)


def written_pair(pair, display):
    if isinstance(pair.car, Symbol) and isinstance(pair.cdr, Pair) and pair.cdr.cdr is NIL:
        for short, name in SHORT.items():
            if name == pair.car.name:
                return short + written(pair.cdr.car, display)
    parts = []
    while isinstance(pair, Pair):
        parts.append(written(pair.car, display))
        pair = pair.cdr
    tail = "" if pair is NIL else " . " + written(pair, display)
    return "(" + " ".join(parts) + tail + ")"
