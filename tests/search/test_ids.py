"""Ids of other registers, as people paste them, lead to the same term in questions, in the search and in the tools."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from bevo.build.build import Release
from bevo.problems import BevoError
from bevo.project import Project
from bevo.questions.questions import resolve_term
from bevo.rdf.names import compact
from bevo.search.index import Index
from bevo.search.search import search
from bevo.site.installed import search_index_of

WRITINGS = [
    ("mirbase:MI0000290", "molecule:miR-214"),
    ("MI0000290", "molecule:miR-214"),
    ("https://identifiers.org/mirbase:MI0000290", "molecule:miR-214"),
    ("hgnc:11766", "molecule:TGFB1"),
    ("HGNC:11766", "molecule:TGFB1"),
    ("https://identifiers.org/hgnc:11766", "molecule:TGFB1"),
    ("CL:0000062", "CL:0000062"),
    ("cl:0000062", "CL:0000062"),
    ("CL_0000062", "CL:0000062"),
    ("obo:CL_0000062", "CL:0000062"),
    ("OBO:CL_0000062", "CL:0000062"),
    ("http://purl.obolibrary.org/obo/CL_0000062", "CL:0000062"),
    ("https://purl.obolibrary.org/obo/CL_0000062", "CL:0000062"),
    ("osteoblast ", "CL:0000062"),
    (" osteoblast", "CL:0000062"),
    ("osteoblast\u00a0", "CL:0000062"),
    ("Osteoblasts", "CL:0000062"),
    ("osteo\u00adblast", "CL:0000062"),
    ("10.1038/ncomms10872", "study:li-2016"),
    ("https://doi.org/10.1038/ncomms10872", "study:li-2016"),
    ("doi:10.1038/NCOMMS10872", "study:li-2016"),
    ("PMID:31131046", "study:chen-2019-b"),
    ("pmid: 31131046", "study:chen-2019-b"),
    ("31131046", "study:chen-2019-b"),
    ("https://pubmed.ncbi.nlm.nih.gov/31131046/", "study:chen-2019-b"),
]


@pytest.fixture(scope="module")
def sample_index(sample: tuple[Project, Release]) -> Index:
    return search_index_of(sample[0], print)


@pytest.mark.parametrize(("written", "meant"), WRITINGS)
def test_a_question_takes_it(written: str, meant: str, sample_store: Store) -> None:
    assert compact(resolve_term(written, sample_store).value) == meant


@pytest.mark.parametrize(("written", "meant"), WRITINGS)
def test_the_search_finds_it_first(written: str, meant: str, sample_index: Index) -> None:
    assert search(written, sample_index).results[0].thing.id == meant


@pytest.mark.parametrize("written", ["CL:9999999", "hgnc:0", "MI9999999", "PMID:1", "10.1/nothing"])
def test_an_id_that_is_not_there_is_told(written: str, sample_store: Store) -> None:
    with pytest.raises(BevoError, match="is no term of the graph"):
        resolve_term(written, sample_store)
