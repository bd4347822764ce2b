"""RDF from elsewhere: the example of docs/shapes.md conforms, and a fault in it is told by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyrudof import RDFFormat, Rudof, RudofConfig, ShaclFormat
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.build.foreign import validate_file
from bevo.cli.main import app
from bevo.problems import InputError
from bevo.project import Project
from checkout import ROOT

LAB = ROOT / "docs" / "lab.ttl"
FAULTS = {
    "another sign": ('bevo:sign "inhibits"', 'bevo:sign "promotes"', "The sign that the finding tells"),
    "no molecule of BEVO": ("a molecule:miR-214 ;", "a molecule:miR-9999 ;", "is no class of BEVO"),
    "an IRI of its own making": ("lab_F0001", "mine", "https://w3id.org/bevo/finding/F and four to seven digits"),
    "a part of no finding": (" ; bevo:participantOf finding:lab_F0001 ;\n    skos:prefLabel \"osteoclast\"",
                             ' ;\n    skos:prefLabel "osteoclast"', "origin is none of it"),
}  # fmt: skip


def test_the_example_conforms() -> None:
    assert validate_file(Project(ROOT), LAB) == []
    result = CliRunner().invoke(app, ["validate", str(LAB), "--root", str(ROOT)])
    assert result.exit_code == 0 and "conforms to the shapes" in result.stdout


def test_the_example_conforms_by_the_released_shapes_alone(built: tuple[Project, Release]) -> None:
    dist = built[0].dist
    rudof = Rudof(RudofConfig())
    rudof.read_data((dist / "bevo.ttl").read_text() + LAB.read_text(), format=RDFFormat.Turtle)
    rudof.read_shacl((dist / "shapes.ttl").read_text(), format=ShaclFormat.Turtle)
    assert rudof.validate_shacl().conforms


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_by_its_line(fault: str, tmp_path: Path) -> None:
    before, after, message = FAULTS[fault]
    text = LAB.read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "bad.ttl").write_text(text.replace(before, after), encoding="utf-8")
    problems = validate_file(Project(ROOT), tmp_path / "bad.ttl")
    assert message in " ".join(map(str, problems)) and all(problem.line for problem in problems)


def test_what_is_no_turtle_is_told_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("@prefix a: <http://a/> .\na:b a:c\n", encoding="utf-8")
    with pytest.raises(InputError, match="is not Turtle"):
        validate_file(Project(ROOT), tmp_path / "bad.ttl")
