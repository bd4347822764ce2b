"""Ids and answers of Crossref, PubMed and ClinicalTrials.gov, in the form that these send."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bevo.curation.lookup import look_up
from bevo.curation.registers import Id, new_id, read_answer, read_id, skeleton
from bevo.problems import BevoError

CROSSREF: dict[str, Any] = {
    "status": "ok",
    "message-type": "work",
    "message-version": "1.0.0",
    "message": {
        "DOI": "10.1000/bone.2020.7",
        "type": "journal-article",
        "title": ["Vesicles of <i>osteoclasts</i>\n  carry <sup>13</sup>C"],
        "author": [
            {"given": "Ana-María B.", "family": "Núñez Ørsted", "sequence": "first", "affiliation": []},
            {"name": "A Consortium", "sequence": "additional"},
        ],
        "issued": {"date-parts": [[2020, 3, 1]]},
        "published-print": {"date-parts": [[2021]]},
        "container-title": ["Journal of Bones"],
    },
}
PUBMED: dict[str, Any] = {
    "header": {"type": "esummary", "version": "0.3"},
    "result": {
        "uids": ["31234567"],
        "31234567": {
            "uid": "31234567",
            "pubdate": "2019 Jun 14",
            "source": "J Bones",
            "title": "A review of vesicles.",
            "authors": [{"name": "Li D", "authtype": "Author", "clusterid": ""}],
            "pubtype": ["Journal Article", "Review"],
            "articleids": [
                {"idtype": "pubmed", "idtypen": 1, "value": "31234567"},
                {"idtype": "pmc", "idtypen": 8, "value": "PMC6579123"},
                {"idtype": "doi", "idtypen": 3, "value": "10.1000/bone.2019.1"},
            ],
        },
    },
}
TRIAL: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT01234567", "briefTitle": "Vesicles in Fracture"},
        "statusModule": {"overallStatus": "RECRUITING", "startDateStruct": {"date": "2022-05"}},
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A Hospital", "class": "OTHER"}},
    },
    "hasResults": False,
}


@pytest.fixture
def registers() -> Iterator[dict[str, str]]:
    """The addresses of a server that answers as the three do."""
    answers = {"/doi/10.1000%2Fbone.2020.7": CROSSREF, "/pmid/31234567": PUBMED, "/nct/NCT01234567": TRIAL}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = 200, b"<html>log in</html>"
            if self.path.startswith("/pmid/500"):
                status = 500
            elif self.path in answers:
                body = json.dumps(answers[self.path]).encode()
            elif not self.path.startswith("/pmid/7"):
                status, body = 404, b"Resource not found."
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {name: f"http://127.0.0.1:{server.server_port}/{name}/{{id}}" for name in ("doi", "pmid", "nct")}
        server.shutdown()


@pytest.mark.parametrize(
    ("register", "text", "value"),
    [
        ("doi", "https://doi.org/10.1000/a%3Cb", "10.1000/a<b"),
        ("doi", " doi:10.1000/x. ", "10.1000/x"),
        ("pmid", "PMID: 123", "123"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
        ("nct", "nct01234567", "NCT01234567"),
        ("nct", "https://clinicaltrials.gov/study/NCT01234567", "NCT01234567"),
    ],
)
def test_an_id_is_read_as_people_write_it(register: str, text: str, value: str) -> None:
    assert read_id(register, text) == Id(register, value)


@pytest.mark.parametrize(
    ("register", "text", "message"),
    [
        ("doi", "31234567", "is no DOI: .* it looks like one for --pmid"),
        ("pmid", "10.1000/x", "is no PMID: .* it looks like one for --doi"),
        ("pmid", "0123", "is no PMID"),
        ("pmid", "١٢٣", "is no PMID"),
        ("nct", "NCT0123456", "NCT and eight digits"),
        ("nct", "NCT012345678", "NCT and eight digits"),
        ("doi", "10.1/x", "starts with 10."),
        ("doi", "10.1000/x y", "is no DOI"),
        ("doi", "10.1000/\u0445", "is no DOI"),
        ("pmid", "123\u200b", r"an invisible character \(U\+200B\)"),
        ("pmid", "", "is no PMID"),
    ],
)
def test_what_is_no_id_is_refused(register: str, text: str, message: str) -> None:
    with pytest.raises(BevoError, match=message):
        read_id(register, text)


def test_each_register_gives_a_record(registers: dict[str, str]) -> None:
    assert look_up(Id("doi", "10.1000/bone.2020.7"), 5, registers) == {
        "title": "Vesicles of osteoclasts carry 13C",
        "first_author": "Núñez Ørsted AMB",
        "authors": ["Núñez Ørsted AMB"],
        "year": 2021,
        "journal": "Journal of Bones",
        "doi": "10.1000/bone.2020.7",
    }
    assert look_up(Id("pmid", "31234567"), 5, registers) == {
        "title": "A review of vesicles",
        "first_author": "Li D",
        "authors": ["Li D"],
        "year": 2019,
        "journal": "J Bones",
        "doi": "10.1000/bone.2019.1",
        "pmid": "31234567",
        "pmcid": "PMC6579123",
        "is_review": True,
    }
    assert look_up(Id("nct", "NCT01234567"), 5, registers) == {
        "title": "Vesicles in Fracture",
        "authors": ["A Hospital"],
        "year": 2022,
        "nct": "NCT01234567",
    }


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Id("doi", "10.1000/none"), r"does not know 10.1000/none \(404\); is the id right"),
        (Id("pmid", "500"), "answers 500 .*; try again later"),
        (Id("pmid", "7"), "does not answer with JSON"),
    ],
)
def test_a_register_without_an_answer_is_told_in_a_sentence(
    wanted: Id, message: str, registers: dict[str, str]
) -> None:
    with pytest.raises(BevoError, match=message):
        look_up(wanted, 5, registers)


def test_without_a_network_it_says_what_to_do() -> None:
    with pytest.raises(BevoError, match=r"cannot be reached: .*--offline writes what the id alone tells"):
        look_up(Id("pmid", "1"), 2, {"pmid": "http://127.0.0.1:1/{id}"})


@pytest.mark.parametrize("answer", [{}, [], None, {"message": {}}, {"message": {"DOI": "10.1000/x", "title": 3}}])
def test_an_answer_of_another_form_is_told(answer: object) -> None:
    with pytest.raises(BevoError, match="not in the form that is known"):
        read_answer(Id("doi", "10.1000/x"), answer)


def test_an_answer_about_another_id_or_an_error_in_it_is_told() -> None:
    with pytest.raises(BevoError, match=r"about '10.1000/bone.2020.7', not about 10.1000/x"):
        read_answer(Id("doi", "10.1000/x"), CROSSREF)
    unknown = {"result": {"uids": ["9"], "9": {"uid": "9", "error": "cannot get document summary"}}}
    with pytest.raises(BevoError, match="PubMed has no 9: cannot get document summary"):
        read_answer(Id("pmid", "9"), unknown)


def test_ids_are_those_of_the_studies_and_never_taken() -> None:
    record = {"first_author": "Núñez Ørsted AMB", "year": 2021}
    assert new_id(record, ()) == "nunez-orsted-2021"
    assert new_id(record, ("nunez-orsted-2021", "nunez-orsted-2021-b")) == "nunez-orsted-2021-c"
    assert new_id({"first_author": "Consortium", "year": 2021}, (), "kiel_") == "kiel_consortium-2021"
    assert new_id(skeleton(Id("nct", "NCT01234567")), ()) == "nct01234567"
    assert new_id(skeleton(Id("doi", "10.1000/A.b")), ()) == "doi-10-1000-a-b"
