"""``studies.bib``: every study and review that findings stand in or cite, for a reference manager.

Source: https://www.bibtex.com/e/entry-types/. Letters beyond ASCII stay, as BibTeX files are UTF-8 today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from bevo.rdf.index import Index
from bevo.rdf.names import PREFIXES, bevo, local_name
from bevo.rdf.vocabulary import CREATOR, DOI, LABEL, PMID, TITLE, TYPE

__all__ = ["studies_bib"]

TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


def studies_bib(findings: Iterable[Triple]) -> bytes:
    """An entry for each study and review that has a title or a DOI; keys are ids (of reviews, ``review-`` and the id).

    :param findings: the emitted triples of findings, studies and reviews.
    """
    graph = Index(findings)
    kinds = {bevo("Study"), bevo("Review")}
    found = {
        this
        for this in graph.about
        if isinstance(this, NamedNode) and kinds & set(graph.objects(this, TYPE))
        if graph.text(this, TITLE) or graph.text(this, DOI)
    }
    entries = (_entry(graph, this) for this in sorted(found, key=_key))
    return "\n".join(entries).encode("utf-8")


def _entry(graph: Index, this: NamedNode) -> str:
    journal, authors = graph.text(this, bevo("journal")), graph.text(this, bevo("authors")).split("; ")
    fields = {
        "author": " and ".join(f"{{{_tex(one)}}}" for one in (authors if authors[0] else graph.texts(this, CREATOR))),
        "title": f"{{{_tex(graph.text(this, TITLE) or graph.text(this, LABEL))}}}",
        "journal": _tex(journal),
        "year": graph.text(this, bevo("publicationYear")),
        "doi": graph.text(this, DOI),
        "pmid": graph.text(this, PMID),
        "url": this.value,
    }
    told = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{'article' if journal else 'misc'}{{{_key(this)},\n{told}\n}}\n"


def _key(this: NamedNode) -> str:
    """The id of a study; of a review with ``review-`` before it, for a study may have the same."""
    name = local_name(this.value)
    return name if this.value.startswith(PREFIXES["study"]) else f"review-{name}"


def _tex(text: str) -> str:
    return re.sub(r"[\\{}~^&%$#_]", lambda found: TEX[found[0]], " ".join(text.split()))
