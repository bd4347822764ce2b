"""What the compare view puts side by side is what the graph says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from bevo.build.build import Release
from bevo.project import Project
from bevo.rdf.index import Index
from bevo.rdf.rdfio import read_turtle
from bevo.rdf.store import load_graph
from bevo.signs import VERDICTS
from bevo.site.data import compare
from bevo.site.data.compare import Comparable, comparables, compared
from bevo.site.read.model import Site
from bevo.site.read.reading import read_site

PREFIXES = (
    "PREFIX bevo: <https://w3id.org/bevo/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX molecule: <https://w3id.org/bevo/molecule/> PREFIX obo: <http://purl.obolibrary.org/obo/> "
)


@pytest.fixture(scope="module")
def graph(sample: tuple[Project, Release]) -> Path:
    return sample[0].dist / "bevo-kg.ttl"


@pytest.fixture(scope="module")
def asked(graph: Path) -> Store:
    return load_graph(graph)


@pytest.fixture(scope="module")
def read(graph: Path) -> Site:
    return read_site(Index(read_turtle(graph)), [])


@pytest.fixture(scope="module")
def things(read: Site) -> list[Comparable]:
    return comparables(read)


@pytest.fixture(scope="module")
def folder(sample: tuple[Project, Release]) -> Path:
    return sample[0].dist / "site" / "data"


def slice_of(folder: Path, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "compare" / f"{path}.json").read_text(encoding="utf-8"))
    return found


def ids(store: Store, pattern: str) -> set[str]:
    rows = store.query(f"{PREFIXES} SELECT DISTINCT ?f {{ {pattern} }}")
    return {row["f"].value.rpartition("/")[2] for row in rows}  # type: ignore[union-attr]


def told(rows: list[dict[str, Any]]) -> set[str]:
    return {i for row in rows for found in row["told"].values() for i in found}


def test_what_can_be_chosen_has_a_slice_and_no_other_has(folder: Path) -> None:
    listed = json.loads((folder / "compare.json").read_text(encoding="utf-8"))
    there = {p.relative_to(folder / "compare").as_posix() for p in (folder / "compare").rglob("*.json")}
    assert {f"{row['slice']}.json" for row in listed} == there and len(listed) == len(there) > 10
    for row in listed:
        found = slice_of(folder, row["slice"])
        assert (found["id"], found["role"], len(found["findings"])) == (row["id"], row["role"], row["findings"])


def test_a_cargo_is_counted_with_its_arms(folder: Path, asked: Store) -> None:
    found = slice_of(folder, "molecule/miR-214")
    results = ids(asked, "?f a bevo:ReportedResult ; bevo:cargo/bevo:term/rdfs:subClassOf* molecule:miR-214")
    assert found["findings"].keys() == results and results
    loss = ids(
        asked,
        "?f a bevo:ReportedResult , bevo:BoneLossFinding ; bevo:cargo/bevo:term/rdfs:subClassOf* molecule:miR-214",
    )
    assert {i for i, one in found["findings"].items() if "bone loss" in one["verdict"]} == loss and loss
    assert told(found["outcomes"]) <= results


def test_a_source_has_the_outcomes_on_the_inferred_side(folder: Path, asked: Store) -> None:
    found = slice_of(folder, "term/CL_0000092")
    assert found["role"] == "source" and found["outcomes"]
    for row in found["outcomes"]:
        for side, cls in (("promotes", "ForOutcome"), ("inhibits", "AgainstOutcome")):
            pattern = (
                f"?f a bevo:ReportedResult ; bevo:vesicle ?v . ?v a bevo:{cls} ; bevo:releasedBy/bevo:term "
                f"obo:CL_0000092 . ?f bevo:outcome/bevo:term ?o . FILTER(STRENDS(STR(?o), '{row['id'].split(':')[1]}'))"
            )
            assert set(row["told"].get(side, ())) == ids(asked, pattern), row["label"]


def test_targets_are_those_of_the_steps_of_the_cargo_itself(folder: Path, asked: Store) -> None:
    found = slice_of(folder, "molecule/miR-214")
    pattern = (
        "?f a bevo:ReportedResult ; bevo:step ?s . ?s bevo:stepSubject/bevo:term/rdfs:subClassOf* molecule:miR-214 ; "
        "bevo:stepObject/bevo:term molecule:ATF4"
    )
    atf4 = next(row for row in found["targets"] if row["label"] == "ATF4")
    assert {i for found in atf4["told"].values() for i in found} == ids(asked, pattern)


def test_less_of_a_cargo_turns_the_sign(read: Site, things: list[Comparable]) -> None:
    """A vesicle with less of X that promotes an outcome says that X inhibits it."""
    turned = 0
    for thing in things:
        for i in thing.findings if thing.role == "cargo" else ():
            finding = read.findings[i]
            amounts = {part.amount for part in finding.cargo if part.term in thing.kinds}
            if amounts == {"less"} and finding.side and finding.outcome:
                outcomes = compared(thing, read, lambda iri: iri)["outcomes"]
                row = next(r for r in outcomes if r["page"] == finding.outcome.term)  # type: ignore[attr-defined]
                assert i not in row["told"].get(finding.side, ())
                turned += 1
    assert turned, "the sample has no such finding: choose another"


def test_a_thing_with_very_many_findings_is_told_without_its_kinds(
    read: Site, things: list[Comparable], monkeypatch: pytest.MonkeyPatch
) -> None:
    most = next(thing for thing in things if len(thing.kinds) > 1 and thing.own)
    monkeypatch.setattr(compare, "MOST_FINDINGS", len(most.findings) - 1)
    again = next(thing for thing in comparables(read) if thing.term == most.term)
    assert again.kinds == {most.term.iri} and len(again.findings) == most.own


def test_every_verdict_stands_with_its_finding(folder: Path, asked: Store) -> None:
    """Bone, cartilage, joint and vessels alike: the page counts of each what the graph says."""
    told: dict[str, list[str]] = {}
    for path in sorted((folder / "compare").rglob("*.json")):
        for i, one in json.loads(path.read_text(encoding="utf-8"))["findings"].items():
            assert told.setdefault(i, one["verdict"]) == one["verdict"]
    for cls, words in VERDICTS.items():
        found = ids(asked, f"?f a bevo:{cls} , bevo:ReportedResult")
        assert {i for i, verdict in told.items() if words in verdict} == found & told.keys(), words
    assert {"bone loss", "vessel growth"} <= {words for verdict in told.values() for words in verdict}


def test_what_is_named_in_a_slice_is_counted_in_it(folder: Path) -> None:
    for path in sorted((folder / "compare").rglob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        named = told([*found["outcomes"], *found["targets"]]) | {i for p in found["partners"] for i in p["findings"]}
        named |= {i for clash in found["conflicts"] for i in (*clash["promotes"], *clash["inhibits"])}
        assert named <= found["findings"].keys(), path
