"""The facts of an experiment as people write them under the key ``experiment``: what was given, how, to whom, how many.

Each fact is optional. They follow what MISEV2023 and MIAPE ask a report to tell; they stand beside the finding, and no
verdict comes from them. Names of terms are looked up later (:mod:`bevo.finding.ground_experiment`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from bevo.curation.quantities import OF, PER, Dose, P, Quantity, as_number, read_dose, read_interval, read_p
from bevo.curation.quantities import read_quantity as _quantity
from bevo.problems import nearest

__all__ = [
    "REGISTRIES",
    "Arm",
    "Characterisation",
    "Effect",
    "Experiment",
    "ExperimentFacts",
    "Safety",
    "Sex",
    "Subject",
    "Times",
    "Trial",
    "numbers",
]

Sex = Literal["female", "male", "both sexes"]
_SEXES = {"f": "female", "m": "male", "both": "both sexes", "women": "female", "men": "male", "mixed": "both sexes"}
REGISTRIES = {
    "NCT": (r"NCT[0-9]{8}", "NCT and 8 digits"),
    "ISRCTN": (r"ISRCTN[0-9]{8}", "ISRCTN and 8 digits"),
    "ChiCTR": (r"ChiCTR([0-9]{10}|-[A-Z]{2,5}-[0-9]{8})", "ChiCTR and 10 digits"),
    "jRCT": (r"jRCT[a-z0-9][0-9]{9}", "jRCT, a letter or digit, and 9 digits"),
    "IRCT": (r"IRCT[0-9]{11,14}N[0-9]{1,3}", "IRCT, 11 to 14 digits, N and a number"),
    "ACTRN": (r"ACTRN[0-9]{14}", "ACTRN and 14 digits"),
    "DRKS": (r"DRKS[0-9]{8}", "DRKS and 8 digits"),
    "UMIN": (r"UMIN[0-9]{9}", "UMIN and 9 digits"),
    "KCT": (r"KCT[0-9]{7}", "KCT and 7 digits"),
    "CTRI": (r"CTRI/[0-9]{4}/[0-9]{2,3}/[0-9]{6}", "CTRI/year/month/6 digits"),
    "20": (
        r"20[0-9][0-9]-[0-9]{6}-[0-9]{2}(-[0-9]{2})?",
        "EudraCT or EU CTIS: year, 6 and 2 digits with hyphens",
    ),
}
"""By the start of an id: the registries of trials with the form of their ids, as a pattern and in words."""
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


class Arm(NamedTuple):
    """An arm without vesicles, and what it was given or done to: ``{free cargo: miR-21}``."""

    name: str
    states: tuple[str, ...] = ()


class Safety(NamedTuple):
    """What was seen of harm, and in our own words what it was."""

    name: str
    says: str = ""


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool) or not str(value).strip():
        raise ValueError(f"{what} must be a name, not {value!r}")
    return str(value).strip()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _names(value: Any) -> tuple[str, ...]:
    return tuple(_text(item, "an entry") for item in _list(value))


def _arms(value: Any) -> tuple[Arm, ...]:
    found = []
    for item in _list(value):
        told = item.items() if isinstance(item, Mapping) else [(item, ())]
        found += [Arm(_text(name, "an arm"), _names(s) if s else ()) for name, s in told]
    return tuple(found)


def _sex(value: Any) -> str:
    sex = _SEXES.get(str(value).casefold(), str(value).casefold())
    if sex not in get_args(Sex):
        raise ValueError(f"is one of {', '.join(get_args(Sex))}, not {value!r}")
    return sex


def _phase(value: Any) -> str:
    words = _text(value, "a phase").casefold().removeprefix("phase").strip()
    early, words = ("early ", words[5:].strip()) if words.startswith("early") else ("", words)
    words = words.removeprefix("phase").strip()
    parts = [_ROMAN.get(part.strip(), part.strip()) for part in re.split(r"[/-]", words)]
    return f"{early}phase {'/'.join(parts)}"


def _registered(value: Any) -> str:
    text = re.sub(r"^([A-Za-z]+)[\s:]+(?=[0-9])", r"\1", _text(value, "the id of a trial"))
    for start, (pattern, words) in REGISTRIES.items():
        if text.casefold().startswith(start.casefold()):
            text = start + text[len(start) :]
            if re.fullmatch(pattern, text):
                return text
            digits = sum(letter.isdigit() for letter in text)
            raise ValueError(f"'{text}' is no id of a trial: it is {words}; this one has {digits} digits")
    raise ValueError(f"'{text}' is no id of a trial; known registries: {', '.join(REGISTRIES)[:-2]}EudraCT")


def _number_of(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"[0-9]+\s*[-–]\s*[0-9]+", value):
        raise ValueError(f"{value!r} is a range: write the smaller number, and the range in 'note'")
    number = as_number(value, "a number of samples or animals")
    if number != int(number) or not 0 < number <= 10_000_000:
        raise ValueError(f"a number of samples or animals is a whole number from 1, not {value!r}")
    return int(number)


def _sizes(value: Any) -> tuple[tuple[str, int], ...]:
    if isinstance(value, Mapping):
        return tuple((_text(arm, "an arm"), _number_of(n)) for arm, n in value.items())
    return (("", _number_of(value)),)


def _ev_track(value: Any) -> str:
    text = _text(value, "an EV-TRACK id").upper().replace(" ", "")
    if not re.fullmatch(r"EV[0-9]{6}", text):
        raise ValueError(f"'{value}' is no EV-TRACK id: EV and 6 digits, such as EV210001")
    return text


def _times_for(what: str) -> Callable[[Any], Quantity]:
    return lambda value: _quantity(value, what)


def _times_of(value: Any) -> tuple[Quantity, ...]:
    return tuple(_quantity(item, "a time") for item in _list(value))


_NAME = {"type": "string", "minLength": 1}
_COUNT = {"oneOf": [{"type": "integer", "minimum": 1}, _NAME]}
_AMOUNT = {"oneOf": [{"type": "number"}, _NAME]}
_ARM = {
    "oneOf": [_NAME, {"type": "object", "additionalProperties": {"oneOf": [_NAME, {"type": "array", "items": _NAME}]}}]
}


def _or_list(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "array", "items": schema, "minItems": 1}]}


def _form(read: Callable[[Any], Any], schema: dict[str, Any]) -> Any:
    return (BeforeValidator(read), WithJsonSchema(schema))


def _keys(model: type[BaseModel], short: str = "") -> Callable[[Any], Any]:
    """What a person wrote for a part as its keys: a text alone is the key ``short``.

    The function raises a ValueError for a key that the part does not have, or that has no value.
    """

    def read(value: Any) -> Any:
        if isinstance(value, model):
            return value
        if not isinstance(value, Mapping):
            if not short:
                raise ValueError(f"write facts with their keys, for example {{dose: 100 ug/mL}}, not {value!r}")
            return {short: value}
        known = [field.alias or name for name, field in model.model_fields.items()]
        for key, said in value.items():
            if key not in known:
                raise ValueError(f"'{key}' is no key here; one of {', '.join(known)}{nearest(str(key), known)}")
            if said is None or said in ([], {}):
                raise ValueError(f"the key '{key}' has no value")
        return value

    return read


def _part(model: type[BaseModel], short: str) -> Any:
    return BeforeValidator(_keys(model, short))


def _parts(model: type[BaseModel], short: str) -> Any:
    return BeforeValidator(lambda value: [_keys(model, short)(one) for one in _list(value)])


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_validator(mode="after")
    def _says_something(self) -> _Part:
        if not any(getattr(self, name) not in (None, ()) for name in type(self).model_fields):
            raise ValueError("says nothing; leave it out")
        return self


class Subject(_Part):
    """Who gave the vesicles, or who got them."""

    species: Annotated[str | None, *_form(lambda v: _text(v, "a species"), _NAME)] = None
    sex: Annotated[Sex | None, *_form(_sex, {"enum": [*get_args(Sex), *_SEXES]})] = None


class Times(_Part):
    """When it was given and when the result was read.

    :param read: of the result, from the first dose.
    """

    every: Annotated[Quantity | None, *_form(_times_for("'every'"), _NAME)] = None
    duration: Annotated[Quantity | None, *_form(_times_for("'for'"), _NAME), Field(alias="for")] = None
    doses: Annotated[int | None, *_form(_number_of, _COUNT)] = None
    read: Annotated[tuple[Quantity, ...], *_form(_times_of, _or_list(_NAME))] = ()


class Effect(_Part):
    """The size of an effect, with its interval.

    :param of: the read-out, as printed.
    :param level: of the interval, in percent.
    """

    size: Annotated[Quantity | None, *_form(_times_for("'size'"), _AMOUNT)] = None
    unit: Annotated[str | None, *_form(lambda v: _text(v, "a unit"), _NAME)] = None
    of: Annotated[str | None, *_form(lambda v: _text(v, "a read-out"), _NAME)] = None
    interval: Annotated[
        tuple[Decimal, Decimal] | None,
        *_form(read_interval, {"type": "array", "items": _AMOUNT, "minItems": 2, "maxItems": 2}),
    ] = None
    level: Annotated[Decimal | None, *_form(lambda v: as_number(v, "a level"), _AMOUNT)] = None
    p: Annotated[P | None, *_form(read_p, _AMOUNT)] = None

    @property
    def in_unit(self) -> str:
        """The text of the unit, wherever it stands; empty where there is none."""
        return self.unit or (self.size.unit if self.size else "")

    @model_validator(mode="after")
    def _whole(self) -> Effect:
        if self.size is None:
            raise ValueError("an effect has a size; a p-value alone is 'p' of the experiment")
        if self.size.low != self.size.high:
            raise ValueError("the size is one number; write its range as 'interval: [low, high]'")
        if self.unit and self.size.unit:
            raise ValueError(f"two units, '{self.size.unit}' and '{self.unit}'; write one")
        if not self.in_unit:
            raise ValueError(
                "the size has no unit; write for example 1.8 fold, 32 percent, 0.6 standardised mean difference"
            )
        if self.interval and not self.interval[0] <= self.size.low <= self.interval[1]:
            raise ValueError(
                f"the size {self.size.low} is outside of its interval [{self.interval[0]}, {self.interval[1]}]"
            )
        if self.level is not None and not self.interval:
            raise ValueError("'level' is that of an interval, and there is none")
        if self.level is not None and not 50 <= self.level < 100:
            raise ValueError("the level of an interval is in percent, such as 95")
        return self


class Characterisation(_Part):
    """How it was shown that these are vesicles: by which methods, with which marker proteins there and not there."""

    by: Annotated[tuple[str, ...], *_form(_names, _or_list(_NAME))] = ()
    present: Annotated[tuple[str, ...], *_form(_names, _or_list(_NAME))] = ()
    absent: Annotated[tuple[str, ...], *_form(_names, _or_list(_NAME))] = ()

    @model_validator(mode="after")
    def _not_both(self) -> Characterisation:
        both = set(self.present) & set(self.absent)
        if both:
            raise ValueError(f"{', '.join(sorted(both))} cannot be both present and absent")
        return self


class Trial(_Part):
    """A clinical trial: its id in a registry, its phase and its status."""

    id: Annotated[str | None, *_form(_registered, _NAME)] = None
    phase: Annotated[str | None, *_form(_phase, _AMOUNT)] = None
    status: Annotated[str | None, *_form(lambda v: _text(v, "a status"), _NAME)] = None


def _safety(value: Any) -> Safety:
    if not isinstance(value, Mapping):
        return Safety(_text(value, "what was seen of harm"))
    if len(value) != 1:
        raise ValueError("takes one outcome: {adverse event: what it was, in your own words}")
    ((name, says),) = value.items()
    return Safety(_text(name, "what was seen of harm"), _text(says, "what it was"))


_SUBJECT = {
    "oneOf": [
        _NAME,
        {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": {"species": _NAME, "sex": {"enum": [*get_args(Sex), *_SEXES]}},
        },
    ]
}
_DOSE = {
    "oneOf": [
        _NAME,
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["amount", "unit"],
            "properties": {
                "amount": _AMOUNT,
                "unit": _NAME,
                "of": {"enum": [*OF, "particles"]},
                "per": {"enum": [*PER]},
            },
        },
    ]
}


def _or_name(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    return {
        "oneOf": [
            _NAME,
            {"additionalProperties": False, "minProperties": 1, "type": "object", "properties": schema["properties"]},
        ]
    }


class Experiment(_Part):
    """The facts of an experiment; each is optional, at least one is there."""

    model_config = ConfigDict(
        json_schema_extra={"description": "The facts of an experiment; each is optional, at least one is there."}
    )  # as the docstring, which python -OO drops

    donor: Annotated[
        Subject | None, _part(Subject, "species"), WithJsonSchema(_SUBJECT), Field(description="who gave the vesicles")
    ] = None
    recipient: Annotated[
        Subject | None, _part(Subject, "species"), WithJsonSchema(_SUBJECT), Field(description="who got them")
    ] = None
    dose: Annotated[
        tuple[Dose, ...],
        *_form(lambda v: tuple(map(read_dose, _list(v))), _or_list(_DOSE)),
        Field(description="100 ug/mL, 1e9 particles per animal, or {amount, unit, of, per}"),
    ] = ()
    route: Annotated[tuple[str, ...], *_form(_names, _or_list(_NAME)), Field(description="how it was given")] = ()
    times: Annotated[
        Times | None,
        _part(Times, "read"),
        WithJsonSchema(_or_name(Times)),
        Field(description="{every, for, doses, read}"),
    ] = None
    n: Annotated[
        tuple[tuple[str, int], ...],
        *_form(_sizes, {"oneOf": [*_COUNT["oneOf"], {"type": "object", "additionalProperties": _COUNT}]}),
        Field(description="how many in each arm: 8, or {vesicle: 8, untreated: 6}"),
    ] = ()
    effect: Annotated[
        tuple[Effect, ...],
        _parts(Effect, "size"),
        WithJsonSchema(_or_list(_or_name(Effect))),
        Field(description="{of, size, unit, interval, level, p}"),
    ] = ()
    p: Annotated[P | None, *_form(read_p, _AMOUNT), Field(description='0.03, or "<0.05" in quotes')] = None
    isolation: Annotated[
        tuple[str, ...], *_form(_names, _or_list(_NAME)), Field(description="how the vesicles were isolated")
    ] = ()
    characterisation: Annotated[
        Characterisation | None,
        _part(Characterisation, "by"),
        WithJsonSchema({"oneOf": [*_or_list(_NAME)["oneOf"], _or_name(Characterisation)["oneOf"][1]]}),
        Field(description="methods, or {by, present, absent}"),
    ] = None
    ev_track: Annotated[str | None, *_form(_ev_track, {"type": "string"}), Field(description="EV and 6 digits")] = None
    trial: Annotated[
        Trial | None, _part(Trial, "id"), WithJsonSchema(_or_name(Trial)), Field(description="{id, phase, status}")
    ] = None
    safety: Annotated[
        Safety | None,
        *_form(_safety, {"oneOf": [_NAME, {"type": "object", "additionalProperties": _NAME, "maxProperties": 1}]}),
        Field(description="no adverse event, or {adverse event: what it was}"),
    ] = None
    reference: Annotated[
        tuple[Arm, ...], *_form(_arms, _or_list(_ARM)), Field(description="the control: an arm that got no vesicles")
    ] = ()


ExperimentFacts = Annotated[Experiment, BeforeValidator(_keys(Experiment))]


def numbers(written: Any) -> Any:
    """Facts as written in YAML, where all is text, with numbers as numbers: as JSON Lines has them."""
    if isinstance(written, dict):
        return {key: numbers(value) for key, value in written.items()}
    if isinstance(written, list):
        return [numbers(value) for value in written]
    if isinstance(written, str) and re.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?", written):
        return float(written) if "." in written else int(written)
    return written
