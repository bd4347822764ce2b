"""The canned questions as resources: SHACL SPARQL executables (``queries.ttl``) and a page (``docs/questions.md``).

Source: SHACL Advanced Features, section 5 (SPARQL executables); the use of keywords follows sib-swiss/sparql-examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from bevo.questions.questions import GROUPS, Parameter, Query
from bevo.rdf.names import BASE, node
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import DESCRIPTION, LABEL, TYPE

__all__ = ["by_group", "questions_markdown", "questions_triples"]

INTRODUCTION = """\
# The questions

Written by `make` from `queries/*.rq`; mend those, not this page. Ask one with `.venv/bin/bevo query run NAME`; each
file also runs unchanged in any SPARQL 1.1 store that has `dist/bevo-kg.ttl` in its default graph. A parameter of the
type term takes a label, a synonym, a CURIE or an IRI, or `any`.
"""


def by_group(queries: Iterable[Query]) -> Iterator[tuple[str, list[Query]]]:
    """The questions under their groups, groups in their fixed order, questions by title."""
    queries = list(queries)
    for group in GROUPS:
        members = sorted((q for q in queries if q.group == group), key=lambda q: q.title)
        if members:
            yield group, members


def questions_triples(queries: Iterable[Query]) -> list[Triple]:
    """Each question as ``sh:SPARQLSelectExecutable`` or ``sh:SPARQLConstructExecutable``, with its parameters."""
    triples = []
    for query in queries:
        this = node(f"question:{query.name}")
        kind, text = ("Select", "sh:select") if query.form == "SELECT" else ("Construct", "sh:construct")
        triples += [
            Triple(this, TYPE, node("sh:SPARQLExecutable")),
            Triple(this, TYPE, node(f"sh:SPARQL{kind}Executable")),
            Triple(this, LABEL, Literal(query.title)),
            Triple(this, DESCRIPTION, Literal(query.question)),
            Triple(this, node("dcterms:isPartOf"), NamedNode(f"{BASE}dataset")),
            Triple(this, node(text), Literal(query.text)),
        ]
        triples += [Triple(this, node("schema:keywords"), Literal(tag)) for tag in query.tags]
        for parameter in query.parameters.values():
            triples += _parameter(this, parameter)
    return sorted_triples(triples)


def _parameter(query: NamedNode, parameter: Parameter) -> list[Triple]:
    this = NamedNode(f"{query.value}#{parameter.name}")
    return [
        Triple(query, node("sh:parameter"), this),
        Triple(this, TYPE, node("sh:Parameter")),
        Triple(this, node("sh:path"), this),
        Triple(this, node("sh:name"), Literal(parameter.name)),
        Triple(this, node("sh:description"), Literal(f"{parameter.type}: {parameter.about}")),
        Triple(this, node("sh:defaultValue"), Literal(parameter.default)),
    ]


def questions_markdown(queries: Iterable[Query]) -> str:
    """The page of questions: what each asks, how to ask it, its SPARQL."""
    groups = list(by_group(queries))
    lines = [INTRODUCTION]
    for group, members in groups:
        links = ", ".join(f"[{query.name}](#{query.name})" for query in members)
        lines.append(f"- **{group}**: {links}")
    for group, members in groups:
        lines.append(f"\n## {group.capitalize()}")
        for query in members:
            lines += ["", f"### {query.name}", "", f"*{query.title}.* {query.question}", ""]
            lines += [f"- `--{p.name}` ({p.type}): {p.about}; default {p.default}" for p in query.parameters.values()]
            lines += [""] * bool(query.parameters) + ["```sparql", query.text.strip(), "```"]
    return "\n".join(lines) + "\n"
