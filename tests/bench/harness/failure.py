"""What ends or spoils a run, said in one sentence."""


class Failure(Exception):
    """A missing rival, a program that failed, outputs that differ."""
