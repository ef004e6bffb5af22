"""The conversation (SEMANTICS §3): reads a session and writes its transcript as `tower repl --echo` does."""

from data import MultipleValues, UNSPECIFIED, Wrong, items_of, to_list
from values import report
from text import Incomplete, Refused, read_all, written
from tower import Frame, Hook


class Repl:
    def __init__(self, text):
        self.lines, self.at, self.output, self.column = text.splitlines(keepends=True), 0, [], 0

    def write(self, text):
        if text:
            self.output.append(text)
            self.column = len(text) - text.rfind("\n") - 1

    def fresh_line(self):
        """"Output that has not ended its line is ended before a value or a prompt"."""
        if self.column:
            self.write("\n")

    def show(self, value):
        """"As `write` does, one value to a line; the unspecified value prints nothing"."""
        for item in value.items if isinstance(value, MultipleValues) else [value]:
            if item is not UNSPECIFIED:
                self.fresh_line()
                self.write(written(item) + "\n")

    def tell_move(self, condition, level):
        self.fresh_line()
        self.write(f"{report(condition)} — moving up to level {level}\n")

    def line(self):
        """The next line, echoed; None at the end of the input."""
        if self.at == len(self.lines):
            return None
        line = self.lines[self.at]
        self.at += 1
        self.write(line if line.endswith("\n") else line + "\n")
        return line

    # The REPL of the level that runs. Its continuation is `base`: a value arrives, is printed, and the next
    # input is read.

    def base(self, tower):
        return Frame(lambda value: self.print(tower, value, lambda ignored: self.prompt(tower)), None, False, None)

    def print(self, tower, value, then):
        return tower.ask("print-result", value, lambda result: True, then)

    def prompt(self, tower):
        """"The prompt shows the level that reads, whatever `level` is bound to"."""
        self.fresh_line()
        self.write(f"lisp-{tower.running}> ")
        line = self.line()
        if line is None:
            tower.ended = True
            return None
        if line.startswith(","):
            return self.command(tower, line.split())
        return self.read(tower, line)

    def read(self, tower, text):
        """"`read-forms` → `transform` → evaluate each form in turn → `print-result`"."""
        def forms_are(forms):
            if forms is False:
                more = self.line()
                if more is None:
                    tower.ended = True
                    return None
                return self.read(tower, text + more)
            return tower.ask("transform", forms, is_list, rewritten)

        def rewritten(forms):
            return self.evaluate(tower, items_of(forms))
        try:
            return tower.ask("read-forms", text, lambda forms: forms is False or is_list(forms), forms_are)
        except Refused as refused:
            # "Text that the pristine reader refuses is reported, and the same level prompts again".
            self.write(f"{refused}\n")
            tower.k = None
            return self.prompt(tower)

    def evaluate(self, tower, forms):
        """"The rest of an input waits with the form that moved up"."""
        tower.k = None
        if not forms:
            return self.prompt(tower)
        tower.push(lambda value: self.print(tower, value, lambda ignored: self.evaluate(tower, forms[1:])))
        return tower.step("base-eval", forms[0], tower.environment())

    def command(self, tower, words):
        """"`,up` pauses the level as `em-cont` does and `,down` resumes it (or starts its REPL)"."""
        tower.k = self.base(tower)
        if words[0] == ",up":
            return tower.em_cont(tower.environment())
        if words[0] == ",down":
            if tower.running == 0:
                self.write("There is no level below.\n")
                return self.prompt(tower)
            paused = tower.paused.get(tower.running)
            if paused:
                return paused.call(tower, [], None, None)
            tower.start_repl(tower.running - 1, None)
            return self.prompt(tower)
        tower.ended = True
        return None


def is_list(value):
    return items_of(value) is not None


def read_forms(tower, text):
    """"The text of one input, a string; the list of its forms, or `#f` if it is incomplete"."""
    if not isinstance(text, str):
        raise Wrong("read-forms: a wrong argument", text)
    try:
        return to_list(read_all(text))
    except Incomplete:
        return False


def print_result(tower, value):
    tower.repl.show(value)
    return UNSPECIFIED


HOOKS = {
    "read-forms": Hook("read-forms", read_forms),
    "transform": Hook("transform", lambda tower, forms: forms),
    "print-result": Hook("print-result", print_result),
}
