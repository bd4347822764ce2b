"""The pack renewed from the sources' public services."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bevo.problems import BevoError
from bevo.vocabulary.pack import pack_bytes, renewed_pack
from bevo.vocabulary.releases import SOURCES, read_releases

__all__ = ["update"]


def update(
    tell: Callable[[str], None],
    timeout: float = 60,
    addresses: Mapping[str, str] | None = None,
    target: Path | None = None,
) -> Path:
    """Fetch the releases of all sources and put a new pack where the user's data are.

    :param tell: is told each file.
    :param addresses: by file name, to fetch from elsewhere than where it is published.
    :param target: the pack to write.
    :returns: the pack; the former one stays where anything goes wrong.
    :raises BevoError: without a network, or if a source answers with anything but its release.
    """
    target = target or renewed_pack()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        versions = {}
        for source in SOURCES:
            for name, published in source.files.items():
                address = (addresses or {}).get(name, published)
                tell(address)
                day = _fetch(address, folder / name, timeout)
                versions.update(dict.fromkeys(source.vocabularies, day))
        data = pack_bytes(*read_releases(folder, versions))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        raise BevoError(f"{target} cannot be written: {error}") from error
    return target


def _fetch(address: str, target: Path, timeout: float) -> str:
    """Write what an address gives to a file.

    :returns: the day that the server gives for it.
    """
    try:
        request = Request(address, headers={"User-Agent": "bevo"})
        with urlopen(request, timeout=timeout) as answer, target.open("wb") as stream:
            shutil.copyfileobj(answer, stream)
            modified = answer.headers.get("Last-Modified")
    except HTTPError as error:
        raise BevoError(f"{address} answers {error.code} {error.reason}; the vocabularies stay as they are") from error
    except (URLError, TimeoutError, OSError, ValueError) as error:  # ValueError: it is no address
        reason = getattr(error, "reason", error)
        raise BevoError(f"{address} cannot be reached: {reason}; the vocabularies stay as they are") from error
    return (parsedate_to_datetime(modified) if modified else datetime.now(UTC)).date().isoformat()
