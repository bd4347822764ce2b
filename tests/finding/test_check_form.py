"""The form for a curator who reads a study."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from typer.testing import CliRunner

from bevo.build.prepare import Checked
from bevo.cli.main import app
from bevo.curation.read import parsed
from bevo.curation.records import Check
from bevo.finding.check_form import check_form, find_study
from bevo.problems import BevoError
from bevo.project import Project

TODAY = date(2026, 11, 27)
FILLED = {"verdict": "agrees", "seen": "abstract", "at": "https://example.org/a", "identity": "certain"}


@pytest.fixture(scope="module")
def checked(sample_checked: Checked) -> Checked:
    return sample_checked


@pytest.mark.parametrize(
    "name", ["li-2016", "10.1038/ncomms10872", "https://doi.org/10.1038/NCOMMS10872", "doi:10.1038/ncomms10872"]
)
def test_a_study_is_found_by_each_of_its_names(checked: Checked, name: str) -> None:
    assert find_study(name, checked.instances.studies).id == "li-2016"


def test_an_unknown_study_is_told_with_the_nearest(checked: Checked) -> None:
    with pytest.raises(BevoError, match="'li-2061'; nearest: li-20"):
        find_study("li-2061", checked.instances.studies)


def test_the_form_asks_about_each_finding_and_can_be_filled(checked: Checked) -> None:
    form = check_form(checked.instances.studies["li-2016"], checked.findings, [], TODAY)
    records = yaml.load(form, Loader=yaml.BaseLoader)
    cited = {f.id for f, _ in checked.instances.findings if "li-2016" in f.cites}
    assert {record["finding"] for record in records} == cited
    assert all(parsed({**record, "verdict": None}, Check)[1] for record in records)
    assert all(parsed({**record, **FILLED}, Check)[0] for record in records)
    assert "# F0026 (effect): " in form and "#   mechanism: miR-214 inhibits ATF4" in form


def test_what_was_checked_is_told_and_not_asked_again(checked: Checked) -> None:
    record = {**FILLED, "finding": "F0026", "study": "li-2016", "date": "2026-11-26"}
    form = check_form(checked.instances.studies["li-2016"], checked.findings, [Check.model_validate(record)], TODAY)
    assert "checked 2026-11-26 (abstract, identity certain): agrees" in form
    assert "- finding: F0026\n" not in form


def test_the_command_prints_the_form(sample_project: Project) -> None:
    root = ["--root", str(sample_project.root)]
    result = CliRunner().invoke(app, ["check-study", "xie-2019", *root])
    assert result.exit_code == 0 and "F0006 (effect): " in result.stdout and "- finding: F0006\n" in result.stdout
    result = CliRunner().invoke(app, ["check-study", "li-2061", *root])
    assert result.exit_code == 1 and "nearest" in result.stderr
