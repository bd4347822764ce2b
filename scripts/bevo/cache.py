"""What a former build made and the next may use: values kept by a hash of everything that they were made of.

A step has one file, which is put in place whole and holds the values of the last build alone, so the folder does not
grow. A file that is damaged, or that other code wrote, counts as none: what it held is made again.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Protocol

from bevo.files import below, write_whole

__all__ = [
    "Keep",
    "afresh",
    "digest",
    "digest_of_code",
    "digest_of_files",
    "digest_of_much",
    "keeper",
    "link_or_copy",
    "remembering",
    "taken_over",
]

Make = Callable[[list[str]], Mapping[str, str]]


class Keep(Protocol):
    """How a step gets its values."""

    def __call__(self, step: str, keys: Mapping[str, str], make: Make, /) -> dict[str, str]:
        """The values of a step.

        :param keys: for each value, by name, the hash of everything that it is made of.
        :param make: makes the values of some names; it is called for those that are not known under their key.
        :returns: the values by name, in the order of the keys.
        """


def digest(*parts: str | bytes) -> str:
    """A hash of some texts, in their order; where one ends and the next starts is part of it.

    It must stay as it is: ids of studies and the table of reviewed findings have it.
    """
    whole = blake2b(digest_size=20)
    for piece in _framed(*parts):
        whole.update(piece)
    return whole.hexdigest()


def digest_of_much(*parts: bytes) -> str:
    """The same by SHA-256, which takes half the time where the processor has it."""
    whole = sha256()
    for piece in _framed(*parts):
        whole.update(piece)
    return whole.hexdigest()


def _framed(*parts: str | bytes) -> Iterator[bytes]:
    for part in parts:
        data = part.encode("utf-8") if isinstance(part, str) else part
        yield len(data).to_bytes(8, "big")
        yield data


def digest_of_files(paths: Iterable[Path], base: Path) -> str:
    """A hash of some files: their paths below a folder, and what they hold."""
    files = sorted((path.relative_to(base).as_posix(), path) for path in paths if path.is_file())
    return digest(*(part for name, path in files for part in (name, path.read_bytes())))


def afresh(_step: str, keys: Mapping[str, str], make: Make) -> dict[str, str]:
    """Make every value."""
    made = make(list(keys))
    return {name: made[name] for name in keys}


def remembering() -> Keep:
    """Keep the values of each step in memory, for a process that makes the same again and again."""
    memory: dict[str, dict[str, tuple[str, str]]] = {}

    def keep(step: str, keys: Mapping[str, str], make: Make) -> dict[str, str]:
        kept = memory.get(step, {})
        missing = [name for name, key in keys.items() if name not in kept or kept[name][0] != key]
        made = make(missing) if missing else {}
        memory[step] = {name: (key, made[name] if name in made else kept[name][1]) for name, key in keys.items()}
        return {name: value for name, (_, value) in memory[step].items()}

    return keep


def taken_over(files: Mapping[str, str], former: Path, folder: Path) -> list[str]:
    """Put files of a former build in place, as hard links where the disk allows.

    :param files: by path in both folders, the digest of what the file held when it was made.
    :param folder: has the folders that the files are in.
    :returns: those that are not there any more as they were made.
    """
    return [path for path, content in files.items() if not _linked(f"{former}/{path}", f"{folder}/{path}", content)]


def _linked(former: str | Path, target: str | Path, content: str) -> bool:
    """Whether a file of a former build could be put in place, as a hard link where the disk allows.

    :param content: the digest of what the file held when it was made.
    """
    with suppress(OSError):
        with open(former, "rb", buffering=0) as file:  # noqa: PTH123  # a path takes longer than a small file
            whole = digest(file.read()) == content
        if whole:
            link_or_copy(former, target)
            return True
    return False


def link_or_copy(former: str | Path, target: str | Path) -> None:
    """Put a file in a second place, as a hard link where the disk allows."""
    try:
        os.link(former, target)
    except OSError:
        shutil.copyfile(former, target)


def keeper(folder: Path) -> Keep:
    """Take from a folder what is there under the right key, make the rest, and put all in the folder.

    :param folder: is made when there is something to put there; that it cannot be written harms no build.
    """
    code = digest_of_code()

    def keep(step: str, keys: Mapping[str, str], make: Make) -> dict[str, str]:
        path = below(folder, f"{step}.json")
        kept = _read(path, code)
        missing = [name for name, key in keys.items() if name not in kept or kept[name][0] != key]
        made = make(missing) if missing else {}
        values = {name: made[name] if name in made else kept[name][1] for name in keys}
        if missing or kept.keys() != keys.keys():
            _write(path, code, {name: (key, values[name]) for name, key in keys.items()})
        return values

    return keep


def digest_of_code() -> str:
    """A hash of the code that makes the values: this package, and which releases of which others are installed."""
    package = Path(__file__).parent
    own = (path for path in package.rglob("*") if path.suffix in (".py", ".html"))
    others = sorted(path.name for folder in sys.path for path in Path(folder).glob("*.dist-info"))
    return digest(digest_of_files(own, package), sys.version, *others)


def _read(path: Path, code: str) -> dict[str, tuple[str, str]]:
    """What a file holds, by name: key and value; nothing if it is not exactly what this code wrote."""
    with suppress(OSError, ValueError):
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii") == digest(code, body):
            return {name: (key, value) for name, (key, value) in json.loads(body).items()}
    return {}


def _write(path: Path, code: str, held: Mapping[str, tuple[str, str]]) -> None:
    body = json.dumps(held, ensure_ascii=False).encode("utf-8")
    with suppress(OSError):
        write_whole(path, digest(code, body).encode("ascii") + b"\n" + body)
