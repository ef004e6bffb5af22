"""The tower as a command: sessions given whole, and conversations, whose next input depends on what was answered."""

import os
import re
import select
import subprocess
import time

# Seconds after which a run is given up, on however busy a machine. That it was is told, as a difference.
PATIENCE = 600

# What a session may use; none that is made within its steps needs as much.
MEMORY = "512M"

# What a transcript says of a run that did not end as it should, with its status behind it.
WRONG_END = "\nended with status "

PROMPT = re.compile(r"(?:^|\n)lisp-(-?\d+)> $")
LONGEST_PROMPT = 24


class Stuck(Exception):
    """The tower does not answer."""


class Tower:
    """The command, and the folder that its sessions are run in."""

    def __init__(self, command, room, patience=PATIENCE):
        self.command, self.room, self.patience = command, room, patience

    def arguments(self, options):
        return [self.command, "--memory", MEMORY, *options, "repl", "--echo"]

    def transcript(self, text, *options):
        """The transcript of a session, with a last line that tells if it did not end as it should."""
        try:
            done = subprocess.run(
                self.arguments(options), input=text.encode(), capture_output=True, cwd=self.room, timeout=self.patience,
            )
        except subprocess.TimeoutExpired as late:
            return decoded(late.stdout or b"") + "\nno answer\n"
        # Above level 0 the end of the input is an error, of status 1.
        ended = "" if done.returncode in (0, 1) else f"{WRONG_END}{done.returncode}: {decoded(done.stderr)}\n"
        return decoded(done.stdout) + ended


class Conversation:
    """A session whose inputs are given one by one. `level` is the one that reads, None once the session has ended."""

    def __init__(self, tower, *options):
        self.process = subprocess.Popen(
            tower.arguments(options), cwd=tower.room, bufsize=0,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self.shown, self.patience = "", tower.patience
        self.answer()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.kill()
        self.process.wait()

    def say(self, line):
        """What is answered to an input."""
        self.process.stdin.write(line.encode() + b"\n")
        return self.answer()

    def answer(self):
        """What is shown until the next prompt: the tower writes all it has before it waits for a line."""
        start, limit, output = len(self.shown), time.monotonic() + self.patience, self.process.stdout
        while True:
            if not select.select([output], [], [], max(0, limit - time.monotonic()))[0]:
                raise Stuck()
            more = os.read(output.fileno(), 1 << 16)
            self.shown += decoded(more)
            prompt = PROMPT.search(self.shown[-LONGEST_PROMPT:])
            if prompt or not more:
                self.level = int(prompt[1]) if prompt else None
                return self.shown[start:]


def decoded(given):
    return given.decode(errors="replace")
