"""A page on how well the records are curated, in figures: ``docs/curation.md``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import get_args

from bevo.cache import Keep, afresh, digest
from bevo.curation.agreement import Agreement, agreement
from bevo.curation.coverage import CoverageRow
from bevo.curation.locators import parse_locator
from bevo.curation.quality import Quality
from bevo.curation.read import Instances
from bevo.curation.records import ASPECTS, LEVELS, Verdict
from bevo.finding.evidence_level import RULES, Told, evidence_levels
from bevo.finding.ground import ANY, Grounded
from bevo.finding.standing import Reading, standing
from bevo.ontology.terms import NameProblem, Vocabulary
from bevo.vocabulary.pack import default_pack

__all__ = ["curation_markdown"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
INTRODUCTION = """\
# How well BEVO is curated

Written by `make` from the records, the checks and the tables in `instances/curation/`; correct those, not this page.
"""
AGREEMENT = """\
Two curators read the same places without sight of each other's work or of the records. To compare a column, the rows
of a place are paired one to one by all that is in the others; kappa is computed over the pairs, on names that are
resolved to terms where the vocabulary has them. 0 is chance, 1 is full agreement.
"""
TEXT_RULE = """\
The text tells a level where the place of the finding itself says how the result was shown. The same rule holds for
every record (rule 23 of CONTRIBUTING.md):

* in vitro: a culture, a line, primary cells, cells that were incubated or grown together with something, a stain of
  mineral, RNA and protein measured in a named cell, human cells that are given vesicles, or a cell that a reagent was
  given (IL-1 beta, LPS, lack of serum). Glucocorticoids tell nothing: people and animals get them too.
* animal: an animal, an operation or a disease made in one, "in vivo".
* patients: people, or samples of them.
* A word that closes a list of like members is told of each member. A semicolon, "as well as" and "thereby" end it.
* The main clause has the level of what it is shown by ("has this effect by ...", "..., reducing ... in ...").
* The next sentence has it too if it goes on with the same study and names no other place.

"""
LEVELS_TOLD = """\
A level is in vitro, animal or patients. The text of a review says it seldom; rules read it from the model, recipient or
donors of the record; and the study says it where a curator checked it and it is certainly the one cited. A finding with
two levels counts in both.
"""


def curation_markdown(
    instances: Instances,
    findings: Iterable[Grounded],
    readings: Mapping[str, Reading],
    coverage: Collection[CoverageRow],
    quality: Quality,
    vocabulary: Vocabulary,
    keep: Keep = afresh,
) -> str:
    """The page as Markdown.

    :param findings: all, withdrawn ones too.
    :param readings: what curators found beside the reviews, by the id of the finding.
    :param keep: keeps how well curators agree.
    """
    standing_ones = [finding for finding in findings if not finding.record.deprecated]
    results = [finding for finding in standing_ones if finding.is_result]
    classes = {f.id: set(standing(f, readings.get(f.id, Reading()))) for f in results}
    told = {f.id: list(evidence_levels(f, readings.get(f.id, Reading()).checks)) for f in results}
    return "\n".join(
        [
            INTRODUCTION,
            *_reliance(instances, results, coverage, classes, told),
            *_findings(instances, standing_ones),
            *_sentences(instances, coverage),
            *_readings(quality),
            *_agreement(quality, vocabulary, keep),
            *_checks(instances, results, classes, quality),
            *_discrepancies(instances, results, classes),
            *_levels(results, told),
        ]
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    header = list(header)
    yield f"| {' | '.join(header)} |"
    yield f"| {' | '.join('---' for _ in header)} |"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
    yield ""


def _reliance(
    instances: Instances,
    results: list[Grounded],
    coverage: Collection[CoverageRow],
    classes: Mapping[str, set[str]],
    told: Mapping[str, list[Told]],
) -> Iterator[str]:
    number = len(results)

    def of_results(part: int) -> str:
        return f"{part} of {number} results ({_share(part, number)})"

    covered = sum(bool(row.findings or row.reason) for row in coverage)
    accepted = sum("AcceptedResult" in names for names in classes.values())
    confirmed = sum("ConfirmedResult" in names for names in classes.values())
    checked = len({check.finding for check in instances.checks} & set(classes))
    yield f"""\
## What you may rely on

* **What a review says.** Each finding stands as its review tells it, with the place. Of {len(coverage)} sentences
  and rows of tables {covered} have a finding or a reason for none.
* **What curators take as it is told**: {of_results(accepted)}. Of the others a discrepancy says
  what is not taken and why; counts *as read* leave them out.
* **What the study bears out**: {of_results(checked)} were checked against a study that they cite,
  mostly against its abstract; {confirmed} are confirmed. A result that was not checked is not doubted: it is the word
  of a review on a study.
* **The level of evidence** is known for {of_results(sum(map(bool, told.values())))}.
* A count of findings does not measure how strong the evidence is: several findings may rest on one study.
"""


def _findings(instances: Instances, findings: list[Grounded]) -> Iterator[str]:
    reviews = sorted(instances.reviews)
    kinds = Counter((f.kind, f.review) for f in findings)
    withdrawn = Counter(review for finding, review in instances.findings if finding.deprecated)
    yield "## Findings\n"
    rows = [[kind, *(kinds[kind, r] for r in reviews)] for kind in sorted({kind for kind, _ in kinds})]
    rows.append(["**all**", *(sum(f.review == r for f in findings) for r in reviews)])
    rows.append(
        ["results, of which counts are", *(sum(f.review == r and f.is_result for f in findings) for r in reviews)]
    )
    rows.append(["withdrawn beside these", *(withdrawn[r] for r in reviews)])
    yield from _table(("kind", *reviews), rows)
    places = Counter(
        (f.review, section) for f in findings for section in {parse_locator(at).section for at in f.record.at}
    )
    yield "A finding that two sections tell counts in both.\n"
    yield from _table(
        ("review", "section", "findings"),
        ((r, s.name, places[r, s.name]) for r in reviews for s in instances.reviews[r].sections),
    )


def _sentences(instances: Instances, coverage: Collection[CoverageRow]) -> Iterator[str]:
    yield "## Sentences and rows of tables\n"
    rows = []
    for review in sorted(instances.reviews):
        own = [row for row in coverage if row.review == review]
        reasons = Counter(row.reason.partition(":")[0] for row in own if row.reason)
        found = sum(bool(row.findings) for row in own)
        why = ", ".join(f"{reason} {n}" for reason, n in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])))
        rows.append((review, len(own), found, _share(found, len(own)), why))
    yield from _table(("review", "places", "with findings", "share", "reasons for none"), rows)


def _readings(quality: Quality) -> Iterator[str]:
    if quality.readings:
        yield "## Read twice\n"
        header = ("reading", "date", "records read", "changed", "added", "withdrawn", "note")
        yield from _table(header, (row.values() for row in quality.readings))


def _agreement(quality: Quality, vocabulary: Vocabulary, keep: Keep) -> Iterator[str]:
    if not (quality.first and quality.second):
        return

    @cache
    def name(words: str) -> str:
        try:
            term = vocabulary.named(words, ANY)
        except NameProblem:
            term = None
        return term.curie if term else " ".join(words.casefold().split())

    def normal(column: str, cell: str) -> str:
        parts = cell.removeprefix("agent: ").split(" + ") if column not in ("review", "locator") else [cell]
        return " + ".join(sorted(name(part.strip()) for part in parts))

    def make(_: list[str]) -> dict[str, str]:
        return {"": json.dumps(agreement(quality.first, quality.second, normal))}

    pack = default_pack()
    told = repr((quality.first, quality.second, list(vocabulary.terms.values())))
    kept = keep("agreement", {"": digest(told, pack.digest if pack else "")}, make)
    compared = [Agreement(*row) for row in json.loads(kept[""])]
    rows, pairs = len(quality.first) + len(quality.second), compared[-1].pairs
    yield "## Agreement between curators\n"
    yield AGREEMENT
    written = f"{len(quality.first)} and {len(quality.second)} rows"
    yield f"The curators wrote {written}; {rows - 2 * pairs} of them have no partner.\n"
    yield from _table(
        ("on", "compared", "same", "kappa"),
        ((a.column, a.pairs, _share(round(1000 * a.same), 1000), f"{a.kappa:.2f}") for a in compared),
    )


def _checks(
    instances: Instances, results: list[Grounded], classes: Mapping[str, set[str]], quality: Quality
) -> Iterator[str]:
    yield "## Checked against the studies\n"
    checks = instances.checks
    all_of, sure = (
        Counter(check.verdict for check in checks),
        Counter(c.verdict for c in checks if c.identity == "certain"),
    )
    yield from _table(
        ("the study", "checks", "share", "certainly the cited study"),
        ((verdict, all_of[verdict], _share(all_of[verdict], len(checks)), sure[verdict]) for verdict in VERDICTS),
    )
    seen = Counter(check.seen for check in checks)
    studies = {check.study for check in checks}
    cited = {s for finding in results for s in finding.record.cites}
    confirmed = sum("ConfirmedResult" in names for names in classes.values())
    yield (
        f"{len(checks)} checks of {len({c.finding for c in checks})} findings against {len(studies)} studies "
        f"({', '.join(f'{what} {n}' for what, n in sorted(seen.items()))}); results cite {len(cited)} studies. "
        f"{len(quality.not_found)} studies were looked for in vain. {confirmed} results are confirmed: a study that is "
        "certainly the cited one agrees and none contradicts. *Silent* says only that what was seen does not tell.\n"
    )


def _discrepancies(instances: Instances, results: list[Grounded], classes: Mapping[str, set[str]]) -> Iterator[str]:
    yield "## Discrepancies\n"
    types = Counter(d.type for d in instances.discrepancies)
    disowning = Counter(d.type for d in instances.discrepancies if d.does_not_count)
    yield from _table(
        ("about", "discrepancies", "of which disown"), ((t, types[t], disowning[t]) for t in sorted(types))
    )
    aspects = Counter(
        (aspect, finding)
        for d in instances.discrepancies
        for finding, disowned in d.does_not_count.items()
        for aspect in disowned
    )
    counts = Counter(aspect for aspect, _ in aspects)
    counted = Counter(aspect for aspect, finding in aspects if finding in classes)
    yield "What of a finding is not taken as it is told:\n"
    yield from _table(
        ("aspect", "findings", "of them results"), ((a, counts[a], counted[a]) for a in ASPECTS if counts[a])
    )
    rows = [("as told", len(results))]
    for words, name in (
        ("as read", "AcceptedResult"),
        ("as read, by vesicle class", "AcceptedVesicleResult"),
        ("as read, by cargo", "AcceptedCargoResult"),
        ("as read, by mechanism", "AcceptedMechanismResult"),
        ("confirmed", "ConfirmedResult"),
    ):
        rows.append((words, sum(name in names for names in classes.values())))
    yield from _table(("results", "number"), rows)


def _levels(results: list[Grounded], told: Mapping[str, list[Told]]) -> Iterator[str]:
    yield "## Level of evidence\n"
    yield LEVELS_TOLD

    def number(by: Collection[str], level: str = "") -> int:
        return sum(any(t.by in by and level in ("", t.level) for t in told[f.id]) for f in results)

    sources = (("text", ("Text",)), ("model", ("Model",)), ("study", ("Abstract",)))
    steps = (
        ("the text alone (before)", ("Text",)),
        ("text and model", ("Text", "Model")),
        ("text, model and study (after)", ("Text", "Model", "Abstract")),
    )
    yield from _table(
        ("told by", *LEVELS, "results with a level"),
        ((words, *(number(by, level) for level in LEVELS), number(by)) for words, by in sources),
    )
    yield from _table(
        ("known from", *LEVELS, "results with a level", "share"),
        (
            (words, *(number(by, level) for level in LEVELS), number(by), _share(number(by), len(results)))
            for words, by in steps
        ),
    )
    yield TEXT_RULE
    yield "The rules by which model, recipient and donors tell it, in this order:\n"
    yield from (f"{i}. {rule.level}: {rule.reason}" for i, rule in enumerate(RULES, start=1))
    yield ""
