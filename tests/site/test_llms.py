"""``llms.txt`` and ``schema.md``: what they say is what the release holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from bevo.build.build import Release
from bevo.project import Project
from bevo.questions.questions import Query, read_queries
from bevo.rdf.names import expand
from bevo.rdf.store import load_graph
from bevo.serve.guard import understand

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(sample: tuple[Project, Release]) -> Path:
    return sample[0].dist / "site"


@pytest.fixture(scope="module")
def graph(sample: tuple[Project, Release]) -> Store:
    return load_graph(sample[0].dist / "bevo-kg.ttl")


@pytest.fixture(scope="module")
def questions(sample: tuple[Project, Release]) -> Mapping[str, Query]:
    return read_queries(sample[0].queries)


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_every_link_leads_to_a_file(site: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", (site / "llms.txt").read_text(encoding="utf-8"))
    assert len(links) > 60 and "schema.md" in links
    assert [link for link in links if not (site / link).is_file()] == []


def test_it_has_the_form_of_llms_txt(site: Path) -> None:
    lines = (site / "llms.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# BEVO") and lines[2].startswith("> ")
    assert any("reported by reviews, not a fact" in line for line in lines)


def test_the_schema_names_what_the_graph_uses_and_how_often(site: Path, graph: Store) -> None:
    text = (site / "schema.md").read_text(encoding="utf-8")
    told = re.findall(r"^- `(\w+:\S+)` .*\((\d+)\)$", text, re.MULTILINE)
    assert {"bevo:BoneGainFinding", "bevo:participantOf", "bevo:releasedBy", "bibo:doi"} <= {name for name, _ in told}
    for curie, count in told:
        iri = NamedNode(expand(curie))
        of_type = sum(1 for _ in graph.quads_for_pattern(None, NamedNode(expand("rdf:type")), iri))
        used = sum(1 for _ in graph.quads_for_pattern(None, iri, None))
        assert int(count) in {of_type, used}, curie


def test_its_query_is_answered_and_its_prefixes_are_enough(
    site: Path, graph: Store, questions: Mapping[str, Query]
) -> None:
    text = (site / "schema.md").read_text(encoding="utf-8")
    prefixes, query = blocks(text, "sparql")
    assert list(graph.query(understand(query)[0]))  # type: ignore[arg-type]
    example = blocks(text, "turtle")[0]
    found = graph.query(understand(f"{prefixes} ASK {{ {example} }}")[0])
    assert found, "the example is not in the graph"
    assert all(f"- `{name}`:" in text for name in questions)


def test_they_are_short(site: Path) -> None:
    assert (site / "llms.txt").stat().st_size < 15_000
    assert (site / "schema.md").stat().st_size < 60_000
