"""The facts of an experiment as RDF: part of the record of a finding, outside its logic."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from bevo.curation.experiment import Effect
from bevo.curation.quantities import Dose, P, Quantity
from bevo.finding.ground_experiment import ArmTerms, ExperimentTerms
from bevo.ontology.terms import Term
from bevo.rdf.names import bevo, expand, finding_iri
from bevo.rdf.vocabulary import DECIMAL, LABEL, NAME, TYPE, integer

__all__ = ["arm_in_words", "dose_in_words", "effect_in_words", "emit_experiment", "p_in_words", "times_in_words"]

WRITTEN_OUT = ("UO:0000003", "UO:0000189")
"""Times and counts are words; all else has a symbol."""
SYMBOL = 6
"""How many letters the symbol of a unit has at most."""


def emit_experiment(finding_id: str, facts: ExperimentTerms) -> Iterator[Triple]:
    """The triples of the facts, with the link from the finding.

    Doses, times, effect sizes and arms are nodes of their own, below the IRI of the finding.
    """
    this, record = finding_iri(finding_id, "experiment"), facts.record
    yield Triple(finding_iri(finding_id), bevo("experiment"), this)
    yield Triple(this, TYPE, bevo("Experiment"))
    yield Triple(this, LABEL, Literal(f"experiment of {finding_id}"))
    for name, terms in (
        ("route", facts.routes),
        ("isolatedBy", facts.isolation),
        ("characterisedBy", facts.methods),
        ("markerPresent", facts.present),
        ("markerAbsent", facts.absent),
        ("trialPhase", (facts.phase,)),
        ("trialStatus", (facts.status,)),
        ("safety", (facts.safety,)),
        *((f"{who}Species", (term,)) for who, term in facts.species.items()),
        *((f"{who}Sex", (term,)) for who, term in facts.sexes.items()),
    ):
        for term in terms:
            if term:
                yield Triple(this, bevo(name), NamedNode(term.iri))
    for name, text in (
        ("evTrackId", record.ev_track),
        ("trialId", record.trial.id if record.trial else None),
        ("safetyDetail", record.safety.says if record.safety else None),
    ):
        if text:
            yield Triple(this, bevo(name), Literal(text))
    for name, number in (
        ("numberOfDoses", record.times.doses if record.times else None),
        ("nPerArm", facts.n_per_arm),
    ):
        if number:
            yield Triple(this, bevo(name), integer(number))
    yield from _p(this, record.p)
    yield from _parts(finding_id, this, facts)


def _parts(finding_id: str, this: NamedNode, facts: ExperimentTerms) -> Iterator[Triple]:
    record = facts.record
    for number, dose in enumerate(record.dose, start=1):
        words = dose_in_words(dose, facts.units[dose.amount])
        part = finding_iri(finding_id, f"dose-{number}")
        yield from _part(this, "dose", part, "Dose", words, f"dose {number} of {finding_id}")
        yield from _amount(part, dose.amount, facts.units[dose.amount])
        yield from (Triple(part, bevo(n), Literal(v)) for n, v in (("doseOf", dose.of), ("dosePer", dose.per)) if v)
    for number, (of, time) in enumerate(_times(facts), start=1):
        part = finding_iri(finding_id, f"time-{number}")
        words = f"{of} {quantity_in_words(time, facts.units[time])}"
        yield from _part(this, "experimentTime", part, "ExperimentTime", words, f"time {number} of {finding_id}")
        yield from _amount(part, time, facts.units[time])
        yield Triple(part, bevo("timeOf"), Literal(of))
    for number, (effect, unit) in enumerate(zip(record.effect, facts.effect_units, strict=True), start=1):
        part = finding_iri(finding_id, f"effect-size-{number}")
        words = effect_in_words(effect, unit)
        yield from _part(this, "effectSize", part, "EffectSize", words, f"effect size {number} of {finding_id}")
        yield from _effect(part, effect, unit)
    for number, arm in enumerate(facts.arms, start=1):
        part = finding_iri(finding_id, f"arm-{number}")
        yield from _part(this, "arm", part, "ExperimentArm", arm_in_words(arm), f"arm {number} of {finding_id}")
        yield Triple(part, bevo("armOf"), NamedNode(arm.term.iri))
        yield from (Triple(part, bevo("armState"), NamedNode(state.iri)) for state in arm.states)
        if arm.size:
            yield Triple(part, bevo("armSize"), integer(arm.size))


def _part(whole: NamedNode, link: str, part: NamedNode, cls: str, words: str, place: str) -> Iterator[Triple]:
    yield Triple(whole, bevo(link), part)
    yield Triple(part, TYPE, bevo(cls))
    yield Triple(part, NAME, Literal(words))
    yield Triple(part, LABEL, Literal(f"{words} ({place})"))


def _amount(part: NamedNode, quantity: Quantity, unit: Term) -> Iterator[Triple]:
    yield Triple(part, bevo("amount"), _exact(quantity.low))
    if quantity.high != quantity.low:
        yield Triple(part, bevo("amountUpTo"), _exact(quantity.high))
    yield Triple(part, bevo("inUnit"), NamedNode(unit.iri))


def _effect(part: NamedNode, effect: Effect, unit: Term) -> Iterator[Triple]:
    assert effect.size  # the model refuses an effect without one
    yield from _amount(part, effect.size, unit)
    if effect.of:
        yield Triple(part, bevo("readOut"), Literal(effect.of))
    if effect.interval:
        yield Triple(part, bevo("intervalLow"), _exact(effect.interval[0]))
        yield Triple(part, bevo("intervalHigh"), _exact(effect.interval[1]))
    if effect.level is not None:
        yield Triple(part, bevo("intervalLevel"), _exact(effect.level))
    yield from _p(part, effect.p)


def _p(this: NamedNode, p: P | None) -> Iterator[Triple]:
    if p:
        yield Triple(this, bevo("pValue"), _exact(p.value))
        yield Triple(this, bevo("pSign"), Literal(p.sign))


def _times(facts: ExperimentTerms) -> Iterator[tuple[str, Quantity]]:
    times = facts.record.times
    if times:
        told = (("every", times.every), ("for", times.duration), *(("read after", t) for t in times.read))
        yield from ((of, time) for of, time in told if time)


def _exact(number: Decimal) -> Literal:
    """A canonical xsd:decimal of the very number: no exponent, no trailing zeros."""
    return Literal(_plain(number), datatype=DECIMAL)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def quantity_in_words(quantity: Quantity, unit: Term) -> str:
    """A quantity with its unit as short as the table has it: ``50 to 100 ug/mL``, ``8 weeks``."""
    low, high = _short(quantity.low), _short(quantity.high)
    if any(expand(root) in unit.parents for root in WRITTEN_OUT):
        name = unit.label if high == "1" else f"{unit.label}s"
    else:
        name = next((name for name in unit.synonyms if len(name) <= SYMBOL or "/" in name), unit.label)
    return f"{low if low == high else f'{low} to {high}'} {name}"


def _short(number: Decimal) -> str:
    """A number as people read it: large ones as powers of ten."""
    if number and not Decimal("0.0001") <= abs(number) < 1_000_000:
        digits, _, exponent = f"{number.normalize():e}".partition("e")
        return f"{digits}e{int(exponent)}"
    return _plain(number)


def dose_in_words(dose: Dose, unit: Term) -> str:
    """A dose in words: ``100 ug/mL of protein``, ``1e9 particles per animal``."""
    of = f" of {dose.of}" if dose.of not in ("", "particles") else ""
    return f"{quantity_in_words(dose.amount, unit)}{of}{f' per {dose.per}' if dose.per else ''}"


def times_in_words(facts: ExperimentTerms) -> str:
    """When it was given and when the result was read, in words."""
    told = [f"{of} {quantity_in_words(time, facts.units[time])}" for of, time in _times(facts)]
    doses = facts.record.times.doses if facts.record.times else None
    return "; ".join([*([f"{doses} {'dose' if doses == 1 else 'doses'}"] if doses else []), *told])


def effect_in_words(effect: Effect, unit: Term) -> str:
    """An effect size in words: ``bone volume 32 % (95 % interval 20 to 44; p < 0.001)``."""
    assert effect.size  # the model refuses an effect without one
    words = f"{effect.of + ' ' if effect.of else ''}{quantity_in_words(effect.size, unit)}"
    more = []
    if effect.interval:
        level = f"{_plain(effect.level)} % " if effect.level is not None else ""
        more.append(f"{level}interval {_plain(effect.interval[0])} to {_plain(effect.interval[1])}")
    if effect.p:
        more.append(p_in_words(effect.p))
    return f"{words} ({'; '.join(more)})" if more else words


def p_in_words(p: P) -> str:
    """A p-value in words: ``p < 0.05``."""
    return f"p {p.sign} {_short(p.value)}"


def arm_in_words(arm: ArmTerms) -> str:
    """An arm in words: ``free cargo (miR-21), n = 8``."""
    return f"{arm.label}, n = {arm.size}" if arm.size else arm.label
