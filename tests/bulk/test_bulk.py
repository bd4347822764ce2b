"""A bulk build says what the release says, sets bad lines aside, and depends on nothing but its lines."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Triple

from bevo.build.build import Release
from bevo.build.prepare import Checked
from bevo.bulk.build import Engine, bulk_build, on_this_machine
from bevo.bulk.parts import Done, Part, make_part, parts_of
from bevo.bulk.shard import Made, Setting, make_shard, read_setting
from bevo.cache import keeper, remembering
from bevo.curation.jsonl import findings_jsonl
from bevo.ontology.merge import logical
from bevo.problems import BevoError
from bevo.project import Project
from bevo.reasoning.infer import infer
from bevo_bench.synthetic import MOST, synthetic
from checkout import ROOT

KEEP = remembering()
"""So that HermiT is not asked of the ontology in each test."""


@pytest.fixture(scope="session")
def setting(project: Project) -> Setting:
    return read_setting(project)


@pytest.fixture(scope="session")
def curated(checked: Checked) -> list[str]:
    return findings_jsonl(checked.instances).decode().splitlines()


def lines_of(folder: Path) -> set[bytes]:
    return {line for path in folder.rglob("*.nq") for line in path.read_bytes().splitlines()}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_bulk_build_of_the_curated_findings_says_what_the_release_says(
    built: tuple[Project, Release], setting: Setting, curated: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(curated))
    assert bulk_build(source, tmp_path / "out", setting, on_this_machine(2), size=400, keep=KEEP) == (len(curated), 0)
    made = lines_of(tmp_path / "out")
    released = set(gzip.decompress((built[0].dist / "bevo-kg.nq.gz").read_bytes()).splitlines())
    other = {line for line in made - released if not line.startswith(b"<https://w3id.org/bevo/study/")}
    assert not other  # a bulk build brings every study; the release those that it cites
    elsewhere = (b"/graph/queries>", b"/graph/background>", b"/discrepancy/")
    assert not {line for line in released - made if not any(part in line for part in elsewhere)}


LINES = {
    "": "a blank line is passed over",
    "{": "is not a JSON object",
    "[1, 2]": "is not a JSON object",
    "null": "is not a JSON object",
    "[" * 50_000: "is not a JSON object",
    '{"id": "F9001", "id": "F9002"}': "the key 'id' stands twice",
    '{"id": "F9001", "auc": NaN}': "NaN is no number of JSON",
    '{"id": "F9001", "note": "\\ud800"}': "is not a JSON object in UTF-8",
    '{"id": "F9001", "at": ["Abstract sentence 3"]}': "review: names none of",
    '{"id": "F9001", "review": "yang-2021", "note": null}': "the key 'note' has no value",
    '{"id": "F9001", "review": "yang-2021", "at": [7]}': "at",
    '{"id": {"a": []}, "review": ["yang-2021"]}': "review: names none of",
    f'{{"id": "F9001", "note": "{"x" * 200_000}"}}': "is not a JSON object",
}
GOOD = {
    "id": "F9001",
    "review": "yang-2021",
    "at": ["Abstract sentence 3"],
    "uncited": "a test",
    "from": "osteocyte",
    "vesicle": "exosome",
    "cargo": "miR-214",
    "to": "osteoblast",
    "inhibits": "osteoblast differentiation",
}
CHANGES: dict[str, dict[str, object]] = {
    "'osteoblst' is not a known name": {"to": "osteoblst"},
    "is no study of studies.yaml": {"cites": ["nobody-1900"], "uncited": None},
    "is no section of": {"at": ["Nowhere sentence 1"]},
    "is no key of a record": {"sign": "promotes"},
    "does not fit the pattern": {"id": "F1"},
    "one bearer has one sign to one thing": {
        "via": [["miR-214", "inhibits", "RANK"], ["miR-214", "has_no_effect_on", "RANK"]]
    },
    "The outcome has more than one sign": {"via": [["vesicle", "promotes", "osteoblast differentiation"]]},
}


def changed(change: dict[str, object]) -> str:
    return json.dumps({key: value for key, value in {**GOOD, **change}.items() if value is not None})


def test_each_bad_line_is_set_aside_with_its_number_and_the_rest_goes_on(setting: Setting, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    others = {changed({"id": f"F91{n:02}", **change}): fault for n, (fault, change) in enumerate(CHANGES.items())}
    bad = {**LINES, **others}
    good = [json.dumps({**GOOD, "id": f"F{number}"}) for number in range(8001, 8004)]
    texts = [good[0], *bad, good[1], good[0], good[2]]
    source.write_bytes("\r\n".join(texts).encode() + b"\n\xff\xfe\n")
    built = bulk_build(source, out, setting, on_this_machine(1), size=7, keep=KEEP)
    rejects = [json.loads(line) for line in (out / "rejects.jsonl").read_text().splitlines()]
    assert built == (3, len(bad) - 1 + 2)
    expected = {n: fault for n, fault in enumerate(bad.values(), start=2) if n > 2}
    twice = len(texts) - 1
    expected |= {twice: "the id stands already at line 1", len(texts) + 1: "is not a JSON object in UTF-8"}
    told = {reject["line"]: reject["fault"] for reject in rejects}
    assert list(told) == sorted(expected)
    assert not {n: (told[n], fault) for n, fault in expected.items() if fault not in told[n]}
    made = b"".join(lines_of(out / "quads"))
    assert [b"/F800%d>" % n in made for n in (1, 2, 3)] == [True] * 3
    assert b"/F9" not in made


def test_bytes_depend_on_neither_processes_nor_order(setting: Setting, project: Project, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(f"{line}\n" for line in synthetic(project, 300)))
    for jobs in (1, 3):
        assert bulk_build(source, tmp_path / str(jobs), setting, on_this_machine(jobs), size=70) == (300, 0)
    assert contents(tmp_path / "1") == contents(tmp_path / "3")
    bulk_build(source, tmp_path / "whole", setting, on_this_machine(1), keep=KEEP)
    assert lines_of(tmp_path / "1") == lines_of(tmp_path / "whole")


def heard(made: list[int]) -> Engine:
    """An engine that writes down which parts it was asked for."""

    def engine(parts: list[Part], source: Path, folder: Path, setting: Setting) -> Iterable[Done]:
        made.extend(part.number for part in parts)
        return (make_part(part, source, folder, setting) for part in parts)

    return engine


@pytest.fixture(scope="module")
def earlier(setting: Setting, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build of 200 lines, two of them bad, in parts of 50; the lines are beside it."""
    folder = tmp_path_factory.mktemp("earlier")
    lines = list(synthetic(project, 200))
    lines[60], lines[160] = "{", "[]"
    (folder / "in.jsonl").write_text("".join(f"{line}\n" for line in lines))
    assert bulk_build(folder / "in.jsonl", folder / "out", setting, on_this_machine(2), size=50, keep=KEEP) == (198, 2)
    return folder


EDITS: dict[str, tuple[Callable[[list[str]], list[str]], list[int], list[int]]] = {
    "a finding and a bad line": (
        lambda lines: [
            *lines[:60],
            "[",
            *lines[61:120],
            lines[120].replace('"at": ', '"when": "later", "at": '),
            *lines[121:],
        ],
        [1, 2],
        [61, 121],
    ),
    "an id that stands in a later part": (lambda lines: [lines[199], *lines[1:]], [0, 3], [1, 161, 200]),
    "a line at the end": (lambda lines: [*lines, "{}"], [4], [201]),
    "a part less": (lambda lines: lines[:150], [], []),
    "a line at the beginning": (lambda lines: ["", *lines], [0, 1, 2, 3, 4], [62, 162]),
    "lines taken out": (lambda lines: lines[30:], [0, 1, 2, 3], [31, 131]),
    "an id given to another": (
        lambda lines: [lines[0].replace(json.loads(lines[0])["id"], json.loads(lines[1])["id"]), *lines[1:]],
        [0],
        [1, 2],
    ),
}
"""Edits, with the parts and the lines that are made again."""


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_only_its_lines_are_made_and_the_bytes_are_those_of_a_build_from_nothing(
    edit: str, earlier: Path, setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, parts, expected = EDITS[edit]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(f"{line}\n" for line in change((earlier / "in.jsonl").read_text().splitlines())))
    made: list[int] = []
    lines: list[int] = []

    def shard(some: list[tuple[int, str]], *rest: Any) -> Made:
        lines.extend(number for number, _ in some)
        return make_shard(some, *rest)

    monkeypatch.setattr("bevo.bulk.parts.make_shard", shard)
    built = bulk_build(source, tmp_path / "out", setting, heard(made), size=50, former=earlier / "out", keep=KEEP)
    assert (made, lines) == (parts, expected)
    monkeypatch.undo()
    assert built == bulk_build(source, tmp_path / "afresh", setting, on_this_machine(2), size=50, keep=KEEP)
    assert contents(tmp_path / "out") == contents(tmp_path / "afresh")


def test_what_is_damaged_missing_or_of_another_setting_is_made_again(
    earlier: Path, setting: Setting, tmp_path: Path
) -> None:
    former = tmp_path / "former"
    shutil.copytree(earlier / "out", former)
    (former / "quads" / "part-00000.nq").write_bytes(b"")
    (former / "quads" / "part-00002.nq").unlink()
    (former / "sources.nq").unlink()
    (former / "rejects.jsonl").write_text((former / "rejects.jsonl").read_text().replace("object", "subject"))
    made: list[int] = []
    bulk_build(earlier / "in.jsonl", tmp_path / "out", setting, heard(made), size=50, former=former, keep=KEEP)
    assert made == [0, 1, 2, 3]  # each of the parts 1 and 3 has set a line aside
    assert contents(tmp_path / "out") == contents(earlier / "out")
    other = replace(setting, key="other")
    bulk_build(earlier / "in.jsonl", tmp_path / "other", other, heard(made), size=50, former=earlier / "out")
    assert made == 2 * [0, 1, 2, 3]


def test_no_line_is_taken_from_a_part_that_was_damaged(earlier: Path, setting: Setting, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    lines = (earlier / "in.jsonl").read_text().splitlines()
    source.write_text("".join(f"{line}\n" for line in ["{}", *lines[1:50]]))
    shutil.copytree(earlier / "out", tmp_path / "former")
    first = f"<https://w3id.org/bevo/finding/{json.loads(lines[0])['id']}".encode()
    quads = (earlier / "out" / "quads" / "part-00000.nq").read_bytes().splitlines(keepends=True)
    expected = b"".join(line for line in quads if not line.startswith(first))
    for name in ("quads/part-00000.nq", "findings/part-00000.tsv"):
        damaged = tmp_path / "former" / name
        whole = damaged.read_bytes()
        for data in (whole.replace(b"F", b"G", 1), whole[: len(whole) // 2], b""):
            damaged.write_bytes(data)
            bulk_build(source, tmp_path / "out", setting, heard([]), size=50, former=tmp_path / "former", keep=KEEP)
            assert (tmp_path / "out" / "quads" / "part-00000.nq").read_bytes() == expected
            shutil.rmtree(tmp_path / "out")
        damaged.write_bytes(whole)


def test_the_setting_is_another_when_a_shape_or_a_study_is(tmp_path: Path, setting: Setting) -> None:
    for name in ("ontology", "shapes", "instances"):
        shutil.copytree(ROOT / name, tmp_path / name)
    assert read_setting(Project(tmp_path)).key == setting.key
    for name in ("shapes/finding.ttl", "instances/studies.yaml"):
        with (tmp_path / name).open("a") as file:
            file.write("\n# one line more\n")
        assert read_setting(Project(tmp_path)).key != setting.key
        shutil.copy(ROOT / name, tmp_path / name)


@pytest.mark.parametrize(
    ("text", "fault"),
    [(None, "is no bulk build: it has no made.tsv"), ("file\tkey\nx\ty\n", "is not what a bulk build writes")],
)
def test_a_folder_of_no_bulk_build_is_refused(
    text: str | None, fault: str, earlier: Path, setting: Setting, tmp_path: Path
) -> None:
    former = tmp_path / "former"
    former.mkdir()
    if text:
        (former / "made.tsv").write_text(text)
    with pytest.raises(BevoError, match=fault):
        bulk_build(earlier / "in.jsonl", tmp_path / "out", setting, on_this_machine(1), former=former, keep=KEEP)
    assert not (tmp_path / "out").exists()


def test_an_id_is_found_again_in_another_part(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    ids = ["F1000", "F01000", "F2000", "F1000", "G1000", "F12345678", "F12345678", "F²222", "F01000"]
    source.write_text("".join(f'{{"id": "{name}"}}\n' for name in ids))
    assert {k: v for part in parts_of(source, "", 2) for k, v in part.again.items()} == {4: 1, 9: 2}
    source.write_text('{"id": "F1000", "no": json\n{"note": "x", "id": "F1000"}\n  {"id":"F1000"}\n{"id": "F2000"}\n')
    assert {k: v for part in parts_of(source, "", 2) for k, v in part.again.items()} == {2: 1, 3: 1}


def test_hermit_is_asked_once_of_the_same_ontology(
    setting: Setting, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def classified(graphs: list[list[Triple]], limit: float) -> list[Triple]:
        asked.append(len(graphs))
        return []

    monkeypatch.setattr("bevo.reasoning.infer.classify_each", classified)
    keep = keeper(tmp_path / "cache")
    for name, one in (("one", setting), ("two", read_setting(project))):
        bulk_build(b"", tmp_path / name, one, on_this_machine(1), keep=keep)
    assert asked == [1]
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    other = replace(setting, logic=setting.logic[1:])
    bulk_build(b"", tmp_path / "three", other, on_this_machine(1), keep=keep)
    assert asked == [1, 1]


def test_a_folder_that_is_there_is_left_alone(setting: Setting, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("")
    (tmp_path / "out").mkdir()
    with pytest.raises(BevoError, match="exists already"):
        bulk_build(source, tmp_path / "out", setting, on_this_machine(1), keep=KEEP)
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_leaves_no_folder(name: str, setting: Setting, tmp_path: Path) -> None:
    with pytest.raises(BevoError, match="cannot read or write"):
        bulk_build(tmp_path / name, tmp_path / "out", setting, on_this_machine(1), keep=KEEP)
    assert not list(tmp_path.iterdir())


def test_synthetic_findings_are_sound_and_the_same_for_the_same_seed(project: Project, setting: Setting) -> None:
    lines = list(synthetic(project, 600, seed=1))
    assert lines == list(synthetic(project, 600, seed=1)) != list(synthetic(project, 600, seed=2))
    made = make_shard(enumerate(lines, start=1), setting)
    assert (made.findings, made.rejects) == (600, [])
    with pytest.raises(BevoError, match="at most"):
        next(synthetic(project, MOST + 1))


def test_hermit_infers_shard_by_shard_what_it_infers_from_all(checked: Checked) -> None:
    ontology = logical(checked.ontology.triples())
    chosen = list(checked.emitted)[::15][:60]
    logic = {finding: checked.emitted[finding].logic for finding in chosen}
    shards = [{finding: logic[finding] for finding in chosen[start::3]} for start in range(3)]
    whole = set(infer(ontology, logic))
    assert set(chain.from_iterable(infer(ontology, shard) for shard in shards)) == whole
    assert len(whole - set(infer(ontology, {}))) > 500


def test_the_command_builds_says_what_was_set_aside_and_builds_again(tmp_path: Path, curated: list[str]) -> None:
    (tmp_path / "in.jsonl").write_text("\n".join([*curated[:5], "no finding"]))

    def build(*words: str) -> tuple[int, str, str]:
        command = [
            sys.executable,
            "-m",
            "bevo",
            "build",
            "--root",
            str(ROOT),
            "--findings",
            "in.jsonl",
            *words,
        ]
        done = subprocess.run(command, cwd=tmp_path, env={**os.environ}, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    code, told, said = build("--out", "out", "--jobs", "1")
    assert (code, told) == (1, "5 findings in out; 1 lines set aside\n"), said
    assert "out/rejects.jsonl" in said
    assert sorted(os.listdir(tmp_path)) == ["in.jsonl", "out"]  # noqa: PTH208
    code, told, said = build("--out", "again", "--former", "out")
    assert (code, told) == (1, "5 findings in again; 1 lines set aside\n"), said
    assert "1 of 1 parts are as they were in out" in said
    assert contents(tmp_path / "again") == contents(tmp_path / "out")


def test_a_killed_build_leaves_no_worker_and_the_next_one_sweeps(project: Project, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(synthetic(project, 4_000, seed=3)))
    command = [sys.executable, "-m", "bevo", "build", "--findings", str(source), "--out", str(tmp_path / "out")]
    command += ["--jobs", "2", "--root", str(project.root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as build:
        assert build.stderr
        for line in build.stderr:
            if " of 4 parts" in line:
                break
        build.kill()
    assert list(tmp_path.glob(".out.*.part"))
    for _ in range(100):
        left = [p for p in Path("/proc").glob("[0-9]*/stat") if _session(p) == build.pid]
        if not left:
            break
        time.sleep(0.1)
    assert not left
    source.write_text("\n".join(synthetic(project, 30, seed=3)))
    subprocess.run(command, check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out"]


def _session(stat: Path) -> int:
    """The session of a process that runs, from its /proc/PID/stat."""
    try:
        state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
    except OSError:
        return 0
    return 0 if state == "Z" else int(session)


def test_lines_that_come_from_no_file_are_built_and_not_kept(
    setting: Setting, project: Project, tmp_path: Path
) -> None:
    lines = "\n".join(synthetic(project, 20, seed=3)).encode()
    (tmp_path / "in.jsonl").write_bytes(lines)
    bulk_build(lines, tmp_path / "one", setting, on_this_machine(1), keep=KEEP)
    bulk_build(tmp_path / "in.jsonl", tmp_path / "two", setting, on_this_machine(1), keep=KEEP)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
