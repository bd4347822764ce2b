"""The pages that are not about one thing: home, lists, questions, pictures, and the ontology as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bevo.questions.questions import GROUPS, Query
from bevo.rdf.answer import Answer
from bevo.rdf.names import BASE
from bevo.site.data import schema_org
from bevo.site.data.addresses import Href
from bevo.site.data.compare import Comparable, listed
from bevo.site.pages.answers import answer_table
from bevo.site.pages.drafts import Draft, Drafter, Page
from bevo.site.pages.home import answered
from bevo.site.pages.list_tables import (
    all_findings_table,
    cell_table,
    discrepancy_table,
    molecule_table,
    process_table,
    study_table,
    vesicle_table,
)
from bevo.site.pages.picture import bars, friend_or_foe_table
from bevo.site.pages.picture_tables import picture_table
from bevo.site.pages.tables import MOST_LISTED, natural
from bevo.site.read.model import Discrepancy, Finding, Site, Term

__all__ = ["MOST_LISTED", "Download", "list_pages", "question_pages"]

HEADINGS = {
    "mechanism": "Mechanisms",
    "gaps": "Open questions",
    "quality": "Quality of the data",
}
"""The headings of groups of questions, where they are more than the group's name."""
PICTURES = {
    "network": (
        "Who talks to whom",
        "Cells and tissues that send vesicles to each other, side by side where they belong together in the body. A "
        "line shows what the findings say of bone, cartilage and joint: gain or relief, loss or harm, or both. The "
        "number at its tip is the number of findings.",
    ),
    "matrix": (
        "Sources and outcomes",
        "For each source of vesicles and each outcome, how many findings say that the vesicles promote it and how "
        "many that they inhibit it. If a cell has both numbers, findings disagree.",
    ),
    "mechanism": (
        "Mechanisms of a cargo",
        "Choose a cargo to see all that findings tell of it in one diagram: who releases it, what it acts on step by "
        "step, and the outcomes. Each arrow has its findings and studies.",
    ),
}


class Unread(NamedTuple):
    """A finding that does not count as curators read it, and the discrepancies that say why."""

    finding: Finding
    reasons: list[Discrepancy]


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
    things: Sequence[Comparable],
    version: str,
    style: str,
) -> Iterator[Page]:
    """Every page that is not about one thing or question.

    :param answers: of each question with its defaults.
    :param data: what :mod:`bevo.site.data.pictures` made for the pictures, by name.
    :param things: what can be compared, those with most results first.
    :param style: the stylesheet, for the page that may be shown at any address and so can point to no file.
    """
    named = {t.label: href(t.iri) for t in site.terms.values() if t.group}
    pairs = _pairs(things)
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
            "five": answered(answers, named),
            "pairs": pairs,
            "picture": bars(answers["friend-or-foe"], pages),
            "unread": _unread(site),
            "table": friend_or_foe_table(answers["friend-or-foe"], pages),
            "query": queries["friend-or-foe"],
            "groups": grouped,
            "counts": counts,
            "pictures": PICTURES,
        },
    )
    withdrawn = [f for f in site.findings.values() if f.withdrawn]
    every = all_findings_table(site, href)
    content: dict[str, object] = {
        "table": replace(every, rows=every.rows[:MOST_LISTED], ids=every.ids[:MOST_LISTED]),
        "withdrawn": withdrawn,
        "all": len(every.rows),
    }
    yield _collection("findings", "findings.html", "Findings", FINDINGS, content)
    for name, title, about, table in (
        (
            "molecules",
            "Molecules",
            "Molecules that vesicles carry, or that take part in their mechanisms.",
            molecule_table(site, href),
        ),
        (
            "cells",
            "Cells, tissues and fluids",
            "Where vesicles come from, and which cells receive them.",
            cell_table(site, href),
        ),
        ("processes", "Processes, diseases and traits", "What vesicles promote or inhibit.", process_table(site, href)),
        (
            "vesicles",
            "Vesicle classes",
            "The kinds of vesicles, and how the reviews define them.",
            vesicle_table(site, href),
        ),
        ("discrepancies", "Discrepancies", DISCREPANCIES, discrepancy_table(site, href)),
    ):
        yield _collection(name, "list.html", title, about, {"table": table, "reviews": [], "own": []})
    about = "The reviews that were curated, and the studies that they cite."
    curated = {f.study for f in site.findings.values()}
    own = [study for study in site.studies.values() if study.id in curated]
    content = {"table": study_table(site, href), "reviews": list(site.reviews.values()), "own": own}
    yield _collection("studies", "list.html", "Reviews and studies", about, content)
    yield _collection("questions", "questions.html", "Questions", "Ready questions to the graph.", {"groups": grouped})
    for name, (title, about) in PICTURES.items():
        yield _collection(
            name, "picture.html", title, about, {"name": name, "table": picture_table(name, data[name], site, href)}
        )
    yield _collection("compare", "compare.html", "Compare", COMPARE, {"pairs": pairs})
    about = (
        "Choose a question, change what it asks about, or write your own in SPARQL. "
        "The query runs in this page; nothing is sent anywhere."
    )
    yield _collection("sparql", "sparql.html", "SPARQL", about, {"groups": grouped})
    yield _collection("about", "about.html", "About BEVO", site.about["description"], {"counts": counts, "site": site})
    yield _collection(
        "downloads", "downloads.html", "Downloads", "Every file of the release.", {"downloads": downloads}
    )
    yield _ontology_page(site)
    yield Page("404", "404.html", "Not found", MISSING, {}, {"lead": MISSING, "root": BASE, "style": style})


def question_pages(queries: Mapping[str, Query], answers: Mapping[str, Answer], draft: Drafter) -> Iterator[Draft]:
    """A page for each question, with its answer where it was asked."""
    for query in queries.values():
        yield draft(f"question/{query.name}", (), _question_page, query, answers.get(query.name))


def _question_page(_: Site, href: Href, query: Query, answer: Answer | None) -> Page:
    content: dict[str, object] = {
        "query": query,
        "table": answer_table(query, answer, href) if answer else None,
        "rows": len(answer.rows) if answer else 0,
        "group": _heading(query.group),
    }
    data: schema_org.Data = {"@type": "Question", "name": query.title, "text": query.question}
    return Page(f"question/{query.name}", "question.html", query.title, query.question, data, content)


FINDINGS = "Every finding that the reviews report. Filter by source, cargo, recipient, outcome, sign, review or kind."
DISCREPANCIES = (
    "Where two places disagree, where numbers do not add up, or where a review says other than the study that it "
    "cites, with the curator's reading."
)


COMPARE = (
    "Two cells, or two cargoes, side by side: what their vesicles promote and inhibit, through which targets, and "
    "where findings disagree."
)


MISSING = "There is no page at this address."


def _pairs(things: Sequence[Comparable]) -> list[tuple[dict[str, object], dict[str, object]]]:
    """Pairs that many results tell of: cells with cells, and microRNAs with microRNAs."""
    own = [(c, row) for c, row in zip(things, listed(things), strict=True) if 2 * c.own > len(c.findings)]
    cells = [row for c, row in own if c.role == "source"][:4]
    cargo = [row for c, row in own if c.term.kind == "microRNA"][:4]
    wanted = ((cells, 1, 2), (cargo, 0, 1), (cargo, 2, 3), (cells, 0, 3))
    return [(rows[a], rows[b]) for rows, a, b in wanted if b < len(rows)]


def _collection(path: str, template: str, title: str, about: str, content: dict[str, object]) -> Page:
    return Page(path, template, title, about, schema_org.about_collection(title, about), {"lead": about, **content})


def _unread(site: Site) -> list[Unread]:
    """The results on gain or loss of bone that curators do not count, in the order of ids."""
    return [
        Unread(finding, [site.discrepancies[d] for d in dict.fromkeys(d.discrepancy for d in finding.disowned)])
        for finding in sorted(site.findings.values(), key=lambda f: natural(f.id))
        if finding.result and not finding.accepted and {"bone gain", "bone loss"} & {*finding.verdicts}
    ]


def _grouped(queries: Iterable[Query]) -> list[tuple[str, list[Query]]]:
    """Questions by the heading of their group."""
    found: dict[str, list[Query]] = defaultdict(list)
    for query in sorted(queries, key=lambda q: (GROUPS.index(q.group), q.title)):
        found[_heading(query.group)].append(query)
    return list(found.items())


def _heading(group: str) -> str:
    return HEADINGS.get(group, group.capitalize())


def _counts(site: Site, queries: Mapping[str, Query]) -> list[tuple[str, int, str, str]]:
    """What there is, how much of it, where, and in words."""
    groups = defaultdict[str, int](int)
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
