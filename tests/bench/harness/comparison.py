"""All programs on all systems, interleaved: agreement, times, ratios, geometric means."""

import statistics
import sys
from dataclasses import dataclass

from .failure import Failure
from .table import geometric_mean, markdown, ratio, seconds


@dataclass(frozen=True)
class Row:
    """One program's median user times by system, start-up subtracted, in seconds.

    None for a rival that was stopped because it took too long: it is in no ratio and no mean.
    """

    program: object
    times: dict


def compare(programs, systems, rounds, size_of):
    """Runs everything. Returns the rows and what went wrong, program by program."""
    rows, failures = [], []
    for program in programs:
        try:
            rows.append(measure(program, systems, rounds, size_of(program)))
        except Failure as failure:
            failures.append(str(failure))
            print(f"FAILED {failure}", file=sys.stderr, flush=True)
    return rows, failures


def measure(program, systems, rounds, size):
    """One program on all systems that take it, `rounds` times in turn."""
    commands = {s: s.prepare(program, size) for s in systems if s.takes(program)}
    runs = {s: [] for s in commands}
    too_slow = set()
    for _ in range(rounds):
        for system, command in commands.items():
            if system in too_slow:
                continue
            run = system.run(command)
            if run.timed_out and system.is_rival:
                too_slow.add(system)
            else:
                runs[system].append(checked(program, system, run))
    agree(program, {s.name: runs[s][0].output for s in runs if runs[s]})
    times = {s.name: None if s in too_slow else median_time(s, runs[s]) for s in runs}
    shown = "  ".join(f"{name} {seconds(time)}" for name, time in times.items())
    print(f"{program.name:14} {shown}", file=sys.stderr, flush=True)
    return Row(program, times)


def median_time(system, runs):
    return statistics.median(run.user for run in runs) - system.start_up()


def checked(program, system, run):
    """The run, if it ended well."""
    if run.timed_out:
        raise Failure(f"{program.name}: {system.name} used {run.user:.0f} s and did not end")
    if not run.ok:
        said = (run.errors.strip() or run.output.strip())[-500:]
        raise Failure(f"{program.name}: {system.name} ended with status {run.status}: {said}")
    return run


def agree(program, outputs):
    """Fails unless all systems printed the same."""
    if len(set(outputs.values())) > 1:
        shown = "; ".join(f"{name}: {text.strip()[:200]!r}" for name, text in outputs.items())
        raise Failure(f"{program.name}: outputs differ: {shown}")


def report(rows, systems):
    """The table of times and ratios, and the two geometric means, as markdown."""
    names = [system.name for system in systems]
    pairs = ratio_pairs(names)
    header = ["program", "15", *(f"{name} s" for name in names)]
    header += [f"{subject}/{rival}" for subject, rival in pairs]
    body = []
    for row in rows:
        cells = [row.program.name, "•" if row.program.fifteen else ""]
        cells += [seconds(row.times[name]) if name in row.times else "" for name in names]
        cells += [ratio(quotient(row, *pair)) for pair in pairs]
        body.append(cells)
    fifteen = [row for row in rows if row.program.fifteen]
    running = [row for row in rows if not row.program.compiler]
    for title, part in ((f"the {len(fifteen)} compute-bound", fifteen), (f"all {len(running)}", running)):
        means = [geometric_mean([quotient(row, *pair) for row in part]) for pair in pairs]
        body.append([f"**geometric mean, {title}**", "", *("" for _ in names), *map(ratio, means)])
    return "\n\n".join([markdown(header, body), *rates(rows, names)])


def rates(rows, names):
    """For each program that counts something, how many a second."""
    lines = []
    for row in (row for row in rows if row.program.count):
        what, millions = row.program.count[0], row.program.count_at(row.program.full) / 1e6
        timed = [(name, row.times.get(name) or 0) for name in names]
        shown = ", ".join(f"{name} {millions / time:.0f}" for name, time in timed if time > 0)
        lines.append(f"{row.program.name}: million {what} a second: {shown}.")
    return lines


def ratio_pairs(names):
    """(subject, rival): ours over each rival; without ours, the others over the first."""
    if "tower" in names:
        return [("tower", name) for name in names if name != "tower"]
    return [(name, names[0]) for name in names[1:]]


def quotient(row, subject, rival):
    """None where one of the two did not run the program to its end or took no measurable time."""
    ours, theirs = row.times.get(subject) or 0, row.times.get(rival) or 0
    return ours / theirs if ours > 0 and theirs > 0 else None
