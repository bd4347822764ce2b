"""What the pictures show, as tables for those who do not see them or run no scripts."""

from __future__ import annotations

from collections.abc import Iterable

from bevo.site.data.addresses import Href
from bevo.site.pages.tables import Cell, Item, Table, count, natural, number, sides, sign_mark
from bevo.site.read.model import Site

__all__ = ["picture_table"]


def picture_table(name: str, data: object, site: Site, href: Href) -> Table:
    """The table of a picture. Once the picture is there, its script fills in the rows of what the picture shows.

    :param name: ``network``, ``matrix`` or ``mechanism``.
    :param data: what :mod:`bevo.site.data.pictures` made for the picture.
    """
    assert isinstance(data, dict)

    def links(ids: Iterable[str]) -> Cell:
        return Cell(tuple(Item(i, href(site.findings[i].iri)) for i in ids))

    if name == "mechanism":
        chains = [
            (
                Cell((Item(cargo["label"]),)),
                links([i]),
                Cell(tuple(Item(f"{s['subject']} {s['verb']} {s['object']}") for s in told["steps"])),
                Cell((Item(f"{told['sign']} {told['outcome']}".strip(), mark=sign_mark(told["sign"])),)),
                Cell((Item(", ".join(told["source"])),)),
                Cell((Item(", ".join(told["recipient"])),)),
                Cell(tuple(Item(data["studies"][s]["label"], data["studies"][s]["page"]) for s in told["studies"])),
            )
            for cargo in data["cargo"]
            for i in sorted(cargo["findings"], key=natural)
            for told in [data["findings"][i]]
        ]
        steps = ("Cargo", "Finding", "Steps", "Outcome", "From", "To", "Studies")
        return Table(name, "Mechanisms by cargo", steps, tuple(chains))

    ends = {
        n["id"]: Cell((Item(n["label"], n["page"]),)) for key in ("nodes", "rows", "columns") for n in data.get(key, ())
    }
    if name == "network":
        edges = [
            (
                ends[e["source"]],
                ends[e["target"]],
                count(sum("gain" in said for said in verdicts), "gain"),
                count(sum("loss" in said for said in verdicts), "loss"),
                number(sum(not said for said in verdicts)),
                links(e["findings"]),
            )
            for e in sorted(data["edges"], key=lambda e: (-len(e["findings"]), e["source"], e["target"]))
            for verdicts in [[sides(data["findings"][i]["verdict"]) for i in e["findings"]]]
        ]
        columns = ("From", "To", "Gain or relief", "Loss or harm", "Neither", "Findings")
        return Table(name, "Who sends vesicles to whom", columns, tuple(edges))
    cells = [
        (ends[c["row"]], ends[c["column"]], links(c["promotes"]), links(c["inhibits"]), links(c["other"]))
        for c in data["cells"]
    ]
    return Table(name, "Outcomes by source", ("Source", "Outcome", "Promotes", "Inhibits", "Other"), tuple(cells))
