"""Sessions at random, each made while the collapsed tower runs it, so that each input suits the level that reads it."""

import random

from conversation import Conversation
from forms import Forms

# Steps that the collapsed tower may take in one session. What takes more would take too long where each step is
# interpreted twice: the session is cut before the input that does, and goes to its end from there.
FUEL = "60000"
OUT_OF_FUEL = "out of fuel"

# The highest level that has the definitions of `forms`, and one above all that most sessions touch.
DEFINED, TOP = 5, 9

# What shows the store of each level below the one that evaluates it, names and values. It is evaluated at a level
# that no session has touched, so that no hook concerns it.
SHOWING = [
    "(define (show s) (for-each (lambda (name) (write (list name (store-ref s name))) (newline)) (store-names s)) "
    "(if (memq 'store (store-names s)) (show (store-ref s 'store))))",
    "(show store)",
]


class Session:
    """The session of a seed: its inputs, and what the collapsed tower showed when they were made. One in four is
    `plain`: without evaluator functions and deltas."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.forms = Forms(self.random, seed % 4 == 0, DEFINED)
        self.inputs, self.highest, self.is_cut = [], 0, False

    def made(self, tower):
        with Conversation(tower, "--fuel", FUEL) as talk:
            for text in self.forms.preamble():
                self.give(talk, text)
            for _ in range(self.random.randint(8, 20)):
                self.give(talk, self.forms.input(talk.level)[0])
                if self.is_cut:
                    break
            self.end(talk)
            self.shown = talk.shown
        return self

    def give(self, talk, text):
        level = talk.level
        if OUT_OF_FUEL in talk.say(text):
            self.is_cut, talk.level = True, level
        else:
            self.inputs.append(text)
            self.highest = max(self.highest, talk.level)

    def end(self, talk):
        """What shows every level's store."""
        top = max(TOP, self.highest + 3)
        ending = [",up"] * (top - talk.level) + SHOWING
        self.inputs += ending
        if not self.is_cut:
            for text in ending:
                talk.say(text)

    def text(self):
        return "".join(line + "\n" for line in self.inputs)
