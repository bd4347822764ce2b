"""What changed between two releases, in words: findings and their signs, inferences, terms, studies, discrepancies."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from bevo.problems import BevoError, relative
from bevo.rdf.names import PREFIXES, bevo, compact
from bevo.rdf.vocabulary import IAO_DEFINITION, LABEL, NAME, TYPE

__all__ = ["differences", "quads_of", "read_archive"]

DERIVED = {
    *(LABEL, NAME),
    *map(bevo, ("term", "participantOf", "signBearer", "cargo", "recipient")),
    *map(bevo, ("step", "stepSubject", "stepVerb", "stepObject")),
}
"""Properties of a finding that repeat what others say."""
SECTIONS = ("Signs", "Findings", "Inferences", "Terms", "Studies, reviews and discrepancies")

Statements = Mapping[str, Mapping[str, set[str]]]
"""By section and thing, what is said of it; inferences the other way round: what is said, and of which things."""


def read_archive(path: Path) -> Statements:
    """The statements of a release in words.

    :param path: ``bevo-kg.nq.gz``, or the folder of a release that holds it.
    :raises BevoError: if it is not there or is no such archive.
    """
    return _statements(quads_of(path))


def quads_of(path: Path) -> list[Quad]:
    """The quads of a release.

    :param path: ``bevo-kg.nq.gz``, or the folder of a release that holds it.
    :raises BevoError: if it is not there or is no such archive.
    """
    file = path / "bevo-kg.nq.gz" if path.is_dir() else path
    try:
        return list(parse(gzip.decompress(file.read_bytes()), format=RdfFormat.N_QUADS))
    except FileNotFoundError as error:
        raise BevoError(f"{relative(file)} is not there; a release has bevo-kg.nq.gz") from error
    except (OSError, EOFError, SyntaxError) as error:
        raise BevoError(f"{relative(file)} is no archive of a release: {error}") from error


def _statements(quads: list[Quad]) -> Statements:
    names = _names(quads)

    def name(term: object) -> str:
        if isinstance(term, NamedNode):
            return names.get(term, compact(term.value))
        return term.value if isinstance(term, Literal) else "an expression"

    found: dict[str, defaultdict[str, set[str]]] = {section: defaultdict(set) for section in SECTIONS}
    for quad in quads:
        subject, graph = quad.subject, getattr(quad.graph_name, "value", "").rpartition("/")[2]
        if not isinstance(subject, NamedNode) or graph == "queries" or quad.predicate == IAO_DEFINITION:
            continue
        predicate = "is" if quad.predicate == TYPE else name(quad.predicate)
        finding, part, _ = subject.value.partition("-")
        about_finding = subject.value.startswith(PREFIXES["finding"])
        if graph == "inferred":
            found["Inferences"][f"{predicate} {name(quad.object)}"].add(compact(subject.value))
        elif about_finding and quad.predicate == bevo("sign"):
            found["Signs"][compact(finding)].add(name(quad.object))
        elif about_finding and quad.predicate not in DERIVED:
            says = f"{name(subject)} {predicate} {name(quad.object)}" if part else f"{predicate}: {name(quad.object)}"
            found["Findings"][compact(finding)].add(says)
        elif graph == "ontology":
            found["Terms"][f"{name(subject)} ({compact(subject.value)})"].add(f"{predicate} {name(quad.object)}")
        elif not about_finding:
            found["Studies, reviews and discrepancies"][compact(subject.value)].add(f"{predicate}: {name(quad.object)}")
    return found


def _names(quads: list[Quad]) -> dict[object, str]:
    """Plain names: of participants what they are, of terms their label, of records their id."""
    records = tuple(PREFIXES[prefix] for prefix in ("finding", "study", "review", "discrepancy"))
    return {
        quad.subject: quad.object.value
        for wanted in (LABEL, NAME)  # what a participant is goes before its label
        for quad in quads
        if quad.predicate == wanted
        and isinstance(quad.object, Literal)
        and isinstance(quad.subject, NamedNode)
        and not (wanted == LABEL and quad.subject.value.startswith(records))
    }


def differences(old: Statements, new: Statements) -> Iterator[str]:
    """Lines of Markdown that tell what was added, taken away and changed; none where nothing was."""
    for section in SECTIONS:
        lines = list(_changes(old[section], new[section], words=section != "Inferences"))
        if lines:
            yield from ("", f"## {section}", "", *lines)


def _changes(old: Mapping[str, set[str]], new: Mapping[str, set[str]], words: bool) -> Iterator[str]:
    for thing in sorted({*old, *new}):
        less, more = old.get(thing, set()) - new.get(thing, set()), new.get(thing, set()) - old.get(thing, set())
        if not less and not more:
            continue
        change = "" if thing in old and thing in new else " (new)" if thing in new else " (gone)"
        if words:
            yield f"- {thing}{change}"
            yield from (f"  - no longer: {says}" for says in sorted(less))
            yield from (f"  - now: {says}" for says in sorted(more))
        else:
            counts = ", ".join(f"{sign}{len(things)}" for sign, things in (("+", more), ("−", less)) if things)
            yield f"- {thing}{change}: {counts}"
            yield from (
                f"  - {sign} {', '.join(sorted(things))}" for sign, things in (("+", more), ("−", less)) if things
            )
