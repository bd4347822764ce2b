"""Overlays: own findings beside the release, under an own base, told apart and publishable alone."""

from __future__ import annotations

import csv
import gzip
import io
import re
import shlex
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.build.foreign import validate_file
from bevo.cli.main import app
from bevo.project import Project
from bevo.questions.questions import read_queries, run
from bevo.rdf.names import bevo, node
from bevo.rdf.rdfio import read_turtle
from bevo.rdf.store import load_graph
from bevo.rdf.vocabulary import CREATOR, LABEL, LICENCE, TYPE
from bevo.site import write_pages
from checkout import ROOT

CLAIM = """  from: osteoclast
  vesicle: exosome
  cargo: miR-214
  to: osteoblast
  inhibits: osteoblast differentiation
"""
REST = "title: T\ncreator: C\nlicence: https://example.org/licence\n"
OTHER = "a.yaml:1: F0001: ids of this overlay start with 'kiel_'"
HEADER = "curie\tlabel\tsynonyms\tparent\tpart_of\txrefs\tdefinition\treason\n"
ROW = HEADER + "{}\tmine\t\tCL:0000062\t\t\tMine.\t\n"
FILES = {
    "kiel": {
        "instances/studies.yaml": "- {id: kiel_wang-2026, title: W, doi: 10.1000/both, resolution: resolved}\n",
        "instances/findings/kiel_wang-2026/a.yaml": f"- id: kiel_F0001\n{CLAIM}",
        "instances/findings/yang-2021/a.yaml": "- id: kiel_F0002\n  at: Abstract sentence 3\n  cites: [li-2016]\n"
        + CLAIM.replace("osteoclast", "shiny bone cell"),
        "instances/discrepancies/a.yaml": "- id: kiel_D0001\n  type: cell\n  at: {yang-2021: Abstract sentence 3}\n"
        "  findings: [kiel_F0002, F0026]\n  does_not_count: {kiel_F0002: source}\n  says: Two.\n  reading: One.\n",
        "terms/cells.tsv": f"{HEADER}kiel:Shiny\tshiny bone cell\t\tCL:0000062\t\t\tA cell that shines.\t\n"
        "CL:0002410\tpancreatic stellate cell\t\tCL:0000000\t\t\t\t\n",
    },
    "lund": {
        "instances/studies.yaml": "- {id: lund_w, title: W, doi: 10.1000/BOTH, resolution: resolved}\n",
        "instances/findings/lund_w/a.yaml": f"- id: lund_F0001\n  at: Figure 3\n{CLAIM}",
        "terms/cells.tsv": f"{HEADER}CL:0002410\tpancreatic stellate cell\t\tCL:0000000\t\t\t\t\n",
    },
}


def call(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    return result.exit_code, result.stdout, result.stderr


def made(folder: Path, name: str) -> Path:
    """An overlay, with the records of :data:`FILES` in place of the example."""
    code, _, err = call("init", folder / name, "--creator", f"{name} lab", "--base", f"https://example.org/{name}/")
    assert code == 0, err
    for example in (folder / name / "instances" / "findings").rglob("*.yaml"):
        example.unlink()
    for path, text in FILES[name].items():
        (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / name / path).write_text(text, encoding="utf-8")
    return folder / name


def held(project: Project) -> dict[Path, bytes]:
    """What the files of a project hold, all but its cache."""
    return {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file() and "build" not in path.parts}


@pytest.fixture(scope="module")
def labs(built: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Project]:
    """A folder with two overlays, each built alone, and ``both`` built together."""
    folder, project = tmp_path_factory.mktemp("labs"), built[0]
    before = held(project)
    for name in FILES:
        code, out, err = call("build", "--with", made(folder, name), "--no-site", "--root", project.root)
        assert code == 0 and f"{name}: " in out, err
    several = ("--with", folder / "kiel", "--with", folder / "lund", "--out", folder / "both")
    code, _, err = call("build", *several, "--no-site", "--root", project.root)
    assert code == 0, err
    assert held(project) == before, "a build of overlays touches the release"
    return folder, project


def iris(triples: list[Triple]) -> set[str]:
    return {end.value for t in triples for end in (t.subject, t.object) if isinstance(end, NamedNode)}


def test_what_is_below_another_base_conforms(labs: tuple[Path, Project]) -> None:
    assert validate_file(labs[1], labs[0] / "kiel" / "dist" / "bevo-kg.ttl") == []


def test_release_and_overlay_are_merged_and_nothing_else(labs: tuple[Path, Project]) -> None:
    dist, release = labs[0] / "kiel" / "dist", set(read_turtle(labs[1].dist / "bevo-kg.ttl"))
    own = [set(read_turtle(dist / f"kiel{ending}.ttl")) for ending in ("", "-inferred")]
    merged = read_turtle(dist / "bevo-kg.ttl")
    blank = re.compile(r"_:\w+")
    assert {blank.sub("_", str(t)) for t in merged} == {blank.sub("_", str(t)) for t in release.union(*own)}
    assert not {str(t) for t in own[0] | own[1]} & {str(t) for t in release}


def test_what_is_its_own_stands_below_its_base(labs: tuple[Path, Project]) -> None:
    dist = labs[0] / "kiel" / "dist"
    triples = [*read_turtle(dist / "kiel.ttl"), *read_turtle(dist / "kiel-inferred.ttl")]
    assert not {iri for iri in iris(triples) if "kiel" in iri and not iri.startswith("https://example.org/kiel/")}
    finding = NamedNode("https://example.org/kiel/finding/kiel_F0001")
    stated = set(triples)
    assert Triple(finding, node("dcterms:isPartOf"), NamedNode("https://example.org/kiel/dataset")) in stated
    assert Triple(finding, bevo("cites"), NamedNode("https://example.org/kiel/study/kiel_wang-2026")) in stated
    assert Triple(finding, TYPE, bevo("BoneLossFinding")) in stated
    origin = NamedNode("https://example.org/kiel/finding/kiel_F0002-origin")
    assert Triple(origin, TYPE, NamedNode("https://example.org/kiel/kiel_Shiny")) in stated
    assert Triple(origin, TYPE, bevo("BoneFormingCell")) in stated


def test_the_archive_has_its_graphs_apart(labs: tuple[Path, Project]) -> None:
    text = gzip.decompress((labs[0] / "both" / "bevo-kg.nq.gz").read_bytes())
    quads = list(parse(text, format=RdfFormat.N_QUADS))
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode)}
    for lab in FILES:
        assert {f"https://example.org/{lab}/graph/{name}" for name in ("findings", "provenance", "inferred")} <= graphs
    released = {q.triple for q in quads if isinstance(q.graph_name, NamedNode) and "w3id.org" in q.graph_name.value}
    assert not {iri for iri in iris(list(released)) if "example.org" in iri}


def test_nanopublications_are_its_own(labs: tuple[Path, Project]) -> None:
    quads = list(parse((labs[0] / "kiel" / "dist" / "kiel-nanopubs.trig").read_bytes(), format=RdfFormat.TRIG))
    assert {str(q.graph_name).partition("#")[0][1:] for q in quads} == {
        f"https://example.org/kiel/np/kiel_F000{number}" for number in (1, 2)
    }
    this = NamedNode("https://example.org/kiel/np/kiel_F0001")
    triples = {q.triple for q in quads}
    curators = NamedNode("https://example.org/kiel/about#developers")
    assert Triple(this, CREATOR, curators) in triples
    assert [t.object.value for t in triples if (t.subject, t.predicate) == (curators, LABEL)] == ["kiel lab"]
    assert [str(t.object) for t in triples if (t.subject, t.predicate) == (this, LICENCE)] == [
        "<https://creativecommons.org/licenses/by/4.0/>"
    ]


def test_the_spreadsheet_tells_them_apart(labs: tuple[Path, Project]) -> None:
    text = (labs[0] / "both" / "findings.csv").read_text(encoding="utf-8-sig")
    graph = {row["id"]: row["graph"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert (graph["F0026"], graph["kiel_F0002"], graph["lund_F0001"]) == ("release", "kiel", "lund")


def corroboration(graph: Path, queries: Path) -> dict[str, str]:
    answer = run(read_queries(queries)["corroboration"].text, load_graph(graph))
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]
    claim = {"key": "miR-214", "sign": "inhibits", "about": "osteoblast differentiation"}
    return next(row for row in rows if claim.items() <= row.items())


def test_a_study_that_two_labs_have_counts_once(labs: tuple[Path, Project]) -> None:
    folder, project = labs
    counts = {
        where: (int(row["studies"]), int(row["findings"]))
        for where, file in (("release", project.dist), ("kiel", folder / "kiel" / "dist"), ("both", folder / "both"))
        if (row := corroboration(file / "bevo-kg.ttl", project.queries))
    }
    (studies, findings), kiel, both = counts["release"], counts["kiel"], counts["both"]
    assert kiel == (studies + 1, findings + 2) and both == (studies + 1, findings + 3)


def test_an_answer_says_whose_each_row_is(labs: tuple[Path, Project]) -> None:
    folder, project = labs
    asked = ("--with", folder / "kiel", "--format", "csv", "--root", project.root)
    code, out, err = call("query", "run", "friend-or-foe", *asked)
    graphs = {row["source"]: row["graph"] for row in csv.DictReader(io.StringIO(out))}
    assert code == 0, err
    assert (graphs["osteoclast"], graphs["osteoblast"]) == ("release + overlay", "release")
    code, out, err = call("query", "run", "findings-by-study", "--study", "study:li-2016", *asked)
    graphs = {row["finding"].rpartition("/")[2]: row["graph"] for row in csv.DictReader(io.StringIO(out))}
    assert (graphs["kiel_F0002"], graphs["finding:F0026"]) == ("kiel", "release")


def test_a_rebuild_gives_the_same_bytes(labs: tuple[Path, Project]) -> None:
    dist = labs[0] / "kiel" / "dist"
    before = {path.name: path.read_bytes() for path in dist.iterdir()}
    assert call("build", "--with", labs[0] / "kiel", "--no-site", "--root", labs[1].root)[0] == 0
    assert {path.name: path.read_bytes() for path in dist.iterdir()} == before


def test_pages_of_an_overlay_say_so_and_the_list_has_a_filter(labs: tuple[Path, Project], tmp_path: Path) -> None:
    folder, project = labs
    graph = folder / "both" / "bevo-kg.ttl"
    asked = {name: read_queries(project.queries)[name] for name in ("conflicts", "friend-or-foe")}
    store = Store()
    store.bulk_load(path=str(graph), format=RdfFormat.TURTLE)
    write_pages(store, read_turtle(graph), asked, folder / "both", project.assets, tmp_path / "site", "0")
    page = (tmp_path / "site" / "finding" / "kiel_F0001.html").read_text(encoding="utf-8")
    assert "From the overlay kiel." in page and 'href="../study/kiel_wang-2026.html"' in page
    assert "overlay" not in (tmp_path / "site" / "finding" / "F0027.html").read_text(encoding="utf-8")
    rows = (tmp_path / "site" / "data" / "findings.json").read_text(encoding="utf-8")
    assert rows.count('"graph"') > 900 and '"graph": "lund"' in rows.replace('":"', '": "')


def test_the_release_has_no_trace_of_overlays(built: tuple[Project, Release]) -> None:
    assert '"graph"' not in (built[0].dist / "site" / "data" / "findings.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("instances/findings/li-2016/a.yaml", f"- id: F0001\n{CLAIM}", OTHER),
        ("instances/findings/li-2016/a.yaml", f"- id: lund_F0001\n{CLAIM}", "ids of this overlay start with 'kiel_'"),
        (
            "instances/studies.yaml",
            "- {id: kiel_li, doi: 10.1038/NCOMMS10872, resolution: resolved}\n",
            "kiel_li: the DOI is already that of li-2016; use one record for one study",
        ),
        (
            "instances/discrepancies/a.yaml",
            "- {id: kiel_D0001, type: sign, at: {yang-2021: Abstract}, findings: [F0026], "
            "does_not_count: {F0026: sign}, says: a, reading: b}\n",
            "'F0026' is a finding of the release, and an overlay changes nothing there",
        ),
        (
            "instances/checks/a.yaml",
            "- {finding: F0026, study: li-2016, verdict: agrees, seen: abstract, at: 'https://example.org', "
            "date: 2026-11-27, identity: certain}\n",
            "'F0026' is no finding",
        ),
        ("terms/cells.tsv", ROW.format("bevo:Mine"), "an own term of an overlay is named 'kiel:Name'"),
        ("terms/cells.tsv", f"{HEADER}CL:0000092\tosteoclast\t\tCL:0000000\t\t\t\t\n", "stands already at"),
        ("terms/cells.tsv", f"{HEADER}CL:9999999\tno cell\t\tCL:0000000\t\t\t\t\n", "cells.tsv:2: CL:9999999"),
        ("bevo.yaml", "prefix: kiel\nbase: https://w3id.org/bevo/kiel/\n" + REST, "is the release's"),
        ("bevo.yaml", "prefix: Kiel!\nbase: https://a.org/\n" + REST, "prefix: 'Kiel!' is not 2 to 16 small letters"),
        ("bevo.yaml", "prefix: kiel\nbase: https://a.org\n" + REST, "base: 'https://a.org' is not a web address"),
        ("bevo.yaml", "prefix: kiel\n", "the key 'base' is missing"),
        ("bevo.yaml", "prefix: kiel\nissued: 2026-13-01\n", "issued: '2026-13-01' is no day"),
        ("bevo.yaml", "[]\n", "bevo.yaml"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(path: str, text: str, message: str, tmp_path: Path) -> None:
    folder = made(tmp_path, "kiel")
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")
    code, out, err = call("check", "--with", folder)
    assert code == 1 and message in err and not out, err


def test_a_new_overlay_passes_from_the_first_minute_and_is_never_written_over(tmp_path: Path) -> None:
    assert call("init", tmp_path / "My lab 2")[0] == 0
    code, out, _ = call("check", tmp_path / "My lab 2")
    assert (code, out) == (0, "1 findings of mylab2 are well formed\n")
    code, _, err = call("init", tmp_path / "My lab 2")
    assert code == 1 and "is there already and not empty" in err
    for option, value, message in (
        ("--prefix", "K", "prefix: 'K' is not 2 to 16"),
        ("--base", "ftp://a/", "base: 'ftp://a/' is not a web address"),
        ("--base", "https://w3id.org/bevo/x/", "is the release's"),
        ("--creator", "", "creator.0"),
    ):
        code, _, err = call("init", tmp_path / "new", option, value)
        assert code == 1 and message in err and not (tmp_path / "new").exists()


def test_two_overlays_of_one_prefix_or_base_are_refused_and_so_is_no_overlay(tmp_path: Path) -> None:
    for name in ("a", "b"):
        made(tmp_path, "kiel").rename(tmp_path / name)
    code, _, err = call("check", "--with", tmp_path / "a", "--with", tmp_path / "b")
    assert code == 1 and "two overlays have the prefix 'kiel'" in err
    code, _, err = call("build", "--with", tmp_path / "a", "--with", tmp_path / "b")
    assert code == 1 and "name with --out the folder" in err
    code, _, err = call("check", "--with", tmp_path)
    assert code == 1 and "not an overlay; 'bevo init" in err


def test_the_commands_of_the_page_run(
    built: tuple[Project, Release], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "overlay.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\$ bevo (.+)$", page, re.MULTILINE)
    assert len(commands) > 8
    for line in commands:
        root = [] if line.startswith("init") else ["--root", str(built[0].root)]
        code, _, err = call(*shlex.split(line), *root)
        assert code == 0, (line, err)
