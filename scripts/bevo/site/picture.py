"""The friend-or-foe picture: for each source of vesicles a bar towards gain of bone and one towards loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bevo.queries import Answer
from bevo.site.tables import Cell, Item, Table

__all__ = ["Bar", "bars", "friend_or_foe_table"]

FEWEST = 3
WIDEST = 100.0


@dataclass(frozen=True)
class Bar:
    """One source.

    :param gain_width: of the bar towards gain, from 0 to 100; the longest bar of all is 100.
    """

    source: str
    href: str
    gain: int
    loss: int
    gain_width: float
    loss_width: float
    verdict: str


def _rows(answer: Answer) -> list[dict[str, str]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]


def bars(answer: Answer, pages: Mapping[str, str], fewest: int = FEWEST) -> list[Bar]:
    """The bars, in the order of the answer.

    :param answer: of the question ``friend-or-foe``.
    :param pages: addresses of cells, tissues and fluids by label.
    :param fewest: leave out sources with fewer findings than this.
    """
    counted = [(row["source"], int(row["gainFindings"]), int(row["lossFindings"])) for row in _rows(answer)]
    counted = [c for c in counted if c[1] + c[2] >= fewest]
    longest = max((max(gain, loss) for _, gain, loss in counted), default=1)

    def width(number: int) -> float:
        return round(WIDEST * number / longest, 2)

    return [
        Bar(source, pages.get(source, ""), gain, loss, width(gain), width(loss), _verdict(gain, loss))
        for source, gain, loss in counted
    ]


def _verdict(gain: int, loss: int) -> str:
    return "gain" if not loss else "loss" if not gain else "mixed"


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
    )
    names = ("gainFindings", "lossFindings", "bothFindings", "gainStudies", "lossStudies", "bothStudies")
    rows = tuple(
        (
            Cell((Item(row["source"], pages.get(row["source"], "")),)),
            *(Cell((Item(row[name]),), number=True) for name in names),
        )
        for row in _rows(answer)
    )
    return Table("friend-or-foe", "Findings and studies towards gain and loss of bone, by source", columns, rows)
