from __future__ import annotations

from pathlib import Path

import pytest

from bevo.build.preview import preview
from bevo.problems import errors, relative
from bevo.project import Project
from checkout import ROOT, SAMPLE, copy_project, keep_findings


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = copy_project(tmp_path, SAMPLE / "instances")
    keep_findings(project, "yang-2021", ("abstract", "introduction"))
    return project


def test_the_pages_of_a_saved_file_tell_what_it_says(project: Project) -> None:
    path = project.instances / "findings" / "yang-2021" / "abstract.yaml"
    made = preview(project, [path])
    assert not errors(made.problems)
    assert made.pages and all(name.startswith("finding/") for name in made.pages)
    page = made.pages["finding/F0101.html"]()
    path.write_text(
        path.read_text(encoding="utf-8").replace("vesicle: exosome", "vesicle: microvesicle"), encoding="utf-8"
    )
    after = preview(project, [path])
    assert after.pages.keys() == made.pages.keys() and after.pages["finding/F0101.html"]() != page
    assert b"<h1" in page


def test_faults_are_told_and_no_page_is_made(project: Project) -> None:
    path = project.instances / "findings" / "yang-2021" / "abstract.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("vesicle: exosome", "vesicle: exosme"), encoding="utf-8")
    made = preview(project, [path])
    assert made.pages == {}
    assert [p.file for p in errors(made.problems) if "exosme" in p.message][:1] == [relative(path)]


def test_a_file_without_findings_makes_no_page(project: Project) -> None:
    assert preview(project, [project.instances / "studies.yaml"]).pages == {}


def test_a_finding_that_shares_a_discrepancy_with_one_of_another_file_is_no_fault() -> None:
    for name in ("abstract", "table-2"):
        made = preview(Project(ROOT), [ROOT / "instances" / "findings" / "yang-2021" / f"{name}.yaml"])
        assert made.problems == []
        assert len(made.pages) > 5
