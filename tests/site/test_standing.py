"""Beside a finding on the site: what curators do not take as told, what studies say, and the counts of both."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bevo.build.build import Release
from bevo.project import Project
from bevo.questions.questions import read_query, run
from bevo.rdf.store import load_graph


@pytest.fixture(scope="module")
def built(sample: tuple[Project, Release]) -> tuple[Project, Release]:
    return sample


@pytest.fixture(scope="module")
def site(built: tuple[Project, Release]) -> Path:
    return built[0].dist / "site"


def text(page: Path) -> str:
    html = re.sub(r"<script.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_disowned_finding_says_so_and_leads_to_the_reason(site: Path) -> None:
    page = site / "finding" / "F0385.html"
    assert "Curators do not take its source as told. It does not count in verdicts as read." in text(page)
    assert 'href="../discrepancy/D0158.html"' in page.read_text(encoding="utf-8")


def test_a_discrepancy_lists_what_it_disowns(site: Path) -> None:
    shown = text(site / "discrepancy" / "D0158.html")
    assert "What does not count" in shown and "its source; left out of verdicts as read" in shown


def test_a_check_stands_on_its_finding(site: Path, built: tuple[Project, Release]) -> None:
    for check in built[1].checked.instances.checks[:10]:
        page = site / "finding" / f"{check.finding}.html"
        assert f'id="{check.id}"' in page.read_text(encoding="utf-8")
        assert not check.differs or " ".join(check.differs.split())[:40] in text(page).replace("&#39;", "'")


def test_an_unchecked_result_says_that_nobody_checked(site: Path, built: tuple[Project, Release]) -> None:
    checked = {check.finding for check in built[1].checked.instances.checks}
    result = next(f for f in built[1].checked.findings if f.is_result and f.record.cites and f.id not in checked)
    assert "No curator has checked this" in text(site / "finding" / f"{result.id}.html")


def test_facets_choose_by_reading_and_by_study(site: Path) -> None:
    rows = {row["id"]: row for row in json.loads((site / "data" / "findings.json").read_text(encoding="utf-8"))}
    assert rows["F0385"]["read"] == ["not its source"] and rows["F0385"]["check"] == ["partly"]
    assert rows["F0026"]["read"] == ["as told"]


def test_words_find_every_molecule_of_a_finding(site: Path) -> None:
    rows = {row["id"]: row for row in json.loads((site / "data" / "findings.json").read_text(encoding="utf-8"))}
    assert all("let-7c-5p" in rows[finding]["names"] for finding in ("F1810", "F1811", "F1812"))
    assert "MATN3" in rows["F1731"]["names"]
    assert "F1731" in (site / "molecule" / "MATN3.html").read_text(encoding="utf-8")


def test_the_picture_draws_what_is_not_counted_and_the_page_says_why(
    built: tuple[Project, Release], site: Path
) -> None:
    store = load_graph(built[0].dist / "bevo-kg.ttl")
    answer = run(read_query(built[0].queries / "friend-or-foe.rq").text, store)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]
    lacking = sum(
        int(row["readGainFindings"]) < int(row["gainFindings"])
        or int(row["readLossFindings"]) < int(row["lossFindings"])
        for row in rows
        if int(row["gainFindings"]) + int(row["lossFindings"]) >= 3
    )
    page = (site / "index.html").read_text(encoding="utf-8")
    assert lacking and page.count('class="unread"') >= 2 * lacking  # a wide and a narrow picture
    assert "What curators do not count, and why" in page and "finding/F0385.html" in page


def test_facets_choose_by_evidence_study_model_state_lineage_and_organism(site: Path) -> None:
    rows = {row["id"]: row for row in json.loads((site / "data" / "findings.json").read_text(encoding="utf-8"))}
    row = rows["F0026"]
    assert row["study"] == ["Li D 2016"] and row["lineage"] == ["osteoclast"]
    assert row["recipientLineage"] == ["mesenchymal"]
    for name in ("evidence", "study", "model", "donorState", "recipientState", "lineage", "organism"):
        values = [value for row in rows.values() for value in row[name]]
        assert values and all(values), name
    assert {value for row in rows.values() for value in row["evidence"]} <= {"in vitro", "animal", "patients"}


def test_a_finding_can_be_cited_and_an_error_be_told(site: Path) -> None:
    page = (site / "finding" / "F0026.html").read_text(encoding="utf-8")
    shown = text(site / "finding" / "F0026.html")
    assert "@misc{bevo-F0026," in shown and "TY - DATA" in shown and "https://w3id.org/bevo/np/F0026" in shown
    assert "Why: works towards bone loss" in shown
    assert "Report an error in this finding" in page and "Address: https://w3id.org/bevo/finding/F0026" in page
    assert "https://doi.org/10.3389/fendo.2021.679914#:~:text=Table%202" in page


def test_a_withdrawn_finding_is_cited_without_a_nanopublication(site: Path, built: tuple[Project, Release]) -> None:
    withdrawn = next(f for f in built[1].checked.findings if f.record.deprecated)
    page = site / "finding" / f"{withdrawn.id}.html"
    assert f"np/{withdrawn.id}" not in text(page).partition("Cite this finding")[2].partition("BibTeX")[0]


def test_tables_know_the_ids_of_pages_that_do_not_tell_them(site: Path) -> None:
    known = json.loads((site / "data" / "leaving.json").read_text(encoding="utf-8"))
    assert known["studies"]["li-2016"]["doi"] == "10.1038/ncomms10872"
    assert known["prefixes"]["CL"] == "http://purl.obolibrary.org/obo/CL_"
    assert "term/CL_0000092" not in known["pages"]
    assert all(":" in curie for curie in known["pages"].values())
