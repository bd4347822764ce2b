"""A process that has the graph and makes processes that answer queries: ``python -m bevo.serve.preloaded``.

To load the graph takes more than a second of a processor, to fork a process that has it some hundredths of one, and
what was loaded is in memory once. So a query can be stopped at any time, and cost no other client much.

Its standard input is a socket. On it come ``start``, with the socket of the new process beside; ``yield`` and ``kill``,
with the id of one. On it go lines of JSON: ``{"triples": n}`` when it is ready, or ``{"error": "..."}``; then
``{"started": id}`` and ``{"ended": id, "code": n}``. When the other side closes it, all processes are ended.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Store

from bevo.problems import BevoError
from bevo.rdf.store import load_graph
from bevo.serve.answer import ONE_GRAPH
from bevo.serve.limits import Limits
from bevo.serve.worker import warm_up, work

__all__ = ["main"]

LATER = 8
"""Steps of priority that a process whose query turned out to be long stands behind the others. With more of them a
process that was killed would not come to end on a busy machine."""


def main(graph: Path, limits: Limits) -> None:
    """Load the graph, then do what is asked until nobody is there to ask."""
    control = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        store = _loaded(graph, limits)
    except BevoError as error:
        _tell(control, {"error": str(error)})
        return
    gc.freeze()  # so that no child touches, and so copies, what it only inherited
    _tell(control, {"triples": len(store)})
    _serve(control, store, limits)


def _loaded(graph: Path, limits: Limits) -> Store:
    """The graph, after all that is imported late was.

    Another thread does it: each thread has dice of its own, and children must not inherit dice that were thrown.
    """

    def load() -> Store:
        store = load_graph(graph, ONE_GRAPH)
        warm_up(store, limits)
        gc.collect()  # here, for what this thread made no other may drop
        return store

    with ThreadPoolExecutor(1) as reader:
        return reader.submit(load).result()


def _serve(control: socket.socket, store: Store, limits: Limits) -> None:
    woken, wake = socket.socketpair()
    woken.setblocking(False)
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: set[int] = set()

    def leave() -> None:
        """What a child must not keep."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for inherited in (control, woken, wake, selector):
            inherited.close()

    with selectors.DefaultSelector() as selector, suppress(BrokenPipeError, ConnectionResetError):
        selector.register(control, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        rest = b""
        while True:
            ready = {key.fileobj for key, _ in selector.select()}
            if woken in ready:
                woken.recv(4096)
                _bury(control, children)
            if control in ready:
                data, sockets, _, _ = socket.recv_fds(control, 65536, 1)
                if not data:
                    break
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    if line == b"start":
                        pid = _born(store, sockets.pop(), limits, leave)
                        children.add(pid)
                        _tell(control, {"started": pid})
                    else:
                        _change(line.decode(), children)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    for pid in children:
        os.waitpid(pid, 0)


def _born(store: Store, descriptor: int, limits: Limits, leave: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        os.close(descriptor)
        return pid
    try:
        leave()
        work(store, socket.socket(fileno=descriptor), limits)
        os._exit(0)  # nothing that was inherited is to be cleaned up twice
    except OSError:  # nobody wants the answer
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _change(line: str, children: set[int]) -> None:
    """Only this process can know that an id is still that of its child."""
    what, _, number = line.partition(" ")
    if int(number) not in children:
        return
    if what == "yield":
        os.setpriority(os.PRIO_PROCESS, int(number), os.getpriority(os.PRIO_PROCESS, 0) + LATER)
    elif what == "kill":
        os.kill(int(number), signal.SIGKILL)


def _bury(control: socket.socket, children: set[int]) -> None:
    for pid in tuple(children):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            children.discard(pid)
            _tell(control, {"ended": pid, "code": os.waitstatus_to_exitcode(status)})


def _tell(control: socket.socket, what: dict[str, object]) -> None:
    control.sendall(json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Limits(**json.loads(sys.argv[2])))
