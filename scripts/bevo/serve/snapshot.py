"""A release as it was at one instant: a copy that no build, no ``rsync`` and no ``rm`` changes while it is served."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen
from tempfile import gettempdir, mkdtemp

from bevo.problems import BevoError, relative
from bevo.project import built
from bevo.serve.resources import files_of

__all__ = ["Folder", "identity", "own_folder", "snapshot"]

TRIES = 5
REMOVE_SECONDS = 1.0
PREFIX = "bevo-serve-"


@dataclass(frozen=True)
class Folder:
    """A temporary folder that is locked for as long as its process lives.

    :param lock: a descriptor of the folder.
    """

    path: Path
    lock: int

    def cleanup(self) -> None:
        """Remove it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.lock)

    async def remove(self) -> None:
        """Have it removed by a process that may outlive this one: on a slow disk it takes many seconds."""
        rm = ["rm", "-rf", "--", str(self.path)]
        removing = Popen(rm, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True)
        until = time.monotonic() + REMOVE_SECONDS
        while removing.poll() is None and time.monotonic() < until:
            await asyncio.sleep(0.02)
        os.close(self.lock)


def own_folder() -> Folder:
    """A temporary folder; those that servers left that were killed are removed.

    :raises BevoError: if there is no place for one.
    """
    _sweep(Path(gettempdir()))
    try:
        while True:
            path = Path(mkdtemp(prefix=PREFIX))
            lock = _locked(path)
            if lock is not None and path.exists():  # else another server that starts has taken it for one left
                return Folder(path, lock)
    except OSError as error:
        raise BevoError(f"cannot make a temporary folder in {gettempdir()}: {error.strerror or error}") from error


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):
            lock = _locked(left)
            if lock is not None:
                Folder(left, lock).cleanup()


def _locked(folder: Path) -> int | None:
    """A descriptor that holds the lock of a folder of ours; none if another process has it."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(lock).st_uid == os.getuid():
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
    except BlockingIOError:
        pass
    os.close(lock)
    return None


def snapshot(dist: Path, target: Path) -> Path:
    """Copy what a server may give of a release, from one and the same release.

    Builds put another folder in the place of ``dist/``, and an administrator may turn a link to another one: both make
    the path lead elsewhere, and then the copy is begun again.

    :param target: a folder that is not there yet.
    :returns: the copy.
    :raises BevoError: if there is no release, it does not stay in its place, or the copy cannot be written.
    """
    for _ in range(TRIES):
        built(dist / "bevo-kg.ttl")
        try:
            before = _place(dist)
            _copy(before[0], target)
            if _place(dist) == before:
                return target
        except FileNotFoundError:  # it was removed after another had taken its place
            pass
        except OSError as error:
            shutil.rmtree(target, ignore_errors=True)
            raise BevoError(f"cannot copy {relative(dist)} to {target}: {error.strerror or error}") from error
        shutil.rmtree(target, ignore_errors=True)
    raise BevoError(f"{relative(dist)} changed each time while it was read; try again when nothing writes it")


def _place(dist: Path) -> tuple[Path, int, int]:
    where = dist.resolve(strict=True)
    stat = where.stat()
    return where, stat.st_dev, stat.st_ino


def _copy(dist: Path, target: Path) -> None:
    files = files_of(dist)
    for folder in sorted({(target / path).parent for path in files}):
        folder.mkdir(parents=True, exist_ok=True)
    for path, file in files.items():
        shutil.copyfile(file, target / path)
        changed = file.stat().st_mtime_ns  # which is told as Last-Modified
        os.utime(target / path, ns=(changed, changed))


def identity(graph: Path) -> str:
    """A short name for a release, as its graph has it: the beginning of a hash."""
    with graph.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:12]
