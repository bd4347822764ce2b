"""What an answer takes along: IRIs, and what its findings or studies rest on."""

from __future__ import annotations

import csv
import io

from pyoxigraph import Literal, NamedNode, Store

from bevo.build.build import Release
from bevo.project import Project
from bevo.questions.complete import Rests, completed, rests_on, terms_by_label
from bevo.questions.questions import read_queries, run
from bevo.rdf.answer import Answer
from bevo.rdf.names import PREFIXES, node
from bevo.rdf.rdfio import read_turtle

RESTS = {
    "F0001": Rests(("bone gain",), ("animal",), ("Li D 2016",), ("10.1/a",), ("1",)),
    "F0002": Rests(("bone loss",), ("animal", "in vitro"), ("Li D 2016", "Sun W 2016"), ("10.1/a", "10.1/b"), ()),
    "li-2016": Rests((), (), ("Li D 2016",), ("10.1/a",), ("1",)),
}


def rows(answer: Answer) -> list[dict[str, str]]:
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]


def test_a_finding_takes_along_what_it_rests_on() -> None:
    (row,) = rows(completed(Answer(["finding"], [[node("finding:F0002")]]), RESTS, {}))
    assert row == {
        "finding": "finding:F0002",
        "findingIri": f"{PREFIXES['finding']}F0002",
        "verdict": "bone loss",
        "evidence": "animal; in vitro",
        "studies": "Li D 2016; Sun W 2016",
        "doi": "10.1/a; 10.1/b",
        "pmid": "",
    }


def test_a_list_of_ids_takes_along_what_all_of_them_rest_on_each_once() -> None:
    (row,) = rows(completed(Answer(["ids"], [[Literal("F0001; F0002")]]), RESTS, {}))
    assert row["verdict"] == "bone gain; bone loss" and row["doi"] == "10.1/a; 10.1/b" and row["pmid"] == "1"


def test_a_study_takes_along_doi_and_pmid_alone() -> None:
    answer = completed(Answer(["study", "n"], [[node("study:li-2016"), Literal("3")], [None, Literal("1")]]), RESTS, {})
    assert answer.columns == ["study", "n", "studyIri", "doi", "pmid"]
    assert [row["doi"] for row in rows(answer)] == ["10.1/a", ""]


def test_a_column_of_labels_gets_their_iris_and_what_is_no_label_none() -> None:
    terms = {"osteoclast": "http://x/1", "osteoblast": "http://x/2"}
    cells = ["osteoclast", "osteoclast; osteoblast", "osteoclast; something", ""]
    answer = completed(Answer(["source"], [[Literal(cell)] for cell in cells]), {}, terms)
    assert [row["sourceIri"] for row in rows(answer)] == ["http://x/1", "http://x/1; http://x/2", "", ""]


def test_what_the_question_has_itself_stays_as_it_is() -> None:
    answer = completed(Answer(["finding", "verdict"], [[node("finding:F0001"), Literal("mine")]]), RESTS, {})
    assert answer.columns.count("verdict") == 1 and rows(answer)[0]["verdict"] == "mine"


def test_no_rows_and_no_columns_of_interest_change_nothing() -> None:
    for answer in (Answer(["a"], []), Answer(["a"], [[Literal("x")]]), Answer([], [])):
        assert completed(answer, RESTS, {}) == answer


def test_store_and_triples_say_the_same(sample: tuple[Project, Release], sample_store: Store) -> None:
    by_store = rests_on(sample_store)
    assert by_store == rests_on(read_turtle(sample[0].dist / "bevo-kg.ttl"))
    assert by_store["F0026"].verdict == ("bone loss",) and by_store["F0026"].doi == ("10.1038/ncomms10872",)
    assert by_store["F0026"].studies == ("Li D 2016",)


def test_every_answer_keeps_its_own_columns_and_rows(sample: tuple[Project, Release], sample_store: Store) -> None:
    known = rests_on(sample_store), terms_by_label(sample_store)
    for query in read_queries(sample[0].queries).values():
        if not query.federated:
            answer = run(query.text, sample_store)
            full = completed(answer, *known)
            wide = len(answer.columns)
            assert full.columns[:wide] == answer.columns and len(set(full.columns)) == len(full.columns)
            assert [row[:wide] for row in full.rows] == answer.rows


def test_the_table_of_findings_says_on_what_each_rests(sample: tuple[Project, Release]) -> None:
    text = (sample[0].dist / "findings.csv").read_text(encoding="utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(text, newline="")) if row["id"] == "F0026")
    assert row["verdict"] == "bone loss" and row["study"] == "Li D 2016" and row["doi"] == "10.1038/ncomms10872"
    assert row["iri"] == NamedNode("https://w3id.org/bevo/finding/F0026").value
    assert (row["source_id"], row["cargo_id"], row["recipient_id"]) == (
        "CL:0000092",
        "bevo:molecule/miR-214",
        "CL:0000062",
    )
    assert row["outcome_id"] == "GO:0001649" and row["vesicle_id"] == "GO:0070062"
