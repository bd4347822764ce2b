"""What a search comes to, over a small index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bevo.problems import BevoError
from bevo.search.index import Index, read_index
from bevo.search.search import Answer, as_data, search
from search.made import DATA, small_index


@pytest.fixture(scope="module")
def index() -> Index:
    return small_index()


def ids(answer: Answer) -> list[str]:
    return [result.thing.id for result in answer.results]


def roles(answer: Answer) -> list[tuple[str, str]]:
    return [(part.role, part.text) for part in answer.understood.parts]


def found(answer: Answer, index: Index) -> list[str]:
    return [index.things[number].id for number in answer.findings]


def test_names_of_every_sort_lead_to_the_thing_and_open_it(index: Index) -> None:
    for text, wanted in (
        ("osteoclast", "CL:0000092"),
        ("OCs", "CL:0000092"),
        ("hBMSCs", "CL:0002540"),
        ("mesenchymal stem cells of bone marrow", "CL:0002540"),
        ("hsa-miR-21", "molecule:miR-21"),
        ("MI0000077", "molecule:miR-21"),
        ("cbfa1", "molecule:RUNX2"),
        ("TGF beta", "molecule:TGFB"),
        ("doi:10.1038/ncomms10872", "study:li-2016"),
        ("PMID: 26947250", "study:li-2016"),
        ("Li D et al. (2016)", "study:li-2016"),
        ("f0002", "finding:F0002"),
        ("exosomal miR-21", "molecule:miR-21"),
    ):
        answer = search(text, index)
        assert answer.opens and answer.opens.id == wanted, text
        assert ids(answer)[0] == wanted and answer.results[0].score >= 90


def test_a_number_an_arm_and_a_symbol_are_never_another(index: Index) -> None:
    assert "molecule:miR-214" not in ids(search("miR-21", index))
    assert ids(search("miR-21", index))[:2] == ["molecule:miR-21", "molecule:miR-21-5p"]
    for text in ("miR-2", "miR-2144", "miR-21a", "RUNX3", "RUNX", "TGF-β1", "TGF beta 1", "miR-215"):
        answer = search(text, index)
        assert not answer.opens and not answer.findings and not answer.did_you_mean, text
        assert all(result.score < 60 for result in answer.results), text
    other_arm = search("miR-21-3p", index)
    assert ids(other_arm) == ["molecule:miR-21"] and not other_arm.opens and not other_arm.findings


def test_while_someone_types_a_number_may_go_on(index: Index) -> None:
    assert ids(search("mir2", index)) == []
    assert set(ids(search("mir2", index, typing=True))) == {"molecule:miR-21", "molecule:miR-214", "molecule:miR-21-5p"}


def test_several_names_are_all_wanted_each_in_its_role(index: Index) -> None:
    answer = search("osteoclast miR-214 osteoblast", index)
    assert roles(answer) == [("source", "osteoclast"), ("cargo", "miR-214"), ("recipient", "osteoblast")]
    assert found(answer, index) == ["finding:F0001"] and ids(answer)[0] == "finding:F0001"
    assert found(search("osteoblast miR-214 osteoclast", index), index) == ["finding:F0002"]
    assert found(search("miR-214 ossification", index), index) == ["finding:F0001"]
    assert found(search("miR-214 hydrogel", index), index) == ["finding:F0002"]


def test_a_wider_thing_finds_what_stands_below_it(index: Index) -> None:
    assert found(search("BMSC miR-21", index), index) == ["finding:F0003"]


def test_words_around_a_name_say_its_role(index: Index) -> None:
    for text in ("exosomes of osteoclasts", "osteoclast-derived exosomes", "osteoclast EVs", "EVs from the osteoclast"):
        answer = search(text, index)
        assert answer.understood.parts[0].role == "source" and found(answer, index) == ["finding:F0001"], text
        assert answer.opens is None
    assert found(search("miR-214 to osteoclasts", index), index) == ["finding:F0002"]


def test_a_role_can_be_written(index: Index) -> None:
    assert found(search('recipient:"osteoclast" miR-214', index), index) == ["finding:F0002"]
    assert found(search("source:OC", index), index) == ["finding:F0001"]
    anywhere = search('anywhere:"osteoclast" anywhere:"osteoblast"', index)
    assert found(anywhere, index) == ["finding:F0001", "finding:F0002"]


def test_what_was_understood_can_be_written_and_means_the_same(index: Index) -> None:
    for text in ("osteoclast miR-214 osteoblast", "exosomes of osteoclasts", "Li 2016", "miR-214 hydrogel"):
        answer = search(text, index)
        told = as_data(answer, index, 10)
        again = search(" ".join([*(part["write"] for part in told["understood"]), *told["words"]]), index)
        assert again.findings == answer.findings, text


def test_no_role_is_insisted_on_where_nothing_fits_it(index: Index) -> None:
    answer = search("ossification osteoclast BMSC", index)
    assert not answer.findings and len(answer.understood.parts) == 3


def test_a_slip_is_read_and_said_and_never_opened(index: Index) -> None:
    answer = search("osteoclats", index)
    assert (answer.read_as, answer.opens) == ("osteoclast", None)
    assert ids(answer)[0] == "CL:0000092" and answer.results[0].score < 100
    unsure = search("osteodlast", index)
    assert unsure.did_you_mean == ("osteoblast", "osteoclast") and not unsure.results
    assert search("RUNXE", index).read_as == ""


def test_several_of_one_name_are_listed(index: Index) -> None:
    answer = search("Li et al., 2016", index)
    assert answer.opens is None and set(ids(answer)[:2]) == {"study:li-2016", "study:li-2016-b"}


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "source:", '""', "():,;", "a" * 5000, "\u200b", "💀", "of the", 'source:"x', "(((", "\\d+"]
)
def test_nothing_breaks_on_odd_texts(index: Index, text: str) -> None:
    assert not search(text, index).findings


def test_a_file_that_is_no_index_is_said(tmp_path: Path) -> None:
    path = tmp_path / "search.json"
    with pytest.raises(BevoError, match="cannot read"):
        read_index(path)
    for text in ("[]", "{", '{"kinds": [], "things": [[1]], "findings": []}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BevoError, match="no search index of this version"):
            read_index(path)
    path.write_text(json.dumps(DATA), encoding="utf-8")
    assert len(read_index(path).things) == len(DATA["things"]) + len(DATA["findings"])
