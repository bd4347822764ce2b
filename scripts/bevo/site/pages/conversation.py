"""A cell's whole conversation: who sends vesicles to it, and to whom it sends its own, as a figure of its page."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from bevo.site.data.addresses import Href
from bevo.site.data.lineage import short
from bevo.site.pages.tables import natural, sides
from bevo.site.read.model import Part, Site

__all__ = ["Conversation", "Partner", "Side", "conversation"]

ROW = 24
OWN = "its own kind"


@dataclass(frozen=True)
class Partner:
    """Another cell, tissue or fluid, with the findings between the two.

    :param look: ``gain``, ``loss``, ``mixed`` or ``neutral``: what they say together of bone, cartilage and joint.
    :param findings: their ids.
    :param width: of the line.
    """

    name: str
    full: str
    href: str
    look: str
    gain: int
    loss: int
    neither: int
    findings: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many findings there are."""
        return len(self.findings)

    @property
    def width(self) -> float:
        """How wide its line is."""
        return round(min(7.0, 0.8 + 0.95 * math.sqrt(self.count)), 2)


@dataclass(frozen=True)
class Side:
    """One direction: partners with their heights, the fullest first.

    :param rows: each partner, the height of its name and the height at which its line meets the cell.
    """

    rows: tuple[tuple[Partner, float, float], ...]
    findings: int


@dataclass(frozen=True)
class Conversation:
    """The figure.

    :param name: of the cell, in short.
    :param height: of the whole; the cell stands in the middle, as high as ``box``.
    """

    name: str
    incoming: Side
    outgoing: Side
    height: float
    box: float


def _look(gain: int, loss: int) -> str:
    return "mixed" if gain and loss else "gain" if gain else "loss" if loss else "neutral"


def _partners(site: Site, href: Href, told: Mapping[str, Set[str]], kinds: Set[str]) -> list[Partner]:
    """Partners by their terms, those of its own kind as one; the fullest first."""
    merged: dict[str, set[str]] = defaultdict(set)
    for iri, ids in told.items():
        merged["" if iri in kinds else iri] |= ids
    found = []
    for iri, some in merged.items():
        said = [sides(site.findings[i].verdicts) for i in some]
        gain, loss = (sum(side in one for one in said) for side in ("gain", "loss"))
        neither = sum(not one for one in said)
        term = site.terms.get(iri)
        name, full, link = (short(term), term.label, href(iri)) if term else (OWN, OWN, "")
        ids_in_order = tuple(sorted(some, key=natural))
        found.append(Partner(name, full, link, _look(gain, loss), gain, loss, neither, ids_in_order))
    return sorted(found, key=lambda p: (-p.count, p.full.casefold()))


def conversation(site: Site, href: Href, iri: str, kinds: Set[str], findings: Iterable[str]) -> Conversation | None:
    """The figure of a cell, tissue or fluid; nothing if no result tells of vesicles that it sends or receives.

    :param kinds: its own IRI, and those of more specific terms that count as it.
    :param findings: ids of the findings that may tell of it; those that are no results are left out.
    """
    sent: dict[str, set[str]] = defaultdict(set)
    received: dict[str, set[str]] = defaultdict(set)

    def ends(parts: Iterable[Part]) -> set[str]:
        return {part.term for part in parts}

    for i in findings:
        finding = site.findings[i]
        if not finding.result:
            continue
        sources, targets = ends(finding.sources), ends(finding.recipients)
        if sources & kinds:
            for target in targets:
                sent[target].add(i)
        if targets & kinds:
            for source in sources - kinds:
                received[source].add(i)
    if not (sent or received):
        return None
    incoming, outgoing = (_partners(site, href, told, kinds) for told in (received, sent))
    most = max(len(incoming), len(outgoing))
    height = most * ROW + 30.0
    box = max(46.0, 9.0 * most)

    def side(partners: list[Partner], told: Mapping[str, Set[str]]) -> Side:
        top = 26 + (most - len(partners)) * ROW / 2
        step = (box - 16) / max(len(partners), 1)
        first = 26 + most * ROW / 2 - step * (len(partners) - 1) / 2
        rows = tuple((p, round(top + ROW * (n + 0.5), 1), round(first + step * n, 1)) for n, p in enumerate(partners))
        return Side(rows, len(set().union(*told.values())))

    return Conversation(short(site.terms[iri]), side(incoming, received), side(outgoing, sent), height, box)
