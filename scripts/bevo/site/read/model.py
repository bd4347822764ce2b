"""What the pages tell of: plain records, read once from the graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bevo.rdf.overlays import prefix_of
from bevo.signs import VERDICTS

__all__ = [
    "VERDICTS",
    "WORKERS",
    "Axiom",
    "Because",
    "Check",
    "Clash",
    "Discrepancy",
    "Disowned",
    "ExperimentFact",
    "Fact",
    "Finding",
    "Match",
    "Part",
    "Place",
    "Review",
    "Said",
    "Site",
    "Step",
    "Study",
    "Term",
    "Use",
    "Why",
    "Worker",
]

WORKERS = {
    "BoneGain": "works towards bone gain",
    "BoneLoss": "works towards bone loss",
    "CartilageGain": "works towards cartilage gain",
    "CartilageLoss": "works towards cartilage loss",
    "JointRelief": "works towards joint relief",
    "JointHarm": "works towards joint harm",
    "Mismatch": "is stated to work both ways",
}
"""The same for participants."""


@dataclass(frozen=True)
class Part:
    """A participant of a finding.

    :param id: the last part of its IRI, and its anchor on the finding's page: ``F0026-vesicle``.
    :param name: in plain words: ``osteoclast apoptotic process``.
    :param term: the IRI of the class that the curator named.
    :param states: its states, each a participant as well.
    :param amount: ``less``, ``more`` or ``altered`` where its amount differs; empty where it is just there.
    """

    id: str
    name: str
    term: str
    states: tuple[Part, ...] = ()
    amount: str = ""


@dataclass(frozen=True)
class Step:
    """A stated step of a mechanism; its verb in words."""

    subject: Part
    verb: str
    object: Part


class Disowned(NamedTuple):
    """An aspect of a finding that curators do not take as told, and the id of the discrepancy that says why."""

    aspect: str
    discrepancy: str


class Check(NamedTuple):
    """What a study that a finding cites says to it.

    :param study: its id.
    :param seen: how much of it was read; ``at`` which address, on which ``date``.
    :param identity: ``certain`` or ``probable``: whether it is the cited study.
    """

    id: str
    study: str
    verdict: str
    differs: str
    facts: str
    seen: str
    identity: str
    at: str
    date: str


class Known(NamedTuple):
    """A background statement, with where it comes from.

    :param terms: what GO annotates with, by id and name.
    :param date: of the release of its source, year and month.
    """

    iri: str
    says: str
    source: str
    tier: str
    terms: tuple[str, ...]
    date: str


class Closing(NamedTuple):
    """A way in which background closes a mechanism.

    :param gives: ``the stated sign`` or ``the opposite sign``.
    :param start: the last participant that a stated step reaches.
    :param sign: what that does to the outcome, by background: ``promotes`` or ``inhibits``.
    """

    gives: str
    proof: str
    start: Part
    sign: str
    statements: tuple[Known, ...]


class Worker(NamedTuple):
    """A participant that works towards something, with the words of :data:`WORKERS` for it."""

    part: Part
    words: str


class Because(NamedTuple):
    """A step to a verdict: a statement of the finding or an axiom in words, and the reason that the ontology gives."""

    says: str
    reason: str


class Why(NamedTuple):
    """What is concluded of a finding or of a participant, and the steps that lead to it."""

    concludes: str
    steps: tuple[Because, ...]


class Fact(NamedTuple):
    """A further statement about a finding: the name of a property, and its values."""

    name: str
    values: tuple[str, ...]


class Said(NamedTuple):
    """A value of a fact: its text, the term that it names by its IRI, and an address outside; both may be empty."""

    text: str
    iri: str = ""
    url: str = ""


class ExperimentFact(NamedTuple):
    """A fact of the experiment: how the page calls it, and its values."""

    name: str
    values: tuple[Said, ...]


class Use(NamedTuple):
    """A term in a finding, by its IRI, and the roles that it has there."""

    term: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A section of a review: its anchor on the review's page, its name and the review."""

    section: str
    name: str
    review: str


@dataclass(frozen=True)
class Finding:
    """A finding as its page tells it.

    :param says: its sentence.
    :param kind: ``effect``, ``therapy``, ``knowledge gap``, ...
    :param verdicts: those of :data:`VERDICTS` that follow.
    :param side: ``promotes`` or ``inhibits``: what the vesicle itself does to the outcome, as HermiT infers it.
    :param result: told as a fact, so that it is counted.
    :param accepted: a result that curators take as told, in all that a verdict rests on.
    :param confirmed: a result with which a cited study agrees.
    :param enters: fluids that the vesicle comes into.
    :param follows: the IRIs of the other classes that were inferred.
    :param workers: participants other than the vesicle that work towards gain or loss.
    :param why: what leads to its verdicts, or to those of its participants.
    :param changed: what an agent makes less, more or otherwise: ``less vesicle``.
    :param steps: in the order in which the text tells them.
    :param review: the id of the review that tells it.
    :param study: in its place, the id of the study, trial or dataset that tells it itself.
    :param mechanism: what background makes of it: ``explained``, ``against``, ``divided``, ``open``, or nothing.
    :param levels: the levels of evidence, whoever tells them.
    :param asks: the IRIs of the classes that a gap asks about or a definition defines.
    :param uses: all terms in it.
    """

    id: str
    iri: str
    says: str
    kind: str
    kind_iri: str
    sign: str = ""
    bearer: str = ""
    verdicts: tuple[str, ...] = ()
    side: str = ""
    result: bool = False
    accepted: bool = False
    confirmed: bool = False
    disowned: tuple[Disowned, ...] = ()
    checks: tuple[Check, ...] = ()
    certainty: str = ""
    collective: bool = False
    follows: tuple[str, ...] = ()
    workers: tuple[Worker, ...] = ()
    why: tuple[Why, ...] = ()
    vesicle: Part | None = None
    sources: tuple[Part, ...] = ()
    cargo: tuple[Part, ...] = ()
    recipients: tuple[Part, ...] = ()
    enters: tuple[Part, ...] = ()
    outcome: Part | None = None
    agent: Part | None = None
    changed: tuple[str, ...] = ()
    reference: Part | None = None
    reference_sources: tuple[Part, ...] = ()
    reference_arms: tuple[Part, ...] = ()
    undergoes: Part | None = None
    steps: tuple[Step, ...] = ()
    mechanism: str = ""
    closings: tuple[Closing, ...] = ()
    mechanism_reading: str = ""
    asks: tuple[str, ...] = ()
    review: str = ""
    study: str = ""
    places: tuple[Place, ...] = ()
    locators: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()
    discrepancies: tuple[str, ...] = ()
    note: str = ""
    uncited: str = ""
    facts: tuple[Fact, ...] = ()
    levels: tuple[str, ...] = ()
    experiment: tuple[ExperimentFact, ...] = ()
    uses: tuple[Use, ...] = ()
    withdrawn: str = ""

    @property
    def overlay(self) -> str:
        """The prefix of the overlay that it is of, or nothing for one of the release."""
        return prefix_of(self.id)


@dataclass(frozen=True)
class Study:
    """A study, or a review among the cited works.

    :param record: ``trial`` or ``dataset`` where it is known by its record there, which has a number.
    :param told_by: the id of the study that tells the trial or dataset.
    """

    id: str
    iri: str
    label: str
    title: str
    authors: tuple[str, ...]
    year: str
    journal: str
    doi: str
    pmid: str
    note: str
    resolution: str
    is_review: bool
    is_unnamed: bool = False
    record: str = ""
    number: str = ""
    told_by: str = ""

    @property
    def kind(self) -> str:
        """What it is, in a word."""
        return "review" if self.is_review else self.record or "study"

    @property
    def short(self) -> str:
        """How a list names it: ``Li D 2016``."""
        return self.label.partition(":")[0]


@dataclass(frozen=True)
class Review:
    """A review, with its sections."""

    id: str
    iri: str
    title: str
    authors: tuple[str, ...]
    year: str
    journal: str
    doi: str
    licence: str
    sections: tuple[Place, ...]

    @property
    def short(self) -> str:
        """How a list names it: ``Yang Z 2021``, or by its title where no author is known."""
        name = self.authors[0] if self.authors else self.title.partition(":")[0]
        return f"{name} {self.year}".strip()


@dataclass(frozen=True)
class Discrepancy:
    """Two places that disagree, with the curator's reading."""

    id: str
    iri: str
    kind: str
    says: str
    reading: str
    findings: tuple[str, ...]
    locators: tuple[str, ...]
    sections: tuple[str, ...]
    studies: tuple[str, ...]


class Match(NamedTuple):
    """A mapping: the words of the relation, and the IRI of the other term."""

    words: str
    iri: str


class Axiom(NamedTuple):
    """What stands below or above a class, as people read it, and why; no reason is empty."""

    expression: str
    reason: str


@dataclass(frozen=True)
class Term:
    """A class or a property.

    :param kind: what it is for people: ``cell``, ``microRNA``, ``process``, ``relation``, ...
    :param group: ``molecules``, ``cells``, ``vesicles``, ``processes`` or empty: the list that it stands in.
    :param axioms: class expressions above it, in Manchester syntax.
    :param leads: expressions that lead to it.
    :param reasons: the classes above it that are there for a reason.
    """

    iri: str
    label: str
    kind: str
    group: str
    definition: str
    synonyms: tuple[str, ...]
    parents: tuple[str, ...]
    children: tuple[str, ...]
    above: frozenset[str]
    matches: tuple[Match, ...]
    axioms: tuple[str, ...]
    leads: tuple[Axiom, ...]
    reasons: tuple[Axiom, ...]
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Clash:
    """Findings that disagree.

    :param keyed: what they share, ``cargo`` or ``source``.
    :param key: its name.
    :param about: the outcome that they disagree about, or ``bone`` or ``cartilage``.
    """

    keyed: str
    key: str
    about: str
    promotes: tuple[str, ...]
    inhibits: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """Everything that pages are made of, each by its id or IRI.

    :param mentions: by term, the findings that it stands in, with its roles there.
    :param members: by one of our classes, the findings that are its members or have a participant that is.
    """

    findings: dict[str, Finding]
    studies: dict[str, Study]
    reviews: dict[str, Review]
    discrepancies: dict[str, Discrepancy]
    background: dict[str, Known]
    terms: dict[str, Term]
    clashes: list[Clash]
    about: dict[str, str]
    mentions: dict[str, dict[str, tuple[str, ...]]]
    members: dict[str, tuple[str, ...]]
