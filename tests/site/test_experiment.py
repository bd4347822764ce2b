"""The facts of an experiment on the page of a finding."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from bevo.build.build import Release
from bevo.build.prepare import Checked, emit_by_source
from bevo.finding.emit import emit_finding
from bevo.project import Project
from bevo.rdf.rdfio import turtle
from bevo.site import write_site
from experiments import CASES, made


@pytest.fixture(scope="module")
def pages(checked: Checked, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the ontology and of records with every fact."""
    folder = tmp_path_factory.mktemp("facts")
    sources = [t for t in emit_by_source(checked)["yang-2021"] if "/review/" in str(t.subject)]
    findings = [emit_finding(made(case["finding"], checked.ontology.vocabulary)) for case in CASES]
    stated = [t for one in findings for t in (*one.logic, *one.record)]
    (folder / "bevo-kg.ttl").write_bytes(turtle([*checked.ontology.triples(), *sources, *stated]))
    write_site(folder / "bevo-kg.ttl", project.queries, folder / "none", folder / "site", "0.1.0")
    return folder / "site"


def section(page: Path) -> dict[str, str]:
    """What stands in the section of the experiment: the name of each fact and its text."""
    found = re.search(
        r'<h2 id="experiment">Experiment</h2>(.*?)</section>', page.read_text(encoding="utf-8"), re.DOTALL
    )
    rows = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", found[1] if found else "", re.DOTALL)
    return {name: " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split()) for name, text in rows}


def test_a_page_tells_every_fact(pages: Path) -> None:
    assert section(pages / "finding" / "F9101.html") == {
        "Donor": "Homo sapiens; female",
        "Recipient": "Rattus norvegicus; male",
        "Dose": "100 ug of protein per defect",
        "Route": "local implantation",
        "Times": "read after 4 weeks; read after 8 weeks",
        "Arms": "extracellular exosome, n = 8; carrier alone, n = 7",
        "Effect size": "BV/TV 32 % (95 % interval 20 to 44; p < 0.001)",
        "Vesicles isolated by": "differential ultracentrifugation",
        "Vesicles characterised by": "qualitative western immunoblotting evidence; transmission electron microscopy "
        "evidence; nanoparticle tracking analysis evidence",
        "Markers present": "CD63; CD9",
        "Markers absent": "CANX",
    }
    trial = section(pages / "finding" / "F9104.html")
    assert trial["Clinical trial"] == "NCT01234567" and trial["Trial phase"] == "phase 1/2"
    assert trial["Trial status"] == "recruiting"
    assert trial["Safety"] == "adverse event; two of twelve people had a swollen knee for a day"
    assert section(pages / "finding" / "F9103.html")["EV-TRACK"] == "EV210001"
    weekly = section(pages / "finding" / "F9102.html")
    assert (weekly["Number of doses"], weekly["Number in each arm"], weekly["p-value"]) == ("8", "10", "< 0.05")


def test_terms_lead_to_their_pages_and_a_trial_to_its_registry(pages: Path) -> None:
    page = (pages / "finding" / "F9104.html").read_text(encoding="utf-8")
    assert 'href="https://clinicaltrials.gov/study/NCT01234567"' in page
    assert 'href="../IntraArticularInjection.html"' in page and (pages / "IntraArticularInjection.html").exists()


def test_an_arm_without_vesicles_is_what_it_is_compared_with(pages: Path) -> None:
    page = (pages / "finding" / "F9105.html").read_text(encoding="utf-8")
    flow = " ".join(re.sub(r"<[^>]+>", " ", page[page.index('class="flow"') : page.index("</ol>")]).split())
    assert "Compared with, without vesicles free cargo" in flow
    assert "the difference does it, not the vesicle" in flow


def test_a_finding_without_facts_has_no_such_section(pages: Path) -> None:
    assert section(pages / "finding" / "F9109.html") == {}


def test_the_release_shows_what_the_reviews_tell(built: tuple[Project, Release]) -> None:
    page = built[0].dist / "site" / "finding" / "F0462.html"
    assert section(page) == {"Recipient": "Rattus norvegicus", "Route": "local implantation"}


def test_every_fact_stands_among_the_statements_of_its_finding(pages: Path) -> None:
    page = (pages / "finding" / "F9101.html").read_text(encoding="utf-8")
    for part in ("experiment", "dose-1", "time-2", "arm-2", "effect-size-1"):
        assert f'id="F9101-{part}"' in page
        assert f"F9101-{part}" in (pages / "finding" / "F9101.ttl").read_text(encoding="utf-8")
    assert not list((pages / "finding").glob("F9101-*"))
