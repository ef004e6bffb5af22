"""One session under the collapsed tower and under honest ones: whether all transcripts are the same."""

from conversation import WRONG_END
from session import Session

# How a session is run, besides the conversation in which it was made: name, options.
RUNS = [("collapsed", []), ("honest-1", ["--honest", "1"]), ("honest-2", ["--honest", "2"])]


class Result:
    """A session and its transcripts by the names of their runs."""

    def __init__(self, tower, number, turn):
        self.session = Session(number, turn).made(tower)
        text = self.session.text()
        self.transcripts = {run: tower.transcript(text, *options) for run, options in RUNS}
        if not self.session.is_cut:
            self.transcripts["with-fuel"] = self.session.shown

    def differing(self):
        """The runs whose transcript is not the collapsed tower's, or tells of a wrong end."""
        wanted = essence(self.transcripts["collapsed"])
        return [run for run, shown in self.transcripts.items() if essence(shown) != wanted or WRONG_END in shown]

    def keep(self, folder, name):
        """Leaves what shows the difference."""
        (folder / f"{name}.in").write_text(self.session.text())
        for run, transcript in self.transcripts.items():
            (folder / f"{name}.{run}").write_text(transcript)


def essence(transcript):
    """A transcript, but for the end of the line on which the input ended: a conversation is broken off there."""
    return transcript.rstrip("\n")
