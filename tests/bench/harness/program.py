"""Benchmark programs and what their headers say of them.

A program NAME.scm begins with comments, one of which reads

    ;;; bench: [fifteen | compiler] smoke=SIZE scaling=SIZE[,SIZE…] [work=EXPRESSION] exponent=E

and holds one definition `(define n SIZE)`: its full size, for which the harness puts others.
`scaling` is the first of five sizes, each twice the one before, or all sizes. `work` is the
work expected at size n (n itself, if absent), to whose power E the time is expected to grow.
A `compiler` program's time is that of compiling: it has no part in the means, which are of running.
`count=NAME:EXPRESSION` says how many of what the program does at size n: a rate to be printed.
"""

import math
import re
from dataclasses import dataclass
from pathlib import Path

from .failure import Failure

ROOT = Path(__file__).resolve().parent.parent

SIZE = re.compile(r"^\(define n (\d+)\)$", re.MULTILINE)


@dataclass(frozen=True)
class Program:
    """One program; `lua` is None where a Lua version would not be fair."""

    name: str
    source: str
    lua: Path | None
    fifteen: bool
    compiler: bool
    full: int
    smoke: int
    scaling: tuple[int, ...]
    work: str
    exponent: float
    count: tuple[str, str] | None

    def source_at(self, size):
        """The program's text with the given size in the place of its own."""
        return SIZE.sub(f"(define n {size})", self.source, count=1)

    def work_at(self, size):
        """The work expected at a size, in units of the program's own."""
        return value_at(self.work, size)

    def count_at(self, size):
        """How many of `count[0]` the program does at a size."""
        return value_at(self.count[1], size)


def load(path):
    """The program at `path`; fails if its header or its size is missing."""
    source, full, words, facts = read(path, "bench")
    lua = path.with_suffix(".lua")
    return Program(
        name=path.stem,
        source=source,
        lua=lua if lua.exists() else None,
        fifteen="fifteen" in words,
        compiler="compiler" in words,
        full=full,
        smoke=int(facts["smoke"]),
        scaling=_sizes(facts.get("scaling", "1")),
        work=facts.get("work", "n"),
        exponent=float(facts.get("exponent", "1")),
        count=tuple(facts["count"].split(":", 1)) if "count" in facts else None,
    )


def read(path, mark):
    """A program's text, its size, and what the line `;;; MARK:` of its header says: words, facts."""
    source = path.read_text(encoding="utf-8")
    size = SIZE.search(source)
    header = re.search(rf"^;;; {mark}: (.*)$", source, re.MULTILINE)
    if not size or not header:
        raise Failure(f"{path}: no `(define n SIZE)` or no `;;; {mark}:` line")
    words = header[1].split()
    facts = dict(word.split("=", 1) for word in words if "=" in word)
    return source, int(size[1]), words, facts


def load_all(folder, names=None):
    """The programs of a folder of tests/bench by name, or those of `names`."""
    paths = sorted((ROOT / folder).glob("*.scm"))
    if names is None:
        return [load(path) for path in paths]
    known = {path.stem: path for path in paths}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Failure(f"no such program in {folder}/: {', '.join(unknown)}")
    return [load(known[name]) for name in names]


def value_at(expression, size):
    """The value of a header's expression at size n."""
    return eval(expression, {"__builtins__": {}, "log": math.log}, {"n": size})


def _sizes(text):
    sizes = tuple(int(size) for size in text.split(","))
    if len(sizes) > 1:
        return sizes
    return tuple(sizes[0] << doubling for doubling in range(5))
