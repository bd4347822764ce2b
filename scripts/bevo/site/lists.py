"""The pages that are not about one thing: home, lists, questions, pictures, and the ontology as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from bevo.iris import BASE, compact
from bevo.queries import Answer, Query
from bevo.site import schema_org
from bevo.site.addresses import Href
from bevo.site.model import Site, Term
from bevo.site.pages import Page
from bevo.site.picture import bars, friend_or_foe_table
from bevo.site.tables import (
    Cell,
    Item,
    Table,
    cell_table,
    discrepancy_table,
    molecule_table,
    natural,
    process_table,
    sentence,
    study_table,
    verdict_items,
    vesicle_table,
)

__all__ = ["Download", "answer_table", "list_pages"]

GROUPS = {
    "therapy": "Therapy",
    "mechanism": "Mechanisms",
    "cells": "Cells",
    "cargo": "Cargo",
    "evidence": "Evidence",
    "conflicts": "Conflicts",
    "gaps": "Open questions",
    "quality": "Quality of the data",
    "vocabulary": "Vocabulary",
}
MOST_ROWS = 500
PICTURES = {
    "network": (
        "Who talks to whom",
        "Cells and tissues that send vesicles to each other. Each line is coloured by what the findings say: towards gain of bone, "
        "towards loss, or both; its width is the number of findings.",
    ),
    "matrix": (
        "Sources and outcomes",
        "For each source of vesicles and each outcome, how many findings say that the vesicles promote it and how many that "
        "they inhibit it. Where both stand, findings disagree.",
    ),
    "mechanism": (
        "Mechanisms of a cargo",
        "Choose a cargo to see the stated chain of steps from the vesicle to the outcome, finding by finding.",
    ),
}


@dataclass(frozen=True)
class Download:
    """A file of the release that the site offers.

    :param path: from the root of the site.
    """

    path: str
    form: str
    about: str
    size: int


def list_pages(
    site: Site,
    href: Href,
    queries: Mapping[str, Query],
    answers: Mapping[str, Answer],
    downloads: Sequence[Download],
    data: Mapping[str, object],
    version: str,
) -> Iterator[Page]:
    """Every page that is not about one thing.

    :param answers: of each question with its defaults.
    :param data: what :mod:`bevo.site.data` made for the pictures, by name.
    """
    pages = {t.label: href(t.iri) for t in site.terms.values() if t.group == "cells"}
    grouped = _grouped(queries.values())
    counts = _counts(site, queries)
    yield Page(
        "index",
        "index.html",
        "Friend or foe of bone?",
        site.about["description"],
        schema_org.about_dataset(site, version, [(d.path, d.form, d.about) for d in downloads]),
        {
            "bars": bars(answers["friend-or-foe"], pages),
            "table": friend_or_foe_table(answers["friend-or-foe"], pages),
            "query": queries["friend-or-foe"],
            "groups": grouped,
            "counts": counts,
            "pictures": PICTURES,
        },
    )
    yield _collection("findings", "findings.html", "Findings", FINDINGS, {"table": _all_findings(site, href)})
    for name, title, about, table in (
        ("molecules", "Molecules", "What vesicles carry, and what their mechanisms act through.", molecule_table(site, href)),
        ("cells", "Cells, tissues and fluids", "Where vesicles come from, and which cells receive them.", cell_table(site, href)),
        ("processes", "Processes, diseases and traits", "What vesicles promote or inhibit.", process_table(site, href)),
        ("vesicles", "Vesicle classes", "The kinds of vesicles, and how the reviews define them.", vesicle_table(site, href)),
        ("discrepancies", "Discrepancies", DISCREPANCIES, discrepancy_table(site, href)),
    ):
        yield _collection(name, "list.html", title, about, {"table": table, "reviews": []})
    about = "The reviews that were curated, and the studies that they cite."
    content: dict[str, object] = {"table": study_table(site, href), "reviews": list(site.reviews.values())}
    yield _collection("studies", "list.html", "Reviews and studies", about, content)
    yield _collection("questions", "questions.html", "Questions", "Ready questions to the graph.", {"groups": grouped})
    for query in queries.values():
        answer = answers[query.name]
        content = {
            "query": query,
            "table": answer_table(query, answer, href),
            "rows": len(answer.rows),
            "group": GROUPS.get(query.tags[0], query.tags[0]),
        }
        data_block: schema_org.Data = {"@type": "Question", "name": query.title, "text": query.question}
        yield Page(f"questions/{query.name}", "question.html", query.title, query.question, data_block, content)
    for name, (title, about) in PICTURES.items():
        yield _collection(name, "picture.html", title, about, {"name": name, "table": _fallback(name, data[name], site, href)})
    about = "Ask the graph in SPARQL. It runs in this page; nothing is sent anywhere."
    yield _collection("sparql", "sparql.html", "SPARQL", about, {"groups": grouped})
    yield _collection("about", "about.html", "About BEVO", site.about["description"], {"counts": counts, "site": site})
    yield _collection("downloads", "downloads.html", "Downloads", "Every file of the release.", {"downloads": downloads})
    yield _ontology_page(site)


FINDINGS = "Every finding that the reviews report; choose by source, cargo, recipient, outcome, sign, review or kind."
DISCREPANCIES = (
    "Where two places disagree, where numbers do not add up, or where a review says other than the study that it cites, with "
    "the curator's reading."
)


def _collection(path: str, template: str, title: str, about: str, content: dict[str, object]) -> Page:
    return Page(path, template, title, about, schema_org.about_collection(title, about), {"lead": about, **content})


def _grouped(queries: Iterable[Query]) -> list[tuple[str, list[Query]]]:
    """Questions by their group, groups in the order of :data:`GROUPS`."""
    found: dict[str, list[Query]] = defaultdict(list)
    for query in queries:
        found[query.tags[0]].append(query)
    order = sorted(found, key=lambda tag: (list(GROUPS).index(tag) if tag in GROUPS else len(GROUPS), tag))
    return [(GROUPS.get(tag, tag), sorted(found[tag], key=lambda q: q.title)) for tag in order]


def _counts(site: Site, queries: Mapping[str, Query]) -> list[tuple[str, int, str, str]]:
    """What there is, how much of it, where, and in words."""
    groups = defaultdict(int)
    for term in site.terms.values():
        groups[term.group] += 1
    told = [f for f in site.findings.values() if not f.withdrawn]
    return [
        ("Findings", len(told), "findings.html", "what the reviews say, one by one"),
        ("Molecules", groups["molecules"], "molecules.html", "cargo and mechanism"),
        ("Cells, tissues, fluids", groups["cells"], "cells.html", "sources and recipients"),
        ("Processes, diseases", groups["processes"], "processes.html", "what vesicles act on"),
        ("Vesicle classes", groups["vesicles"], "vesicles.html", "and their definitions"),
        ("Studies", len(site.studies), "studies.html", f"cited by {len(site.reviews)} reviews"),
        ("Discrepancies", len(site.discrepancies), "discrepancies.html", "where places disagree"),
        ("Questions", len(queries), "questions.html", "ready to ask"),
        ("Terms", len(site.terms), "ontology.html", "classes and relations"),
    ]


def _all_findings(site: Site, href: Href) -> Table:
    def parts(things: Iterable[object]) -> Cell:
        seen = dict.fromkeys((p.name, p.term) for p in things if hasattr(p, "name") and hasattr(p, "term"))
        return Cell(tuple(Item(name, href(term)) for name, term in seen))

    told = sorted(site.findings.values(), key=lambda f: natural(f.id))
    rows = tuple(
        (
            Cell((Item(sentence(f.says), href(f.iri)), Item(f.id, mark="id"))),
            Cell(verdict_items(f)),
            Cell((Item(f.sign),)) if f.sign else Cell(),
            parts([f.outcome] if f.outcome else []),
            parts(f.sources),
            parts(f.cargo),
            parts(f.recipients),
            Cell((Item(f.kind),)),
            Cell((Item(f.review, href(site.reviews[f.review].iri)),)) if f.review else Cell(),
        )
        for f in told
    )
    columns = ("Finding", "Verdict", "Sign", "Outcome", "Source", "Cargo", "Recipient", "Kind", "Review")
    return Table("findings", "All findings", columns, rows, tuple(f.id for f in told))


def answer_table(query: Query, answer: Answer, href: Href, most: int | None = MOST_ROWS) -> Table:
    """The answer to a question, each IRI as a link.

    :param most: rows to show.
    """

    def cell(term: object) -> Cell:
        if isinstance(term, NamedNode):
            name = compact(term.value)
            own = name.partition(":")[2] if term.value.startswith(BASE) else name
            return Cell((Item(own, href(term.value)),))
        if isinstance(term, Literal):
            return Cell((Item(term.value),), number=term.datatype.value.endswith(("integer", "decimal", "double")))
        return Cell()

    rows = tuple(tuple(map(cell, row)) for row in answer.rows[:most])
    return Table(query.name, query.title, tuple(map(_spaced, answer.columns)), rows)


def _spaced(name: str) -> str:
    """A column's name in words: ``gainFindings`` as ``Gain findings``."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name)
    return words[:1].upper() + words[1:]


def _fallback(name: str, data: object, site: Site, href: Href) -> Table:
    """What a picture shows, as a table for those who do not see it or run no scripts."""
    assert isinstance(data, dict)

    def links(ids: Iterable[str]) -> Cell:
        return Cell(tuple(Item(i, href(site.findings[i].iri)) for i in ids))

    if name == "mechanism":
        rows = [
            (
                Cell((Item(cargo["label"]),)),
                links([told["id"]]),
                Cell(tuple(Item(f"{s['subject']} {s['verb']} {s['object']}") for s in told["steps"])),
                Cell((Item(f"{told['sign']} {told['outcome']}".strip()),)),
                Cell((Item(told["source"]),)),
                Cell((Item(told["recipient"]),)),
            )
            for cargo in data["cargo"]
            for told in cargo["findings"]
        ]
        return Table(name, "Mechanisms by cargo", ("Cargo", "Finding", "Steps", "Outcome", "From", "To"), tuple(rows))

    def end(axis: str, key: str) -> Cell:
        thing = next(n for n in data[axis] if n["id"] == key)
        return Cell((Item(thing["label"], thing["page"]),))

    def number(value: int, mark: str = "") -> Cell:
        return Cell((Item(str(value), mark=mark if value else ""),), number=True)

    if name == "network":
        rows = [
            (
                end("nodes", e["source"]),
                end("nodes", e["target"]),
                number(e["gain"], "gain"),
                number(e["loss"], "loss"),
                number(e["other"]),
                links(e["findings"]),
            )
            for e in sorted(data["edges"], key=lambda e: -len(e["findings"]))
        ]
        return Table(name, "Who sends vesicles to whom", ("From", "To", "Gain", "Loss", "Other", "Findings"), tuple(rows))
    rows = [
        (end("rows", c["row"]), end("columns", c["column"]), links(c["promotes"]), links(c["inhibits"]), links(c["other"]))
        for c in data["cells"]
    ]
    return Table(name, "Outcomes by source", ("Source", "Outcome", "Promotes", "Inhibits", "Other"), tuple(rows))


def _ontology_page(site: Site) -> Page:
    """The hierarchy as a tree: each class once, under its first parent."""
    children: dict[str, list[Term]] = defaultdict(list)
    for term in sorted(site.terms.values(), key=lambda t: (t.label.casefold(), t.iri)):
        known = [p for p in term.parents if p in site.terms]
        children[known[0] if known else ""].append(term)
    about = site.about["description"]
    data: schema_org.Data = {
        "@type": "DefinedTermSet",
        "@id": schema_org.ONTOLOGY,
        "name": site.about["title"],
        "description": about,
        "license": schema_org.LICENCE,
    }
    classes = [t for t in children[""] if "relation" not in t.kind and t.kind != "annotation"]
    properties = [t for t in site.terms.values() if "relation" in t.kind or t.kind == "annotation"]
    content: dict[str, object] = {"children": children, "tops": classes, "properties": properties, "lead": about}
    return Page("ontology", "ontology.html", site.about["title"], about, data, content)
