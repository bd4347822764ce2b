"""What the README shows is what the release says."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from bevo.catalogue import CATALOGUE, SITE
from checkout import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_example_runs(store: Store) -> None:
    query = re.search(r'store\.query\("(.+)"\)', README)
    assert query
    rows = store.query(query[1])
    assert isinstance(rows, QuerySolutions) and next(rows)


def test_the_table_of_files_is_the_catalogue() -> None:
    told = re.findall(
        r"^\| `(\S+)` \| (.+) \|$", README.split("What `make` builds:")[1].split("\n## ")[0], re.MULTILINE
    )
    assert told == [*((entry.path, entry.about) for entry in CATALOGUE), (SITE, "The publication, static")]


def test_the_page_on_exports_tells_files_as_the_catalogue_does() -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8").split("\n## ")[0]
    told = re.findall(r"^\| `(\S+)` \| (.+) \| .+ \|$", page, re.MULTILINE)
    assert told and set(told) <= {(entry.path, entry.about) for entry in CATALOGUE}


@pytest.mark.parametrize(("form", "graphs"), [("xml", True), ("json", False), ("csv", False)])
def test_what_is_said_of_rdflibs_store_holds(form: str, graphs: bool) -> None:
    named = re.findall(r"`([a-z]+)`", README.partition("leave `returnFormat` as it is")[2])[:2]
    assert graphs == (form not in named)
    asked = SPARQLStore("http://127.0.0.1:1/", returnFormat=form).response_mime_types()
    assert ("application/rdf+xml" in asked) == graphs
