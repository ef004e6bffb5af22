"""`python3 tests/model < NAME.in`: the transcript of a session, by the letter of SEMANTICS.md. Several sessions
may follow one another, each begun by a line that is a form feed; so do their transcripts.
"""

import os
import sys

import control  # binds its builtins
import derived  # binds its forms
from environment import LIBRARY
from repl import HOOKS, Repl
from tower import Tower
from values import bind_library

SEPARATOR = "\f\n"


def transcript(text):
    repl = Repl(text)
    tower = Tower(repl, HOOKS)
    tower.run(lambda: repl.prompt(tower))
    repl.fresh_line()
    return "".join(repl.output)


if __name__ == "__main__":
    bind_library(os.path.join(os.path.dirname(os.path.abspath(__file__)), "macros.scm"), LIBRARY)
    sys.stdout.write(SEPARATOR.join(map(transcript, sys.stdin.read().split(SEPARATOR))))
