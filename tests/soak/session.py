"""Sessions at random, each made while the collapsed tower runs it, so that each input suits the level that reads it.

A session aims at a few cells (`cells`): it goes to their level, installs their hook and gives them one by one, with
inputs of all kinds around and between them.
"""

import random
import re

import cells
import forms
from conversation import Conversation

# Steps that the collapsed tower may take in one session. What takes more would take too long where each step is
# interpreted twice: the session is cut before the input that does, and goes to its end from there.
FUEL = "60000"
OUT_OF_FUEL = "out of fuel"

# The highest level that has the definitions of `forms`, and one above all that most sessions touch.
DEFINED, TOP = 5, 9

# How often a session tries to get to a level in its own manner, and after that by commands; how often it tries a cell.
DETOURS, STEPS, TRIES = 3, 12, 3

# What a mark writes: the number of its cell, and the level that it looks from.
MARK = re.compile(r"\(met (\d+) (\d+)\)")

# What shows the store of each level below the one that evaluates it, names and values. It is evaluated at a level
# that no session has touched, so that no hook concerns it.
SHOWING = [
    "(define (show s) (for-each (lambda (name) (write (list name (store-ref s name))) (newline)) (store-names s)) "
    "(if (memq 'store (store-names s)) (show (store-ref s 'store))))",
    "(show store)",
]


class Session:
    """The session of a number: its inputs, the cells that it aims at and those that it met, and what the collapsed
    tower showed when it was made. `turn` is for another one that aims at the same."""

    def __init__(self, number, turn=0):
        self.aims = cells.aims(number)
        self.random = random.Random(f"{number} {turn}")
        self.level, self.hook = cells.CELLS.level(self.aims[0]), cells.CELLS.hook(self.aims[0])
        self.forms = forms.Forms(self.random, self.is_plain(), DEFINED)
        self.inputs, self.met, self.highest, self.is_cut = [], set(), 0, False

    def is_plain(self):
        """Whether there is no delta in it, and no evaluator function but those that the cells are about."""
        return self.random.random() < 0.5

    def made(self, tower):
        with Conversation(tower, "--fuel", FUEL) as self.talk:
            for text in self.forms.preamble(cells.NAMES):
                self.give(text)
            self.some(0, 3)
            for number in self.aims:
                self.aim(number)
                self.some(0, 2)
            self.some(0, 3)
            self.end()
            self.shown = self.talk.shown
        return self

    def give(self, text):
        """One input, unless the session has been cut."""
        if self.is_cut:
            return
        level = self.talk.level
        answer = self.talk.say(text)
        if OUT_OF_FUEL in answer:
            self.is_cut, self.talk.level = True, level
            return
        self.inputs.append(text)
        if self.talk.level is None:
            # The command ended: what the other runs make of that shows whose fault it is.
            self.is_cut, self.talk.level = True, level
            return
        self.highest = max(self.highest, self.talk.level)
        self.met.update(int(cell) for cell, above in MARK.findall(answer) if int(above) == self.level + 1)

    def some(self, least, most):
        for _ in range(self.random.randint(least, most)):
            self.give(self.forms.input(self.talk.level)[0])

    def aim(self, number):
        """A cell: at first with whatever is there, then with all that could be in its way put back."""
        for turn in range(TRIES):
            self.go()
            for text in self.settled(turn) + cells.inputs(number, self.random, self.forms, turn):
                self.give(text)
            if number in self.met or self.is_cut:
                break

    def settled(self, turn):
        """What has the hook govern the level."""
        name, manner = self.hook
        restored = " ".join(f"(set! {other} o-{other})" for other in cells.NAMES)
        if name == "none":
            return [f"(EM (begin {restored}))"]
        change = f"(set! there {self.random.choice(cells.texts_of(name, manner))}) (set! {name} there)"
        if turn == 0 and self.random.random() < 0.4:
            return [f"(EM (begin {change}))"]
        above = [f"(EM (EM (begin {restored})))"] if turn else []
        return above + [f"(EM (begin {restored} {change}))"]

    def go(self):
        """To the level of the cells."""
        for turn in range(DETOURS + STEPS):
            level = self.talk.level
            if level == self.level or self.is_cut:
                return
            if turn >= DETOURS:
                self.give(",up" if level < self.level else ",down")
            elif level < self.level:
                self.give(self.random.choice(["(em-cont)", "(list 1 (em-cont))", "nowhere", ",up", "(raise 'up)"]))
            else:
                self.give(self.forms.back(level))

    def end(self):
        """What shows every level's store."""
        top = max(TOP, self.highest + 3)
        ending = [",up"] * (top - self.talk.level) + SHOWING
        self.inputs += ending
        if not self.is_cut:
            for text in ending:
                self.is_cut |= OUT_OF_FUEL in self.talk.say(text)

    def text(self):
        return "".join(line + "\n" for line in self.inputs)
