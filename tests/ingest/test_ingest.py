"""From tables to findings: what is made of each layout, whole, the same on every way, and fit to be built."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from typer.testing import CliRunner

import bevo.ingest.names
import bevo.ingest.run
from bevo.bulk.shard import make_shard, read_setting
from bevo.cli.main import app
from bevo.ingest.mapping import Mapping, read_mapping
from bevo.ingest.run import ingest, unfinished
from bevo.ingest.tables import Row
from bevo.problems import BevoError
from bevo.project import Project
from bevo_bench.table import table
from checkout import ROOT

EXAMPLES = ROOT / "docs" / "ingest"
MADE = {
    "mined.tsv": [2, 3, 4, 5],
    "signor.tsv": [2],
    "mirtarbase.csv": [2, 4],
    "vesiclepedia.txt": [2, 3, 4],
    "indra.json": [1],
}
"""The rows of each example that become findings, by the tables of this checkout."""


def bevo_(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


def made(name: str, out: Path, **more: Any) -> list[dict[str, Any]]:
    mapping = read_mapping(EXAMPLES / f"{name}.mapping.yaml")
    ingest(EXAMPLES / name, mapping, EXAMPLES, out, Project(ROOT), **more)
    return findings(out)


def findings(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()]


def usual(**more: Any) -> Mapping:
    columns = {"pmid": "PMID", "from": "Source", "vesicle": "Vesicle", "cargo": "Cargo", "to": "Recipient"}
    columns |= {"sign": "Effect", "outcome": "Process"}
    verbs = {"promotes": "promotes", "inhibits": "inhibits", "up-regulates": "promotes", "down-regulates": "inhibits"}
    return Mapping.model_validate(
        {"source": {"id": "made-up", "title": "Made up"}, "columns": columns, "verbs": verbs} | more
    )


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.tsv"
    path.write_text("\n".join(table(120, bad=30)), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", MADE)
def test_each_row_of_an_example_is_a_finding_or_a_reject(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    one = made(name, out)
    assert [int(finding["id"][1:]) - 1_000_000 for finding in one] == MADE[name]
    with (out / "rejects.csv").open(encoding="utf-8", newline="") as stream:
        rejects = list(csv.DictReader(stream))
    assert all(reject["reason"] for reject in rejects)
    there = [*MADE[name], *(int(reject["row"]) for reject in rejects)]
    assert sorted(there) == list(range(min(there), max(there) + 1))


@pytest.mark.slow
@pytest.mark.parametrize("name", MADE)
def test_a_bulk_build_takes_every_finding(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    lines = [json.dumps(finding) for finding in made(name, out)]
    built = make_shard(enumerate(lines, start=1), read_setting(Project(ROOT), out))
    assert (built.findings, built.rejects) == (len(lines), [])


def test_what_a_rule_changed_is_kept(tmp_path: Path) -> None:
    first, *_, last = made("mined.tsv", tmp_path / "out")
    assert first["from"] == "mesenchymal stem cell of the bone marrow"
    assert first["cargo"] == "miR-21-5p"
    assert first["model"] == ["Homo sapiens"]
    assert "from was 'hBMSCs' (species: human)" in first["note"]
    assert last["promotes"] == "osteoblast differentiation"
    assert last["cites"] == ["pmid-30000003"]


def test_a_study_that_bevo_has_is_that_study(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Id,Source,Vesicle,Cargo\n"
        "https://doi.org/10.1002/STEM.1619,osteoclast,exosome,miR-214\n"
        "PMID: 123.0,osteoclast,exosome,miR-214\n"
        "pmc123,osteoclast,exosome,miR-214\n"
        "doi:10.1000/A(B),osteoclast,exosome,miR-214\n"
    )
    columns = {"cites": "Id", "from": "Source", "vesicle": "Vesicle", "cargo": "Cargo"}
    ingest(path, usual(columns=columns), tmp_path, tmp_path / "out", Project(ROOT))
    cited = [finding["cites"][0] for finding in findings(tmp_path / "out")]
    assert cited[:3] == ["abd-elmageed-2014", "pmid-123", "pmc123"]
    assert re.fullmatch(r"doi-10-1000-a-b-[0-9a-f]{6}", cited[3])
    assert [json.loads(line)["id"] for line in (tmp_path / "out" / "studies.jsonl").open()] == cited[1:]


def test_ids_of_one_row_are_one_study_and_its_title_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "PMID,DOI,Title,Year,Source,Vesicle,Cargo\n"
        "1,10.1000/a,,2020,osteoclast,exosome,miR-214\n"
        "1,,A title,,osteoclast,exosome,miR-21\n"
        ",10.1000/a,,2020,osteoclast,exosome,miR-21\n"
    )
    columns = {"from": "Source", "vesicle": "Vesicle", "cargo": "Cargo"}
    columns |= {"pmid": "PMID", "doi": "DOI", "title": "Title", "year": "Year"}
    ingest(path, usual(columns=columns), tmp_path, tmp_path / "out", Project(ROOT))
    assert {finding["cites"][0] for finding in findings(tmp_path / "out")} == {"pmid-1"}
    (study,) = map(json.loads, (tmp_path / "out" / "studies.jsonl").open())
    assert (study["doi"], study["title"], study["year"]) == ("10.1000/a", "A title", 2020)


def test_a_trial_alone_is_told_and_cited_by_none(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("NCT,Source,Vesicle,Cargo\nnct 01234567,osteoclast,exosome,miR-214\n")
    columns = {"nct": "NCT", "from": "Source", "vesicle": "Vesicle", "cargo": "Cargo"}
    ingest(path, usual(columns=columns), tmp_path, tmp_path / "out", Project(ROOT))
    (one,) = findings(tmp_path / "out")
    assert one["note"] == "trial NCT01234567"
    assert one["uncited"] == "the table names the trial NCT01234567 alone"


def test_all_formats_give_the_same_findings(rows: Path, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    with rows.open(encoding="utf-8", newline="") as stream:
        header, *lines = csv.reader(stream, "excel-tab")
    objects = [dict(zip(header, line, strict=True)) for line in lines]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("A")
    for line in (header, *lines):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line])
    book.save(tmp_path / "rows.xlsx")
    (tmp_path / "bom.csv").write_text(
        "\n".join(",".join(line) for line in (header, *lines)), encoding="utf-8-sig", newline="\r\n"
    )
    (tmp_path / "utf16.csv").write_text("\n".join(";".join(line) for line in (header, *lines)), encoding="utf-16")
    (tmp_path / "rows.json").write_text(json.dumps(objects, indent=1))
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, objects)))
    parquet.write_table(pyarrow.Table.from_pylist(objects), tmp_path / "rows.parquet")
    expected: dict[int, dict[str, Any]] = {}
    for name in ("rows.tsv", "rows.xlsx", "bom.csv", "utf16.csv", "rows.json", "rows.jsonl", "rows.parquet"):
        reading = {"delimiter": ";", "encoding": "utf-16"} if name == "utf16.csv" else {}
        out = tmp_path / f"{name}.out"
        ingest(tmp_path / name, usual(read=reading), tmp_path, out, Project(ROOT))
        shift = 0 if name.endswith(("sv", "xlsx")) else 1
        got = {int(f["id"][1:]) + shift: {k: v for k, v in f.items() if k not in ("id", "at")} for f in findings(out)}
        expected = expected or got
        assert got == expected, name
    assert expected


def test_latin_1_is_read_where_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("PMID,Source,Vesicle,Cargo,Remark\n1,osteoclast,exosome,TGF-ß1,für\n".encode("latin-1"))
    columns = {"pmid": "PMID", "from": "Source", "vesicle": "Vesicle", "cargo": "Cargo"}
    mapping = usual(columns=columns, note=["Remark"], read={"encoding": "latin-1"})
    ingest(path, mapping, tmp_path, tmp_path / "out", Project(ROOT))
    (one,) = findings(tmp_path / "out")
    assert "Remark für" in one["note"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_run_that_was_stopped_goes_on(rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, out, project = tmp_path / "whole", tmp_path / "out", Project(ROOT)
    ingest(rows, usual(), tmp_path, whole, project, size=20)
    calls = 0
    really = bevo.ingest.run._made

    def stopped(row: Row, setting: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 50:
            raise KeyboardInterrupt
        return really(row, setting)

    monkeypatch.setattr(bevo.ingest.run, "_made", stopped)
    with pytest.raises(KeyboardInterrupt):
        ingest(rows, usual(), tmp_path, out, project, size=20)
    assert not out.exists()
    assert unfinished(out).is_dir()
    with pytest.raises(BevoError, match="--resume goes on"):
        ingest(rows, usual(), tmp_path, out, project, size=20)
    with pytest.raises(BevoError, match="the mapping, the terms or the program changed"):
        ingest(rows, usual(first_id="F2000000"), tmp_path, out, project, size=20, resume=True)
    ingest(rows, usual(), tmp_path, out, project, size=20, resume=True)
    assert calls == 50 + 120 - 40  # the first two parts were there
    assert contents(out) == contents(whole)
    assert not unfinished(out).exists()
    with pytest.raises(BevoError, match="exists already"):
        ingest(rows, usual(), tmp_path, out, project)


def test_resume_needs_something_to_go_on_with(rows: Path, tmp_path: Path) -> None:
    with pytest.raises(BevoError, match="nothing to go on with"):
        ingest(rows, usual(), tmp_path, tmp_path / "out", Project(ROOT), resume=True)


def test_each_distinct_name_is_read_once(rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[str, str]] = []
    really = bevo.ingest.names._read

    def counted(key: str, name: str, *rest: Any) -> Any:
        read.append((key, name))
        return really(key, name, *rest)

    monkeypatch.setattr(bevo.ingest.names, "_read", counted)
    done = ingest(rows, usual(), tmp_path, tmp_path / "out", Project(ROOT))
    assert len(read) == len(set(read))
    assert done.tally.rejects > 30


def test_names_are_counted_by_rows_and_told_by_status(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    cargoes = ("miR-21", "miR21", "IL10", "IL10", "hsa-miR-1914-5p", "miR-99999", "no such thing", "2-Sep", "SEPT2")
    path.write_text("PMID,Source,Vesicle,Cargo\n" + "".join(f"1,osteoclast,exosome,{cargo}\n" for cargo in cargoes))
    columns = {"pmid": "PMID", "from": "Source", "vesicle": "Vesicle", "cargo": "Cargo"}
    ingest(path, usual(columns=columns), tmp_path, tmp_path / "out", Project(ROOT))
    with (tmp_path / "out" / "names.tsv").open(encoding="utf-8", newline="") as stream:
        told = {row["name"]: row for row in csv.DictReader(stream, dialect="excel-tab") if row["key"] == "cargo"}
    assert {name: (row["status"], row["rows"]) for name, row in told.items()} == {
        "miR-21": ("known", "1"),
        "miR21": ("by rule", "1"),
        "IL10": ("absent", "2"),
        "hsa-miR-1914-5p": ("absent", "1"),
        "miR-99999": ("absent", "1"),
        "no such thing": ("absent", "1"),
        "2-Sep": ("damaged", "1"),
        "SEPT2": ("absent", "1"),
    }
    assert told["miR-99999"]["command"] == ""
    assert told["SEPT2"]["command"] == ""
    assert "hgnc:7729 SEPTIN2" in told["SEPT2"]["remark"]


def lines_of(script: Path) -> Iterator[str]:
    for line in script.read_text(encoding="utf-8").splitlines():
        if line.startswith("bevo "):
            yield line


def test_the_commands_for_terms_run_and_then_the_rows_are_taken(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    shutil.copytree(ROOT / "instances", tmp_path / "instances")
    lab = Project(tmp_path)
    path = tmp_path / "t.csv"
    path.write_text(
        "PMID,Source,Vesicle,Cargo\n"
        "1,adipocytes,exosome,IL10\n"
        "1,adipocytes,exosome,Il10\n"
        "1,osteoclast,exosome,hsa-miR-1914-5p\n"
        "1,osteoclast,exosome,miR-1914-5p\n"
    )
    columns = {"pmid": "PMID", "from": "Source", "vesicle": "Vesicle", "cargo": "Cargo"}
    before = ingest(path, usual(columns=columns), tmp_path, tmp_path / "before", lab)
    assert before.tally.findings == 0
    commands = list(lines_of(tmp_path / "before" / "terms-to-add.sh"))
    assert len(commands) == 3
    for line in commands:
        code, _, err = bevo_(*shlex.split(line, comments=True)[1:], "--root", str(tmp_path))
        assert code == 0, err
    assert ingest(path, usual(columns=columns), tmp_path, tmp_path / "after", lab).tally.rejects == 0


def test_a_name_cannot_break_out_of_the_script(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('PMID,Source,Vesicle,Cargo\n1,osteoclast,exosome,"x\'; touch hacked #\ntouch hacked"\n')
    columns = {"pmid": "PMID", "from": "Source", "vesicle": "Vesicle", "cargo": "Cargo"}
    ingest(path, usual(columns=columns), tmp_path, tmp_path / "out", Project(ROOT))
    script = (tmp_path / "out" / "terms-to-add.sh").read_text(encoding="utf-8")
    assert [line for line in script.splitlines() if line and not line.startswith("#")] == []


def test_a_line_feed_in_a_name_is_a_space(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('PMID,Source,Vesicle,Cargo\n1,"M2\n macrophages",exosome,miR-214\n')
    columns = {"pmid": "PMID", "from": "Source", "vesicle": "Vesicle", "cargo": "Cargo"}
    ingest(path, usual(columns=columns), tmp_path, tmp_path / "out", Project(ROOT))
    assert [finding["from"] for finding in findings(tmp_path / "out")] == ["M2 macrophage"]


def test_vesicle_and_source_in_one_name_go_to_their_places(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "PMID,Vesicle,Cargo\n1,exosomes derived from osteoclasts,miR-214\n1,BMSC-derived exosomes,exosomal miR-21\n"
    )
    columns = {"pmid": "PMID", "vesicle": "Vesicle", "cargo": "Cargo"}
    ingest(path, usual(columns=columns), tmp_path, tmp_path / "out", Project(ROOT))
    assert [(f["from"], f["vesicle"], f["cargo"]) for f in findings(tmp_path / "out")] == [
        ("osteoclast", "extracellular exosome", "miR-214"),
        ("mesenchymal stem cell of the bone marrow", "extracellular exosome", "miR-21"),
    ]


def test_states_amounts_targets_and_values(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("PMID,Source,State,Cargo,Change,Target\n1,serum,OP,miR-214,up,ATF4\n1,serum,,miR-214,down,ATF4\n")
    columns = {
        "pmid": "PMID",
        "from": "Source",
        "from_state": {"column": "State", "values": {"OP": "osteoporosis"}},
        "cargo": "Cargo",
        "amount": {"column": "Change", "values": {"up": "more", "down": "less"}},
        "target": "Target",
    }
    constants = {"vesicle": "exosome", "target_sign": "inhibits", "evidence": "patients"}
    ingest(path, usual(columns=columns, constants=constants), tmp_path, tmp_path / "out", Project(ROOT))
    first, second = findings(tmp_path / "out")
    assert first["from"] == {"blood serum": ["osteoporosis"]}
    assert first["cargo"] == {"miR-214": "more"}
    assert first["via"] == [["cargo", "inhibits", "ATF4"]]
    assert first["evidence"] == ["patients"]
    assert second["from"] == "blood serum"


@pytest.mark.parametrize("name", MADE)
def test_the_mapping_of_an_example_is_the_guess(name: str, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / name, tmp_path)
    assert bevo_("ingest", str(tmp_path / name), "--guess")[0] == 0
    guessed = yaml.safe_load((tmp_path / f"{name}.mapping.yaml").read_text(encoding="utf-8"))
    kept = yaml.safe_load((EXAMPLES / f"{name}.mapping.yaml").read_text(encoding="utf-8"))
    for mapping in (guessed, kept):
        mapping.get("join", {}).pop("table", None)
    assert guessed == kept


def test_nothing_runs_on_a_guess_that_nobody_confirmed(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "mined.tsv", tmp_path)
    code, out, err = bevo_("ingest", str(tmp_path / "mined.tsv"))
    assert code == 2
    assert "from: Donor cell" in out
    assert "nobody is there to confirm it" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mined.tsv"]


MAPPINGS = {
    "columns: {pmid: PMID, cargo: Cargo}": "m.yaml:1: no vesicle: name the column that says it",
    "columns: {pmid: PMID, vesicle: V}": "m.yaml:1: nothing is said of the vesicle",
    "columns: {pmid: PMID, vesicle: V, outcome: O}": "m.yaml:1: there is 'outcome' and no 'sign'",
    "columns: {pmid: P, vesicle: V, cargo: C, note: N}": "write note: [COLUMN] beside 'columns'",
    "columns: {vesicle: V, cargo: C}": "m.yaml:1: no study: name a column as pmid, doi, pmcid, cites",
    "columns: {pmid: P, vesicle: V, cargos: C}": "'cargos' is nothing that a finding holds; nearest: cargo",
    "columns: {pmid: P, vesicle: V, cargo: C}\nverbs: {up: increases}": "m.yaml:2: 'increases' is no verb of BEVO",
    "columns: {pmid: P, vesicle: V, cargo: C}\nconstants: {amount: lots}": "m.yaml:2: 'lots' is none of less, more",
    "columns: {pmid: P, vesicle: V, cargo: C}\nconstants: {cargo: miR-21}": "is a column and a constant",
    "columns: {pmid: P, vesicle: V, cargo: {column: C, optional: maybe}}": "m.yaml:1: columns.cargo.optional",
    "columns: {pmid: P, by: C, outcome: O}\nconstants: {sign: binds}": "m.yaml:2: 'binds' is none of promotes",
    "columns: {pmid: P, vesicle: V, cargo: C}\nfirst_id: F12": "m.yaml:2: first_id: 'F12' does not fit",
    "columns: {pmid: P, vesicle: V, cargo: C}\nread: {header: 0}": "m.yaml:2: read.header",
    "columns: [": "m.yaml:3: is not YAML",
    "- a": "m.yaml:1: must hold the keys source and columns",
}


@pytest.mark.parametrize("text", MAPPINGS)
def test_a_mapping_with_a_fault_is_told(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = "" if text.startswith("-") else "\nsource: {id: a, title: A}\n"
    Path("m.yaml").write_text(text + source)
    Path("t.csv").write_text("P,V,C,O\n1,exosome,miR-21,x\n")
    code, _, err = bevo_("ingest", "t.csv", "--mapping", "m.yaml")
    assert code == 1
    assert MAPPINGS[text] in err


def test_a_constant_that_is_no_name_is_told_before_any_row(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("PMID,Cargo\n1,miR-21\n")
    mapping = usual(columns={"pmid": "PMID", "cargo": "Cargo"}, constants={"vesicle": "exo-thing"})
    with pytest.raises(BevoError, match="constants, vesicle: 'exo-thing' is not a known name"):
        ingest(path, mapping, tmp_path, tmp_path / "out", Project(ROOT))


def test_a_source_of_bevo_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("PMID,Cargo\n1,miR-21\n")
    with pytest.raises(BevoError, match="'yang-2021' is a review of BEVO already"):
        ingest(path, usual(source={"id": "yang-2021", "title": "x"}), tmp_path, tmp_path / "out", Project(ROOT))


def test_a_second_table_with_a_key_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Exp,Cargo\n1,miR-21\n")
    (tmp_path / "e.csv").write_text("Exp,PMID\n1,7\n1,8\n")
    columns = {"pmid": "e.PMID", "cargo": "Cargo"}
    join = {"name": "e", "table": "e.csv", "on": "Exp"}
    mapping = usual(columns=columns, join=join, constants={"vesicle": "exosome"})
    with pytest.raises(BevoError, match=r"row 3: '1' stands twice in column Exp"):
        ingest(tmp_path / "t.csv", mapping, tmp_path, tmp_path / "out", Project(ROOT))
