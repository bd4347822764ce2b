"""``bevo renew``: what a change of the records changes in the reviewed content."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bevo.cli.common import ROOT, Root, fail, repository, say
from bevo.problems import BevoError

if TYPE_CHECKING:
    from bevo.build.renew import Renewal, Stale

__all__ = ["renew"]

SHOWN = 8
"""So many changes of a file are shown, unless all are asked for."""


def renew(
    yes: Annotated[bool, typer.Option("--yes", "--write", help="Write without asking.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing and ask nothing.")] = False,
    full: Annotated[bool, typer.Option("--full", help=f"Show all changes of a file, not the first {SHOWN}.")] = False,
    root: Root = ROOT,
) -> None:
    """Show which answers and figures changed since they were reviewed, and by which findings; write them if told to.

    Compares what the records of today give with what is committed: the answers to the questions (queries/answers/),
    the lists of conflicts, the table in the README, and the files that 'bevo build' writes into instances/ and docs/.
    It needs no build. Read the difference; then accept it with --yes, or at the prompt, and commit the files.

    The exit code is 0 if all is current or was written, and 1 if something is still to be renewed, or to be written by
    a person: the reading of a new conflict.
    """
    from bevo.build.renew import renewal, write

    if yes and check:
        say("bevo: --yes writes and --check does not: give one of them")
        raise typer.Exit(2)
    project = repository(root, "to renew")
    try:
        found = renewal(project)
        _tell(found, full)
        if found.stale and (yes or (not check and sys.stdin.isatty() and typer.confirm("Write these files?"))):
            write(project, found.stale)
            print(f"{_files(found)} written; commit them with the records")
        elif found.stale:
            print(f"{_files(found)} to renew. {ADVICE}")
            raise typer.Exit(1)
    except BevoError as error:
        fail(error)
    if found.unread:
        raise typer.Exit(1)
    if not found.stale:
        print("all answers, figures and generated files are as reviewed")


ADVICE = """Nothing is broken: answers change when records do.
It is right if each row above says what your records say. It is wrong if a row changed that none of them is about.
Accept what is right with 'bevo renew --yes', and commit it with the records."""


def _tell(found: Renewal, full: bool) -> None:
    if found.findings:
        by_kind: dict[str, list[str]] = {}
        for finding, became in found.findings.items():
            by_kind.setdefault(became, []).append(finding)
        print("Findings since the answers were reviewed:")
        for became in ("new", "changed", "withdrawn", "gone"):
            if became in by_kind:
                print(f"  {became}: {', '.join(by_kind[became])}")
        print()
    elif found.stale:
        print("No finding changed since the answers were reviewed: a term, a study, a question or the code did.\n")
    for stale in found.stale:
        _tell_one(stale, full)
    for text in found.unread:
        print(f"For you: {text}\n")


def _tell_one(stale: Stale, full: bool) -> None:
    print(f"{stale.path}: {_counted(len(stale.changes), 'change')}")
    if stale.because:
        print(f"  because of {', '.join(stale.because)}")
    if stale.perhaps:
        print(f"  perhaps {'also ' if stale.because else ''}because of {', '.join(stale.perhaps)}")
    shown = stale.changes if full else stale.changes[:SHOWN]
    for change in shown:
        print(f"  {change if full or len(change) <= 300 else f'{change[:299]}…'}")
    if len(shown) < len(stale.changes):
        print(f"  … and {len(stale.changes) - len(shown)} more; --full shows all")
    print()


def _files(found: Renewal) -> str:
    return _counted(len(found.stale), "file")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
