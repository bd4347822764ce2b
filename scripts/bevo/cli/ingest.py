"""``bevo ingest``: a table becomes findings for a bulk build."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bevo.cli.common import ROOT, Root, checkout, fail, say
from bevo.problems import BevoError, relative

if TYPE_CHECKING:
    from bevo.ingest.mapping import Mapping

__all__ = ["ingest"]


def ingest(
    table: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, Parquet, JSON or JSON Lines.")],
    mapping: Annotated[
        Path | None,
        typer.Option(help="YAML that says which column is what.", show_default="TABLE.mapping.yaml"),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The folder to make.", show_default="TABLE.findings")] = None,
    guess: Annotated[
        bool, typer.Option("--guess", help="Write a mapping guessed from the table, to be read by you, and stop.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run of the same was stopped.")] = False,
    encoding: Annotated[
        str | None, typer.Option(help="Of text, for example latin-1.", show_default="UTF-8, or as the mapping says")
    ] = None,
    root: Root = ROOT,
) -> None:
    """Make findings of a table, for 'bevo build --findings', with a report of its names.

    The mapping says which column is what. Without one it is guessed from the header, shown, and asked about; --guess
    writes the guess beside the table. Names are read as 'bevo ground' reads them. A row that does not say enough, or
    says what cannot be, goes into rejects.csv with its number and the reason. Exit code 1 where a row is rejected; the
    findings of the others are there. See docs/ingest.md.
    """
    from bevo.ingest.run import ingest as run

    project = checkout(root)
    mapping = mapping or table.with_name(f"{table.name}.mapping.yaml")
    out = out or table.with_name(f"{table.name}.findings")
    try:
        if guess or not mapping.is_file():
            _guess(table, mapping, encoding, ask=not guess)
            if guess:
                return
        asked = _read(mapping, encoding)
        say(f"bevo: columns as {relative(mapping)} says")
        done = run(table, asked, mapping.parent, out, project, lambda text: say(f"bevo: {text}"), resume)
    except BevoError as error:
        fail(error)
    except KeyboardInterrupt:
        say("bevo: stopped; the same command with --resume goes on")
        raise typer.Exit(130) from None
    for line in done.shown:
        say(line)
    if done.tally.rejects > len(done.shown):
        say(f"... and {done.tally.rejects - len(done.shown)} more")
    print(done.report.text, end="")
    print(f"\n{relative(out)} holds findings.jsonl; build it with:")
    print(f"  bevo build --findings {relative(out / 'findings.jsonl')} --sources {relative(out)} --out FOLDER")
    if done.tally.rejects:
        say(f"bevo: {relative(out / 'rejects.csv')} has the rejected rows with their reasons")
        raise typer.Exit(1)


def _read(path: Path, encoding: str | None) -> Mapping:
    from bevo.ingest.mapping import read_mapping

    mapping = read_mapping(path)
    if encoding:
        mapping = mapping.model_copy(update={"read": mapping.read.model_copy(update={"encoding": encoding})})
    return mapping


def _guess(table: Path, mapping: Path, encoding: str | None, ask: bool) -> None:
    """Write a guessed mapping, if nobody says no."""
    from bevo.files import write_whole
    from bevo.ingest.guess import guess_mapping

    if mapping.exists():
        fail(BevoError(f"{relative(mapping)} exists already; remove it to have it guessed anew"))
    text = guess_mapping(table, encoding)
    print(text, end="")
    if ask:
        if not sys.stdin.isatty():
            _unconfirmed(mapping)
        if not typer.confirm(f"This is a guess. Take it, as {relative(mapping)}?"):
            raise typer.Exit(1)
    write_whole(mapping, text.encode())
    say(f"bevo: wrote {relative(mapping)}, which is a guess: read it before you use it")


def _unconfirmed(mapping: Path) -> NoReturn:
    say(
        f"bevo: there is no {relative(mapping)}. Above is a guess, and nobody is there to confirm it: "
        "--guess writes it, for you to read; then run again"
    )
    raise typer.Exit(2)
