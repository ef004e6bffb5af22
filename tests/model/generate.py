"""Random sessions: `python3 tests/model/generate.py FIRST COUNT [plain]` prints those of so many seeds with the
model's transcripts.

A session is made while the model runs it, so that each input suits the level that reads it. `plain` ones have no
evaluator functions and no deltas. What is printed: for each session its input, a line that is a vertical tab, its
transcript and a line that is a form feed; at the end what was met, a line for each combination of a form, a hook
that was replaced for it, a control operator and a level, with the number of times.
"""

import os
import random
import sys
import traceback

import control  # binds its builtins
import derived  # binds its forms
from environment import LIBRARY
from forms import Forms
from repl import HOOKS, Repl
from tower import Tower
from values import bind_library

# A session that takes more steps than these is left before the input that does.
LONGEST = 60_000

INSIDE, BETWEEN = "\v\n", "\f\n"


class TooLong(Exception):
    pass


class Counting(Tower):
    """A tower that gives up."""

    steps = 0

    def run(self, step):
        while step and not self.ended:
            self.steps += 1
            if self.steps > LONGEST:
                raise TooLong()
            step = step()


class Writing(Repl):
    """A conversation whose inputs are asked for one by one."""

    def __init__(self, ask):
        super().__init__("")
        self.ask, self.inputs = ask, []

    def line(self):
        text = self.ask(self)
        if text is None:
            return None
        self.inputs.append(text + "\n")
        self.write(text + "\n")
        return text + "\n"


class Session:
    def __init__(self, seed, plain, met):
        self.random = random.Random(seed)
        self.forms = Forms(self.random, plain)
        self.plain, self.met = plain, met
        self.left = self.forms.preamble() + [None] * self.random.randint(8, 20)
        self.length = len(self.left)

    def ask(self, repl):
        if not self.left:
            return None
        wanted = self.left.pop(0)
        if wanted is not None:
            return wanted
        running = self.tower.running
        text, forms, controls = self.forms.input(running)
        self.note(forms, controls, running)
        return text

    def note(self, forms, controls, running):
        for hook in self.changed(running + 1) or ["none"]:
            for form in forms:
                for operator in controls or ["none"]:
                    key = f"{form} × {hook} × {operator} × {min(running, 3)}"
                    self.met[key] = self.met.get(key, 0) + 1

    def changed(self, number):
        """The hooks that are replaced in a level that exists."""
        level = self.tower.levels.get(number)
        if level is None:
            return []
        return [name for name, pristine in self.tower.pristine.items()
                if {key.name: value for key, value in level.variables.items()}.get(name) is not pristine]

    def run(self):
        """The inputs and the transcript; where an input takes too long, those before it, once more."""
        repl = Writing(self.ask)
        self.tower = Counting(repl, HOOKS)
        try:
            self.tower.run(lambda: repl.prompt(self.tower))
        except (TooLong, RecursionError):
            text = "".join(repl.inputs[:-1])
            return text, transcript(text)
        return "".join(repl.inputs), ended(repl)


def transcript(text):
    repl = Repl(text)
    tower = Counting(repl, HOOKS)
    tower.run(lambda: repl.prompt(tower))
    return ended(repl)


def ended(repl):
    repl.fresh_line()
    return "".join(repl.output)


def main(first, count, plain):
    bind_library(os.path.join(os.path.dirname(os.path.abspath(__file__)), "macros.scm"), LIBRARY)
    met = {}
    for seed in range(first, first + count):
        try:
            print(*Session(seed, plain, met).run(), sep=INSIDE, end=BETWEEN)
        except Exception:
            sys.exit(f"seed {seed}: {traceback.format_exc()}")
    for combination, times in sorted(met.items()):
        print(times, combination)


if __name__ == "__main__":
    sys.setrecursionlimit(3000)
    main(int(sys.argv[1]), int(sys.argv[2]), "plain" in sys.argv[3:])
