"""Work in a second process, beside what this one does, where what both need is at hand already."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar, cast

from bevo.problems import BevoError

__all__ = ["beside"]

T = TypeVar("T")


@contextmanager
def beside(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Start work in a process that begins as a copy of this one; what changes there stays there.

    Where a process cannot be copied, or there is one core, the work is done here as soon as its result is asked for.
    Hold no lock that another thread of this process may have.

    :param work: gives something that can be pickled.
    :returns: what waits for the result and gives it, or raises what the work raised; more than once, if need be. The
        process is ended with the context, whether it was waited for or not.
    """
    made: list[T] = []
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:

        def here() -> T:
            made[:] = made or [work()]
            return made[0]

        yield here
        return
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    process = fork.Process(target=_work, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()

    def there() -> T:
        if not made:
            made.append(cast(T, _received(ours)))
        return made[0]

    try:
        yield there
    finally:
        process.kill()
        process.join()
        ours.close()


def _received(ours: Connection) -> object:
    try:
        result, failure = pickle.loads(ours.recv_bytes())
    except EOFError as error:
        raise BevoError("a process that worked beside this one was ended; is there enough memory?") from error
    if failure is not None:
        raise failure
    return result


def _work(work: Callable[[], object], theirs: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it goes to both; the first process ends this one
    try:
        sent = pickle.dumps((work(), None))
    except Exception as error:
        sent = pickle.dumps((None, error))
    theirs.send_bytes(sent)
