"""The friend-or-foe picture: for each source of vesicles a bar towards gain of bone and one towards loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bevo.rdf.answer import Answer
from bevo.site.pages.tables import Cell, Item, Table

__all__ = ["Bar", "Bars", "bars", "friend_or_foe_table"]

FEWEST = 3


@dataclass(frozen=True)
class Bar:
    """One source: its findings as told and as curators read them, and the length of bars in hundredths of the room."""

    source: str
    href: str
    gain: int
    loss: int
    read_gain: int
    read_loss: int
    gain_width: float
    loss_width: float
    read_gain_width: float
    read_loss_width: float


@dataclass(frozen=True)
class Bars:
    """The picture.

    :param zero: where gain and loss part, in hundredths of the room.
    :param fewest: sources with fewer findings were left out.
    """

    bars: tuple[Bar, ...]
    zero: float
    fewest: int


def _rows(answer: Answer) -> list[dict[str, str]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]


def bars(answer: Answer, pages: Mapping[str, str], fewest: int = FEWEST) -> Bars:
    """The picture, its sources in the order of the answer.

    :param answer: of the question ``friend-or-foe``.
    :param pages: addresses of cells, tissues and fluids by label.
    :param fewest: leave out sources with fewer findings than this.
    """
    names = ("gainFindings", "lossFindings", "readGainFindings", "readLossFindings")
    told = [(row["source"], [int(row[name]) for name in names]) for row in _rows(answer)]
    counted = [(source, counts) for source, counts in told if counts[0] + counts[1] >= fewest]
    most_gain = max((counts[0] for _, counts in counted), default=0)
    most_loss = max((counts[1] for _, counts in counted), default=0)
    room = max(most_gain + most_loss, 1)

    def width(number: int) -> float:
        return round(100 * number / room, 3)

    drawn = (Bar(source, pages.get(source, ""), *counts, *map(width, counts)) for source, counts in counted)
    return Bars(tuple(drawn), width(most_loss), fewest)


def friend_or_foe_table(answer: Answer, pages: Mapping[str, str]) -> Table:
    """The whole answer as a table, with a link from each source."""
    columns = (
        "Vesicles from",
        "Gain findings",
        "Loss findings",
        "Findings of both",
        "Gain studies",
        "Loss studies",
        "Studies of both",
        "Gain findings as read",
        "Loss findings as read",
        "Gain studies as read",
        "Loss studies as read",
        "Confirmed gain findings",
        "Confirmed loss findings",
    )
    names = answer.columns[1:]
    rows = tuple(
        (
            Cell((Item(row["source"], pages.get(row["source"], "")),)),
            *(Cell((Item(row[name]),), number=True) for name in names),
        )
        for row in _rows(answer)
    )
    return Table("friend-or-foe", "Findings and studies towards gain and loss of bone, by source", columns, rows)
