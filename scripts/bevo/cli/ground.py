"""``bevo ground``: what names mean."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bevo.cli.common import ROOT, Root, fail
from bevo.problems import BevoError
from bevo.project import Project

if TYPE_CHECKING:
    from bevo.ontology.terms import Term, Vocabulary
    from bevo.vocabulary.index import Resolution

__all__ = ["Form", "ground"]

COLUMNS = ("name", "status", "curie", "label", "kind", "changed", "suggestions")


class Form(StrEnum):
    """How rows are printed."""

    tsv = "tsv"
    json = "json"


def ground(
    names: Annotated[list[str] | None, typer.Argument(help="Names; from standard input, one a line, if none.")] = None,
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", help="Terms of this table alone, for example cells; may be repeated.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to print; JSON is one object a line.")] = Form.tsv,
    root: Root = ROOT,
) -> None:
    """Say what names mean as people write them: the term, or the choices, or that there is none.

    Status: exact; rule (what the rule changed is said, a species as its id); ambiguous (the choices are said); absent
    (what the public vocabularies have under exactly that name is said, ready for 'bevo term add'). Another thing with
    a similar name is never offered. Exit code 1 where a name is ambiguous or absent.
    """
    from bevo.ontology.merge import read_ontology
    from bevo.ontology.terms import FACTS

    try:
        vocabulary = read_ontology(Project(root.resolve()).ontology).vocabulary
    except BevoError as error:
        fail(error)
    known = sorted({term.kind for term in vocabulary.terms.values()})
    for kind in set(kinds or ()) - set(known):
        raise typer.BadParameter(f"'{kind}' is none of {', '.join(known)}", param_hint="--kind")
    known = [kind for kind in known if kind not in FACTS]
    if form is Form.tsv:
        print(*COLUMNS, sep="\t")
    unsure = False
    for name in names or _lines(sys.stdin):
        try:
            read = vocabulary.read(name, kinds or known)
        except BevoError as error:
            fail(error)
        unsure |= read.term is None
        told = _told(read, vocabulary, kinds or known)
        if form is Form.json:
            print(json.dumps(told, ensure_ascii=False))
        else:
            cells = ("; ".join(told[c]) if isinstance(told[c], list) else told[c] for c in COLUMNS)
            print(*(" ".join(cell.split()) for cell in cells), sep="\t")
    if unsure:
        raise typer.Exit(1)


def _lines(stream: Iterable[str]) -> Iterator[str]:
    return (line.rstrip("\r\n") for line in stream if line.strip())


def _told(read: Resolution[Term], vocabulary: Vocabulary, kinds: list[str]) -> dict[str, Any]:
    term = read.term
    choices = [f"{choice.curie} {choice.label} ({choice.kind})" for choice in read.choices]
    elsewhere = [f"{entry.curie} {entry.label} (bevo term add {entry.curie})" for entry in read.elsewhere]
    near = [f"perhaps {one}" for one in vocabulary.suggestions(read, kinds)]
    hint = [read.hint] if read.hint else []
    return {
        "name": read.name,
        "status": read.status,
        "curie": term.curie if term else "",
        "label": term.label if term else "",
        "kind": term.kind if term else "",
        "changed": list(read.changes or (() if term else read.disguised)),
        "suggestions": [*choices, *elsewhere, *near, *hint],
        "species": read.species,
        "says": dict(read.slots),
    }
