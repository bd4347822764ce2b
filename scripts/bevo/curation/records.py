"""The records as people write them: findings, studies, reviews, discrepancies."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date as Day
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from bevo.curation.experiment import ExperimentFacts
from bevo.files import is_page_name
from bevo.signs import AMOUNTS, SIGNS, VERBS
from bevo.vocabulary.characters import not_readable, says_something

__all__ = [
    "ADDRESS",
    "ASPECTS",
    "LEVELS",
    "PMID",
    "YEARS",
    "By",
    "CargoMention",
    "Check",
    "Dataset",
    "Deposit",
    "Diameter",
    "Discrepancy",
    "Doi",
    "Finding",
    "Identified",
    "Level",
    "Mention",
    "Review",
    "Section",
    "Slug",
    "Source",
    "StepMention",
    "Study",
    "Text",
    "Trial",
    "Verdict",
    "Year",
]

OVERLAY = r"([a-z][a-z0-9]*_)?"
"""Ids of an overlay start with its prefix."""
PMID = "[1-9][0-9]{0,7}"
YEARS = (1900, 2028)
"""The first and the last year that a source may be of; ``shapes/source.ttl`` has the same rule."""
TARGETS = ("vesicle", "cargo", "uptake")
Verdict = Literal["agrees", "partly", "contradicts", "silent"]
"""What a study may say to a finding that cites it."""
Level = Literal["in vitro", "animal", "patients"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""Where evidence comes from."""
ASPECTS = ("finding", "vesicle", "source", "cargo", "recipient", "sign", "step")
"""What of a finding a curator may disown."""


class Mention(NamedTuple):
    """A name and the states that the text gives to what it names."""

    name: str
    states: tuple[str, ...] = ()


class CargoMention(NamedTuple):
    """A cargo and, where the text tells it, how its amount differs."""

    name: str
    amount: str | None = None


class By(NamedTuple):
    """An agent and, where the text tells it, what it makes less, more or altered, and the states it is in."""

    agent: str
    amount: str | None = None
    target: str | None = None
    states: tuple[str, ...] = ()


class StepMention(NamedTuple):
    """One stated step of a mechanism."""

    subject: str
    verb: str
    object: str


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str) or not says_something(value):
        raise ValueError(f"{what} must be a name, not {value!r}")
    return value.strip()


def _mentions(value: Any) -> tuple[Mention, ...]:
    found = []
    for item in _as_list(value):
        if isinstance(item, dict):
            found += [
                Mention(_text(name, "a term"), tuple(_text(s, "a state") for s in _as_list(states)))
                for name, states in item.items()
            ]
        else:
            found.append(Mention(_text(item, "a term")))
    return tuple(found)


def _one_mention(value: Any) -> Mention:
    mentions = _mentions(value)
    if len(mentions) != 1:
        raise ValueError("takes one name")
    return mentions[0]


def _amount(value: Any) -> str:
    if value not in AMOUNTS:
        raise ValueError(f"an amount is one of {', '.join(AMOUNTS)}, not {value!r}")
    return str(value)


def _cargoes(value: Any) -> tuple[CargoMention, ...]:
    found = []
    for item in _as_list(value):
        if isinstance(item, dict):
            found += [CargoMention(_text(name, "a cargo"), _amount(amount)) for name, amount in item.items()]
        else:
            found.append(CargoMention(_text(item, "a cargo")))
    return tuple(found)


def _by(value: Any) -> By:
    if not isinstance(value, dict):
        return By(_text(value, "an agent"))
    if len(value) != 1:
        raise ValueError("takes one agent: {agent: less vesicle}")
    ((agent, told),) = value.items()
    first, states = (told[0], told[1:]) if isinstance(told, list) and told else (told, [])
    amount, _, target = str(first).partition(" ")
    if amount in AMOUNTS and target in TARGETS:
        return By(_text(agent, "an agent"), amount, target, tuple(_text(s, "a state") for s in states))
    if isinstance(told, list) and told and amount not in AMOUNTS:
        return By(_text(agent, "an agent"), states=tuple(_text(s, "a state") for s in told))
    raise ValueError(
        f"write {{agent: {'|'.join(AMOUNTS)} {'|'.join(TARGETS)}}} or {{agent: [less vesicle, a state]}}, not '{first}'"
    )


def _steps(value: Any) -> tuple[StepMention, ...]:
    steps = []
    for item in _as_list(value):
        if not isinstance(item, list) or len(item) != 3:
            raise ValueError(f"a step is [subject, verb, object], not {item!r}")
        subject, verb, obj = (_text(part, "a part of a step") for part in item)
        if verb not in VERBS:
            raise ValueError(f"'{verb}' is no verb of a step; one of {', '.join(VERBS)}")
        steps.append(StepMention(subject, verb, obj))
    return tuple(steps)


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(_readable(_text(item, "an entry")) for item in _as_list(value))


def _readable(value: str) -> str:
    if clause := not_readable(value):
        raise ValueError(f"{value!a} holds {clause}")
    return value


def _year(value: Any) -> int:
    earliest, latest = YEARS
    if not re.fullmatch("[0-9]{4}", str(value)) or not earliest <= int(value) <= latest:
        raise ValueError(f"{str(value)[:20]!a} is no year from {earliest} to {latest}")
    return int(value)


def _aspects(value: Any) -> tuple[str, ...]:
    aspects = _strings(value)
    for aspect in aspects:
        if aspect not in ASPECTS:
            raise ValueError(f"'{aspect}' is no aspect of a finding; one of {', '.join(ASPECTS)}")
    return aspects


def _day(value: Any) -> Day:
    try:
        return Day.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"'{value}' is no day; write the year, the month and the day, 2026-11-27") from None


def _range(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("write [smallest, largest] in nanometres")
    return tuple(value)


_NAME = {"type": "string", "minLength": 1}
_STATES = {"type": "object", "additionalProperties": {"oneOf": [_NAME, {"type": "array", "items": _NAME}]}}
_MENTION = {"oneOf": [_NAME, _STATES]}
_CARGO = {"oneOf": [_NAME, {"type": "object", "additionalProperties": {"enum": list(AMOUNTS)}}]}
_STEP = {"type": "array", "minItems": 3, "maxItems": 3, "prefixItems": [_NAME, {"enum": list(VERBS)}, _NAME]}


def _or_list(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "array", "items": schema, "minItems": 1}]}


def _form(read: Callable[[Any], Any], schema: dict[str, Any]) -> Any:
    return (BeforeValidator(read), WithJsonSchema(schema))


Mentions = Annotated[tuple[Mention, ...], *_form(_mentions, _or_list(_MENTION))]
OneMention = Annotated[Mention, *_form(_one_mention, _MENTION)]
Cargoes = Annotated[tuple[CargoMention, ...], *_form(_cargoes, _or_list(_CARGO))]
ByAgent = Annotated[By, *_form(_by, {"oneOf": [_NAME, {"type": "object", "minProperties": 1, "maxProperties": 1}]})]
Steps = Annotated[tuple[StepMention, ...], *_form(_steps, {"type": "array", "items": _STEP})]
Strings = Annotated[tuple[str, ...], *_form(_strings, _or_list(_NAME))]
_Nanometres = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Diameter(NamedTuple):
    """A range of diameters, in nanometres."""

    smallest: _Nanometres
    largest: _Nanometres


Range = Annotated[
    Diameter, *_form(_range, {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2})
]


Aspects = Annotated[tuple[str, ...], *_form(_aspects, _or_list({"enum": list(ASPECTS)}))]
ADDRESS = r"^https?://[^\s<>\"{}|\\^`]+$"
"""Of what is on the web; without the characters that no IRI may hold."""


def _page(value: str) -> str:
    if not is_page_name(value):
        raise ValueError(f"'{value}' cannot be the name of a page; choose another id")
    return value


Slug = Annotated[str, Field(pattern=rf"^{OVERLAY}[a-z0-9]+(-[a-z0-9]+)*$", max_length=100), AfterValidator(_page)]
Text = Annotated[str, Field(pattern=r"\S"), AfterValidator(_readable)]
Year = Annotated[int, BeforeValidator(_year)]
Doi = Annotated[str, Field(pattern=r"^10\.[0-9]{4,9}/[!-~]+$", max_length=500)]
Pmid = Annotated[str, Field(pattern=rf"^{PMID}$")]
Pmcid = Annotated[str, Field(pattern=r"^PMC[0-9]{1,9}$")]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Identified(_Record):
    """A record with an id of its own."""

    id: str


class Finding(Identified):
    """One finding: one source, one cargo, one recipient, one signed outcome."""

    model_config = ConfigDict(
        json_schema_extra={"description": "One finding: one source, one cargo, one recipient, one signed outcome."}
    )  # as the docstring, which python -OO drops

    id: Annotated[
        str, Field(pattern=rf"^{OVERLAY}F[0-9]{{4,7}}$", description="F and at least four digits; never used again")
    ]
    at: Annotated[
        Strings, Field(min_length=1, description="where the source says it; in a review: section, then sentence or row")
    ] = ()
    cites: Annotated[Strings, Field(description="ids of instances/studies.yaml")] = ()
    uncited: Annotated[Text | None, Field(description="why no study is cited")] = None
    kind: Annotated[Literal["therapy", "summary"] | None, Field(description="where the keys do not tell it")] = None
    source: Annotated[Mentions, Field(alias="from", description="cell, tissue or fluid the vesicle comes from")] = ()
    vesicle: OneMention | None = None
    cargo: Cargoes = ()
    to: Annotated[Mentions, Field(description="cell or tissue that the vesicle meets")] = ()
    by: Annotated[ByAgent | None, Field(description="an agent that bears the sign: {agent: less vesicle}")] = None
    versus: Annotated[Mentions, Field(description="the reference of a comparison")] = ()
    promotes: Text | None = None
    inhibits: Text | None = None
    has_no_effect_on: Text | None = None
    affects: Text | None = None
    associated_with: Text | None = None
    undergoes: Annotated[Text | None, Field(description="a process of the vesicle's own life")] = None
    unknown: Annotated[Strings, Field(description="what a knowledge gap asks about")] = ()
    defines: Annotated[Text | None, Field(description="the vesicle class that is defined")] = None
    via: Annotated[Steps, Field(description="stated steps of the mechanism, in order")] = ()
    certainty: Literal["hedged", "proposed"] | None = None
    collective: Annotated[bool, Field(description="true where the text does not apportion a list")] = False
    evidence: Annotated[Strings, Field(description="in vitro, animal or patients; ECO terms")] = ()
    markers: Strings = ()
    model: Annotated[Strings, Field(description="cell lines, species and disease models")] = ()
    when: Text | None = None
    printed: Annotated[
        Text | None, Field(description="the outcome as printed, if the term is broader than the text")
    ] = None
    segment: Annotated[Text | None, Field(description="the part of the cargo that the text names")] = None
    diameter: Annotated[Range | None, Field(title="Diameter", description="[smallest, largest] in nanometres")] = None
    groups: dict[str, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    counts: dict[Literal["identified", "overlap", "altered", "more", "less"], Annotated[int, Field(ge=0)]] = Field(
        default_factory=dict
    )
    auc: Annotated[float | None, Field(ge=0, le=1, allow_inf_nan=False)] = None
    experiment: Annotated[
        ExperimentFacts | None, Field(description="how the experiment was done, each fact optional")
    ] = None
    note: Text | None = None
    deprecated: Annotated[Text | None, Field(description="why it is withdrawn; it then states nothing")] = None

    @property
    def sign(self) -> str | None:
        """The one of :data:`bevo.signs.SIGNS` that the record uses as a key."""
        return next((sign for sign in SIGNS if getattr(self, sign) is not None), None)

    @property
    def outcome(self) -> str | None:
        """The name of the outcome."""
        return getattr(self, self.sign) if self.sign else None

    @model_validator(mode="after")
    def _shape(self) -> Finding:
        signs = [sign for sign in SIGNS if getattr(self, sign) is not None]
        if len(signs) > 1:
            raise ValueError(f"two signs, {' and '.join(signs)}: one finding has one outcome with one sign; split it")
        about_classes = bool(self.unknown or self.defines)
        participants = (self.vesicle, self.source, self.cargo, self.to, self.by, self.versus)
        if about_classes and (signs or self.undergoes or self.via or self.groups or any(participants)):
            raise ValueError("a knowledge gap or definition speaks about classes; it has no participants")
        if about_classes and self.experiment:
            raise ValueError("a knowledge gap or definition reports no experiment")
        if not self.vesicle and (self.source or self.versus):
            raise ValueError("a source without a vesicle: 'from' and 'versus' say where a vesicle comes from")
        if not about_classes and not self.vesicle and not self.by:
            raise ValueError("no vesicle: say which vesicle it is, or which agent acts (by)")
        if not (signs or about_classes or self.by or self.undergoes or self.cargo):
            raise ValueError(f"no sign: say what it does with one of {', '.join(SIGNS)}")
        if self.by and not signs and not self.by.target:
            raise ValueError("no sign: an agent needs an outcome, or what it makes less, more or altered")
        if self.by and self.by.target == "cargo" and not self.cargo:
            raise ValueError(f"by says '{self.by.amount} cargo' but there is no cargo")
        if self.by and self.by.target in ("vesicle", "uptake") and not self.vesicle:
            raise ValueError(f"by says '{self.by.amount} {self.by.target}' but there is no vesicle")
        if self.by and self.versus:
            raise ValueError("by and versus each take the sign; write one of them")
        if max(len(self.source), len(self.cargo), len(self.to), len(self.versus)) > 1 and not self.collective:
            raise ValueError("several sources, cargoes or recipients: split the finding, or say collective: true")
        if self.by and self.by.target == "cargo" and {a for _, a in self.cargo} - {None, self.by.amount}:
            raise ValueError(f"by says '{self.by.amount} cargo', but cargo says otherwise; write the amount once")
        if bool(self.cites) == bool(self.uncited):
            raise ValueError("say which studies it cites, or with uncited why there is none")
        if self.diameter and self.diameter.smallest > self.diameter.largest:
            raise ValueError("the smallest diameter stands first")
        return self


class Section(_Record):
    """A part of a source: its paragraphs with their numbers of sentences, or its number of rows."""

    name: Text
    paragraphs: tuple[int, ...] = ()
    rows: int = 0


class Source(Identified):
    """What findings are curated from, with its outline if it has one."""

    id: Slug
    title: Text | None = None
    year: Year | None = None
    doi: Doi | None = None
    licence: Annotated[str | None, Field(pattern=ADDRESS)] = None
    sections: Annotated[tuple[Section, ...], Field(description="its outline; without one a place is free text")] = ()
    coverage: Annotated[
        Literal["sentences"] | None, Field(description="whether each sentence has a finding, or a reason for none")
    ] = None

    @model_validator(mode="after")
    def _sentences_are_listed(self) -> Source:
        if self.coverage and not self.sections:
            raise ValueError("coverage of sentences needs an outline: list the sections")
        return self


class Notice(_Record):
    """What a journal published on a study after it."""

    kind: Literal["retracted", "in doubt", "corrected"]
    doi: Annotated[Doi | None, Field(description="of the notice itself")] = None
    date: Annotated[str | None, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] = None


class Study(Source):
    """A publication, once, however many reviews cite it."""

    first_author: Text | None = None
    journal: Text | None = None
    pmid: Pmid | None = None
    pmcid: Pmcid | None = None
    cited_as: dict[str, Strings] = Field(default_factory=dict)
    resolution: Literal["resolved", "probable", "unresolved"]
    type: Literal["review", "primary"] | None = None
    notice: Annotated[
        Notice | None, Field(description="that it is retracted, corrected or in doubt; 'bevo source notices' asks")
    ] = None
    note: Text | None = None


class Review(Source):
    """A review article."""

    title: Text
    authors: Strings = ()
    journal: Text | None = None


class Deposit(Source):
    """A trial or a dataset."""

    kind: Literal["trial", "dataset"]
    title: Text
    authors: Strings = ()
    study: Annotated[
        str | None,
        Field(description="the study of studies.yaml that tells it: findings then cite that one"),
    ] = None
    note: Text | None = None


class Trial(Deposit):
    """The record of a clinical trial in a register."""

    kind: Literal["trial"]
    nct: Annotated[str, Field(pattern=r"^NCT[0-9]{8}$", description="its number at ClinicalTrials.gov")]


class Dataset(Deposit):
    """Data that were deposited, such as an omics series."""

    kind: Literal["dataset"]
    accession: Annotated[str | None, Field(pattern=r"^\S+$", description="its number in the repository")] = None


class Discrepancy(Identified):
    """Two places that disagree, or one that cannot be right, and how the curator reads it."""

    id: Annotated[str, Field(pattern=rf"^{OVERLAY}D[0-9]{{4,7}}$")]
    type: Literal["count", "citation", "sign", "name", "age", "cell", "primary"]
    at: Annotated[dict[str, Strings], Field(description="locators by review")]
    findings: Strings = ()
    cites: Strings = ()
    does_not_count: Annotated[
        dict[str, Aspects], Field(description="by finding: what of it is not to be taken as it is told")
    ] = Field(default_factory=dict)
    says: Annotated[Text, Field(description="what disagrees, in our own words")]
    reading: Annotated[Text, Field(description="how the curator reads it and what was recorded")]


class Check(_Record):
    """What the study that a finding cites says to it, as a curator read it there. It changes nothing in the finding."""

    finding: Annotated[str, Field(pattern=rf"^{OVERLAY}F[0-9]{{4,7}}$")]
    study: Annotated[str, Field(description="an id of instances/studies.yaml that the finding cites")]
    verdict: Verdict
    differs: Annotated[Text | None, Field(description="what the study says otherwise, in our own words")] = None
    facts: Annotated[Text | None, Field(description="what it says beyond the finding")] = None
    level: Annotated[tuple[Level, ...], BeforeValidator(_strings)] = ()
    seen: Annotated[Literal["abstract", "full text", "page"], Field(description="how much of the study was read")]
    at: Annotated[str, Field(pattern=ADDRESS, description="the address of what was read")]
    date: Annotated[Day, BeforeValidator(_day), Field(description="the day on which it was read")]
    identity: Annotated[
        Literal["certain", "probable"], Field(description="whether the text that was read is certainly the cited study")
    ]

    @property
    def id(self) -> str:
        """Its id: one check for a finding and a study."""
        return f"{self.finding}-{self.study}"

    @model_validator(mode="after")
    def _says_what(self) -> Check:
        if self.verdict in ("partly", "contradicts") and not self.differs:
            raise ValueError(f"the verdict '{self.verdict}' needs 'differs': say what the study says otherwise")
        return self
