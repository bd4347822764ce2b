"""``bevo`` in a process whose files or clock fail: ``python under_faults.py '{"at": 17, ...}' build --root ...``.

Python tells of each file that is opened, and of each name that is made, moved or removed, before it happens (PEP 578);
what is raised then comes out of the call, as if the system had refused it.
"""

from __future__ import annotations

import errno
import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

MADE = {"os.mkdir", "os.link", "os.symlink"}
CHANGED = {"os.rename", "os.remove", "os.rmdir", "os.truncate"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def refuse(at: int, below: str, fault: str) -> None:
    """From the nth time that something is made below a folder, the system refuses it.

    :param fault: ``ENOSPC``, a full disk, lets things be moved and removed; ``EROFS`` does not; ``EIO`` comes once.
    """
    number = getattr(errno, fault)
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event == "open":
            path, mode, flags = arguments
            changes = bool(set(mode or "") & set("wax+")) or bool((flags or 0) & WRITES)
        else:
            path, changes = (
                arguments[0] if arguments else None,
                event in MADE or (event in CHANGED and fault == "EROFS"),
            )
        if not changes or not isinstance(path, str | bytes | os.PathLike) or not os.fsdecode(path).startswith(below):
            return
        seen += 1
        if seen == at or (seen > at and fault != "EIO"):
            raise OSError(number, os.strerror(number), path)

    sys.addaudithook(hook)


def jump(seed: int) -> None:
    """The clock of the day goes forth and back by years; the one that only counts seconds is the system's."""
    chance = random.Random(seed)

    def jumped(clock: Callable[[], Any], second: int) -> Callable[[], Any]:
        return lambda: max(0, clock() + chance.randrange(-40, 40) * 31_557_600 * second)

    time.time, time.time_ns = jumped(time.time, 1), jumped(time.time_ns, 1_000_000_000)


if __name__ == "__main__":
    plan = json.loads(sys.argv.pop(1))
    from bevo.cli.main import app

    if "clock" in plan:
        jump(plan["clock"])
    if "at" in plan:
        refuse(plan["at"], plan["below"], plan["fault"])
    app()
