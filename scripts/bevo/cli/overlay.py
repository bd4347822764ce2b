"""Overlays on the command line: ``bevo init``, and what ``--with DIR`` does to other commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bevo.cli.common import fail, report, say
from bevo.problems import BevoError, errors

if TYPE_CHECKING:
    from bevo.curation.overlay import Overlay
    from bevo.project import Project

__all__ = ["With", "build_beside", "check_beside", "init", "overlays_of", "released_beside"]

With = Annotated[
    list[Path] | None,
    typer.Option("--with", metavar="DIR", help="An overlay: a folder of own findings ('bevo init' makes one)."),
]


def overlays_of(folders: list[Path]) -> list[Overlay]:
    """The overlays in some folders; ends the command where one is none."""
    from bevo.curation.overlay import read_overlay

    try:
        return [read_overlay(folder) for folder in folders]
    except BevoError as error:
        fail(error)


def released_beside(folders: list[Path], out: Path | None) -> Path:
    """Where overlays are built: ``DIR/dist`` for one, the folder that was named for several."""
    if out is None and len(folders) > 1:
        fail(BevoError("name with --out the folder for several overlays; one alone goes into its own dist/"))
    return out or folders[0] / "dist"


def check_beside(project: Project, folders: list[Path]) -> None:
    """Check the records of overlays beside the release."""
    from bevo.build.overlay import check_overlays

    overlays = overlays_of(folders)
    try:
        checked = check_overlays(project, overlays)
    except BevoError as error:
        fail(error)
    problems = [problem for one in checked for problem in one.problems]
    report(problems)
    if errors(problems):
        raise typer.Exit(1)
    for overlay, one in zip(overlays, checked, strict=True):
        print(f"{len(one.findings)} findings of {overlay.prefix} are well formed")


def build_beside(project: Project, folders: list[Path], out: Path | None, limit: float, site: bool) -> None:
    """Build overlays beside the release."""
    from bevo.build.overlay import build_overlays

    target = released_beside(folders, out)
    overlays = overlays_of(folders)
    if target.resolve() == project.dist.resolve():
        fail(BevoError(f"{target} is the release's; an overlay does not change it"))
    try:
        made = build_overlays(project, overlays, target, lambda step: say(f"bevo: {step} ..."), limit, site)
    except BevoError as error:
        fail(error)
    report(made.problems)
    for overlay, one in zip(overlays, made.checked, strict=True):
        added = made.triples[overlay.prefix]
        print(f"{overlay.prefix}: {len(one.findings)} findings, {added} triples beside the release, in {target}")


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make; it must be empty or not there.")],
    prefix: Annotated[
        str | None, typer.Option(help="What ids start with, before '_'.", show_default="from the name of the folder")
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            help="Below which your IRIs stand; an address of yours.", show_default="https://example.org/PREFIX/"
        ),
    ] = None,
    creator: Annotated[list[str] | None, typer.Option(help="Who tells the findings; may be given again.")] = None,
    title: Annotated[str | None, typer.Option(help="What the overlay is called.")] = None,
) -> None:
    """Make an overlay: a folder for findings of your own beside the release, with an example that builds.

    'bevo check --with DIR' checks it, 'bevo build --with DIR' builds it. See docs/overlay.md.
    """
    import re
    import unicodedata
    from datetime import date

    from bevo.curation.overlay import Lab, new_overlay
    from bevo.curation.read import parsed
    from bevo.files import write_whole

    letters = unicodedata.normalize("NFKD", folder.resolve().name.lower()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]", "", letters).lstrip("0123456789")[:16] if prefix is None else prefix
    told = {
        "prefix": name,
        "base": base or f"https://example.org/{name}/",
        "title": title or f"Findings of {folder.resolve().name}",
        "creator": creator or [folder.resolve().name],
        "licence": "https://creativecommons.org/licenses/by/4.0/",
    }
    lab, faults = parsed(told, Lab)
    if lab is None:
        hint = "" if prefix or not any(fault.path == ("prefix",) for fault in faults) else "; name one with --prefix"
        fail(BevoError("; ".join(fault.message for fault in faults) + hint))
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BevoError(f"{folder} is there already and not empty; nothing is written over")
        for path, text in new_overlay(lab, date.today().isoformat()).items():
            write_whole(folder / path, text.encode())
    except OSError as error:
        fail(BevoError(f"{folder} cannot be written: {error}"))
    except BevoError as error:
        fail(error)
    print(f"{folder}: ids start with {lab.prefix}_, IRIs with {lab.base}; next: bevo check --with {folder}")
