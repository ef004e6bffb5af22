"""The systems compared: how each is found, prepares a program, runs it and starts up."""

import os
import shutil
import statistics

from . import process
from .failure import Failure
from .program import ROOT

# A rival that takes longer is left out of the row; ours fails.
TIMEOUT = 180.0
START_UP_RUNS = 7
COMPILE = "(use-modules (system base compile)) (compile-file (cadr (command-line)))"


class System:
    """A Scheme that runs NAME.scm behind a prelude of its own."""

    is_rival = True

    def __init__(self, name, executable, scratch):
        self.name = name
        self.executable = executable
        self.scratch = scratch
        self._start_up = None

    def takes(self, program):
        return True

    def prepare(self, program, size):
        """Writes the program out at a size; returns the command that runs it."""
        path = self.scratch / f"{program.name}-{size}-{self.name}.scm"
        prelude = (ROOT / "preludes" / f"{self.name}.scm").read_text(encoding="utf-8")
        path.write_text(prelude + program.source_at(size), encoding="utf-8")
        return self.command(path)

    def command(self, path):
        raise NotImplementedError

    def run(self, command, timeout=TIMEOUT, given=os.devnull):
        return process.run(command, self.scratch, timeout, self.environment(), given)

    def environment(self):
        return dict(os.environ)

    def start_up(self):
        """The median user time of a program that does nothing, in seconds."""
        if self._start_up is None:
            self._start_up = self._measure_start_up(self.prepare(EMPTY, 0))
        return self._start_up

    def _measure_start_up(self, command):
        runs = [self.run(command) for _ in range(START_UP_RUNS)]
        for run in runs:
            if not run.ok:
                raise Failure(f"{self.name} cannot run the empty program:\n{run.errors.strip()}")
        return statistics.median(run.user for run in runs)

    def one_liner(self):
        """The command that adds 1 and 2 and prints the sum."""
        raise NotImplementedError


class Chez(System):
    """Chez Scheme; `--program` compiles the whole program at once before it runs it."""

    def command(self, path):
        return [self.executable, "--program", str(path)]

    def one_liner(self):
        path = self.scratch / "one-liner-chez.scm"
        path.write_text("(import (chezscheme))\n(write (+ 1 2))\n", encoding="utf-8")
        return self.command(path)


class Guile(System):
    """Guile 3, compiled ahead of the measured run as its users' second run would find it."""

    def command(self, path):
        compile_it = [self.executable, "-c", COMPILE, str(path)]
        compiled = process.run(compile_it, self.scratch, TIMEOUT, self.environment())
        if not compiled.ok:
            raise Failure(f"guile cannot compile {path.name}:\n{compiled.errors.strip()}")
        return [self.executable, str(path)]

    def run(self, command, timeout=TIMEOUT, given=os.devnull):
        run = super().run(command, timeout, given)
        if ";;; compiling" in run.errors:
            raise Failure(f"Guile did not find the compiled {command[-1]}")
        return run

    def environment(self):
        return dict(os.environ) | {"XDG_CACHE_HOME": str(self.scratch / "guile-cache")}

    def one_liner(self):
        return [self.executable, "-c", "(write (+ 1 2))"]


class Lua(System):
    """Lua 5.4 runs NAME.lua, which takes its size as its argument, where there is one."""

    def takes(self, program):
        return program is EMPTY or program.lua is not None

    def prepare(self, program, size):
        path = ROOT / "harness" / "empty.lua" if program is EMPTY else program.lua
        return [self.executable, str(path), str(size)]

    def one_liner(self):
        return [self.executable, "-e", "print(1 + 2)"]


class Tower(System):
    """Ours."""

    is_rival = False

    def prepare(self, program, size, options=()):
        command = super().prepare(program, size)
        return [command[0], *options, *command[1:]]

    def command(self, path):
        return [self.executable, str(path)]

    def converse(self, program, size):
        """Runs the program's lines at a size as those of a session."""
        *_, path = super().prepare(program, size)
        return self.run([self.executable, "repl"], given=path)

    def idle(self, options):
        """As `start_up`, with these options."""
        return self._measure_start_up(self.prepare(EMPTY, 0, options))

    def one_liner(self):
        return [self.executable, "-e", "(+ 1 2)"]


class _Empty:
    """The program that does nothing."""

    name = "empty"

    @staticmethod
    def source_at(size):
        return f"(define n {size})\n(write n)\n(newline)\n"


EMPTY = _Empty()

RIVALS = {
    "chez": (Chez, ("chezscheme", "scheme", "chez"), "Debian package chezscheme"),
    "guile": (Guile, ("guile", "guile-3.0", "guile3.0"), "Debian package guile-3.0"),
    "lua": (Lua, ("lua5.4", "lua"), "Debian package lua5.4"),
}

NAMES = (*RIVALS, "tower")


def find_all(names, tower, scratch):
    """The systems of the given names, in that order; fails, naming all that are missing."""
    systems, missing = [], []
    for name in names:
        if name == "tower":
            if not tower.exists():
                missing.append(f"tower: no {tower} (cargo build --release, or --tower PATH)")
            systems.append(Tower(name, str(tower), scratch))
        else:
            kind, executables, hint = RIVALS[name]
            found = next(filter(None, map(shutil.which, executables)), None)
            if found is None:
                missing.append(f"{name}: none of {', '.join(executables)} on PATH ({hint})")
            systems.append(kind(name, found, scratch))
    if missing:
        raise Failure("missing systems:\n  " + "\n  ".join(missing))
    return systems
