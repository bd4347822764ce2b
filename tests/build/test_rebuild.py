"""A rebuild gives the bytes of a build from nothing, whatever was edited and whatever became of what was kept."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bevo.build.build import build
from bevo.cache import digest
from bevo.files import locked
from bevo.problems import InputError
from bevo.project import Project
from checkout import ROOT, SAMPLE, copy_project, keep_findings

REVIEW = "yang-2021"
FILES = ("abstract", "osteoclasts-derived-exosomes-in-op", "mscs-derived-exosomes-in-op", "introduction")


def small_project(folder: Path) -> Project:
    """A project with a part of one review, every file of it its own."""
    project = copy_project(folder, SAMPLE / "instances")
    for name in ("ontology", "shapes", "queries"):
        (folder / name).unlink()
        shutil.copytree(ROOT / name, folder / name)
    keep_findings(project, REVIEW, FILES)
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


def change_a_cargo(project: Project) -> None:
    edit(file_of(project, FILES[1]), "\n  cargo: miR-214", "\n  cargo: miR-21")


def remove_a_finding(project: Project) -> None:
    path = file_of(project, FILES[2])
    head, *records = path.read_text(encoding="utf-8").split("\n- id: ")
    path.write_text("\n- id: ".join([head, *records[:-1]]) + "\n", encoding="utf-8")


def add_a_finding(project: Project) -> None:
    text = file_of(project, FILES[0]).read_text(encoding="utf-8")
    new = "- id: F9001\n  at: [Abstract sentence 4]\n  uncited: the abstract cites nothing\n  vesicle: exosome\n"
    new += "  from: osteoclast\n  to: osteoblast\n  cargo: [miR-214]\n  inhibits: osteoblast differentiation\n"
    file_of(project, FILES[0]).write_text(f"{text}{new}", encoding="utf-8")


def withdraw_a_finding(project: Project) -> None:
    edit(file_of(project, FILES[0]), "- id: F0101\n", "- id: F0101\n  deprecated: told twice\n")


def rename_a_term(project: Project) -> None:
    edit(
        project.ontology / "terms" / "cells.tsv",
        "\tosteoclast precursor\t",
        "\tosteoclast forerunner\tosteoclast precursor|",
    )


def retitle_a_study(project: Project) -> None:
    edit(project.instances / "studies.yaml", "- id: lewis-2018\n  title: ", "- id: lewis-2018\n  title: Anew, ")


def reword_a_shape(project: Project) -> None:
    edit(project.shapes / "biomarker.ttl", "A biomarker finding needs its vesicle.", "A biomarker needs its vesicle.")


def reword_a_question(project: Project) -> None:
    edit(project.queries / "withdrawn.rq", "#+ summary: Withdrawn findings", "#+ summary: Findings that were withdrawn")


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
    change_a_cargo,
    remove_a_finding,
    add_a_finding,
    withdraw_a_finding,
    rename_a_term,
    retitle_a_study,
    reword_a_shape,
    reword_a_question,
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
    if change in EDITS[:7]:
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


def test_a_second_build_of_the_same_checkout_waits_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)
    monkeypatch.setattr("bevo.build.build._build", lambda *_: project.dist.mkdir())
    first_may_end = threading.Event()
    first_writes = threading.Event()

    def first() -> None:
        with locked(project.dist):
            first_writes.set()
            first_may_end.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    first_writes.wait(10)
    said: list[str] = []

    def say(text: str) -> None:
        said.append(text)
        first_may_end.set()

    build(project, say)
    thread.join()
    assert said == ["another build is writing dist/; waiting for it"]
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]
