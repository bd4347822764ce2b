"""What an earlier bulk build made, taken over where nothing that it was made of has changed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from bevo.bulk.parts import Done, rejects_file
from bevo.cache import linked
from bevo.files import below
from bevo.problems import BevoError

__all__ = ["MANIFEST", "made", "manifest", "taken_over"]

MANIFEST = "made.tsv"


def manifest(folder: Path, made: Iterable[Done]) -> None:
    """Write down what each file was made of, in the order of their names."""
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, "excel-tab", lineterminator="\n")
        writer.writerow(Done._fields)
        writer.writerows(sorted(made))


def taken_over(former: Path, folder: Path, keys: Mapping[str, str]) -> Iterator[Done]:
    """Put files of an earlier build in place; only what is whole is taken.

    :param former: the folder of that build.
    :param folder: of the new one; holds ``quads`` and ``rejects``.
    :param keys: for each file that is wanted, the hash of what it is made of.
    :raises BevoError: if the folder is of no bulk build.
    """
    done = made(former)
    with (former / "rejects.jsonl").open("rb") as lines:
        for one in done:
            rejects = b"".join(islice(lines, one.rejects))
            if keys.get(one.file) == one.key and linked(
                below(former, one.file), below(folder, one.file), one.content, rejects
            ):
                if rejects:
                    below(folder, rejects_file(one.file)).write_bytes(rejects)
                yield one


def made(former: Path) -> list[Done]:
    """What a bulk build wrote down of its files.

    :raises BevoError: if the folder is of no bulk build.
    """
    try:
        with (former / MANIFEST).open(encoding="utf-8", newline="") as file:
            return [
                Done(row["file"], row["key"], int(row["findings"]), int(row["rejects"]), row["content"])
                for row in csv.DictReader(file, dialect="excel-tab")
            ]
    except FileNotFoundError as error:
        raise BevoError(f"{former} is no bulk build: it has no {MANIFEST}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BevoError(f"{former / MANIFEST} is not what a bulk build writes: {error}") from error
