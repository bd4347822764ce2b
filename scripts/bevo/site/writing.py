"""Files of the site on disk: each once, and what would be the same taken over from a former site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bevo.cache import Keep, digest, taken_over
from bevo.files import below, folded
from bevo.problems import BevoError

__all__ = ["ByPath", "File", "Make", "by_path_of", "write_files"]

Make = Callable[[], bytes]
File = tuple[str, str, Make]
"""A path, a hash of what the file is made of or nothing, and what makes it."""
ByPath = Mapping[str, tuple[str, Make]]


def by_path_of(files: Iterable[File], others: Iterable[str] = ()) -> dict[str, tuple[str, Make]]:
    """Files by their path: the hash of what each is made of, if it is known, and what makes it.

    :param others: paths that are taken.
    :raises BevoError: if some system would take two for one.
    """
    by_path: dict[str, tuple[str, Make]] = {}
    names = {folded(path): path for path in others}
    for path, key, make in files:
        if (name := folded(path)) in names:
            raise BevoError(f"several things would have the same file: {names[name]}, {path}")
        names[name] = path
        by_path[path] = (key, make)
    return by_path


def write_files(step: str, files: ByPath, folder: Path, former: Path | None, keep: Keep) -> None:
    """Write all files; those with a key only where the former ones are not, byte by byte, what was once made of it.

    :param step: the name under which their hashes are kept.
    :param files: by path, the hash of what the file is made of, if it is known, and what makes it.
    """
    for parent in {path.rpartition("/")[0] for path in map(str, (below(folder, path) for path in files))}:
        Path(parent).mkdir(parents=True, exist_ok=True)

    def make(paths: Iterable[str]) -> dict[str, str]:
        made = {}
        for path in paths:
            data = files[path][1]()
            (folder / path).write_bytes(data)
            made[path] = digest(data)
        return made

    written = make(path for path, (key, _) in files.items() if not key)

    def make_keyed(paths: list[str]) -> dict[str, str]:
        made = make(paths)
        written.update(made)
        return made

    kept = keep(step, {path: key for path, (key, _) in files.items() if key}, make_keyed)
    left = {path: content for path, content in kept.items() if path not in written}
    make(taken_over(left, former, folder) if former else left)
