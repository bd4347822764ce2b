from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bevo.vocabulary.identifiers import as_curie
from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.rules import readings, singular
from bevo.vocabulary.spelling import disguised, key, keys, plain
from bevo.vocabulary.suggest import slips


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IL-6", "il 6"),
        ("TGF-β1", "TGF‑beta 1"),
        ("TGF-ß1", "tgfβ1"),
        ("haematopoietic", "hematopoietic"),
        ("mineralisation", "mineralization"),
        ("osteonecrosis of the femoral head", "Osteonecrosis of femoral head"),
        ("osteo\u00adblast", "osteoblast"),
        ("ﬁbroblast", "fibroblast"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1-2", "12"), ("(+)-catechin", "(-)-catechin"), ("SMAD1/5", "SMAD15"), ("IL-1", "IL-11"), ("p-STAT3", "STAT3")],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_greek_letters_meet_the_latin_ones_in_their_place() -> None:
    assert keys("TNF-α") == ("tnfalpha", "tnfa")


def test_disguises_are_told() -> None:
    assert disguised("miR-21") == disguised("TGF-β1") == ()
    assert disguised("mіR-21") == ("Cyrillic і (U+0456) in place of i",)
    assert disguised("miR-\u200b21") == ("an invisible character, zero width space (U+200B)",)
    assert plain("mіR-\u200b21") == "miR-21"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("hsa-miR-21-5p", "miR-21-5p"),
        ("MIR125B1", "miR-125b-1"),
        ("MIRLET7A1", "let-7a-1"),
        ("miR-24-2-5p", "miR-24-2-5p"),
        ("miR-21*", "miR-21*"),
        ("pre-miR-21", None),
        ("miR-21 mimic", None),
        ("MIR22HG", None),
        ("miR-21-5p/3p", None),
        ("cel-miR-1", None),
    ],
)
def test_names_of_micrornas(name: str, read: str | None) -> None:
    found = read_microrna(name)
    assert (found.name if found else None) == read


@given(st.text(max_size=40))
def test_any_text_has_a_key_and_readings(text: str) -> None:
    assert key(plain(text)) == key(text)
    assert readings(text)[0][0].text == plain(text)


@pytest.mark.parametrize(
    ("plural", "one"),
    [("MSCs", "MSC"), ("apoptotic bodies", "apoptotic body"), ("osteoporosis", None), ("RAS", None), ("ras", None)],
)
def test_plurals(plural: str, one: str | None) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize(
    ("text", "curie"),
    [
        ("HGNC:10472", "hgnc:10472"),
        ("cl:0000062", "CL:0000062"),
        ("GO_0001649", "GO:0001649"),
        ("http://purl.obolibrary.org/obo/CL_0000062", "CL:0000062"),
        ("https://identifiers.org/HGNC:10472", "hgnc:10472"),
        ("https://www.cellosaurus.org/CVCL_0493", "cellosaurus:CVCL_0493"),
        ("mimat0000076", "mirbase.mature:MIMAT0000076"),
        ("MI0000077", "mirbase:MI0000077"),
        ("https://w3id.org/bevo/molecule/RUNX2", "bevo:molecule/RUNX2"),
        ("osteoblast", None),
        ("circ_0008542", None),
        ("IL-6", None),
    ],
)
def test_ids_however_they_are_written(text: str, curie: str | None) -> None:
    found = as_curie(text)
    assert found == curie or (curie == "bevo:molecule/RUNX2" and found == "molecule:RUNX2")


def test_slips_alone_are_suggested() -> None:
    known = ["osteoblast", "osteoclast", "synovial fluid", "osteocalcin", "cathepsin K", "miR-21", "il1"]
    assert slips("osteoblst", known) == ["osteoblast"]
    assert slips("sinovial fluid", known) == ["synovial fluid"]
    for other in ("miR-22", "IL10", "cathepsin B", "synovial fibroblast", "osteonectin", "EPC"):
        assert slips(other, known) == []
