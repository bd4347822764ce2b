"""The names in the facts of an experiment as terms: species, units, routes, methods, arms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bevo.curation.experiment import Arm, Experiment, Sex, Subject
from bevo.curation.quantities import Quantity, unit_name
from bevo.ontology.terms import FACTS, NameProblem, Term, Vocabulary
from bevo.problems import nearest
from bevo.rdf.names import expand

__all__ = ["ArmTerms", "ExperimentTerms", "ground_experiment"]

SEXES: dict[Sex, str] = {"female": "bevo:Female", "male": "bevo:Male", "both sexes": "bevo:BothSexes"}
MASS, VOLUME, DENSITY, CONCENTRATION = "UO:0000002", "UO:0000095", "UO:0000182", "UO:0000051"
COUNT, PER_CELL, TIME = "UO:0000189", "bevo:ParticlesPerCell", "UO:0000003"
DOSES = (MASS, VOLUME, DENSITY, CONCENTRATION, COUNT, PER_CELL)
MANY = 16
PHASE, STATUS = "bevo:TrialPhase", "bevo:TrialStatus"

VESICLE, REFERENCE = "vesicle", "reference"
"""Arms that are named by their role: what got the vesicles, and what got those of ``versus``."""

Find = Callable[[tuple[str | int, ...], str, Iterable[str]], Term | None]
"""Looks a name up among kinds; what is wrong it keeps for the place in the record."""
Fault = Callable[[tuple[str | int, ...], str], None]


class ArmTerms(NamedTuple):
    """An arm.

    :param term: what it got: the class of the finding's vesicle, or a reference arm.
    :param states: what tells it further: the free cargo, the drug, the scaffold.
    :param size: of how many samples, animals or people; None where that is not told.
    :param label: how pages name it.
    """

    term: Term
    states: tuple[Term, ...]
    size: int | None
    label: str


@dataclass(frozen=True)
class ExperimentTerms:
    """The facts with their names resolved.

    :param record: as written; numbers and texts are read from it.
    :param units: by the quantity that has one.
    """

    record: Experiment
    species: dict[str, Term]
    sexes: dict[str, Term]
    units: dict[Quantity, Term]
    effect_units: tuple[Term, ...]
    routes: tuple[Term, ...]
    isolation: tuple[Term, ...]
    methods: tuple[Term, ...]
    present: tuple[Term, ...]
    absent: tuple[Term, ...]
    phase: Term | None
    status: Term | None
    safety: Term | None
    arms: tuple[ArmTerms, ...]
    n_per_arm: int | None


class _Facts:
    def __init__(self, record: Experiment, vocabulary: Vocabulary, find: Find, fault: Fault) -> None:
        self.record, self.vocabulary, self.find, self.fault = record, vocabulary, find, fault

    def all(self, key: str, names: Iterable[str], kind: str, *below: str) -> tuple[Term, ...]:
        found = (self.named(("experiment", key, *below, i), name, kind) for i, name in enumerate(names))
        return tuple(dict.fromkeys(term for term in found if term))

    def one(self, key: str, name: str | None, kind: str, *below: str) -> Term | None:
        return self.named(("experiment", key, *below), name, kind) if name else None

    def named(self, path: tuple[str | int, ...], name: str, kind: str) -> Term | None:
        """The term of a name; of a small table the error tells what there is."""
        if kind not in FACTS:
            return self.find(path, name, (kind,))
        try:
            return self.vocabulary.find(name, (kind,))
        except NameProblem as error:
            labels = [term.label for term in self.vocabulary.terms.values() if term.kind == kind]
            known = f"; there are: {', '.join(sorted(labels))}" if len(labels) <= MANY else ""
            self.fault(path, f"{error}{known}")
            return None

    def unit(self, path: tuple[str | int, ...], text: str, roots: tuple[str, ...], what: str) -> Term | None:
        """The unit of a text, of one of some kinds."""
        try:
            term = self.vocabulary.exactly(unit_name(text), ("units",))
        except NameProblem as error:
            self.fault(path, str(error))
            return None
        units = [t for t in self.vocabulary.terms.values() if t.kind == "units"]
        if term is None:
            names = [name for unit in units if self.fits(unit, roots) for name in (unit.label, *unit.synonyms[:1])]
            near = nearest(unit_name(text), names) or f"; for example {', '.join(_short(units, self.fits, roots))}"
            self.fault(path, f"'{text}' is no unit that BEVO knows{near}; 'bevo term mint --kind units' adds one")
        elif not self.fits(term, roots):
            self.fault(path, f"'{text}' is {term.label}, which is no unit of {what}")
            return None
        return term

    def fits(self, unit: Term, roots: tuple[str, ...]) -> bool:
        return not roots or any(self.vocabulary.is_a(unit, expand(root)) for root in roots)

    def trial(self, key: str, name: str | None, root: str) -> Term | None:
        term = self.one("trial", name, "trials", key)
        if term and not self.vocabulary.is_a(term, expand(root)):
            self.fault(("experiment", "trial", key), f"'{name}' is no {key} of a trial")
        return term

    def arm(self, arm: Arm, size: int | None, key: str) -> ArmTerms | None:
        term = self.one(key, arm.name, "arms")
        states = [self.find(("experiment", key), name, ("molecules", "conditions", "diseases")) for name in arm.states]
        if term is None:
            return None
        told = tuple(state for state in states if state)
        label = f"{term.label} ({', '.join(state.label for state in told)})" if told else term.label
        return ArmTerms(term, told, size, label)

    def arms(self, vesicle: Term | None, versus_vesicle: bool) -> tuple[ArmTerms, ...]:
        """The arms, those of ``reference`` with their sizes from ``n``."""
        roles = {role: role for role in (VESICLE, REFERENCE)}
        sizes = {roles.get(name.casefold(), name): n for name, n in self.record.n if name}
        found: list[ArmTerms | None] = []
        for name, n in sizes.items():
            if name in (VESICLE, REFERENCE):
                if vesicle is None or (name == REFERENCE and not versus_vesicle):
                    needed = "vesicle" if vesicle is None else "vesicle to compare with ('versus')"
                    self.fault(("experiment", "n", name), f"there is an arm '{name}', but the finding has no {needed}")
                    continue
                label = vesicle.label if name == VESICLE else f"{vesicle.label} compared with"
                found.append(ArmTerms(vesicle, (), n, label))
        references = {arm.name: arm for arm in self.record.reference}
        for name, arm in references.items():
            found.append(self.arm(arm, sizes.get(name), "reference"))
        for name, n in sizes.items():
            if name not in (VESICLE, REFERENCE, *references):
                found.append(self.arm(Arm(name), n, "n"))
        return _without_doubles(arm for arm in found if arm)


def _short(units: list[Term], fits: Callable[[Term, tuple[str, ...]], bool], roots: tuple[str, ...]) -> list[str]:
    return [unit.synonyms[0] for unit in units if unit.synonyms and fits(unit, roots)][:6]


def _without_doubles(arms: Iterable[ArmTerms]) -> tuple[ArmTerms, ...]:
    """An arm that is told by two of its names is one arm."""
    by_label: dict[str, ArmTerms] = {}
    for arm in arms:
        known = by_label.get(arm.label)
        by_label[arm.label] = known._replace(size=known.size or arm.size) if known else arm
    return tuple(by_label.values())


def ground_experiment(
    record: Experiment, vocabulary: Vocabulary, find: Find, fault: Fault, vesicle: Term | None, versus_vesicle: bool
) -> ExperimentTerms:
    """Resolve every name in the facts of an experiment.

    :param find: looks a name up and keeps what is wrong.
    :param fault: keeps what else is wrong, at a place in the record.
    :param vesicle: the class of the finding's vesicle.
    :param versus_vesicle: whether it is compared with another vesicle.
    """
    g = _Facts(record, vocabulary, find, fault)
    subjects: dict[str, Subject | None] = {"donor": record.donor, "recipient": record.recipient}
    species = {key: g.one(key, s.species, "species", "species") for key, s in subjects.items() if s and s.species}
    units: dict[Quantity, Term | None] = {}
    for i, dose in enumerate(record.dose):
        units[dose.amount] = g.unit(("experiment", "dose", i), dose.amount.unit, DOSES, "a dose")
    times = record.times
    told = [("every", times.every), ("for", times.duration), *(("read", t) for t in times.read)] if times else []
    for key, time in told:
        if time:
            units[time] = g.unit(("experiment", "times", key), time.unit, (TIME,), "time")
    effects = [g.unit(("experiment", "effect", i), e.in_unit, (), "an effect") for i, e in enumerate(record.effect)]
    shown, trial = record.characterisation, record.trial
    return ExperimentTerms(
        record=record,
        species={key: term for key, term in species.items() if term},
        sexes={key: vocabulary.terms[expand(SEXES[s.sex])] for key, s in subjects.items() if s and s.sex},
        units={quantity: term for quantity, term in units.items() if term},
        effect_units=tuple(term for term in effects if term),
        routes=g.all("route", record.route, "routes"),
        isolation=g.all("isolation", record.isolation, "isolation"),
        methods=g.all("characterisation", shown.by if shown else (), "evidence", "by"),
        present=g.all("characterisation", shown.present if shown else (), "molecules", "present"),
        absent=g.all("characterisation", shown.absent if shown else (), "molecules", "absent"),
        phase=g.trial("phase", trial.phase, PHASE) if trial else None,
        status=g.trial("status", trial.status, STATUS) if trial else None,
        safety=g.one("safety", record.safety.name, "safety") if record.safety else None,
        arms=g.arms(vesicle, versus_vesicle),
        n_per_arm=next((n for name, n in record.n if not name), None),
    )
