"""How each program's time grows with its input: the fitted exponent beside the expected one."""

import math
import sys
from dataclasses import dataclass

from .comparison import checked
from .failure import Failure
from .table import markdown, seconds

# Times below this say more of the clock than of the program.
SHORTEST = 0.02
# Fewer points than this make no line; so many last ones are fitted by themselves as well.
FEWEST = 3


@dataclass(frozen=True)
class Care:
    """How often each size is run, how many of the largest sizes are left out, and how far an
    exponent may lie from the expected one."""

    rounds: int
    left_out: int
    band: float


WHOLE = Care(rounds=3, left_out=0, band=0.25)
SMOKE = Care(rounds=1, left_out=1, band=0.5)
# What is off is measured again, so many more rounds at most, so that a machine that is busy for a while
# is not taken for a slow program.
AGAIN = 6
# The cells of a row that hold no time.
UNTIMED = 7
# Where a fast machine leaves too few points, so many larger sizes are tried at most.
LARGER = 6


@dataclass(frozen=True)
class Growth:
    """The points (size, work, time) of a program, and the exponents of all of them that are long
    enough and of the last few."""

    program: object
    points: list
    fitted: float | None
    at_end: float | None

    def complaint(self, band):
        """What is wrong, in a few words; empty if nothing is.

        What grows faster than expected only at the end is as wrong. What grows more slowly has a
        wrong expectation, or sizes at which something else than the program is measured.
        """
        if self.fitted is None:
            return "too short"
        expected = self.program.exponent
        if max(self.fitted, self.at_end) - expected > band:
            return "ABOVE"
        return "BELOW" if expected - self.fitted > band else ""


def scale(programs, system, care):
    """Runs each program at its scaling sizes on one system: the markdown table, and a sentence for
    each program that grows otherwise than expected."""
    rows, failures = [], []
    for program in programs:
        try:
            growth = measure(program, system, care)
        except Failure as failure:
            failures.append(str(failure))
            continue
        rows.append(describe(growth, care))
        print(" ".join(rows[-1]), file=sys.stderr, flush=True)
        if growth.complaint(care.band):
            failures.append(sentence(growth, system, care))
    columns = max((len(row) - UNTIMED for row in rows), default=0)
    times = [f"{k + 1}. s" for k in range(columns)]
    header = ["program", "sizes", "work", *times, "expected", "fitted", "at the end", ""]
    return markdown(header, [padded(row, columns) for row in rows]), failures


def measure(program, system, care):
    """The growth of one program, at larger sizes where its own are too short to be fitted; of one
    that seems wrong, with the best of more runs."""
    sizes = program.scaling[: len(program.scaling) - care.left_out]
    times = {size: shortest_time(program, system, size, care.rounds) for size in sizes}
    for size in larger_sizes(program.scaling, care.left_out):
        if growth_of(program, times).fitted is not None:
            break
        times[size] = shortest_time(program, system, size, care.rounds)
    growth = growth_of(program, times)
    for _ in range(AGAIN):
        if growth.complaint(care.band) not in ("ABOVE", "BELOW"):
            break
        for size in times:
            times[size] = min(times[size], shortest_time(program, system, size, care.rounds))
        growth = growth_of(program, times)
    return growth


def larger_sizes(scaling, left_out):
    """The sizes after those that are measured: the ones left out, then more of the same kind, each
    twice the one before or, where the given ones grow more slowly, a step further."""
    sizes = list(scaling)
    for _ in range(LARGER):
        before, last = sizes[-2:]
        sizes.append(2 * last if last == 2 * before else last + (last - before))
    first = len(scaling) - left_out
    return sizes[first : first + LARGER]


def shortest_time(program, system, size, rounds):
    """The least user time of a few runs, start-up subtracted, in seconds."""
    command = system.prepare(program, size)
    runs = [checked(program, system, system.run(command)) for _ in range(rounds)]
    return min(run.user for run in runs) - system.start_up()


def growth_of(program, times):
    """The exponents that times by size show."""
    points = [(size, program.work_at(size), time) for size, time in times.items()]
    long_enough = [(work, time) for _, work, time in points if time >= SHORTEST]
    return Growth(program, points, fit(long_enough), fit(long_enough[-FEWEST:]))


def fit(points):
    """The slope of log time over log work by least squares; None with too few points."""
    if len(points) < FEWEST:
        return None
    xs = [math.log(work) for work, _ in points]
    ys = [math.log(time) for _, time in points]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys))
    return rise / sum((x - x_mean) ** 2 for x in xs)


def describe(growth, care):
    """One line of the table."""
    program, sizes = growth.program, [size for size, _, _ in growth.points]
    times = [seconds(time) for _, _, time in growth.points]
    exponents = [f"{e:.2f}" if e is not None else "" for e in (growth.fitted, growth.at_end)]
    span = f"{sizes[0]}…{sizes[-1]}"
    expected = f"{program.exponent:g}"
    return [program.name, span, program.work, *times, expected, *exponents, growth.complaint(care.band)]


def padded(row, columns):
    """The row with empty cells for the times that a program with fewer sizes does not have."""
    missing = columns - (len(row) - UNTIMED)
    return [*row[:-4], *[""] * missing, *row[-4:]]


def sentence(growth, system, care):
    """What is wrong with a program's growth."""
    name, expected = growth.program.name, growth.program.exponent
    if growth.fitted is None:
        return f"{name}: fewer than {FEWEST} sizes take {system.name} {SHORTEST} s or more"
    shown = f"{growth.fitted:.2f}, at the end {growth.at_end:.2f}"
    return f"{name}: {system.name}'s exponent is {shown}, expected {expected:g} ± {care.band}"
