"""What a language model reads first: ``llms.txt`` (https://llmstxt.org) and ``schema.md``.

Both are made from the graph and the questions, so that they say what the release holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from bevo.questions.questions import Query
from bevo.rdf import rdfio
from bevo.rdf.index import Index
from bevo.rdf.names import BASE, PREFIXES, bevo, compact, node
from bevo.rdf.vocabulary import TYPE
from bevo.signs import VERDICTS
from bevo.site.read.model import Finding, Site, Term
from bevo.site.read.terms import is_class

if TYPE_CHECKING:
    from bevo.site.pages.lists import Download

__all__ = ["CAVEAT", "asked", "llms", "llms_txt", "schema_md"]

CAVEAT = (
    "Each finding is reported by reviews, not a fact. Name the finding, the review and the study (DOI) when you use "
    "it, and say who disagrees."
)
_KINDS = ("class", "kind of molecule", "vesicle class", "cell or tissue")
"""The kinds of own classes that the schema lists; cells, processes and molecules are for the search."""
_MANY = 10


def llms(graph: Index, site: Site, questions: Iterable[Query], downloads: Iterable[Download]) -> dict[str, bytes]:
    """The files for language models, by path."""
    questions = list(questions)
    return {
        "llms.txt": llms_txt(site, questions, downloads).encode(),
        "schema.md": schema_md(graph, site, questions).encode(),
    }


def llms_txt(site: Site, questions: Iterable[Query], downloads: Iterable[Download]) -> str:
    """The way into the site for a language model, as Markdown with relative links."""
    current = sum(not finding.withdrawn for finding in site.findings.values())
    return _lines(
        f"# BEVO: {site.about['title']} and knowledge graph",
        "",
        f"> {current} findings that {len(site.reviews)} reviews report about extracellular vesicles in bone, from "
        f"{len(site.studies)} studies, as linked data. Release {site.about['version']}.",
        "",
        CAVEAT,
        "A finding has a page `finding/ID.html` and data `finding/ID.ttl` and `finding/ID.jsonld`; so has each term, "
        f"study and review. IRIs start with {BASE} and end as the pages do. On a host with a server, `sparql?query=` "
        "answers SPARQL 1.1 queries and `search?q=` finds names and ids. `bevo mcp` offers the same as tools.",
        "",
        "## Start here",
        "",
        "- [Schema](schema.md): classes, properties, prefixes, an example of a finding and of a query",
        "- [Findings](data/findings.json): all findings in short, as JSON",
        "- [Questions](data/questions.json): the ready questions with their SPARQL, as JSON",
        "",
        "## Answers to ready questions",
        "",
        *(f"- [{q.title}](question/{q.name}.csv)" for q in _in_order(questions) if not q.federated),
        "",
        "## Optional",
        "",
        *(f"- [{d.path.removeprefix('download/')}]({d.path}): {d.about}" for d in downloads),
    )


def schema_md(graph: Index, site: Site, questions: Iterable[Query]) -> str:
    """The schema as Markdown: what is needed to write a query, with how often each thing is used."""
    questions = list(questions)
    types = Counter(o for said in graph.about.values() for o in said.get(TYPE, ()))
    used: Counter[NamedNode] = Counter()
    for said in graph.about.values():
        for predicate, objects in said.items():
            used[predicate] += len(objects)
    own = [term for iri, term in sorted(site.terms.items()) if iri.startswith(BASE)]
    classes = [term for term in own if is_class(term) and types[NamedNode(term.iri)]]
    verdicts = {bevo(name).value for name in VERDICTS}

    def listed(terms: Iterable[Term]) -> list[str]:
        return [f"- {_told(term)} ({types[NamedNode(term.iri)]})" for term in terms]

    example = _example(site)
    return _lines(
        f"# Schema of BEVO {site.about['version']}",
        "",
        f"{site.about['description']} {CAVEAT}",
        "",
        "All data is in the default graph, with what was inferred; no query says GRAPH. A finding is a small graph of "
        "its own: its participants (vesicle, cargo, recipient, outcome, ...) are nodes that belong to it alone. Each "
        "has as type (`a`) the class of a cell, a molecule or a process, and all above. So `?part a CL:0000062` "
        "finds every osteoblast, and `bevo:participantOf` leads from a participant to its finding. `bevo:term` is the "
        "class that the curator named. Names are `rdfs:label` of classes and `skos:prefLabel` of participants, "
        "synonyms `skos:altLabel`.",
        "",
        "## Prefixes",
        "",
        "```sparql",
        *(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()),
        *(f"PREFIX {prefix}: <{PREFIXES['obo']}{prefix}_>" for prefix in _vocabularies(site)),
        "```",
        "",
        *_shown(graph, example),
        "## Verdicts",
        "",
        "A reasoner infers them. In brackets: how many findings have it.",
        "",
        *listed(term for term in classes if term.iri in verdicts),
        "",
        "## Kinds and properties of findings that are classes",
        "",
        *listed(term for term in classes if term.kind == "kind of finding" and term.iri not in verdicts),
        "",
        "## Other classes",
        "",
        f"Those with {_MANY} members or more that are no cell, process or molecule; the search finds these.",
        "",
        *listed(
            term
            for term in classes
            if term.kind in _KINDS and term.iri not in verdicts and types[NamedNode(term.iri)] >= _MANY
        ),
        "",
        "## Properties",
        "",
        f"Those that {_MANY} statements or more use; in brackets, how many.",
        "",
        *(
            f"- {_told(term)}{_ends(term)} ({count})"
            for term in sorted(site.terms.values(), key=lambda term: (not term.iri.startswith(BASE), term.iri))
            if not is_class(term) and (count := used[NamedNode(term.iri)]) >= _MANY
        ),
        "",
        "## Ready questions",
        "",
        *(f"- `{q.name}`: {q.title}{asked(q)}" for q in _in_order(questions)),
        "",
        *_query(questions),
    )


def asked(query: Query) -> str:
    """The parameters of a question, in brackets; nothing if it has none."""
    told = "; ".join(f"{p.name} ({p.type}, {p.default}): {p.about}" for p in query.parameters.values())
    return f" [{told}]" if told else ""


def _told(term: Term) -> str:
    meaning = " ".join(term.definition.split()).partition("; ")[0].partition(". ")[0].rstrip(".")
    return f"`{compact(term.iri)}` {term.label}" + (f": {meaning}" if meaning else "")


def _ends(term: Term) -> str:
    ends = ((word, " and ".join(end)) for word, end in (("from", term.domain), ("to", term.range)))
    told = ", ".join(f"{word} {end}" for word, end in ends if end)
    return f"; {told}" if told else ""


def _in_order(questions: Iterable[Query]) -> list[Query]:
    return sorted(questions, key=lambda q: q.name)


def _vocabularies(site: Site) -> list[str]:
    """The prefixes of the OBO vocabularies that are used, as in ``CL``."""
    obo = (compact(iri).partition(":")[0] for iri in site.terms if iri.startswith(PREFIXES["obo"]))
    return sorted({prefix for prefix in obo if prefix not in PREFIXES})


def _example(site: Site) -> Finding | None:
    """The first finding that shows most of the model."""
    findings = sorted(site.findings.values(), key=lambda f: (len(f.id), f.id))
    return next((f for f in findings if f.cargo and f.recipients and f.steps and f.verdicts and f.studies), None)


def _shown(graph: Index, finding: Finding | None) -> Iterator[str]:
    """The statements of a finding, without those that only the records need."""
    if finding is None:
        return
    this = NamedNode(finding.iri)
    parts = [s for s in graph.about if isinstance(s, NamedNode) and this in graph.objects(s, bevo("participantOf"))]
    own = {bevo(name) for name in VERDICTS} | {node(f"bevo:{name}") for name in ("Finding", "ReportedOutcome")}
    triples = []
    for thing in (this, *parts):
        named = graph.nodes(thing, bevo("term"))
        for predicate, objects in graph.about[thing].items():
            for value in objects:
                if isinstance(value, NamedNode) and (predicate != TYPE or value in own or value in named):
                    triples.append(Triple(thing, predicate, value))
    text = rdfio.turtle(rdfio.sorted_triples(triples)).decode()
    yield from ("## A finding", "", f"{finding.id} says: {finding.says}. Shown without literals and most types.", "")
    yield from (
        "```turtle",
        *(line for line in text.splitlines() if line and not line.startswith("@prefix")),
        "```",
        "",
    )


def _query(questions: Iterable[Query]) -> Iterator[str]:
    """The shortest question that names a term, as SPARQL."""
    with_term = [
        q
        for q in questions
        if not q.federated and any(p.type == "term" and p.serialised != "UNDEF" for p in q.parameters.values())
    ]
    for query in sorted(with_term, key=lambda q: (len(q.text), q.name))[:1]:
        yield from ("## A query", "", f"`{query.name}`: {query.question}", "", "```sparql", query.text.strip(), "```")


def _lines(*lines: str) -> str:
    return "\n".join(lines).rstrip() + "\n"
