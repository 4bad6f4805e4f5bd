"""Several people doing the same thing at the same moment, over the network, each in a transaction of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier

from .live import CallError


@dataclass
class Outcome:
    """What became of the rivals: the answers of those who won, what the others read."""

    won: list = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def race(rivals: Sequence[Callable[[], object]]) -> Outcome:
    """Start all ``rivals`` at once; any failure but a refusal by the server is raised."""
    barrier, outcome = Barrier(len(rivals)), Outcome()

    def run(rival):
        barrier.wait(timeout=30)
        try:
            outcome.won.append(rival())
        except CallError as refusal:
            outcome.refused.append(str(refusal))

    with ThreadPoolExecutor(len(rivals)) as pool:
        for done in [pool.submit(run, rival) for rival in rivals]:
            done.result(timeout=120)
    return outcome
