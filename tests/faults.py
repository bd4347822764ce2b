"""Faults of a graph, one a shape, and the records of ``tests/invalid``: for the tests of both SHACL engines."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from bevo.rdf.names import bevo, finding_iri, node
from bevo.rdf.vocabulary import TYPE, integer
from checkout import ROOT

CASES = sorted((ROOT / "tests" / "invalid").glob("*.yaml"))

F = finding_iri("F0026")


def part(name: str) -> NamedNode:
    return finding_iri("F0026", name)


STEP, ATF4 = part("step-1"), part("ATF4")


def step(number: int, obj: NamedNode = ATF4) -> list[Triple]:
    """A second step of the finding, like its first but for its number and object."""
    this = part("step-2")
    return [
        Triple(F, bevo("step"), this),
        Triple(this, TYPE, bevo("Step")),
        Triple(this, node("rdfs:label"), Literal("second step")),
        Triple(this, bevo("stepNumber"), integer(number)),
        Triple(this, bevo("stepSubject"), part("cargo")),
        Triple(this, bevo("stepVerb"), bevo("inhibits")),
        Triple(this, bevo("stepObject"), obj),
    ]


D, CHECK = node("discrepancy:D0001"), node("check:F0026-li-2016")


def check(without: str = "", **other: str) -> list[Triple]:
    """A sound check but for what is otherwise, or left out."""
    values: dict[str, NamedNode | Literal] = {
        "bevo:checks": F,
        "bevo:checkedAgainst": node("study:li-2016"),
        "bevo:checkVerdict": Literal("agrees"),
        "bevo:seen": Literal("abstract"),
        "bevo:identity": Literal("certain"),
        "dcterms:source": NamedNode("https://example.org/a"),
        "dcterms:date": Literal("2026-11-27T00:00:00Z", datatype=node("xsd:dateTime")),
        **{f"bevo:{name}": Literal(value) for name, value in other.items()},
    }
    said = [Triple(CHECK, node(name), value) for name, value in values.items() if name != without]
    return [Triple(CHECK, TYPE, bevo("PrimaryCheck")), Triple(F, bevo("hasPrimaryCheck"), CHECK), *said]


def twice(name: str, value: str) -> list[Triple]:
    return [Triple(F, bevo(name), Literal(value)), Triple(F, bevo(name), Literal(f"{value} again"))]


EXPERIMENT = part("experiment")


def experiment(*said: Triple) -> list[Triple]:
    """Sound facts of an experiment, and what is said beside them."""
    return [
        Triple(F, bevo("experiment"), EXPERIMENT),
        Triple(EXPERIMENT, TYPE, bevo("Experiment")),
        Triple(EXPERIMENT, node("rdfs:label"), Literal("experiment")),
        *said,
    ]


def fact(name: str, *values: NamedNode | str | int) -> list[Triple]:
    """Facts of an experiment by one property."""
    made = [v if isinstance(v, NamedNode) else integer(v) if isinstance(v, int) else Literal(v) for v in values]
    return experiment(*(Triple(EXPERIMENT, bevo(name), value) for value in made))


def of_part(link: str, cls: str, **other: NamedNode | str) -> list[Triple]:
    """A part of an experiment, sound but for what is otherwise."""
    this = part("-".join((link, *other)))
    sound: dict[str, NamedNode | Literal] = {
        "amount": Literal("1", datatype=node("xsd:decimal")),
        "inUnit": node("obo:UO_0000023"),
        **({"timeOf": Literal("every")} if cls == "ExperimentTime" else {}),
        **({"armOf": bevo("UntreatedArm")} if cls == "ExperimentArm" else {}),
    }
    if cls == "ExperimentArm":
        del sound["amount"], sound["inUnit"]
    said = {**sound, **{k: v if isinstance(v, NamedNode) else _literal(v) for k, v in other.items()}}
    triples = [Triple(this, bevo(name), value) for name, value in said.items() if value != Literal("")]
    return experiment(Triple(EXPERIMENT, bevo(link), this), Triple(this, TYPE, bevo(cls)), *triples)


def _literal(text: str) -> Literal:
    is_number = text.replace(".", "").replace("-", "").isdigit()
    return Literal(text, datatype=node("xsd:decimal")) if is_number else Literal(text)


FAULTS = {
    "A finding has the facts of one experiment": experiment(Triple(F, bevo("experiment"), part("ATF4"))),
    "The facts of an experiment belong to one finding": [Triple(EXPERIMENT, TYPE, bevo("Experiment"))],
    "An experiment has one label": experiment(Triple(EXPERIMENT, node("rdfs:label"), Literal("another"))),
    "The donors are of one species": fact("donorSpecies", node("obo:NCBITaxon_9606"), node("obo:NCBITaxon_10090")),
    "The recipients are of one species": fact(
        "recipientSpecies", node("obo:NCBITaxon_9606"), node("obo:NCBITaxon_10090")
    ),
    "The sex of the donors is": fact("donorSex", bevo("Aged")),
    "The sex of the recipients is": fact("recipientSex", bevo("Aged")),
    "What an experiment has as a dose is one": fact("dose", part("ATF4")),
    "What an experiment has as an arm is one": fact("arm", part("ATF4")),
    "What an experiment has as an effect size is one": fact("effectSize", part("ATF4")),
    "What an experiment has as a time is one": fact("experimentTime", part("ATF4")),
    "The number of doses is": fact("numberOfDoses", 0),
    "The number in each arm is": fact("nPerArm", 0),
    "An EV-TRACK id is": fact("evTrackId", "EV1"),
    "A trial has one id": fact("trialId", "NCT 01234567"),
    "A trial has one phase": fact("trialPhase", bevo("Phase1"), bevo("Phase2")),
    "A trial has one status": fact("trialStatus", bevo("Recruiting"), bevo("Completed")),
    "Say once what was seen of harm": fact("safety", bevo("AdverseEvent"), bevo("NoAdverseEvent")),
    "Say in one text what the harm was": fact("safetyDetail", "fever", "pain"),
    "A dose belongs to one experiment": [Triple(part("dose-9"), TYPE, bevo("Dose"))],
    "A dose is of protein, particles": of_part("dose", "Dose", doseOf="love"),
    "A dose is for each of one kind": of_part("dose", "Dose", dosePer="Two mice"),
    "A time belongs to one experiment": [Triple(part("time-9"), TYPE, bevo("ExperimentTime"))],
    "A time is that between doses": of_part("experimentTime", "ExperimentTime", timeOf="soon"),
    "An effect size belongs to one experiment": [Triple(part("effect-9"), TYPE, bevo("EffectSize"))],
    "An effect size has one read-out": of_part("effectSize", "EffectSize", readOut=bevo("BoneMass")),
    "The low end of an interval stands first": of_part("effectSize", "EffectSize", intervalLow="2", intervalHigh="1"),
    "An interval has one high end": of_part("effectSize", "EffectSize", intervalLow="1", intervalHigh="much"),
    "The level of an interval is in percent": of_part("effectSize", "EffectSize", intervalLevel="0.95"),
    "An amount is one number": of_part("dose", "Dose", amount="some"),
    "A range has one largest number": of_part("dose", "Dose", amountUpTo="more"),
    "An amount has one unit": of_part("dose", "Dose", inUnit=""),
    "A p-value lies between 0 and 1": experiment(
        Triple(EXPERIMENT, bevo("pValue"), Literal("5", datatype=node("xsd:decimal"))),
        Triple(EXPERIMENT, bevo("pSign"), Literal("=")),
    ),
    "A p-value is equal to, below or above": [
        Triple(part("other"), bevo("pValue"), Literal("0.05", datatype=node("xsd:decimal")))
    ],
    "An arm belongs to one experiment": [Triple(part("arm-9"), TYPE, bevo("ExperimentArm"))],
    "An arm got one thing": of_part("arm", "ExperimentArm", armOf=""),
    "The size of an arm is": of_part("arm", "ExperimentArm", armSize="2.5"),
    "A fact of an experiment names a class of its kind": fact("route", bevo("UntreatedArm")),
    "An arm got vesicles, or is a reference arm": of_part("arm", "ExperimentArm", armOf=bevo("Recruiting")),
    "What a vesicle is compared with is a vesicle": [Triple(part("vesicle"), bevo("referenceArm"), part("ATF4"))],
    "A contrast has a reference": [Triple(part("contrast"), TYPE, bevo("Contrast"))],
    "The vesicle of a bacterium is released by one": [
        Triple(part("vesicle"), TYPE, node("obo:GO_0061701")),
    ],
    "A plant-derived vesicle is released by a plant": [Triple(part("vesicle"), TYPE, bevo("PlantDerivedVesicle"))],
    "A bacterium sheds no exosome": [Triple(part("origin"), TYPE, bevo("EscherichiaColi"))],
    "A finding is of exactly one kind; it has 2": [Triple(F, TYPE, bevo("SummaryFinding"))],
    "A finding has exactly one label": [Triple(F, node("rdfs:label"), Literal("another"))],
    "'cites' names ids of studies.yaml": [Triple(F, bevo("cites"), node("study:nobody-1900"))],
    "A finding has one outcome": [Triple(F, bevo("outcome"), part("ATF4"))],
    "A finding is about one extracellular vesicle": [Triple(F, bevo("vesicle"), part("recipient"))],
    "The outcome has more than one sign": [Triple(part("vesicle"), bevo("promotes"), part("outcome"))],
    "The sign that the finding tells is not": [Triple(F, bevo("sign"), Literal("binds"))],
    "A no-effect finding says": [Triple(F, TYPE, bevo("NoEffectFinding"))],
    "An association says": [Triple(F, TYPE, bevo("AssociationFinding"))],
    "A vesicle carries molecules": [Triple(part("vesicle"), bevo("carries"), part("recipient"))],
    "A vesicle is released by a cell or tissue": [Triple(part("vesicle"), bevo("releasedBy"), part("cargo"))],
    "A vesicle acts on a cell or tissue": [Triple(part("vesicle"), bevo("actsOn"), part("cargo"))],
    "A vesicle is found in a fluid": [Triple(part("vesicle"), bevo("foundIn"), part("origin"))],
    "A cargo that is less in a vesicle is not carried": [Triple(part("cargo"), bevo("lessIn"), part("vesicle"))],
    "Nothing acts on itself": [Triple(part("ATF4"), bevo("inhibits"), part("ATF4"))],
    "A state is a condition or a disease": [Triple(part("origin"), bevo("hasState"), part("ATF4"))],
    "A cargo is a molecule": [Triple(F, bevo("cargo"), part("recipient"))],
    "A recipient is a cell or tissue": [Triple(F, bevo("recipient"), part("cargo"))],
    "What a finding has as a step is one": [Triple(F, bevo("step"), part("ATF4"))],
    "A step belongs to one finding": [Triple(finding_iri("F9998"), bevo("step"), STEP)],
    "A step has one label": [Triple(STEP, node("rdfs:label"), Literal("another"))],
    "A step has one number, from 1": [Triple(STEP, bevo("stepNumber"), Literal("first"))],
    "A step has one subject": [Triple(STEP, bevo("stepSubject"), part("vesicle"))],
    "A step has one verb": [Triple(STEP, bevo("stepVerb"), bevo("binds"))],
    "A step has one object": [Triple(STEP, bevo("stepObject"), part("outcome"))],
    "The steps of a finding are numbered from 1 without a gap": step(3),
    "What a step says stands in the graph": step(2, obj=part("outcome")),
    "The subject and the object of a step are participants": step(2, obj=finding_iri("F9998", "ATF4")),
    "An evidence level is in vitro, animal or patients": [Triple(F, bevo("evidenceLevel"), Literal("in silico"))],
    "'certainty' is hedged or proposed": [Triple(F, bevo("certainty"), Literal("sure"))],
    "An area under the curve lies between 0 and 1": [
        Triple(F, bevo("areaUnderCurve"), Literal("1.5", datatype=node("xsd:decimal")))
    ],
    "A DOI starts with 10": [Triple(node("study:qi-2016"), node("bibo:doi"), Literal("doi:10.7150/ijbs.14809"))],
    "Two classes have the label 'osteoblast'": [Triple(bevo("CellGain"), node("rdfs:label"), Literal("osteoblast"))],
    "An outcome class has one polarity": [
        Triple(node("obo:GO_0001649"), node("rdfs:subClassOf"), bevo("BoneLossOutcome"))
    ],
    "A vesicle enters a fluid; on a cell": [Triple(part("vesicle"), bevo("entersFluid"), part("recipient"))],
    "A vesicle enters a fluid in a process": [Triple(part("vesicle"), bevo("entersFluid"), part("recipient"))],
    "The state of an agent is a condition": [
        Triple(F, bevo("agent"), part("ATF4")), Triple(part("ATF4"), bevo("hasState"), part("cargo"))
    ],
    "Only a molecule is left open": [Triple(part("origin"), bevo("alternative"), node("molecule:ATF4"))],
    "What is left open has at least two": [Triple(part("ATF4"), bevo("alternative"), node("molecule:miR-21"))],
    "What is left open is none of its": [Triple(part("ATF4"), bevo("alternative"), node("molecule:ATF4"))],
    "'printed' is one name": twice("printedOutcome", "making of bone"),
    "'segment' names one part of the cargo": twice("segment", "base pairs 1 to 9"),
    "Only a discrepancy disowns": [Triple(part("vesicle"), bevo("disowns"), F)],
    "A discrepancy disowns findings that stand": [Triple(D, bevo("disowns"), node("study:li-2016"))],
    "A discrepancy bears on each finding that it disowns": [Triple(D, bevo("disowns"), F)],
    "A check has an IRI of its own": [Triple(node("check:none"), TYPE, bevo("PrimaryCheck"))],
    "A check is of one finding": check(without="bevo:checks"),
    "A check is against one study": check(without="bevo:checkedAgainst"),
    "The study agrees, agrees partly": check(checkVerdict="perhaps"),
    "Say how much of the study was seen": check(without="bevo:seen"),
    "Say whether what was seen is certainly": check(without="bevo:identity"),
    "The level that a study tells is": check(checkedLevel="in silico"),
    "Say where the study was seen": check(without="dcterms:source"),
    "Say on which day": check(without="dcterms:date"),
    "A check is against a study that its finding cites": [
        *check(), Triple(CHECK, bevo("checkedAgainst"), node("study:xie-2019"))
    ],
    "A study that agrees partly or contradicts": check(checkVerdict="partly"),
    "What is accepted was told as a result": [Triple(part("vesicle"), TYPE, bevo("AcceptedResult"))],
    "An accepted result is disowned neither": [Triple(D, bevo("disownsSource"), F)],
    "What is accepted by vesicle class, cargo": [Triple(part("vesicle"), TYPE, bevo("AcceptedVesicleResult"))],
    "A result whose vesicle class is disowned": [Triple(D, bevo("disownsVesicle"), F)],
    "A result whose cargo is disowned": [Triple(D, bevo("disownsCargo"), F)],
    "A result of which a step is disowned": [Triple(D, bevo("disownsStep"), F)],
    "What is confirmed was told as a result": [Triple(part("vesicle"), TYPE, bevo("ConfirmedResult"))],
    "A confirmed result has a check of certain identity": [Triple(F, TYPE, bevo("ConfirmedResult"))],
    "No study contradicts a confirmed result": [
        *check(checkVerdict="contradicts"), Triple(F, TYPE, bevo("ConfirmedResult"))
    ],
    "What is not as told stands in one text": twice("notAsTold", "source"),
    "Where something is not as told": [Triple(F, bevo("notAsTold"), Literal("source"))],
    "Someone told the level of evidence": [Triple(F, bevo("evidenceLevel"), Literal("animal"))],
    "An own class needs a definition": [
        Triple(bevo("Undefined"), TYPE, node("owl:Class")),
        Triple(bevo("Undefined"), node("rdfs:label"), Literal("undefined"))
    ],
}  # fmt: skip
