"""Notices on studies: read from Crossref, told of the study, and what they do to the counts."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from pydantic import ValidationError
from pyoxigraph import Literal, Triple
from typer.testing import CliRunner

from bevo.cli.main import app
from bevo.curation.notices import notice_of, resting_on_retracted, words
from bevo.curation.read import read_instances
from bevo.curation.records import Notice, Study
from bevo.finding.emit_sources import emit_source
from bevo.project import Project
from bevo.rdf.names import bevo, node
from checkout import SAMPLE, copy_project

RETRACTION = {"type": "retraction", "DOI": "10.1000/1", "updated": {"date-parts": [[2024, 3, 1]]}}
CORRECTION = {"type": "erratum", "DOI": "10.1000/2"}


def crossref(*updates: object) -> dict[str, object]:
    return {"message": {"DOI": "10.1000/x", "updated-by": list(updates)}}


def test_the_weightiest_notice_counts() -> None:
    found = notice_of(crossref(CORRECTION, RETRACTION))
    assert found == Notice(kind="retracted", doi="10.1000/1", date="2024-03-01")
    assert words(found) == "Retracted (2024-03-01, doi:10.1000/1)."
    assert notice_of(crossref(CORRECTION)) == Notice(kind="corrected", doi="10.1000/2")
    assert words(Notice(kind="in doubt")) == "In doubt."


@pytest.mark.parametrize("answer", [{}, {"message": {}}, crossref({"type": "new_version"}), crossref({}), [], None])
def test_without_a_notice_there_is_none(answer: object) -> None:
    assert notice_of(answer) is None


def test_a_notice_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError):
        Notice(kind="withdrawn")  # type: ignore[arg-type]  # what is tested


def test_readers_of_a_study_are_told() -> None:
    study = Study(id="a-2020", resolution="resolved", notice=Notice(kind="retracted"), note="Open access.")
    assert Triple(node("study:a-2020"), bevo("note"), Literal("Retracted. Open access.")) in emit_source(study)


def with_notice(folder: Path, study: str, kind: str) -> Project:
    project = copy_project(folder, SAMPLE / "instances")
    path = project.instances / "studies.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"- id: {study}\n", f"- id: {study}\n  notice: {{kind: {kind}}}\n"), encoding="utf-8")
    return project


def test_a_finding_on_retracted_studies_alone_must_not_count(tmp_path: Path) -> None:
    project = with_notice(tmp_path, "li-2016", "retracted")
    instances, problems = read_instances(project.instances)
    assert problems == []
    told = [str(problem) for problem in resting_on_retracted(instances)]
    assert any("F0026" in line and "all that it cites is retracted (li-2016)" in line for line in told)
    for line in told:
        assert ".yaml:" in line
    resting = [finding.id for finding, _ in instances.findings if finding.cites == ("li-2016",)]
    record = {
        "id": "D9999",
        "type": "primary",
        "at": {"yang-2021": ["Table 2 row 26"]},
        "findings": resting,
        "cites": ["li-2016"],
        "does_not_count": {finding: ["finding"] for finding in resting},
        "says": "The study is retracted.",
        "reading": "It does not count.",
    }
    added = project.instances / "discrepancies" / "retracted.yaml"
    added.write_text(yaml.safe_dump([record]), encoding="utf-8")
    instances, problems = read_instances(project.instances)
    assert [str(problem) for problem in problems] == []
    assert list(resting_on_retracted(instances)) == []


def test_a_corrected_study_counts(tmp_path: Path) -> None:
    instances, problems = read_instances(with_notice(tmp_path, "li-2016", "corrected").instances)
    assert problems == [] and list(resting_on_retracted(instances)) == []


@pytest.fixture
def register() -> Iterator[str]:
    class Crossref(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            doi = unquote(self.path.rpartition("/works/")[2])
            if doi == "10.1038/srep21961":
                self.send_error(404)
                return
            self.send_response(200)
            self.end_headers()
            updates = [RETRACTION] if doi == "10.1038/ncomms10872" else []
            self.wfile.write(json.dumps(crossref(*updates)).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Crossref)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/works/{{id}}"
    server.shutdown()


def test_crossref_is_asked_and_what_is_new_is_told(tmp_path: Path, register: str) -> None:
    project = copy_project(tmp_path, SAMPLE / "instances")
    command = ["source", "notices", "--crossref", register, "--root", str(project.root)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1, result.output
    assert "li-2016: Retracted (2024-03-01, doi:10.1000/1). Write: notice: {kind: retracted" in result.stdout
    assert "1 with a notice that their record lacks, 1 not answered" in result.stderr


def test_without_a_network_it_ends_with_one_sentence(tmp_path: Path) -> None:
    project = copy_project(tmp_path, SAMPLE / "instances")
    command = ["source", "notices", "--crossref", "http://127.0.0.1:1/{id}", "--root", str(project.root)]
    result = CliRunner().invoke(app, command)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert re.fullmatch(r"bevo: Crossref cannot be reached: .*refused; nothing was written", line)
