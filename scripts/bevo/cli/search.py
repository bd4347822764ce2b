"""``bevo search``: what the release has for a text."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bevo.cli.common import ROOT, Root, fail, say
from bevo.problems import BevoError
from bevo.project import Project

if TYPE_CHECKING:
    from bevo.search.index import Index
    from bevo.search.search import Answer

__all__ = ["search"]


class Form(StrEnum):
    """How results are printed."""

    table = "table"
    json = "json"


def search(
    text: Annotated[list[str], typer.Argument(help="What to look for; several words are one text.")],
    form: Annotated[Form, typer.Option("--format", help="How to print the results.")] = Form.table,
    limit: Annotated[int, typer.Option(help="How many results to print.", min=1)] = 20,
    root: Root = ROOT,
) -> None:
    """Search the built release: names, ids (DOI, PMID, CURIE, IRI), author and year, or several of these together.

    Prints the results in the order of the site's search: id, label, kind, score. What was understood is told apart, on
    standard error. role:"a name" asks for a role: source, cargo, recipient, outcome, vesicle, mechanism, study, review.
    Exit code 1 where nothing is found.
    """
    from bevo.search.search import search as find
    from bevo.site.installed import search_index_of

    sought = " ".join(text)
    if not sought.strip():
        raise typer.BadParameter("say what to look for", param_hint="TEXT")
    try:
        index = search_index_of(Project(root.resolve()), say)
    except BevoError as error:
        fail(error)
    answer = find(sought, index)
    for line in _understood(answer, index):
        say(f"bevo: {line}")
    rows = [(r.thing.id, r.thing.label, r.thing.kind, r.score) for r in answer.results[:limit]]
    if form is Form.json:
        names = ("id", "label", "kind", "score")
        print(json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=2, ensure_ascii=False))
    elif rows:
        wide = [max(len(str(row[at])) for row in rows) for at in (0, 2)]
        for id, label, kind, score in rows:
            print(f"{score:>3}  {id:<{wide[0]}}  {kind:<{wide[1]}}  {label}")
    if len(answer.results) > limit:
        say(f"bevo: {len(answer.results) - limit} more; --limit shows them")
    if not rows:
        say("bevo: nothing found")
        raise typer.Exit(1)


def _understood(answer: Answer, index: Index) -> list[str]:
    lines = []
    if answer.read_as:
        lines.append(f"nothing is called '{answer.text}'; did you mean '{answer.read_as}'? These results are for it")
    elif answer.did_you_mean:
        lines.append(f"did you mean {' or '.join(repr(text) for text in answer.did_you_mean)}?")
    told = []
    for part in answer.understood.parts:
        things = [index.things[number] for number in part.things]
        means = things[0].label if len(things) == 1 else f"any of {len(things)}"
        told.append(f"{part.role}: {part.text}" + (f" ({means})" if means.casefold() != part.text.casefold() else ""))
    told += [f"word: {word}" for word in answer.understood.words]
    if told:
        lines.append(f"understood: {'; '.join(told)}; {len(answer.findings)} findings")
    return lines
