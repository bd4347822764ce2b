"""What an endpoint's answer leaves with is what the release's own answer leaves with."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, Store

from bevo.problems import BevoError
from bevo.questions.compare import embedded
from bevo.questions.complete import completed, rests_on, terms_by_label
from bevo.questions.elsewhere import AT_ONCE, completed_by
from bevo.questions.questions import read_queries, run
from bevo.rdf.answer import Answer
from checkout import ROOT


def test_every_question_leaves_with_the_same_columns(sample_store: Store) -> None:
    rests, terms = rests_on(sample_store), terms_by_label(sample_store)
    full = 0
    for name, query in read_queries(ROOT / "queries").items():
        if query.federated:
            continue
        answer = run(query.text, sample_store)
        here, there = completed(answer, rests, terms), completed_by(embedded(sample_store), answer)
        assert (there.columns, there.plain()) == (here.columns, here.plain()), name
        full += len(there.columns) > len(answer.columns) and bool(there.rows)
    assert full > 20


def test_no_query_names_more_than_some(sample_store: Store) -> None:
    """Of an answer of a thousand rows each query stays short."""
    asked: list[str] = []

    def ask(text: str) -> Answer:
        asked.append(text)
        return embedded(sample_store)(text)

    there = completed_by(ask, Answer(["finding"], [[Literal(f"F{number:04}")] for number in range(1000)]))
    assert len(there.rows) == 1000 and "doi" in there.columns
    assert max(text.count("/finding/F") for text in asked) == AT_ONCE


def test_an_endpoint_that_refuses_is_said() -> None:
    def ask(text: str) -> Answer:
        raise BevoError("the endpoint refuses")

    with pytest.raises(BevoError, match="refuses"):
        completed_by(ask, Answer(["finding"], [[Literal("F0026")]]))


def test_nothing_found_asks_nothing() -> None:
    def ask(text: str) -> Answer:
        raise AssertionError(text)

    assert completed_by(ask, Answer(["finding"])).rows == []
