"""One session under the collapsed tower and under honest ones: whether all transcripts are the same."""

from session import Session

# How a session is run, besides the conversation in which it was made: name, options.
RUNS = [("collapsed", []), ("honest-1", ["--honest", "1"]), ("honest-2", ["--honest", "2"])]


class Result:
    """A session and its transcripts by the names of their runs."""

    def __init__(self, tower, seed):
        self.seed, self.session = seed, Session(seed).made(tower)
        text = self.session.text()
        self.transcripts = {name: tower.transcript(text, *options) for name, options in RUNS}
        if not self.session.is_cut:
            self.transcripts["with-fuel"] = self.session.shown

    def differing(self):
        """The runs whose transcript is not the collapsed tower's."""
        wanted = essence(self.transcripts["collapsed"])
        return [name for name, transcript in self.transcripts.items() if essence(transcript) != wanted]

    def keep(self, folder):
        """Leaves what shows the difference."""
        (folder / f"{self.seed}.in").write_text(self.session.text())
        for name, transcript in self.transcripts.items():
            (folder / f"{self.seed}.{name}").write_text(transcript)


def essence(transcript):
    """A transcript, but for what no program can look at: the name with which the `cont` of a hook prints, and the
    end of the line on which the input ended."""
    return transcript.replace("#<procedure cont>", "#<procedure>").rstrip("\n")
