"""What systemd is told of the server, where systemd has started it.

https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress

__all__ = ["heartbeat", "ready", "reloading", "tell"]


def tell(state: str) -> None:
    """Send lines of ``NAME=value``; nothing where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
            link.sendto(state.encode(), f"\0{address[1:]}" if address[0] == "@" else address)


def ready(status: str) -> None:
    """Requests are answered."""
    tell(f"READY=1\nSTATUS={status}")


def reloading() -> None:
    """Another release is being read."""
    tell(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")


async def heartbeat(healthy: Callable[[], bool]) -> None:
    """Tell that the server is well, twice in the time that the unit gives it (``WatchdogSec=``), if it gives any."""
    wanted = os.environ.get("WATCHDOG_USEC", "")
    while wanted.isascii() and wanted.isdecimal() and int(wanted):
        if healthy():
            tell("WATCHDOG=1")
        await asyncio.sleep(int(wanted) / 2_000_000)
