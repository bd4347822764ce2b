"""What all commands share: the option that names the checkout, and how a failure is told."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bevo.problems import BevoError, InputError, Problem, errors
from bevo.project import Project

__all__ = ["ROOT", "Root", "checkout", "fail", "report", "repository", "say"]

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
