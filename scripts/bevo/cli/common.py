"""What all commands share: the option that names the checkout, and how a failure is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn, TextIO

import typer
from typer.core import TyperGroup

from bevo.problems import BevoError, InputError, Problem, errors
from bevo.project import Project

__all__ = ["ROOT", "Root", "Told", "checkout", "fail", "report", "repository", "say"]

ROOT = Project().root
Root = Annotated[Path, typer.Option("--root", help="The checkout to work on.", show_default="where bevo comes from")]


def checkout(root: Path) -> Project:
    """The checkout to work on; ends the command where it is none."""
    project = Project(root.resolve())
    if not (project.ontology / "bevo.ttl").is_file():
        fail(BevoError(f"{root} holds no ontology/bevo.ttl: not a BEVO checkout"))
    return project


def repository(root: Path, what: str) -> Project:
    """The checkout to work on; ends the command where it is none, or where it is the data of an installed package.

    :param what: what needs the repository, as the start of a sentence.
    """
    project = checkout(root)
    if project.installed:
        fail(BevoError(f"{what} needs the repository: clone it, and run 'make' there or name it with --root"))
    return project


class Told(TyperGroup):
    """The group of all commands: what the system refuses, such as output to a full disk, is told in a sentence."""

    def main(self, *given: Any, **named: Any) -> Any:
        """Run a command; its output is complete, or its exit code is 1."""
        try:
            try:
                return super().main(*given, **named)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:  # who reads has seen enough
            _silence(sys.stdout)
            raise SystemExit(1) from None
        except OSError as error:
            _silence(sys.stdout)
            with suppress(OSError):
                say(f"bevo: cannot read or write: {error}")
            _silence(sys.stderr)
            raise SystemExit(1) from None


def _silence(stream: TextIO) -> None:
    """Let nothing more be written, so that Python does not complain of it at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def say(text: str) -> None:
    """Tell the user, apart from what is printed for use."""
    print(text, file=sys.stderr, flush=True)


def fail(error: BevoError) -> NoReturn:
    """End the command with its reason."""
    if isinstance(error, InputError):
        report(error.problems)
    else:
        say(f"bevo: {error}")
    raise typer.Exit(1)


def report(problems: Iterable[Problem]) -> None:
    """Tell each problem, and how many there are."""
    problems = list(problems)
    for problem in problems:
        say(str(problem))
    faults = len(errors(problems))
    if problems:
        say(f"{faults} fault(s), {len(problems) - faults} warning(s)")
