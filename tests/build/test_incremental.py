"""A rebuild gives the bytes of a build from nothing, whatever was edited and whatever became of what was kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from bevo import __version__
from bevo.build.build import Release, build
from bevo.build.incremental import infer_findings, module, validate_findings
from bevo.build.prepare import Checked
from bevo.cache import Make, afresh, digest, keeper
from bevo.ontology.merge import logical, with_metadata
from bevo.problems import InputError, Problem
from bevo.project import Project
from bevo.rdf.names import bevo
from bevo.rdf.rdfio import canonical, sorted_triples
from bevo.rdf.vocabulary import SUBCLASS
from bevo.reasoning.hermit import LIMIT_SECONDS, Inconsistent, reason
from checkout import ROOT, copy_project

REVIEW = "yang-2021"
FILES = ("abstract", "osteoclasts-derived-exosomes-in-op", "mscs-derived-exosomes-in-op", "introduction")


def small_project(folder: Path) -> Project:
    """A project with a part of one review, every file of it its own."""
    project = copy_project(folder)
    (folder / "ontology").unlink()
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    for path in (project.instances / "findings").rglob("*.yaml"):
        if path.parent.name != REVIEW or path.stem not in FILES:
            path.unlink()
    for path in (project.instances / "discrepancies").glob("*.yaml"):
        path.unlink()
    return project


def written(project: Project) -> dict[str, str]:
    """Everything that a build writes, as hashes."""
    folders = (project.dist, project.instances, project.root / "docs")
    files = (p for folder in folders for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(project.root).as_posix(): digest(p.read_bytes()) for p in files}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has changed; the test needs another edit"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def file_of(project: Project, name: str) -> Path:
    return project.instances / "findings" / REVIEW / f"{name}.yaml"


def turn_a_sign(project: Project) -> None:
    edit(file_of(project, FILES[1]), "\n  inhibits: ", "\n  promotes: ")


def add_a_finding(project: Project) -> None:
    text = file_of(project, FILES[0]).read_text(encoding="utf-8")
    new = "- id: F9001\n  at: [Abstract sentence 4]\n  uncited: the abstract cites nothing\n  vesicle: exosome\n"
    new += "  from: osteoclast\n  to: osteoblast\n  cargo: [miR-214]\n  inhibits: osteoblast differentiation\n"
    file_of(project, FILES[0]).write_text(f"{text}{new}", encoding="utf-8")


def withdraw_a_finding(project: Project) -> None:
    edit(file_of(project, FILES[0]), "- id: F0101\n", "- id: F0101\n  deprecated: told twice\n")


def rename_a_term(project: Project) -> None:
    edit(project.ontology / "terms" / "cells.tsv", "\tosteoclast\t", "\tosteoclast cell\tosteoclast|")


def retitle_a_study(project: Project) -> None:
    edit(project.instances / "studies.yaml", "- id: shan-2019\n  title: ", "- id: shan-2019\n  title: Anew, ")


def damage_what_was_kept(project: Project) -> None:
    for number, path in enumerate(sorted((project.build / "cache").iterdir())):
        data = path.read_bytes()
        path.write_bytes((data[: len(data) // 2], data.replace(b"inhibits", b"promotes"), b"")[number % 3])


def meddle_with_the_site(project: Project) -> None:
    pages = sorted((project.dist / "site" / "finding").glob("*.html"))
    stamp = pages[0].stat()
    pages[0].write_bytes(pages[0].read_bytes().replace(b"exosome", b"ectosom"))
    os.utime(pages[0], ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    pages[1].unlink()
    shutil.rmtree(project.dist / "site" / "term")


def lose_the_release(project: Project) -> None:
    shutil.rmtree(project.dist)


EDITS = (
    turn_a_sign,
    add_a_finding,
    withdraw_a_finding,
    rename_a_term,
    retitle_a_study,
    damage_what_was_kept,
    meddle_with_the_site,
    lose_the_release,
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = small_project(tmp_path_factory.mktemp("small"))
    build(project)
    return project


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.__name__)
def test_after_an_edit_a_rebuild_writes_what_a_build_from_nothing_writes(
    change: Callable[[Project], None], small: Project
) -> None:
    before = written(small)
    change(small)
    build(small)
    rebuilt = written(small)
    build(small, from_nothing=True)
    assert rebuilt == written(small)
    if change in EDITS[:5]:
        assert rebuilt["dist/bevo-kg.ttl"] != before["dist/bevo-kg.ttl"], "the edit must show"


def test_a_rebuild_without_an_edit_reasons_about_nothing_and_takes_every_page_over(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(small)
    before = written(small)
    page = small.dist / "site" / "finding" / "F0102.html"
    inode = page.stat().st_ino
    monkeypatch.setenv("BEVO_JAVA", "/nowhere/java")  # HermiT would fail
    build(small)
    assert written(small) == before
    assert page.stat().st_ino == inode and page.stat().st_nlink == 1


def test_a_fault_of_a_changed_finding_is_told_as_a_build_from_nothing_tells_it(small: Project) -> None:
    build(small)
    path = file_of(small, FILES[0])
    sound = path.read_text(encoding="utf-8")
    path.write_text(
        f"{sound}- id: F9002\n  at: [Abstract sentence 4]\n  uncited: it cites nothing\n  kind: therapy\n"
        "  vesicle: exosome\n  from: osteoclast\n",
        encoding="utf-8",
    )
    before = written(small)
    try:
        with pytest.raises(InputError) as rebuilt:
            build(small)
        with pytest.raises(InputError) as again:
            build(small)
        with pytest.raises(InputError) as from_nothing:
            build(small, from_nothing=True)
        assert rebuilt.value.problems == again.value.problems == from_nothing.value.problems
        assert written(small) == before
    finally:
        path.write_text(sound, encoding="utf-8")


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> list[Triple]:
    return logical(canonical(with_metadata(checked.ontology.triples(), __version__)))


@pytest.fixture(scope="module")
def logic(checked: Checked) -> dict[str, list[Triple]]:
    return {finding.id: checked.emitted[finding.id].logic for finding in checked.findings}


def individuals(triples: Iterable[Triple]) -> list[Triple]:
    return [t for t in triples if t.predicate != SUBCLASS]


@pytest.mark.parametrize("shard", range(6))
def test_shards_of_findings_with_the_axioms_they_need_give_what_one_run_over_all_gives(
    shard: int, ontology: list[Triple], logic: dict[str, list[Triple]], built: tuple[Project, Release]
) -> None:
    chosen = {i: triples for n, (i, triples) in enumerate(logic.items()) if n % 6 == shard}
    needed = module(ontology, (t for triples in chosen.values() for t in triples))
    assert len(needed) < len(ontology)
    own = {t.subject for triples in chosen.values() for t in triples}
    expected = [t for t in individuals(built[1].inferred) if t.subject in own]
    assert individuals(reason(needed, chosen)) == expected


@pytest.mark.parametrize("finding", ["F0001", "F0007", "F0026", "F0042", "F0060", "F0101"])
def test_one_finding_with_the_axioms_it_needs_gives_what_one_run_over_all_gives(
    finding: str, ontology: list[Triple], logic: dict[str, list[Triple]], built: tuple[Project, Release]
) -> None:
    needed = module(ontology, logic[finding])
    assert len(needed) < len(ontology) / 2
    own = {t.subject for t in logic[finding]}
    assert individuals(reason(needed, {finding: logic[finding]})) == [
        t for t in individuals(built[1].inferred) if t.subject in own
    ]


def test_a_changed_finding_that_contradicts_the_ontology_is_named_by_a_rebuild(
    ontology: list[Triple], logic: dict[str, list[Triple]], tmp_path: Path
) -> None:
    few = {i: logic[i] for i in ("F0007", "F0026")}
    keep = keeper(tmp_path / "kept")
    sound = infer_findings(ontology, few, LIMIT_SECONDS, keep)
    vesicle = next(t.object for t in few["F0026"] if t.predicate == bevo("vesicle"))
    assert isinstance(vesicle, NamedNode)
    wrong = Triple(vesicle, bevo("carries"), next(t.object for t in few["F0026"] if t.predicate == bevo("actsOn")))
    with pytest.raises(Inconsistent, match="F0026"):
        infer_findings(ontology, {**few, "F0026": [*few["F0026"], wrong]}, LIMIT_SECONDS, keep)
    assert infer_findings(ontology, few, LIMIT_SECONDS, keep) == sound


def test_only_the_findings_that_changed_are_asked_about(tmp_path: Path) -> None:
    asked: list[list[Triple]] = []

    def nothing_wrong(triples: Iterable[Triple]) -> list[Problem]:
        asked.append(list(triples))
        return []

    def said(of: str, what: str) -> Triple:
        return Triple(bevo(of), bevo("sign"), bevo(what))

    keep = keeper(tmp_path)
    first = {"F1": [said("F1", "a")], "F2": [said("F2", "a")]}
    for findings in (first, first, {**first, "F2": [said("F2", "b")]}, {"F1": first["F1"]}):
        assert validate_findings([said("O", "o")], [said("S", "s")], findings, "key", nothing_wrong, keep) == []
    assert asked == [
        [said("O", "o"), said("S", "s"), said("F1", "a"), said("F2", "a")],
        [said("O", "o"), said("S", "s"), said("F2", "b")],
    ]


def counting(calls: list[str]) -> Make:
    def make(names: list[str]) -> Mapping[str, str]:
        calls.extend(names)
        return {name: f"value of {name}: ü\n" for name in names}

    return make


def test_a_value_is_made_once_for_a_key_and_again_for_another(tmp_path: Path) -> None:
    calls: list[str] = []
    for keys in ({"a": "1", "b": "1"}, {"b": "1", "a": "1"}, {"a": "1", "b": "2"}):
        values = keeper(tmp_path)("step", keys, counting(calls))
        assert list(values.items()) == [(name, f"value of {name}: ü\n") for name in keys]
    assert calls == ["a", "b", "b"]


def test_values_that_are_no_longer_asked_for_are_let_go(tmp_path: Path) -> None:
    calls: list[str] = []
    for keys in ({"a": "1", "b": "1"}, {"a": "1"}, {"a": "1", "b": "1"}):
        keeper(tmp_path)("step", keys, counting(calls))
    assert calls == ["a", "b", "b"]
    assert [path.name for path in tmp_path.iterdir()] == ["step.json"]


@pytest.mark.parametrize("damage", [b"", b"\x00\xff", b"[]", b'{"a": ["1", "forged"]}', b"0" * 40 + b"\n{}"])
def test_a_damaged_file_counts_as_none(damage: bytes, tmp_path: Path) -> None:
    calls: list[str] = []
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    (tmp_path / "step.json").write_bytes(damage)
    assert keeper(tmp_path)("step", {"a": "1"}, counting(calls)) == {"a": "value of a: ü\n"}
    assert calls == ["a", "a"]


def test_one_forged_letter_is_found_out(tmp_path: Path) -> None:
    calls: list[str] = []
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    data = (tmp_path / "step.json").read_bytes()
    (tmp_path / "step.json").write_bytes(data.replace(b"value", b"valve"))
    assert keeper(tmp_path)("step", {"a": "1"}, counting(calls)) == {"a": "value of a: ü\n"}


def test_what_other_code_made_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    newer = tmp_path / "lib" / "pyoxigraph-99.0.dist-info"
    newer.mkdir(parents=True)
    monkeypatch.syspath_prepend(str(newer.parent))
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    assert calls == ["a", "a"]


def test_a_failure_keeps_what_was_there_and_a_folder_that_cannot_be_written_harms_nothing(tmp_path: Path) -> None:
    calls: list[str] = []
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    with pytest.raises(KeyError):
        keeper(tmp_path)("step", {"a": "1", "b": "1"}, lambda _: {})
    keeper(tmp_path)("step", {"a": "1"}, counting(calls))
    (tmp_path / "file").write_bytes(b"")
    assert keeper(tmp_path / "file")("step", {"a": "1"}, counting(calls)) == afresh("step", {"a": "1"}, counting([]))
    assert calls == ["a", "a"]


def test_a_hash_tells_where_a_text_ends() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")


def test_shards_are_put_together_in_the_order_of_the_release(
    ontology: list[Triple], logic: dict[str, list[Triple]], built: tuple[Project, Release], tmp_path: Path
) -> None:
    keep = keeper(tmp_path)
    some = dict(list(logic.items())[:40])
    infer_findings(ontology, dict(list(some.items())[:20]), LIMIT_SECONDS, keep)
    together = infer_findings(ontology, some, LIMIT_SECONDS, keep)
    own = {t.subject for triples in some.values() for t in triples}
    assert together == sorted_triples(together)
    assert individuals(together) == [t for t in individuals(built[1].inferred) if t.subject in own]
