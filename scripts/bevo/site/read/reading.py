"""From the graph to the records of :mod:`bevo.site.read.model`, in one pass without a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pydantic import TypeAdapter
from pyoxigraph import Literal, NamedNode

from bevo.cache import Keep, afresh
from bevo.curation.records import LEVELS
from bevo.finding.emit import KIND_CLASS
from bevo.rdf.index import Index
from bevo.rdf.names import BASE, bevo, local_name, node
from bevo.rdf.vocabulary import AUTHOR_STATEMENT, LICENCE, PARTICIPATES_IN, TYPE
from bevo.signs import AMOUNTS
from bevo.site.read.closings import BACKGROUND_CLASSES, background, closings, mechanism_verdict
from bevo.site.read.experiment import experiment, experiment_terms
from bevo.site.read.model import (
    VERDICTS,
    WORKERS,
    Clash,
    Discrepancy,
    Fact,
    Finding,
    Part,
    Place,
    Review,
    Site,
    Step,
    Study,
    Use,
    Why,
    Worker,
)
from bevo.site.read.roles import roles
from bevo.site.read.standing import checks, disowned, levels
from bevo.site.read.terms import read_terms
from bevo.site.read.why import Ways

__all__ = ["read_site"]

KINDS = {bevo(name): kind for kind, name in KIND_CLASS.items()}
FACTS = {
    "evidence": "Evidence",
    "printedOutcome": "Outcome as printed",
    "segment": "Segment of the cargo",
    "evidenceLevel": "Evidence level",
    "model": "Model",
    "marker": "Read-outs",
    "when": "When",
    "group": "Groups",
    "countIdentified": "Molecules identified",
    "countOverlap": "Of these, in a database",
    "countAltered": "Altered",
    "countMore": "More",
    "countLess": "Less",
    "areaUnderCurve": "Area under the curve",
    "diameterMin": "Smallest diameter (nm)",
    "diameterMax": "Largest diameter (nm)",
}
RESULTS = (
    "ReportedResult",
    "AcceptedResult",
    "AcceptedVesicleResult",
    "AcceptedCargoResult",
    "AcceptedMechanismResult",
    "ConfirmedResult",
)
_FINDING = TypeAdapter(Finding)
_PART_OF, _BEARS = bevo("participantOf"), bevo("hasDiscrepancy")
RECORDS = {"TrialRecord": "trial", "DatasetRecord": "dataset"}
POINTERS = {"asksAbout": "gap", "defines": "definition", "model": "model", "evidence": "evidence"}
"""What a finding itself says of terms, and what the term is to it then."""


def read_site(graph: Index, clashes: list[Clash], keep: Keep = afresh, keys: Mapping[str, str] | None = None) -> Site:
    """Everything that pages are made of.

    :param graph: the whole release.
    :param clashes: what the question ``conflicts`` answers.
    :param keep: keeps what was read of a finding.
    :param keys: by IRI of a finding, the hash of all that is said of it and of what is no finding.
    """
    reader = _Reader(graph)
    by_iri = {this.value: this for this in reader.known}

    def make(iris: Iterable[str]) -> dict[str, str]:
        return {iri: _FINDING.dump_json(reader.read(by_iri[iri])).decode("utf-8") for iri in iris}

    if keys is None:
        findings = {f.id: f for f in map(reader.read, reader.known)}
    else:
        kept = keep("findings", {iri: keys[iri] for iri in by_iri}, make)
        findings = {f.id: f for f in map(_FINDING.validate_json, kept.values())}
    ontology = bevo("ontology")
    told = ("title", "description", "modified", "issued", "creator")
    about = {name: graph.text(ontology, node(f"dcterms:{name}")) for name in told}
    about["version"] = graph.text(ontology, node("owl:versionInfo"))
    return Site(
        findings=findings,
        studies={s.id: s for s in reader.studies()},
        reviews={r.id: r for r in reader.reviews()},
        discrepancies={d.id: d for d in reader.discrepancies()},
        background=background(graph),
        terms=read_terms(graph),
        clashes=clashes,
        about=about,
        mentions=_mentions(findings.values()),
        members=reader.findings_by_class(),
    )


def _mentions(findings: Iterable[Finding]) -> dict[str, dict[str, tuple[str, ...]]]:
    """By term: the findings it stands in, with its roles there."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for finding in findings:
        for use in finding.uses:
            found[use.term][finding.id] = use.roles
    return dict(found)


class _Reader:
    """The graph, and which participants belong to which finding."""

    def __init__(self, graph: Index) -> None:
        self.graph = graph
        self.parts: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        self.bearing: dict[NamedNode, list[str]] = defaultdict(list)
        self.members: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for subject, said in graph.about.items():
            if isinstance(subject, NamedNode):
                for found, predicate in ((self.parts, _PART_OF), (self.members, TYPE)):
                    for thing in said.get(predicate, ()):
                        if isinstance(thing, NamedNode):
                            found[thing].append(subject)
                for discrepancy in self.nodes(subject, "hasDiscrepancy") if _BEARS in said else ():
                    self.bearing[discrepancy].append(local_name(subject.value))
        self.known = list(dict.fromkeys((*self.of_type("Finding"), *self.of_type("WithdrawnFinding"))))
        """All findings, those that were withdrawn behind the others."""
        self.withdrawn_findings = set(self.of_type("WithdrawnFinding"))

    @cached_property
    def ways(self) -> Ways:
        return Ways(self.graph)

    def nodes(self, subject: NamedNode, predicate: str | NamedNode) -> list[NamedNode]:
        """The named objects of a subject and a property, in a fixed order."""
        predicate = bevo(predicate) if isinstance(predicate, str) else predicate
        found = [o for o in self.graph.objects(subject, predicate) if isinstance(o, NamedNode)]
        return sorted(found, key=lambda n: n.value)

    def node(self, subject: NamedNode, predicate: str) -> NamedNode | None:
        """The one named object, if there is one."""
        return next(iter(self.nodes(subject, predicate)), None)

    def texts(self, subject: NamedNode, curie: str) -> tuple[str, ...]:
        """The literals of a property, in a fixed order."""
        return tuple(sorted(o.value for o in self.graph.objects(subject, node(curie)) if isinstance(o, Literal)))

    def text(self, subject: NamedNode, curie: str) -> str:
        """The literal of a property, or nothing."""
        return self.graph.text(subject, node(curie))

    def authors(self, this: NamedNode) -> tuple[str, ...]:
        """The authors, in the order of the paper where there are several."""
        ordered = self.text(this, "bevo:authors")
        return tuple(ordered.split("; ")) if ordered else self.texts(this, "dcterms:creator")

    def of_type(self, name: str) -> list[NamedNode]:
        """The members of one of our classes."""
        return sorted(self.members.get(bevo(name), ()), key=lambda n: (len(n.value), n.value))

    def findings_by_class(self) -> dict[str, tuple[str, ...]]:
        """By one of our classes: the findings that are its members or have a participant that is."""
        found, known = {}, set(self.known)
        for cls, members in self.members.items():
            if cls.value.startswith(BASE) and "/" not in cls.value.removeprefix(BASE):
                whole = {w for member in members for w in self.nodes(member, "participantOf") or [member]}
                found[cls.value] = tuple(sorted(local_name(w.value) for w in whole if w in known))
        return found

    def part(self, thing: NamedNode, amount: str = "") -> Part:
        term = self.node(thing, "term")
        states = tuple(self.part(s) for s in self.nodes(thing, "hasState"))
        name = self.text(thing, "skos:prefLabel")
        return Part(local_name(thing.value), name, term.value if term else "", states, amount)

    def many(self, subject: NamedNode | None, *predicates: str) -> tuple[Part, ...]:
        """The participants that a participant points to."""
        return tuple(self.part(o) for p in predicates for o in self.nodes(subject, p)) if subject else ()

    def one(self, thing: NamedNode | None) -> Part | None:
        return self.part(thing) if thing else None

    def amount(self, thing: NamedNode, within: NamedNode | None) -> str:
        """How the amount of one participant differs in another; ``altered`` only where no direction is told."""
        told = (a.word for a in AMOUNTS.values() if within in self.nodes(thing, a.property))
        return next(told, "") if within else ""

    def changed(self, part: NamedNode, roles: set[str]) -> str:
        """What an agent makes less, more or otherwise: ``vesicle``, ``cargo``, or its name."""
        return next(iter(roles & {"vesicle", "cargo"}), self.text(part, "skos:prefLabel"))

    def read(self, this: NamedNode) -> Finding:
        return self.withdrawn(this) if this in self.withdrawn_findings else self.finding(this)

    def finding(self, this: NamedNode) -> Finding:
        vesicle, agent = self.node(this, "vesicle"), self.node(this, "agent")
        contrast = self.node(this, "contrast")
        reference = self.node(contrast, "reference") if contrast else None
        outcome, bearer = self.node(this, "outcome"), self.node(this, "signBearer")
        types = set(self.nodes(this, TYPE))
        kind = next(cls for cls in KINDS if cls in types)
        parts = sorted(self.parts[this], key=lambda n: n.value)
        has = roles(self.graph, this, parts)
        cargo = tuple(self.part(c, self.amount(c, vesicle)) for c in parts if "cargo" in has[c])
        process = self.nodes(vesicle, PARTICIPATES_IN) if vesicle else []
        sign = self.text(this, "bevo:sign")
        side = set(self.nodes(vesicle, TYPE)) if vesicle else set()
        stands_in = self.nodes(this, "reportedIn")
        sections = [place for place in stands_in if self.nodes(place, "sectionOf")]
        itself = [place for place in stands_in if place not in sections]
        reviews = sorted({r.value for s in sections for r in self.nodes(s, "sectionOf")})
        enters = self.many(vesicle, "entersFluid")
        plain = {kind, *map(bevo, ("Finding", *RESULTS, *VERDICTS, *BACKGROUND_CLASSES))}
        return Finding(
            id=local_name(this.value),
            iri=this.value,
            says=self.text(this, "rdfs:label"),
            kind=KINDS[kind],
            kind_iri=kind.value,
            sign=sign,
            bearer="agent"
            if bearer and bearer == agent
            else "contrast"
            if bearer and bearer == contrast
            else "vesicle",
            verdicts=tuple(words for name, words in VERDICTS.items() if bevo(name) in types),
            side="promotes" if bevo("ForOutcome") in side else "inhibits" if bevo("AgainstOutcome") in side else "",
            result=bevo("ReportedResult") in types,
            accepted=bevo("AcceptedResult") in types,
            confirmed=bevo("ConfirmedResult") in types,
            disowned=disowned(self.graph, this),
            checks=checks(self.graph, this),
            certainty=self.text(this, "bevo:certainty"),
            collective=bool(self.text(this, "bevo:collective")),
            follows=tuple(sorted(t.value for t in types - plain)),
            workers=tuple(
                Worker(self.part(p), words)
                for p in parts
                for name, words in WORKERS.items()
                if bevo(name) in self.nodes(p, TYPE) and (p != vesicle or name == "Mismatch")
            ),
            why=tuple(self.why(this, types, parts)),
            vesicle=self.one(vesicle),
            sources=self.many(vesicle, "releasedBy", "foundIn"),
            cargo=cargo,
            recipients=tuple(r for p in parts if "recipient" in has[p] and (r := self.part(p)) not in enters),
            enters=enters,
            outcome=self.one(outcome),
            agent=self.one(agent),
            changed=tuple(f"{word} {self.changed(p, has[p])}" for p in parts if (word := self.amount(p, agent))),
            reference=self.one(reference),
            reference_sources=self.many(reference, "releasedBy", "foundIn"),
            reference_arms=self.many(contrast, "referenceArm"),
            undergoes=self.part(process[0]) if process else None,
            steps=self.steps(this),
            mechanism=mechanism_verdict(self.graph, this),
            closings=closings(self.graph, this),
            mechanism_reading=self.text(this, "bevo:mechanismReading"),
            asks=tuple(c.value for p in ("asksAbout", "defines") for c in self.nodes(this, p)),
            review=local_name(reviews[0]) if reviews else "",
            study=local_name(itself[0].value) if itself else "",
            places=tuple(self.place(s) for s in sections),
            locators=self.texts(this, "bevo:locator"),
            studies=tuple(local_name(s.value) for s in self.nodes(this, "cites")),
            discrepancies=tuple(local_name(d.value) for d in self.nodes(this, "hasDiscrepancy")),
            note=self.text(this, "bevo:note"),
            uncited=self.text(this, "bevo:uncited"),
            facts=tuple(self.facts(this)),
            levels=tuple(level for level in LEVELS if level in self.texts(this, "bevo:evidenceLevel")),
            experiment=experiment(self.graph, this),
            uses=self.uses(this, has),
        )

    def why(self, this: NamedNode, types: set[NamedNode], parts: Iterable[NamedNode]) -> Iterator[Why]:
        """What leads to the verdicts of a finding; where it has none, to those of its participants."""
        own = [(words, this, name) for name, words in VERDICTS.items() if bevo(name) in types]
        of_parts = (
            (f"{self.text(part, 'skos:prefLabel')} {words}", part, name)
            for part in parts
            for name, words in WORKERS.items()
            if bevo(name) in self.nodes(part, TYPE)
        )
        for concludes, thing, name in own or of_parts:
            yield Why(concludes, self.ways.because(thing, bevo(name)))

    def withdrawn(self, this: NamedNode) -> Finding:
        return Finding(
            id=local_name(this.value),
            iri=this.value,
            says=self.text(this, "rdfs:label"),
            kind="withdrawn",
            kind_iri=bevo("WithdrawnFinding").value,
            withdrawn=self.text(this, "bevo:deprecated"),
        )

    def steps(self, this: NamedNode) -> tuple[Step, ...]:
        """The stated steps of the mechanism, in the order of their numbers."""
        in_order = sorted(self.nodes(this, "step"), key=lambda step: int(self.text(step, "bevo:stepNumber")))
        return tuple(
            Step(self.part(subject), self.graph.label(verb), self.part(obj))
            for step in in_order
            for subject in self.nodes(step, "stepSubject")
            for verb in self.nodes(step, "stepVerb")
            for obj in self.nodes(step, "stepObject")
        )

    def place(self, section: NamedNode) -> Place:
        review = next(iter(self.nodes(section, "sectionOf")))
        name = self.text(section, "rdfs:label").removesuffix(f" ({local_name(review.value)})")
        return Place(local_name(section.value), name, local_name(review.value))

    def facts(self, this: NamedNode) -> Iterator[Fact]:
        for name, words in FACTS.items():
            values = levels(self.graph, this) if name == "evidenceLevel" else list(self.texts(this, f"bevo:{name}"))
            for thing in self.nodes(this, name):
                if name == "group":
                    size = self.text(thing, "bevo:groupSize")
                    values += [f"{self.graph.label(c)}: {size}" for c in self.nodes(thing, "groupCondition")]
                elif thing != AUTHOR_STATEMENT:
                    values.append(self.graph.label(thing))
            if values:
                yield Fact(words, tuple(values))

    def uses(self, this: NamedNode, has: Mapping[NamedNode, set[str]]) -> tuple[Use, ...]:
        found = defaultdict[str, set[str]](set)
        for part, part_roles in has.items():
            for term in (*self.nodes(part, "term"), *self.nodes(part, "alternative")):
                found[term.value] |= part_roles
        for name, role in POINTERS.items():
            for term in self.nodes(this, name):
                found[term.value].add(role)
        for group in self.nodes(this, "group"):
            for term in self.nodes(group, "groupCondition"):
                found[term.value].add("group")
        for iri in experiment_terms(self.graph, this):
            found[iri].add("experiment")
        return tuple(Use(term, tuple(sorted(names))) for term, names in sorted(found.items()))

    def studies(self) -> Iterator[Study]:
        for this in self.of_type("Study"):
            yield Study(
                id=local_name(this.value),
                iri=this.value,
                label=self.text(this, "rdfs:label"),
                title=self.text(this, "dcterms:title"),
                authors=self.authors(this),
                year=self.text(this, "bevo:publicationYear"),
                journal=self.text(this, "bevo:journal"),
                doi=self.text(this, "bibo:doi"),
                pmid=self.text(this, "bibo:pmid"),
                note=self.text(this, "bevo:note"),
                resolution=self.text(this, "bevo:resolution"),
                is_review=bevo("CitedReview") in self.nodes(this, TYPE),
                is_unnamed=bevo("UnnamedStudy") in self.nodes(this, TYPE),
                record=next((word for name, word in RECORDS.items() if bevo(name) in self.nodes(this, TYPE)), ""),
                number=self.text(this, "dcterms:identifier"),
                told_by=next((local_name(s.value) for s in self.nodes(this, "toldBy")), ""),
            )

    def reviews(self) -> Iterator[Review]:
        sections = self.of_type("ReviewSection")
        for this in self.of_type("Review"):
            licence = next(iter(self.nodes(this, LICENCE)), None)
            own = [self.place(s) for s in sections if this in self.nodes(s, "sectionOf")]
            yield Review(
                id=local_name(this.value),
                iri=this.value,
                title=self.text(this, "dcterms:title"),
                authors=self.authors(this),
                year=self.text(this, "bevo:publicationYear"),
                journal=self.text(this, "bevo:journal"),
                doi=self.text(this, "bibo:doi"),
                licence=licence.value if licence else "",
                sections=tuple(sorted(own, key=lambda place: place.name.casefold())),
            )

    def discrepancies(self) -> Iterator[Discrepancy]:
        for this in self.of_type("Discrepancy"):
            yield Discrepancy(
                id=local_name(this.value),
                iri=this.value,
                kind=self.text(this, "bevo:discrepancyType"),
                says=self.text(this, "dcterms:description"),
                reading=self.text(this, "bevo:reading"),
                findings=tuple(sorted(self.bearing[this])),
                locators=self.texts(this, "bevo:locator"),
                sections=tuple(local_name(s.value) for s in self.nodes(this, "reportedIn")),
                studies=tuple(local_name(s.value) for s in self.nodes(this, "cites")),
            )
