"""The five questions that the home page answers: the first rows of canned questions, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bevo.rdf.answer import Answer
from bevo.rdf.names import BASE
from bevo.site.data.addresses import page
from bevo.site.pages.tables import Cell, Item, Table, count, number, text

__all__ = ["Answered", "answered"]

MOST_ROWS = 5
NAMED = 4
"""Names in a list before the rest is a number."""
FEW = 2
"""Findings that are listed one by one."""

Row = dict[str, str]
Pages = Mapping[str, str]
"""Addresses of terms by label."""


@dataclass(frozen=True)
class Answered:
    """A question with the beginning of its answer.

    :param query: the name of the canned question.
    :param asks: the question in plain words.
    :param says: the answer in a sentence.
    :param rows: how many rows the whole answer has.
    """

    query: str
    asks: str
    says: str
    table: Table
    rows: int


def answered(answers: Mapping[str, Answer], pages: Pages) -> list[Answered]:
    """The five questions, in the order in which a newcomer asks them; one without an answer is left out.

    :param answers: of each question with its defaults.
    """
    found = []
    for name, asks, says, columns, cells in FIVE:
        answer = answers.get(name)
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()] if answer else []
        if rows:
            shown = tuple(cells(row, pages) for row in rows[:MOST_ROWS])
            found.append(Answered(name, asks, says(rows), Table(f"home-{name}", asks, columns, shown), len(rows)))
    return found


def _named(label: str, pages: Pages) -> Cell:
    return text(label, pages.get(label, ""))


def _findings(ids: str) -> Cell:
    """Findings, as links while they are few."""
    listed = ids.split("; ") if ids else []
    if len(listed) > FEW:
        return text(f"{len(listed)} findings")
    return Cell(tuple(Item(i, f"{page(f'{BASE}finding/{i}')}.html", "id") for i in listed))


def _sources_say(rows: list[Row]) -> str:
    gain = sum(row["gainFindings"] != "0" for row in rows)
    loss = sum(row["lossFindings"] != "0" for row in rows)
    both = gain + loss - len(rows)
    return (
        f"Of {len(rows)} sources, {gain - both} are told to work only towards gain of bone, {loss - both} only towards "
        f"loss, and {both} towards both."
    )


def _source(row: Row, pages: Pages) -> tuple[Cell, ...]:
    gain, loss = int(row["gainFindings"]), int(row["lossFindings"])
    return _named(row["source"], pages), count(gain, "gain"), count(loss, "loss")


def _network_says(rows: list[Row]) -> str:
    ends = len({row["from"] for row in rows}), len({row["to"] for row in rows})
    return f"{ends[0]} cells and tissues send vesicles to {ends[1]}. These pairs are reported most."


def _pair(row: Row, pages: Pages) -> tuple[Cell, ...]:
    return (
        _named(row["from"], pages),
        _named(row["to"], pages),
        number(row["findings"]),
        count(int(row["gainFindings"]), "gain"),
        count(int(row["lossFindings"]), "loss"),
    )


def _targets_say(rows: list[Row]) -> str:
    first = rows[0]
    return f"{len(rows)} microRNAs act on two molecules or more; {first['microRNA']} acts on {first['targets']}."


def _target(row: Row, pages: Pages) -> tuple[Cell, ...]:
    names = row["targetNames"].split("; ")
    shown = [Item(name, pages.get(name, "")) for name in names[:NAMED]]
    more = [Item(f"{len(names) - NAMED} more", f"question/{TARGETS}.html")] if len(names) > NAMED else []
    return _named(row["microRNA"], pages), Cell((*shown, *more)), number(row["findings"])


def _agreement_says(rows: list[Row]) -> str:
    most = max(int(row["studies"]) for row in rows)
    return f"{len(rows)} statements rest on two studies or more that do not depend on each other, the best on {most}."


def _agreed(row: Row, pages: Pages) -> tuple[Cell, ...]:
    return (
        _named(row["key"], pages),
        text(row["sign"]),
        _named(row["about"], pages),
        number(row["studies"]),
        number(row["reviews"]),
    )


def _conflicts_say(rows: list[Row]) -> str:
    return f"Findings disagree in {len(rows)} places; those with most in common come first."


def _conflict(row: Row, pages: Pages) -> tuple[Cell, ...]:
    return (
        _named(row["key"], pages),
        _named(row["about"], pages),
        _findings(row["promotes"]),
        _findings(row["inhibits"]),
    )


TARGETS = "one-mirna-many-targets"
FIVE: tuple[
    tuple[str, str, Callable[[list[Row]], str], tuple[str, ...], Callable[[Row, Pages], tuple[Cell, ...]]], ...
] = (
    (
        "friend-or-foe",
        "Whose vesicles build bone, and whose break it down?",
        _sources_say,
        ("Vesicles from", "Findings: gain", "Findings: loss"),
        _source,
    ),
    (
        "cell-network",
        "Which cells talk to which?",
        _network_says,
        ("From", "To", "Findings", "Gain", "Loss"),
        _pair,
    ),
    (
        TARGETS,
        "Through which targets do microRNAs act?",
        _targets_say,
        ("microRNA", "Acts on", "Findings"),
        _target,
    ),
    (
        "corroboration",
        "What do several studies agree on?",
        _agreement_says,
        ("Cargo or source", "Says", "Outcome", "Studies", "Reviews"),
        _agreed,
    ),
    (
        "conflicts",
        "Where do findings disagree?",
        _conflicts_say,
        ("Cargo or source", "About", "Promotes", "Inhibits"),
        _conflict,
    ),
)
"""Canned question, plain question, answer in a sentence, columns, and how a row is shown."""
