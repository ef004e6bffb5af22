"""One process run to its end: output, status, user time, wall time, peak memory."""

import os
import resource
import subprocess
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """`user` and `wall` are seconds; `peak` is in bytes; of long streams the end is kept.

    The kernel counts into `peak` what the launching Python held when it started the process
    (about 12 MB): smaller peaks cannot be told from that.
    """

    status: int
    output: str
    errors: str
    user: float
    wall: float
    peak: int
    timed_out: bool

    @property
    def ok(self):
        return self.status == 0 and not self.timed_out


# A process that does not use its processor time waits for what never comes.
PATIENCE = 10
# Bytes of a stream that are kept: its last.
MOST_KEPT = 100_000


def run(command, scratch, timeout, environment=None, given=os.devnull):
    """Runs `command`, which reads the file `given`, its streams going to files in `scratch`; kills it after `timeout` seconds of
    processor time, so that a busy machine stops nothing that an idle one would not."""
    most = int(timeout) + 1
    output, errors = scratch / "stdout", scratch / "stderr"
    with open(given, "rb") as read, open(output, "wb") as out, open(errors, "wb") as err:
        start = time.perf_counter()
        child = subprocess.Popen(
            command,
            stdin=read,
            stdout=out,
            stderr=err,
            env=environment,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (most, most + PATIENCE)),
        )
        expired = threading.Event()
        timer = threading.Timer(timeout * PATIENCE, _kill, (child, expired))
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
    return Run(
        status=child.returncode,
        output=_end_of(output),
        errors=_end_of(errors),
        user=usage.ru_utime,
        wall=wall,
        peak=usage.ru_maxrss * 1024,
        # Some runtimes ignore the first warning, and are killed.
        timed_out=expired.is_set() or child.returncode < 0 and usage.ru_utime + usage.ru_stime >= timeout,
    )


def _end_of(path):
    """The file's end: what it takes to hold a large one would be counted into the peaks that follow."""
    with open(path, "rb") as file:
        file.seek(max(0, path.stat().st_size - MOST_KEPT))
        return file.read().decode("utf-8", errors="replace")


def _kill(child, expired):
    expired.set()
    child.kill()
