"""Pages that stand in one archive, for they would be too many files: see ``bevo.site.archive``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

from bevo.problems import BevoError

__all__ = ["Held", "Packed", "read_archive"]


class Held(Protocol):
    """What has a path in the site and is no file of its own on the disk; may be read from several threads."""

    def read(self) -> bytes:
        """Its content."""

    @property
    def size(self) -> int:
        """Its length, or less where only reading it would tell."""

    @property
    def tag(self) -> str:
        """Its entity tag."""


@dataclass(frozen=True)
class Packed:
    """A file in an archive."""

    archive: ZipFile
    info: ZipInfo

    def read(self) -> bytes:
        """Its content."""
        return self.archive.read(self.info)

    @property
    def size(self) -> int:
        """Its length."""
        return self.info.file_size

    @property
    def tag(self) -> str:
        """Its entity tag, of what the archive knows of the content."""
        return f'"{self.info.CRC:08x}-{self.info.file_size:x}"'


def read_archive(path: Path | None) -> Mapping[str, Packed]:
    """The files of an archive by path; of none, none. It stays open as long as they are used.

    :raises BevoError: if it is no archive.
    """
    if path is None:
        return {}
    try:
        archive = ZipFile(path)
    except BadZipFile as error:
        raise BevoError(f"{path} is damaged: {error}; build again") from error
    return {info.filename: Packed(archive, info) for info in archive.infolist()}
