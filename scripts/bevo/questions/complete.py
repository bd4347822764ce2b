"""What a row leaves with: beside what was asked, the IRIs, and of each finding its verdict, evidence, studies and DOI.

A table that leaves the release is read where nothing links it any more. So each finding in it takes along on what it
rests, and each term its full IRI.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Store, Triple

from bevo.rdf.answer import LIST, Answer
from bevo.rdf.index import Index
from bevo.rdf.names import PREFIXES, bevo, local_name
from bevo.rdf.overlays import PREFIX, at_home
from bevo.rdf.vocabulary import CLASS, DOI, LABEL, PMID, TYPE
from bevo.signs import VERDICTS

__all__ = ["CITES", "COLUMNS", "FINDING_IDS", "LEVEL", "Rests", "completed", "rests_on", "terms_by_label"]

_ID = rf"(?:{PREFIX}_)?F\d{{4,}}"
FINDING_IDS = re.compile(rf"^{_ID}(; {_ID})*$")
"""A cell that names findings by their ids."""
COLUMNS = ("verdict", "evidence", "studies", "doi", "pmid")
"""What a row takes along of its findings; of its studies the last three."""
CITES, LEVEL = bevo("cites"), bevo("evidenceLevel")
_WORDS = {bevo(name): words for name, words in VERDICTS.items()}


class Rests(NamedTuple):
    """What a finding, or a study, rests on; each a list in a cell, empty where nothing is known.

    :param evidence: the levels of evidence: in vitro, animal, patients.
    :param studies: in short: ``Li D 2016``.
    """

    verdict: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()
    doi: tuple[str, ...] = ()
    pmid: tuple[str, ...] = ()


def rests_on(release: Store | Iterable[Triple]) -> dict[str, Rests]:
    """What each finding and each study rests on, by id: ``F0026``, ``li-2016``.

    :param release: a store, or triples, with what was inferred.
    """
    graph = Index(_triples(release))
    homes = {this: at_home(this.value) for this in graph.about if isinstance(this, NamedNode)}
    found = {
        local_name(home): Rests(
            studies=(graph.text(this, LABEL).partition(":")[0],),
            doi=tuple(graph.texts(this, DOI)),
            pmid=tuple(graph.texts(this, PMID)),
        )
        for this, home in homes.items()
        if home.startswith(PREFIXES["study"])
    }
    for this, home in homes.items():
        if home.startswith(PREFIXES["finding"]) and FINDING_IDS.match(id := local_name(home)):
            types = graph.nodes(this, TYPE)
            verdict = tuple(words for cls, words in _WORDS.items() if cls in types)
            cited = (local_name(at_home(study.value)) for study in graph.nodes(this, CITES))
            own = Rests(verdict, tuple(graph.texts(this, LEVEL)))
            found[id] = _together([own, *(found[study] for study in cited if study in found)])
    return found


def _triples(release: Store | Iterable[Triple]) -> Iterable[Triple]:
    """The triples of a release that :func:`rests_on` reads."""
    predicates = (TYPE, LABEL, CITES, LEVEL, DOI, PMID)
    if isinstance(release, Store):
        return (q.triple for predicate in predicates for q in release.quads_for_pattern(None, predicate, None))
    return (t for t in release if t.predicate in predicates)


def _together(all_of: Iterable[Rests]) -> Rests:
    several = list(all_of)
    return Rests(*(tuple(dict.fromkeys(one for rests in several for one in rests[at])) for at in range(len(COLUMNS))))


def terms_by_label(release: Store) -> dict[str, str]:
    """The IRIs of classes by their labels, without labels that several have."""
    found: dict[str, set[str]] = {}
    for quad in release.quads_for_pattern(None, TYPE, CLASS):
        if isinstance(quad.subject, NamedNode):
            for label in release.quads_for_pattern(quad.subject, LABEL, None):
                if isinstance(label.object, Literal):
                    found.setdefault(label.object.value, set()).add(quad.subject.value)
    return {label: min(iris) for label, iris in found.items() if len(iris) == 1}


def completed(answer: Answer, rests: Mapping[str, Rests], terms: Mapping[str, str]) -> Answer:
    """An answer with the IRIs of its terms, and with what its findings, or else its studies, rest on.

    :param rests: what :func:`rests_on` says of the graph that was asked.
    :param terms: what :func:`terms_by_label` says of it.
    :returns: the columns that were asked for, as they were; behind them what is new: ``sourceIri`` for a column
        ``source`` of IRIs or of labels, and those of :data:`COLUMNS` that the question has not itself.
    """
    columns = list(zip(*answer.rows, strict=True)) or [() for _ in answer.columns]
    kinds = list(map(_kind, columns))
    full = [[_iri(cell, terms) for cell in column] for column in columns]
    iris = [at for at, name in enumerate(answer.columns) if name not in COLUMNS and any(full[at])]
    kind = next((k for k in ("finding", "ids", "study") if k in kinds), "")
    bearing = [at for at, k in enumerate(kinds) if k == kind] if kind else []
    wanted = () if not kind else COLUMNS[3:] if kind == "study" else COLUMNS
    more = [at for at, name in enumerate(COLUMNS) if name in wanted and name not in answer.columns]
    rows = []
    for number, row in enumerate(answer.rows):
        ids = [id for at in bearing for id in _ids(row[at])]
        known = _together(rests[id] for id in ids if id in rests)
        told = [*(full[at][number] for at in iris), *(LIST.join(known[at]) for at in more)]
        rows.append([*row, *map(Literal, told)])
    names = [f"{answer.columns[at]}Iri" for at in iris]
    return Answer([*answer.columns, *names, *(COLUMNS[at] for at in more)], rows)


def _iri(cell: object, terms: Mapping[str, str]) -> str:
    """The IRI of a cell, or those of the labels that it lists; nothing where one is no label of a class."""
    if isinstance(cell, NamedNode):
        return cell.value
    named = [terms.get(label, "") for label in cell.value.split(LIST)] if isinstance(cell, Literal) else []
    return LIST.join(named) if all(named) else ""


def _kind(column: Iterable[object]) -> str:
    """What a column holds: IRIs of findings, of studies or of something else, ids of findings, or none of these."""
    cells = [cell for cell in column if cell is not None]
    if cells and all(isinstance(cell, NamedNode) for cell in cells):
        homes = [at_home(cell.value) for cell in cells if isinstance(cell, NamedNode)]
        return next((k for k in ("finding", "study") if all(h.startswith(PREFIXES[k]) for h in homes)), "term")
    told = [cell for cell in cells if isinstance(cell, Literal) and cell.value]
    return "ids" if told and all(FINDING_IDS.match(cell.value) for cell in told) else ""


def _ids(cell: object) -> list[str]:
    """The ids of the findings, or of the study, that a cell names; a part of a finding counts as the finding."""
    if isinstance(cell, NamedNode):
        home = at_home(cell.value)
        id = local_name(home)
        return [id.partition("-")[0] if home.startswith(PREFIXES["finding"]) else id]
    return cell.value.split(LIST) if isinstance(cell, Literal) else []
