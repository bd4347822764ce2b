"""The steps of every finding, on its page, in the tables and in the feeds, are those of its record, in their order."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterable

import pytest
from pyoxigraph import NamedNode, Store

from bevo.build.build import Release
from bevo.finding.ground import Grounded, Thing
from bevo.project import Project
from bevo.rdf.names import bevo, finding_iri
from bevo.signs import VERBS

Told = list[tuple[str, str, str]]
"""Subject, verb and object of each step, in words."""


@pytest.fixture(scope="module")
def findings(built: tuple[Project, Release]) -> list[Grounded]:
    return [finding for finding in built[1].checked.findings if not finding.record.deprecated]


def curated(finding: Grounded, **roles: str) -> Told:
    """The steps as the record has them; a participant named by its role has the name that is given for it."""

    def name(end: Thing | str) -> str:
        if not isinstance(end, Thing):
            return roles.get(end, end)
        part = end.cell or end.molecule
        return f"{part.label} {end.term.label}" if part else end.term.label

    pairs = zip(finding.record.via, finding.steps, strict=True)
    return [(name(step.subject), VERBS[written.verb].words, name(step.object)) for written, step in pairs]


def on_pages(finding: Grounded) -> Told:
    """The steps with the names that pages have: what a role stands for is told."""
    vesicle = finding.vesicle.term.label if finding.vesicle else ""
    return curated(finding, vesicle=vesicle, uptake="extracellular vesicle uptake")


def as_sentences(told: Iterable[tuple[str, str, str]]) -> list[str]:
    return [" ".join(step) for step in told]


def test_there_are_steps_to_compare(findings: list[Grounded]) -> None:
    assert sum(len(finding.steps) > 1 for finding in findings) > 140
    assert {step.verb for finding in findings for step in finding.steps} > {"promotes", "inhibits", "binds", "affects"}


def test_a_page_tells_the_steps_of_its_record(built: tuple[Project, Release], findings: list[Grounded]) -> None:
    for finding in findings:
        page = (built[0].dist / "site" / "finding" / f"{finding.id}.html").read_text(encoding="utf-8")
        listed = re.search(r'<ol class="steps">(.*?)</ol>', page, re.DOTALL)
        items = re.findall(r"<li>(.*?)</li>", listed[1], re.DOTALL) if listed else []
        told = [" ".join(html.unescape(re.sub(r"<[^>]*>", "", item)).split()) for item in items]
        states = [re.sub(r" \([^()]*\)(?= \w+s |$)", "", step) for step in told]
        assert as_sentences(on_pages(finding)) in (told, states), finding.id


def test_the_table_tells_the_steps_of_its_record(built: tuple[Project, Release], findings: list[Grounded]) -> None:
    with (built[0].dist / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        told = {row["id"]: row["mechanism"] for row in csv.DictReader(stream)}
    assert told == {finding.id: "; ".join(as_sentences(curated(finding))) for finding in findings}


def test_the_picture_of_mechanisms_reads_the_steps_of_the_records(
    built: tuple[Project, Release], findings: list[Grounded]
) -> None:
    by_id = {finding.id: on_pages(finding) for finding in findings}
    feed = json.loads((built[0].dist / "site" / "data" / "mechanisms.json").read_text(encoding="utf-8"))
    shown = {id: found["steps"] for id, found in feed["findings"].items()}
    assert len(shown) > 200
    for finding, steps in shown.items():
        assert [(s["subject"], s["verb"], s["object"]) for s in steps] == by_id[finding], finding


def test_a_finding_may_state_two_verbs_of_the_same_two(sample: tuple[Project, Release]) -> None:
    page = (sample[0].dist / "site" / "finding" / "F1325.html").read_text(encoding="utf-8")
    assert re.findall(r'class="verb(?: \w+)?">(\w+)<', page) == ["binds", "inhibits"]


def test_the_graph_has_a_step_for_each_of_a_record_with_its_number_and_property(
    store: Store, findings: list[Grounded]
) -> None:
    def value(step: NamedNode, name: str) -> str:
        (quad,) = store.quads_for_pattern(step, bevo(name), None)
        return str(getattr(quad.object, "value", ""))

    for finding in findings:
        steps = [q.object for q in store.quads_for_pattern(finding_iri(finding.id), bevo("step"), None)]
        told = sorted((int(value(s, "stepNumber")), value(s, "stepVerb")) for s in steps if isinstance(s, NamedNode))
        written = [bevo(VERBS[step.verb].property).value for step in finding.record.via]
        assert told == list(enumerate(written, start=1)), finding.id
