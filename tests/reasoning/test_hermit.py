from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Triple

from bevo.build.prepare import Checked
from bevo.ontology.merge import logical
from bevo.problems import BevoError
from bevo.rdf.names import bevo, finding_iri, node
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.hermit import Inconsistent, classify, java_executable
from bevo.reasoning.infer import infer

SUBCLASS = node("rdfs:subClassOf")


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return logical(checked.ontology.triples())


def test_every_class_can_have_a_member(ontology: list[Triple]) -> None:
    assert isinstance(infer(ontology, {}), list)


def test_an_unsatisfiable_class_is_named(ontology: list[Triple]) -> None:
    both = [Triple(bevo("Impossible"), SUBCLASS, node(c)) for c in ("obo:GO_0070062", "obo:GO_0097189")]
    declared = Triple(bevo("Impossible"), TYPE, node("owl:Class"))
    with pytest.raises(Inconsistent, match="bevo:Impossible can have no member"):
        infer([*ontology, declared, *both], {})


def test_hermit_is_stopped_after_its_time(ontology: list[Triple]) -> None:
    start = time.monotonic()
    with pytest.raises(BevoError, match=r"HermiT was stopped after 0\.5 seconds"):
        classify(ontology, limit=0.5)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("heap", [1, 2])
def test_too_little_heap_is_said(heap: int, ontology: list[Triple]) -> None:
    with pytest.raises(BevoError, match=rf"^HermiT needs more than the {heap} megabytes of memory that it may take$"):
        classify(ontology, heap=heap)


@pytest.fixture
def slow_java(tmp_path: Path) -> Path:
    """In place of Java, a program that writes its process id and sleeps."""
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid.part\nmv {tmp_path}/pid.part {tmp_path}/pid\nsleep 100\n")
    java.chmod(0o755)
    return java


def test_who_asked_is_killed_and_nothing_is_left(slow_java: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "BEVO_JAVA": str(slow_java), "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", "from bevo.reasoning.hermit import classify; classify([])"]
    with subprocess.Popen(command, env=environment) as asking:
        pid = tmp_path / "pid"
        assert soon(pid.exists)
        java = Path("/proc", pid.read_text().strip())
        assert java.exists()
        asking.kill()
    assert soon(lambda: not java.exists() or "Z" in (java / "stat").read_text().rpartition(")")[2])
    assert soon(lambda: not list(temporary.iterdir()))


def soon(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        time.sleep(0.1)
    return true()


def test_a_trace_is_told_in_a_line(slow_java: Path) -> None:
    slow_java.write_text(
        "#!/bin/sh\necho 'Exception in thread \"main\" java.lang.IllegalArgumentException: no'\nexit 1\n"
    )
    with pytest.MonkeyPatch.context() as environment, pytest.raises(BevoError) as caught:
        environment.setenv("BEVO_JAVA", str(slow_java))
        classify([])
    assert str(caught.value) == ('HermiT failed: Exception in thread "main" java.lang.IllegalArgumentException: no')


def test_missing_java_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEVO_JAVA", "/nowhere/java")
    with pytest.raises(BevoError, match="Java is missing: /nowhere/java"):
        java_executable()


def test_superclasses_and_superproperties_are_told(ontology: list[Triple]) -> None:
    vesicle, outcome = finding_iri("F9001", "vesicle"), finding_iri("F9001", "outcome")
    inferred = infer(ontology, {"F9001": [
        Triple(vesicle, TYPE, node("obo:GO_0070062")), Triple(vesicle, bevo("promotes"), outcome),
        Triple(outcome, TYPE, node("obo:GO_0001649")),
    ]})  # fmt: skip
    assert {
        Triple(vesicle, TYPE, node("obo:GO_1903561")),
        Triple(vesicle, bevo("affects"), outcome),
        Triple(outcome, TYPE, bevo("BoneGainOutcome")),
        Triple(outcome, TYPE, node("obo:GO_0008150")),
    } <= set(inferred)
    assert Triple(vesicle, TYPE, bevo("BoneGain")) not in inferred  # the outcome is not a reported one
