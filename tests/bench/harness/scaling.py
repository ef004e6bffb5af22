"""How each program's time grows with its input: the fitted exponent beside the expected one."""

import math
import sys

from .comparison import checked
from .table import markdown, seconds

# Times below this say more of the clock than of the program.
SHORTEST = 0.02
ROUNDS = 3
# Further above the expected exponent than this, a row is marked.
TOLERANCE = 0.25


def scale(programs, system):
    """Runs each program at its scaling sizes on one system; returns the markdown table."""
    rows = []
    for program in programs:
        points = [(size, shortest_time(program, system, size)) for size in program.scaling]
        exponent = fit([(program.work_at(size), time) for size, time in points if time >= SHORTEST])
        rows.append(describe(program, points, exponent))
        print(" ".join(rows[-1]), file=sys.stderr, flush=True)
    header = ["program", "sizes", "work", *(f"{k + 1}. s" for k in range(5)), "expected", "fitted", ""]
    return markdown(header, rows)


def shortest_time(program, system, size):
    """The least user time of a few runs, start-up subtracted, in seconds."""
    command = system.prepare(program, size)
    runs = [checked(program, system, system.run(command)) for _ in range(ROUNDS)]
    return min(run.user for run in runs) - system.start_up()


def fit(points):
    """The slope of log time over log work by least squares; None with fewer than three points."""
    if len(points) < 3:
        return None
    xs = [math.log(work) for work, _ in points]
    ys = [math.log(time) for _, time in points]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys))
    return rise / sum((x - x_mean) ** 2 for x in xs)


def describe(program, points, exponent):
    """One line of the table."""
    sizes = f"{program.scaling[0]}…{program.scaling[-1]}"
    times = [seconds(time) for _, time in points]
    if exponent is None:
        return [program.name, sizes, program.work, *times, f"{program.exponent:g}", "", "too short"]
    off = exponent - program.exponent > TOLERANCE
    fitted = f"{exponent:.2f}"
    return [program.name, sizes, program.work, *times, f"{program.exponent:g}", fitted, "above" if off else ""]
