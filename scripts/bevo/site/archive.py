"""The pages of a release with very many findings, in one archive: a file system takes millions of small files badly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["write_archive"]

_START = (1980, 1, 1, 0, 0, 0)
"""The earliest time of a ZIP file; so equal content gives equal bytes."""


def write_archive(path: Path, files: Mapping[str, Callable[[], bytes]]) -> None:
    """Write files into an archive, one after the other, so that only one is in memory.

    :param files: by the path that the server is asked for, what makes the file.
    """
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, make in files.items():
            archive.writestr(ZipInfo(name, _START), make(), ZIP_DEFLATED)
