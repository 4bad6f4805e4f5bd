"""Progress and errors as a person reads them. Everything goes to stderr: stdout is for results."""

import sys
import threading
import time
from contextlib import contextmanager


class HubError(Exception):
    """A failure told in one sentence, with what to do about it."""

    def __init__(self, message: str, hint: str = ""):
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} {self.hint}".strip()


def say(message: str = "") -> None:
    print(message, file=sys.stderr, flush=True)


@contextmanager
def step(title: str, slow: str = ""):
    """Print ``title``, then how long the block took; on a terminal the seconds tick meanwhile."""
    start = time.monotonic()
    tty = sys.stderr.isatty()
    label = f"  {title} …" + (f" ({slow})" if slow else "")
    done = threading.Event()

    def tick():
        while not done.wait(1):
            print(f"\r{label} {time.monotonic() - start:.0f} s", end="", file=sys.stderr, flush=True)

    if tty:
        print(label, end="", file=sys.stderr, flush=True)
        threading.Thread(target=tick, daemon=True).start()
    else:
        say(label)
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        done.set()
        elapsed = time.monotonic() - start
        say(f"\r{label} {outcome} in {elapsed:.1f} s" if tty else f"  {title}: {outcome} in {elapsed:.1f} s")
