"""What levels cost (tests/bench/levels/): each program beside the one that it is compared with.

A program's comments hold one line

    ;;; levels: smoke=SIZE [work=EXPRESSION] [base=NAME] [limit=RATIO] [per=WHAT:EXPRESSION] [limit-ns=NS]
                [options=WORD,…] [session]

`base` names the rival, `work` is what both do at size n: the ratio is that of their times per unit of work.
`per` says what is counted at size n, to be told in nanoseconds each. The limits are printed, and nothing
is asserted about them. `options` are the command's. A `session` is typed; what stands
below its last empty line, n times.
"""

import statistics
import sys
from dataclasses import dataclass

from .comparison import checked
from .failure import Failure
from .program import ROOT, SIZE, read, value_at
from .system import EMPTY
from .table import markdown, megabytes, ratio, seconds

COLUMNS = ["program", "s", "beside", "ratio", "limit", "ns", "each", "limit", "peak MB", "at size"]


@dataclass(frozen=True)
class Measure:
    """A program and what its header says of it."""

    name: str
    source: str
    full: int
    smoke: int
    facts: dict
    session: bool

    def source_at(self, size):
        """The program's text with the given size in the place of its own."""
        text = SIZE.sub(f"(define n {size})", self.source, count=1)
        if not self.session:
            return text
        first, again = text.rsplit("\n\n", 1)
        return first + "\n\n" + again * size

    @property
    def options(self):
        """The command's options."""
        return tuple(filter(None, self.facts.get("options", "").split(",")))

    @property
    def base(self):
        """The name of the program that it is compared with, or None."""
        return self.facts.get("base")

    def work_at(self, size):
        """The work at a size, in units that it shares with its base."""
        return value_at(self.facts.get("work", "n"), size)


def load_all(names=None):
    """The measures in the order of their rivals: a base stands before what is compared with it."""
    measures = {path.stem: load(path) for path in sorted((ROOT / "levels").glob("*.scm"))}
    for measure in measures.values():
        if measure.base is not None and measure.base not in measures:
            raise Failure(f"{measure.name}: no base {measure.base}")
    unknown = [name for name in names or () if name not in measures]
    if unknown:
        raise Failure(f"no such program in levels/: {', '.join(unknown)}")
    wanted = {}
    for name in names or measures:
        for one in reversed(list(bases(measures, name))):
            wanted[one.name] = one
    return list(wanted.values())


def bases(measures, name):
    """A measure, its base, the base of that, and so on."""
    while name is not None:
        yield measures[name]
        name = measures[name].base


def load(path):
    """The measure at `path`; fails if its header or its size is missing."""
    source, full, words, facts = read(path, "levels")
    return Measure(path.stem, source, full, int(facts["smoke"]), facts, "session" in words)


def measure_all(measures, tower, rounds, smoke):
    """Runs all `rounds` times in turn. A table, as markdown."""
    idle = {options: tower.idle(options) for options in {measure.options for measure in measures}}
    runs = {measure.name: [] for measure in measures}
    small = {}
    for round in range(rounds):
        for measure in measures:
            if round == 0:
                small[measure.name] = run(measure, tower, measure.smoke)
            if not smoke:
                runs[measure.name].append(run(measure, tower, measure.full))
                print(f"{measure.name:14} {runs[measure.name][-1].user:.2f}", file=sys.stderr, flush=True)
    if smoke:
        return f"{len(small)} of {len(measures)} programs of levels/ ran"
    times = {m.name: statistics.median(r.user for r in runs[m.name]) - idle[m.options] for m in measures}
    rows = [row(m, measures, times, small[m.name], runs[m.name]) for m in measures]
    return markdown(COLUMNS, rows)


def run(measure, tower, size):
    if measure.session:
        return checked(measure, tower, tower.converse(measure, size))
    return checked(measure, tower, tower.run(tower.prepare(measure, size, measure.options)))


def row(measure, measures, times, small, runs):
    time, facts = times[measure.name], measure.facts
    what, count = facts.get("per", ":").split(":", 1)
    each = time * 1e9 / value_at(count, measure.full) if count else None
    peak = statistics.median(run.peak for run in runs)
    return [
        measure.name,
        seconds(time),
        measure.base or "",
        ratio(beside(measure, measures, times)),
        facts.get("limit", ""),
        "" if each is None else f"{each:.0f}",
        what,
        facts.get("limit-ns", ""),
        f"{megabytes(small.peak)}, {megabytes(peak)}",
        f"{measure.smoke:,}, {measure.full:,}",
    ]


def beside(measure, measures, times):
    """The time per unit of work over that of the base; None where there is no base."""
    if measure.base is None:
        return None
    base = next(other for other in measures if other.name == measure.base)
    ours = times[measure.name] / measure.work_at(measure.full)
    return ours / (times[base.name] / base.work_at(base.full))
