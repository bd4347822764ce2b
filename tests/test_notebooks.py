"""The notebooks run on a release, give what its files say, and are kept without output."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bevo.build.build import Release
from bevo.project import Project

nbformat = pytest.importorskip("nbformat", reason="needs the package nbformat")
NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def run(name: str, release: Path, **values: str) -> Any:
    """A notebook, run on a release; more names of its first cell of code can be given."""
    nbclient = pytest.importorskip("nbclient", reason="needs the package nbclient")
    (path,) = (path for path in NOTEBOOKS if path.name == name)
    notebook = nbformat.read(path, as_version=4)
    for variable, value in {"RELEASE": str(release), **values}.items():
        (cell,) = (c for c in notebook.cells if re.search(rf"^{variable} = ", c.source, re.M))
        cell.source = re.sub(rf"^{variable} = .*?(?=  #)", lambda _: f"{variable} = {value!r}", cell.source, flags=re.M)  # noqa: B023
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    return client.execute()


def said(notebook: Any) -> str:
    """What its cells printed and showed as text."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(o.get("text", "") or o.get("data", {}).get("text/html", "") for o in outputs)


def pictures(notebook: Any) -> list[str]:
    return [
        output["data"]["image/png"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_kept_without_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert not any(cell.metadata for cell in notebook.cells)


def test_which_mirnas_to_test_next(built: tuple[Project, Release]) -> None:
    for name in ("matplotlib", "networkx", "pandas"):
        pytest.importorskip(name, reason=f"needs the package {name}")
    done = run("which-mirnas-next.ipynb", built[0].dist)
    text = said(done)
    assert len(pictures(done)) == 1
    resolve = text.partition("Resolve:")[2].partition("Take to animals:")[0]
    assert "miR-21 " in resolve and "miR-214" not in resolve
    assert "F0026" in text
    told = re.findall(r"(?:miR|let)-[0-9][^\s<;]*", text)
    assert "miR-214" in told and [name for name in told if re.search(r"-[35]p$", name)] == []


def test_the_enrichment_of_a_list_is_what_gseapy_finds(built: tuple[Project, Release], tmp_path: Path) -> None:
    for name in ("matplotlib", "scipy"):
        pytest.importorskip(name, reason=f"needs the package {name}")
    gseapy = pytest.importorskip("gseapy", reason="needs the package gseapy")
    done = run("enrichment-of-my-list.ipynb", built[0].dist)
    assert len(pictures(done)) == 1
    (universe,) = re.findall(r"universe: (\d+) microRNAs", said(done))
    # the same sets, without arms, for gseapy
    arm = re.compile(r"-[35]p$")
    gmt = (built[0].dist / "sets" / "outcome-cargo.gmt").read_text(encoding="utf-8")
    sets = {
        name: sorted({arm.sub("", m) for m in members if re.fullmatch(r"(miR|let)-\S+", m)})
        for name, _, *members in (line.split("\t") for line in gmt.splitlines())
    }
    everything = {member for members in sets.values() for member in members}
    assert len(everything) == int(universe)
    mine = (NOTEBOOKS[0].parent / "my-mirnas.txt").read_text(encoding="utf-8")
    genes = {arm.sub("", name.removeprefix("hsa-")) for name in re.findall(r"^(?!#)\S+", mine, re.M)} & everything
    tested = {name: members for name, members in sets.items() if len(members) >= 3}
    found = gseapy.enrich(
        gene_list=sorted(genes), gene_sets=tested, background=sorted(everything), outdir=None, no_plot=True
    )
    theirs = {row["Term"]: f"{row['P-value']:.2g}" for row in found.results.to_dict("records")}
    shown = re.findall(r'<td id="[^"]*_col0" [^>]*>([^<]+)</td>.*?col4" [^>]*>([^<]+)</td>', said(done), re.S)
    ours = {name: p for name, p in shown if name in theirs}
    assert len(ours) == len(theirs) > 3
    assert ours == theirs


def test_a_list_of_other_names_is_told(built: tuple[Project, Release], tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="needs the package scipy")
    nbclient = pytest.importorskip("nbclient", reason="needs the package nbclient")
    (tmp_path / "genes.txt").write_text("RUNX2\nSP7\n", encoding="utf-8")
    with pytest.raises(nbclient.exceptions.CellExecutionError, match="None of your microRNAs is in the universe"):
        run("enrichment-of-my-list.ipynb", built[0].dist, LIST=str(tmp_path / "genes.txt"))


def test_a_list_is_read_as_bevo_ground_reads_it(built: tuple[Project, Release], tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="needs the package scipy")
    names = "MIR155HG\nMIR146A\nmiR 27a\nMIR155\nmiR 214 3p\nmmu-miR-21a-5p  # of mouse\n"
    (tmp_path / "mine.txt").write_text(names, encoding="utf-8")
    text = said(run("enrichment-of-my-list.ipynb", built[0].dist, LIST=str(tmp_path / "mine.txt")))
    assert "of your list 3 are in it: miR-155, miR-21, miR-214\n" in text
    assert "not in it, so not counted: MIR155HG, miR-146a, miR-27a\n" in text
