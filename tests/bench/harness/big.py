"""Big data (tests/bench/big/) and start-up: wall time, user time and peak memory."""

import statistics
import sys

from .failure import Failure
from .table import markdown, megabytes, seconds

START_UPS = 21
TIMEOUT = 900.0
DATA_LINE = '(record {k} "some text" (1.5 #t #\\a) nested (list of symbols))\n'


def big_data(programs, systems, size_of, scratch):
    """Each program once on each system. What fails is said in the table; ours failing fails the run."""
    rows, failures = [], []
    for program in programs:
        size = size_of(program)
        located = locate_data(program, size, scratch)
        for system in systems:
            if system.name == "lua":
                continue
            run = system.run(system.prepare(located, size), TIMEOUT)
            rows.append(describe(program, size, system, run))
            print(" ".join(rows[-1]), file=sys.stderr, flush=True)
            if not run.ok and system.name == "tower":
                failures.append(f"{program.name}: {run.errors.strip()[-300:]}")
    header = ["program", "size", "system", "user s", "wall s", "peak MB", "result"]
    return markdown(header, rows), failures


def describe(program, size, system, run):
    result = run.output.strip()[:60] if run.ok else f"failed: {run.errors.strip()[-60:]}"
    result = result.replace("\n", " ").replace("|", "/")
    return [program.name, str(size), system.name, seconds(run.user), seconds(run.wall), megabytes(run.peak), result]


class Located:
    """A program whose `(define path "")` names the data file."""

    def __init__(self, program, path):
        self.name = program.name
        self._program, self._path = program, path

    def source_at(self, size):
        return self._program.source_at(size).replace('(define path "")', f'(define path "{self._path}")')


def locate_data(program, size, scratch):
    """Writes a file of about `size` bytes, if the program reads one."""
    if '(define path "")' not in program.source:
        return program
    path = scratch / f"data-{size}.txt"
    if not path.exists():
        with open(path, "w", encoding="ascii") as file:
            written, k = 0, 0
            while written < size:
                written += file.write(DATA_LINE.format(k=k))
                k += 1
    return Located(program, path)


def start_ups(systems):
    """How long `1 + 2` takes from the shell, and what it takes at most of memory."""
    commands = {system: system.one_liner() for system in systems}
    runs = {system: [] for system in systems}
    for _ in range(START_UPS):
        for system, command in commands.items():
            runs[system].append(succeeded(system, system.run(command)))
    rows = []
    for system, of_system in runs.items():
        walls = [run.wall * 1000 for run in of_system]
        peak = megabytes(statistics.median(run.peak for run in of_system))
        rows.append([system.name, f"{statistics.median(walls):.1f}", f"{min(walls):.1f}", peak])
    return markdown(["start-up of", "median ms", "least ms", "peak MB (≥ 12)"], rows)


def succeeded(system, run):
    if not run.ok or run.output.strip() != "3":
        raise Failure(f"{system.name} cannot add 1 and 2: {run.output.strip()} {run.errors.strip()}")
    return run
