"""``studies.bib``: every study and review that findings stand in or cite, for a reference manager.

Source: https://www.bibtex.com/e/entry-types/. Letters beyond ASCII stay, as BibTeX files are UTF-8 today.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pyoxigraph import NamedNode, Triple

from bevo.curation.records import Study
from bevo.rdf.index import Index
from bevo.rdf.names import PREFIXES, bevo, local_name
from bevo.rdf.vocabulary import CREATOR, DOI, LABEL, PMID, TITLE, TYPE

__all__ = ["et_al", "studies_bib"]

TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


def et_al(studies: Iterable[Study]) -> frozenset[str]:
    """IRIs of the studies that have more authors than the first, as a review cites them ("Li et al., 2016")."""
    cited = ((study, text) for study in studies for texts in study.cited_as.values() for text in texts)
    return frozenset(PREFIXES["study"] + study.id for study, text in cited if re.search(r"\bet al\b", text))


def studies_bib(findings: Iterable[Triple], more: Collection[str] = ()) -> bytes:
    """An entry for each study and review that has a title or a DOI; keys are ids (of reviews, ``review-`` and the id).

    :param findings: the emitted triples of findings, studies and reviews.
    :param more: IRIs of studies that have more authors than are told, what :func:`et_al` gave.
    """
    kinds = {bevo("Study"), bevo("Review")}
    said = list(findings)
    works = {t.subject for t in said if t.predicate == TYPE and t.object in kinds}
    graph = Index(t for t in said if t.subject in works)
    found = {
        this
        for this in graph.about
        if isinstance(this, NamedNode) and (graph.text(this, TITLE) or graph.text(this, DOI))
    }
    entries = (_entry(graph, this, this.value in more) for this in sorted(found, key=_key))
    return "\n".join(entries).encode("utf-8")


def _entry(graph: Index, this: NamedNode, more: bool) -> str:
    journal, several = graph.text(this, bevo("journal")), graph.text(this, bevo("authors"))
    authors = several.split("; ") if several else graph.texts(this, CREATOR)
    name = _whole if bevo("TrialRecord") in graph.objects(this, TYPE) else _author
    fields = {
        "author": " and ".join([*map(name, authors), *(["others"] if more and authors else [])]),
        "title": f"{{{_tex(graph.text(this, TITLE) or graph.text(this, LABEL))}}}",
        "journal": _tex(journal),
        "year": graph.text(this, bevo("publicationYear")),
        "doi": graph.text(this, DOI),
        "pmid": graph.text(this, PMID),
        "url": this.value,
    }
    told = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{'article' if journal else 'misc'}{{{_key(this)},\n{told}\n}}\n"


def _author(name: str) -> str:
    """A surname with initials as BibTeX parts them; any other name is kept whole by braces."""
    person = re.fullmatch(r"([^\s,]*[^\sA-Z,](?: [^\s,]*[^\sA-Z,])*) ([A-Z]{1,3})", name)
    return f"{_tex(person[1])}, {' '.join(f'{initial}.' for initial in person[2])}" if person else _whole(name)


def _whole(name: str) -> str:
    return f"{{{_tex(name)}}}"


def _key(this: NamedNode) -> str:
    """The id of a study; of a review with ``review-`` before it, for a study may have the same."""
    name = local_name(this.value)
    return name if this.value.startswith(PREFIXES["study"]) else f"review-{name}"


def _tex(text: str) -> str:
    return re.sub(r"[\\{}~^&%$#_]", lambda found: TEX[found[0]], " ".join(text.split()))
