"""``bevo licences``: the table of the packages that BEVO is made with."""

from __future__ import annotations

from typing import Annotated

import typer

from bevo.cli.common import ROOT, Root, fail, repository
from bevo.problems import BevoError, InputError

__all__ = ["licences"]


def licences(
    check: Annotated[bool, typer.Option("--check", help="Write nothing.")] = False,
    root: Root = ROOT,
) -> None:
    """Write docs/licences.tsv: each package of the lock files, with its licence.

    Licences are read from what is installed and from npm's lock; run it after 'make lock' and 'make lint' (which
    installs what the locks say). The exit code is 1 if a licence is not known, or is none that what runs BEVO may have;
    with --check also if the table is not current.
    """
    from bevo.files import write_whole
    from bevo.supply import licences as supply
    from bevo.supply.locks import locked_packages

    project = repository(root, "to list licences")
    path = project.root / supply.TABLE
    try:
        packages = locked_packages(project.root)
        former = supply.read_licences(project.root) if path.exists() else {}
        known = supply.licences(packages, former)
        problems = supply.faults(packages, known)
        if problems:
            raise InputError(problems)
        made = supply.table(packages, known)
        if check and (not path.exists() or path.read_bytes() != made):
            raise BevoError(f"{supply.TABLE} is not current; write it with 'bevo licences'")
        if not check:
            write_whole(path, made)
    except BevoError as error:
        fail(error)
    print(f"{supply.TABLE}: {len(packages)} packages, all with a licence that is known")
