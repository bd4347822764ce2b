"""The queries that everyone asks, of the release: by ``bevo search``, by the server, and by the scripts of the site."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

import bevo.site.installed
from bevo.build.build import Release
from bevo.cli.main import app
from bevo.project import Project
from bevo.search.index import Index, read_index
from bevo.search.search import as_data, search
from bevo.site import index_of
from bevo.site.data.search import MOST_BYTES
from checkout import ROOT
from search.made import queries
from search.test_same_in_javascript import answers, folded, in_javascript, names_of_vocabulary
from served import served

pytestmark = pytest.mark.slow

NAMED = 90
"""The score from which on a result is what the text names."""


@pytest.fixture(scope="module")
def path(built: tuple[Project, Release]) -> Path:
    return built[0].dist / "site" / "data" / "search.json"


@pytest.fixture(scope="module")
def index(path: Path) -> Index:
    return read_index(path)


def test_there_are_eighty_queries_and_each_has_its_answer_first(index: Index) -> None:
    assert len({asked.query for asked in queries()}) >= 80
    wrong = []
    for asked in queries():
        answer = search(asked.query, index)
        first = answer.results[0].thing.id if answer.results else "-"
        if (first, answer.opens is not None) != (asked.first, asked.opens):
            wrong.append((asked, first, answer.opens))
    assert not wrong


def test_the_command_prints_them_in_the_same_order(
    built: tuple[Project, Release], index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["--format", "json", "--root", str(built[0].root)]
    real = CliRunner().invoke(app, ["search", "osteoclat", *words])
    assert real.exit_code == 0 and "did you mean 'osteoclast'?" in real.stderr
    assert json.loads(real.stdout)[0] == {"id": "CL:0000092", "label": "osteoclast", "kind": "cell", "score": 95}
    monkeypatch.setattr(bevo.site.installed, "read_index", lambda _: index)
    for asked in queries():
        result = CliRunner().invoke(app, ["search", *words, "--limit", "1000", "--", asked.query])
        rows = json.loads(result.stdout)
        wanted = search(asked.query, index).results[:1000]
        assert [(row["id"], row["score"]) for row in rows] == [(r.thing.id, r.score) for r in wanted], asked.query
        assert result.exit_code == (0 if rows else 1)


def test_the_server_answers_them_in_the_same_order(
    built: tuple[Project, Release], index: Index, tmp_path: Path
) -> None:
    with served(built[0].root, tmp_path / "log") as server, httpx.Client(base_url=server.address) as client:
        for asked in queries():
            answer = client.get("search", params={"q": asked.query, "limit": 1000})
            assert answer.headers["content-type"] == "application/json"
            assert answer.json() == as_data(search(asked.query, index), index, 1000), asked.query


def test_the_scripts_of_the_site_answer_them_in_the_same_order(index: Index, path: Path) -> None:
    texts = [*(asked.query for asked in queries()), *names_of_vocabulary()]
    for text, mine, theirs in zip(texts, answers(texts, index), in_javascript(texts, str(path)), strict=True):
        assert mine == theirs, text
    names = list(dict.fromkeys(n for t in index.things for n in (t.id, t.label, t.page, *t.synonyms, *t.also)))
    wrong = [pair for pair in zip(names, map(folded, names), in_javascript(names), strict=True) if pair[1] != pair[2]]
    assert not wrong


def test_names_mean_here_what_they_mean_in_records(index: Index) -> None:
    """The normaliser of names, and its list of names, decide."""
    with (ROOT / "tests" / "vocabulary" / "names.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    groups = {"cells": "cells", "cell_lines": "cells", "tissues": "cells", "fluids": "cells", "molecules": "molecules"}
    wrong, none = [], 0
    for row in rows:
        wanted = row["wanted"].replace("bevo:molecule/", "molecule:")
        answer = search(row["name"], index)
        named = [r.thing for r in answer.results if r.score >= NAMED and not answer.read_as]
        mine = [thing for thing in named if thing.group == groups.get(row["kind"], thing.group)]
        if wanted not in ("absent", "ambiguous"):
            none += not mine
        if row["name"] == "bone marrow-derived MSCs":  # records take names alone; the search reads the words as well
            wanted = "CL:0002540"
        if len(mine) == 1 and mine[0].id != wanted and row["kind"] in groups:
            wrong.append((row["name"], wanted, mine[0].id))
    assert wrong == []
    assert none <= 6, "names that records know and the search does not"


def test_the_index_is_small_and_is_that_of_the_graph(built: tuple[Project, Release], path: Path) -> None:
    from bevo.questions.questions import read_queries

    assert len(gzip.compress(path.read_bytes())) <= MOST_BYTES
    made = index_of(built[0].dist / "bevo-kg.ttl", read_queries(built[0].queries))
    assert made == json.loads(path.read_bytes())
