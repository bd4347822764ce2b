"""What can be wrong with the input, said so that a curator can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BevoError", "InputError", "Problem", "errors", "nearest", "relative"]


@dataclass(frozen=True, order=True)
class Problem:
    """One fault or warning.

    :param file: the file it is in, as the user named it.
    :param line: line in that file, from 1; 0 where the whole file is meant.
    :param about: the record at fault, for example ``F0026``; may be empty.
    :param message: what is wrong and what was meant.
    :param warning: true where the build may go on.
    """

    file: str
    line: int
    about: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        grade = "warning: " if self.warning else ""
        about = f"{self.about}: " if self.about else ""
        return f"{place}: {grade}{about}{self.message}"


class BevoError(Exception):
    """A failure that is told to the user in a sentence, without a traceback."""


class InputError(BevoError):
    """The input has faults; nothing was written.

    :param problems: the faults, at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build."""
    return [problem for problem in problems if not problem.warning]


def nearest(name: str, known: Iterable[str], how_many: int = 3) -> str:
    """A hint that names the known words closest to an unknown one.

    :returns: a clause such as ``; nearest: osteoblast, osteoclast``, or nothing.
    """
    from difflib import get_close_matches

    close = get_close_matches(name.casefold(), sorted(set(known)), n=how_many, cutoff=0.6)
    return f"; nearest: {', '.join(close)}" if close else ""


def relative(path: Path) -> str:
    """A path as the user would name it: relative to the working directory where it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
