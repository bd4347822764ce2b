"""From names to terms: a finding as written becomes a finding whose every participant is a class.

Compound names are read by two rules. ``osteoblast apoptosis`` is a process and the cell it occurs in;
``CD9 knockout`` is a molecular condition and the molecule it concerns. A molecule written as a state is
exposure to it. ``Wnt3 or Wnt9a`` is one molecule of which the text leaves open which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple

from bevo.curation.records import LEVELS, Finding, Level, Mention
from bevo.finding.ground_experiment import ExperimentTerms, ground_experiment
from bevo.ontology.terms import NameProblem, Term, Vocabulary
from bevo.rdf.index import upwards
from bevo.rdf.names import BASE, expand
from bevo.signs import VERBS

__all__ = [
    "Alternatives",
    "Cargo",
    "Grounded",
    "GroundingProblem",
    "Group",
    "Participant",
    "Step",
    "Thing",
    "ground",
    "kind_of",
    "thing_of",
]

CELLULAR_PROCESS = f"{BASE}CellularProcess"
MOLECULAR_CONDITION = f"{BASE}MolecularCondition"
EXPOSURE = f"{BASE}MoleculeExposure"

SOURCES = ("cells", "tissues", "fluids", "cell_lines", "organisms")
REFERENCES = (*SOURCES, "arms")
RECIPIENTS = ("cells", "tissues", "cell_lines")
PROCESSES = ("processes", "pathways")
OUTCOMES = (*PROCESSES, "traits", "diseases", "molecules")
STATES = ("conditions", "diseases", "molecules")
AGENTS = ("conditions", "molecules", "diseases", *PROCESSES, "cells", "cell_lines", "tissues")
STEPS = (*OUTCOMES, "conditions", "cells", "cell_lines", "tissues")
ANY = (*STEPS, "vesicles", "fluids")
MODELS = ("cell_lines", "species", "diseases", "conditions", "cells")

OR = " or "
ROLES = ("vesicle", "agent", "cargo", "uptake")
"""Words that a step may use for a participant in place of its name."""


@dataclass(frozen=True)
class Alternatives(Term):
    """The nearest kind of several molecules, under their names joined by "or": it is one of them, left open which."""

    members: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Thing:
    """A class, and where the name said so the cell it occurs in or the molecule it concerns."""

    term: Term
    cell: Term | None = None
    molecule: Term | None = None


@dataclass(frozen=True)
class Participant:
    """A source, vesicle, recipient or reference arm with its states."""

    term: Term
    states: tuple[Thing, ...] = ()

    @property
    def is_arm(self) -> bool:
        """Whether it is a reference that is no vesicle."""
        return self.term.kind == "arms"


class Cargo(NamedTuple):
    """A molecule and, where the text tells it, how its amount differs."""

    term: Term
    amount: str | None = None


class Group(NamedTuple):
    """A group of people or animals: the condition or disease of its members, and how many they are."""

    term: Term
    size: int


@dataclass(frozen=True)
class Step:
    """One step; its ends are things or the name of a role."""

    subject: Thing | str
    verb: str
    object: Thing | str


@dataclass(frozen=True)
class Grounded:
    """A finding with its names resolved.

    :param record: the finding as written; everything outside the logic is read from it.
    :param review: id of the source it was curated from.
    :param kind: one of :data:`bevo.finding.emit.KIND_CLASS`.
    """

    record: Finding
    review: str
    kind: str
    source: tuple[Participant, ...]
    vesicle: Participant | None
    cargo: tuple[Cargo, ...]
    to: tuple[Participant, ...]
    agent: Thing | None
    agent_states: tuple[Thing, ...]
    reference: tuple[Participant, ...]
    outcome: Thing | None
    undergoes: Term | None
    steps: tuple[Step, ...]
    unknown: tuple[Term, ...]
    defines: Term | None
    model: tuple[Term, ...]
    evidence: tuple[Term, ...]
    levels: tuple[Level, ...]
    groups: tuple[Group, ...]
    experiment: ExperimentTerms | None = None

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.record.id

    @property
    def bearer(self) -> Literal["vesicle", "agent", "contrast"]:
        """The role of the participant that bears the sign."""
        if self.reference:
            return "contrast"
        return "agent" if self.agent else "vesicle"

    @property
    def earns_verdict(self) -> bool:
        """Whether the outcome is stated as a fact about one source: proposals, contrasts and pools are not."""
        return self.record.certainty != "proposed" and not self.reference and len(self.source) < 2

    @property
    def is_result(self) -> bool:
        """Whether the source tells it as a result, without a hedge; counts are of these."""
        return not self.record.certainty and self.kind not in ("summary", "knowledge gap", "definition")

    @property
    def is_plain_claim(self) -> bool:
        """Whether it states a sign as a fact about one source and not about a list: its mechanism is weighed."""
        signed = self.record.sign is not None and bool(VERBS[self.record.sign].sign)
        return signed and self.earns_verdict and self.is_result and not self.record.collective


class GroundingProblem(NameProblem):
    """A name that does not fit its place.

    :param path: the place in the record, as keys and indexes.
    """

    def __init__(self, path: tuple[str | int, ...], message: str) -> None:
        self.path = path
        super().__init__(message)


def kind_of(finding: Finding, in_fluid: bool) -> str:
    """The kind of a finding, told from its keys.

    :param in_fluid: whether its vesicles come from a fluid.
    :returns: one of :data:`bevo.finding.emit.KIND_CLASS`.
    """
    if finding.kind:
        return finding.kind
    if finding.unknown:
        return "knowledge gap"
    if finding.defines:
        return "definition"
    if finding.sign and (kind := VERBS[finding.sign].kind):
        return kind
    if finding.undergoes:
        return "transport"
    if finding.by:
        return "secretion"
    compared = finding.groups or finding.auc is not None or any(amount for _, amount in finding.cargo)
    return "biomarker" if in_fluid and compared else "composition"


Named = Callable[[str, tuple[str, ...]], Term | None]


class _Grounder:
    def __init__(self, finding: Finding, vocabulary: Vocabulary) -> None:
        self.finding = finding
        self.vocabulary = vocabulary
        self.problems: list[GroundingProblem] = []
        self.to: tuple[Participant, ...] = ()
        self.species: dict[str, Term] = {}

    def fault(self, path: tuple[str | int, ...], message: str) -> None:
        self.problems.append(GroundingProblem(path, message))

    def term(self, path: tuple[str | int, ...], name: str, kinds: Iterable[str]) -> Term | None:
        try:
            return self.named(name, tuple(kinds)) or self.vocabulary.find(name, kinds)
        except NameProblem as error:
            arms = (term.label for term in self.vocabulary.terms.values() if term.kind == "arms")
            hint = f"; arms without vesicles are: {', '.join(sorted(arms))}" if "arms" in kinds else ""
            self.fault(path, f"{error}{hint}")
            return None

    def named(self, name: str, kinds: tuple[str, ...]) -> Term | None:
        """The term that a name certainly means; what the name says of the species is kept as a model of the finding."""
        read = self.vocabulary.read(name, kinds)
        if read.term is None or read.slots or read.disguised:
            return None
        if read.species:
            species = self.vocabulary.terms.get(expand(read.species))
            if species is None:
                raise NameProblem(
                    f"'{name}' says a species that BEVO does not have: 'bevo term add {read.species}' adds it"
                )
            self.species[read.species] = species
        return read.term

    def thing(self, path: tuple[str | int, ...], name: str, kinds: tuple[str, ...]) -> Thing | None:
        try:
            return self._thing(name, kinds)
        except NameProblem as error:
            self.fault(path, str(error))
            return None

    def _thing(self, name: str, kinds: tuple[str, ...]) -> Thing:
        vocabulary = self.vocabulary
        for named in (vocabulary.exactly, self.named):  # what is written wins over what rules make of it
            term = named(name, kinds)
            thing = Thing(term) if term else next(self._compounds(name, kinds, named), None)
            if thing:
                return thing
        if "molecules" in kinds and OR in name:
            return Thing(self._alternatives(name))
        return Thing(vocabulary.find(name, kinds))

    def _alternatives(self, name: str) -> Term:
        members = tuple(self.vocabulary.find(part.strip(), ("molecules",)) for part in name.split(OR))
        shared = set.intersection(*(self.vocabulary.ancestors(member.iri) for member in members))
        above = (self.vocabulary.terms.get(iri) for iri in upwards(members[0].iri, self.vocabulary.parents))
        kind = next(term for term in above if term and term.iri in shared and term.file == "bevo.ttl")
        inherited = {f.name: getattr(kind, f.name) for f in fields(Term)}
        return Alternatives(**inherited | {"label": OR.join(m.label for m in members)}, members=members)

    def _compounds(self, name: str, kinds: tuple[str, ...], named: Named) -> Iterator[Thing]:
        words = name.split()
        for cut in range(len(words) - 1, 0, -1):
            first, rest = " ".join(words[:cut]), " ".join(words[cut:])
            for joined, firsts, ancestor in (
                ("processes", RECIPIENTS, CELLULAR_PROCESS),
                ("conditions", ("molecules",), MOLECULAR_CONDITION),
            ):
                if joined not in kinds:
                    continue
                head = named(rest, (joined,))
                part = named(first, firsts)
                if head and part and self.vocabulary.is_a(head, ancestor):
                    yield Thing(head, cell=part) if joined == "processes" else Thing(head, molecule=part)

    def state(self, path: tuple[str | int, ...], name: str) -> Thing | None:
        thing = self.thing(path, name, STATES)
        if thing and thing.term.kind == "molecules":
            return Thing(self.vocabulary.terms[EXPOSURE], molecule=thing.term)
        return thing

    def recipients(self) -> tuple[Participant, ...]:
        """The recipients; a vesicle may also come into a fluid, where that is all that is told of it."""
        finding, kinds = self.finding, RECIPIENTS
        if finding.undergoes and not finding.sign:
            return self.participants("to", finding.to, (*kinds, "fluids"))
        for mention in finding.to:
            if not self.vocabulary.named(mention.name, kinds) and self.vocabulary.named(mention.name, ("fluids",)):
                rule = "only a vesicle that undergoes something, without a sign, enters one"
                self.fault(("to",), f"'{mention.name}' is a fluid, and {rule}")
                return ()
        return self.participants("to", finding.to, kinds)

    def participant(self, key: str, mention: Mention, kinds: tuple[str, ...]) -> Participant | None:
        term = self.term((key,), mention.name, kinds)
        states = [self.state((key,), name) for name in mention.states]
        return Participant(term, tuple(s for s in states if s)) if term else None

    def participants(self, key: str, mentions: Iterable[Mention], kinds: tuple[str, ...]) -> tuple[Participant, ...]:
        found = [self.participant(key, mention, kinds) for mention in mentions]
        return tuple(p for p in found if p)

    def terms(self, key: str, names: Iterable[str], kinds: tuple[str, ...]) -> tuple[Term, ...]:
        found = [self.term((key, i), name, kinds) for i, name in enumerate(names)]
        return tuple(t for t in found if t)

    def located(self, path: tuple[str | int, ...], name: str, kinds: tuple[str, ...]) -> Thing | None:
        """A thing; a bare process of a cell takes the one recipient as its cell."""
        thing = self.thing(path, name, kinds)
        if (
            thing
            and thing.cell is None
            and len(self.to) == 1
            and self.to[0].term.kind not in ("tissues", "fluids")
            # Directly below: osteoclast differentiation says itself in which cell, and may not be the recipient's.
            and CELLULAR_PROCESS in thing.term.parents
        ):
            return Thing(thing.term, cell=self.to[0].term)
        return thing

    def outcome(self) -> Thing | None:
        sign, name = self.finding.sign, self.finding.outcome
        return self.located((sign,), name, OUTCOMES) if sign and name else None

    def end(self, i: int, name: str, agent: Thing | None) -> Thing | str | None:
        if name == "agent":
            if agent is None:
                self.fault(("via", i), "there is no agent: say with by who acts")
            return agent
        if name == "cargo":
            if len(self.finding.cargo) != 1:
                self.fault(("via", i), "'cargo' needs exactly one cargo; name it")
                return None
            name = self.finding.cargo[0].name
        if name in ("vesicle", "uptake") and not self.finding.vesicle:
            self.fault(("via", i), "there is no vesicle")
            return None
        return name if name in ROLES else self.located(("via", i), name, STEPS)

    def steps(self, agent: Thing | None) -> tuple[Step, ...]:
        steps = []
        for i, (subject, verb, obj) in enumerate(self.finding.via):
            ends = [self.end(i, name, agent) for name in (subject, obj)]
            if ends[0] is None or ends[1] is None:
                continue
            if ends[0] == ends[1]:
                self.fault(
                    ("via", i), f"'{subject}' would act on itself; name what it acts on, for example the signalling"
                )
                continue
            steps.append(Step(ends[0], verb, ends[1]))
        return tuple(steps)

    def not_itself(self, agent: Thing | None, outcome: Thing | None, cargo: list[Term]) -> None:
        by = self.finding.by
        own_cargo = by is not None and by.target == "cargo" and agent in [Thing(term) for term in cargo]
        if agent is not None and (agent == outcome or own_cargo):
            message = (
                f"'{by.agent if by else ''}' would act on itself; name what was done, for example its overexpression"
            )
            self.fault(("by",), message)

    def experiment(self, vesicle: Participant | None, reference: tuple[Participant, ...]) -> ExperimentTerms | None:
        facts = self.finding.experiment
        if facts is None:
            return None
        other_vesicle = any(not p.is_arm for p in reference)
        return ground_experiment(
            facts, self.vocabulary, self.term, self.fault, vesicle.term if vesicle else None, other_vesicle
        )

    def evidence(self) -> tuple[tuple[Level, ...], tuple[Term, ...]]:
        levels = tuple(level for level in LEVELS if level in self.finding.evidence)
        named = [self.term(("evidence",), e, ("evidence",)) for e in self.finding.evidence if e not in levels]
        return levels, tuple(t for t in named if t)


def thing_of(name: str, kinds: tuple[str, ...], vocabulary: Vocabulary) -> Thing:
    """What a name means among these kinds, as :func:`ground` reads it: a term, or a compound of two.

    :raises NameProblem: if it means nothing, or several things.
    """
    return _Grounder(Finding.model_construct(), vocabulary)._thing(name, kinds)


def ground(finding: Finding, review: str, vocabulary: Vocabulary) -> tuple[Grounded | None, list[GroundingProblem]]:
    """Resolve every name of a finding.

    :param review: id of the source it was curated from.
    :returns: the grounded finding, or None and what is wrong with it.
    """
    g = _Grounder(finding, vocabulary)
    source = g.participants("from", finding.source, SOURCES)
    vesicle = g.participant("vesicle", finding.vesicle, ("vesicles",)) if finding.vesicle else None
    to = g.to = g.recipients()
    cargo = [
        Cargo(thing.term, amount)
        for name, amount in finding.cargo
        if (thing := g.thing(("cargo",), name, ("molecules",)))
    ]
    agent = g.thing(("by",), finding.by.agent, AGENTS) if finding.by else None
    agent_states = [g.state(("by",), name) for name in finding.by.states] if finding.by else []
    levels, evidence = g.evidence()
    groups = [
        (g.term(("groups", name), name, ("conditions", "diseases")), size) for name, size in finding.groups.items()
    ]
    reference = g.participants("versus", finding.versus, REFERENCES)
    outcome = g.outcome()
    g.not_itself(agent, outcome, [term for term, _ in cargo])
    grounded = Grounded(
        record=finding,
        review=review,
        kind=kind_of(finding, in_fluid=any(p.term.kind == "fluids" for p in source)),
        source=source,
        vesicle=vesicle,
        cargo=tuple(cargo),
        to=to,
        agent=agent,
        agent_states=tuple(state for state in agent_states if state),
        reference=reference,
        outcome=outcome,
        undergoes=g.term(("undergoes",), finding.undergoes, ("processes",)) if finding.undergoes else None,
        steps=g.steps(agent),
        unknown=g.terms("unknown", finding.unknown, ANY),
        defines=g.term(("defines",), finding.defines, ("vesicles",)) if finding.defines else None,
        model=tuple(dict.fromkeys((*g.terms("model", finding.model, MODELS), *g.species.values()))),
        evidence=evidence,
        levels=levels,
        groups=tuple(Group(term, size) for term, size in groups if term),
        experiment=g.experiment(vesicle, reference),
    )
    return (None if g.problems else grounded), g.problems
