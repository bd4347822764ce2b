"""Tables as data: what the pages show, sort and offer as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bevo.site.data.addresses import Href
from bevo.site.read.model import Finding, Site

__all__ = [
    "MARKS",
    "MOST_LISTED",
    "Cell",
    "Item",
    "Table",
    "Tally",
    "count",
    "counted_studies",
    "finding_table",
    "natural",
    "number",
    "sentence",
    "sides",
    "sign_mark",
    "tally",
    "text",
    "verdict_items",
]

MOST_LISTED = 2_000
"""Findings that one page lists: some 200 KB compressed, with what its script reads."""
MARKS = {
    "bone gain": "gain",
    "cartilage gain": "gain",
    "joint relief": "gain",
    "bone loss": "loss",
    "cartilage loss": "loss",
    "joint harm": "loss",
}
"""How a verdict looks: what spares or builds as gain, what wears down as loss; growth of vessels is neither."""


def sides(verdicts: Iterable[str]) -> set[str]:
    """What verdicts say together: ``gain``, ``loss``, both or nothing."""
    return {MARKS[verdict] for verdict in verdicts if verdict in MARKS}


@dataclass(frozen=True)
class Item:
    """A piece of text in a cell.

    :param href: where it leads, from the root of the site.
    :param mark: ``gain`` or ``loss`` for a verdict, ``promotes`` or ``inhibits`` for a sign, ``id`` or another style.
    """

    text: str
    href: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    :param number: the text is a number, set and sorted as one.
    """

    items: tuple[Item, ...] = ()
    number: bool = False


@dataclass(frozen=True)
class Table:
    """A table.

    :param name: its file name as CSV.
    :param caption: what it holds, for those who do not see the page.
    :param ids: anchors of the rows, where they have some.
    :param left: how many more rows there would be, on a page that would be too long with them.
    """

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    ids: tuple[str, ...] = ()
    left: int = 0


@dataclass(frozen=True)
class Tally:
    """How many results say what.

    :param results: told as facts.
    :param studies: the studies that they cite, without reviews and those that are not named.
    """

    results: int
    gain: int
    loss: int
    cartilage_gain: int
    cartilage_loss: int
    joint_relief: int
    joint_harm: int
    promotes: int
    inhibits: int
    studies: int


def natural(finding_id: str) -> tuple[int, str]:
    """Ids in the order of their numbers."""
    return len(finding_id), finding_id


def sentence(says: str) -> str:
    """A finding's sentence with a capital, but where it starts with a name: ``miR-21`` stays as it is."""
    first = says.partition(" ")[0]
    return says[:1].upper() + says[1:] if first.isalpha() and first.islower() else says


def tally(site: Site, findings: Iterable[str]) -> Tally:
    """Count the results among findings; summaries and hedged findings are left out."""
    results = [f for i in findings if (f := site.findings[i]).result]

    def having(verdict: str) -> int:
        return sum(verdict in f.verdicts for f in results)

    return Tally(
        results=len(results),
        gain=having("bone gain"),
        loss=having("bone loss"),
        cartilage_gain=having("cartilage gain"),
        cartilage_loss=having("cartilage loss"),
        joint_relief=having("joint relief"),
        joint_harm=having("joint harm"),
        promotes=sum(f.side == "promotes" for f in results),
        inhibits=sum(f.side == "inhibits" for f in results),
        studies=len({s for f in results for s in counted_studies(site, f)}),
    )


def counted_studies(site: Site, finding: Finding) -> list[str]:
    """The studies that a finding rests on, by id, without reviews and those that are not named."""
    return [s for s in finding.studies if not (site.studies[s].is_review or site.studies[s].is_unnamed)]


def text(words: str, href: str = "", mark: str = "") -> Cell:
    """A cell with one piece of text; without any, an empty one."""
    return Cell((Item(words, href, mark),)) if words else Cell()


def number(value: int | str) -> Cell:
    """A cell with a number."""
    return Cell((Item(str(value)),), number=True)


def count(value: int, mark: str) -> Cell:
    """A cell with a number that is marked unless it is none."""
    return Cell((Item(str(value), mark=mark if value else ""),), number=True)


def sign_mark(sign: str) -> str:
    """How a sign or the verb of a step looks: ``promotes`` and ``inhibits`` have a mark, other words none."""
    return sign if sign in ("promotes", "inhibits") else ""


def verdict_items(finding: Finding) -> tuple[Item, ...]:
    """The verdict of a finding, or why it has none, and how it stands."""
    if finding.withdrawn:
        return (Item("withdrawn", mark="quiet"),)
    items = [Item(verdict, mark=MARKS.get(verdict, "quiet")) for verdict in finding.verdicts]
    if finding.result and not finding.accepted:
        items.append(Item("not as told", mark="quiet"))
    if finding.confirmed:
        items.append(Item("confirmed", mark="quiet"))
    if finding.certainty:
        items.append(Item(finding.certainty, mark="quiet"))
    if finding.kind in ("summary", "knowledge gap", "definition"):
        items.append(Item(finding.kind, mark="quiet"))
    return tuple(items)


def study_items(site: Site, finding: Finding, href: Href) -> tuple[Item, ...]:
    """The studies of a finding, in short."""
    return tuple(Item(site.studies[s].short, href(site.studies[s].iri)) for s in finding.studies)


def told_by(site: Site, finding: Finding, href: Href) -> Cell:
    """The review that tells a finding, or the study that tells it itself."""
    if finding.review:
        review = site.reviews[finding.review]
        return text(review.short, href(review.iri))
    study = site.studies.get(finding.study)
    return text(f"the {study.kind} itself: {study.short}", href(study.iri)) if study else Cell()


def finding_table(site: Site, findings: Mapping[str, tuple[str, ...]], href: Href, name: str, caption: str) -> Table:
    """Findings with their verdict and who says so.

    :param findings: ids, with the roles that the thing at hand has in each; no roles, no column for them.
    """
    roles = any(findings.values())
    rows = []
    for i in sorted(findings, key=natural)[:MOST_LISTED]:
        finding = site.findings[i]
        rows.append(
            (
                Cell((Item(sentence(finding.says), href(finding.iri)), Item(i, mark="id"))),
                *([text(", ".join(findings[i]))] if roles else []),
                Cell(verdict_items(finding)),
                Cell(study_items(site, finding, href)),
                told_by(site, finding, href),
            )
        )
    columns = ("Finding", *(("Role here",) if roles else ()), "Verdict", "Studies", "Told by")
    return Table(name, caption, columns, tuple(rows), left=len(findings) - len(rows))
