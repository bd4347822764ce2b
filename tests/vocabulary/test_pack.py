from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bevo.beside import beside
from bevo.problems import BevoError
from bevo.vocabulary.pack import KEPT_WITH_THE_PRODUCT, Pack, default_pack
from bevo.vocabulary.search import search
from vocabulary.packs import ENTRIES, small_pack


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return small_pack(tmp_path_factory.mktemp("pack"))


def test_every_term_comes_back_as_it_was_put(pack: Pack) -> None:
    for entries in ENTRIES.values():
        for entry in entries:
            assert pack.entry(entry.curie) == entry


def test_what_is_not_there_is_none(pack: Pack) -> None:
    for curie in ("CL:9999999", "CL:", "XX:1", "osteoblast", "CL:000006", ""):
        assert pack.entry(curie) is None


def test_names_lead_to_current_terms_in_any_spelling(pack: Pack) -> None:
    assert [e.curie for e in pack.named("Bone forming cell", ["cl"])] == ["CL:0000062"]
    assert pack.named("obsolete old osteoclast", ["cl"]) == []
    assert pack.named("zzz", pack.vocabularies) == pack.named("", pack.vocabularies) == []


def test_a_file_that_is_no_pack_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK")
    for name in ("broken.zip", "nowhere.zip"):
        with pytest.raises(BevoError, match="'bevo term update' renews them"):
            Pack(tmp_path / name)


def test_a_damaged_block_is_told(tmp_path: Path) -> None:
    path = small_pack(tmp_path).path
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(BevoError, match="are damaged"):
        Pack(path).entry("CL:0000062")


@pytest.mark.parametrize(
    ("text", "curie", "how"),
    [
        ("osteoblast", "CL:0000062", "label"),
        ("bone-forming cell", "CL:0000062", "synonym"),
        ("Osteo-blast", "CL:0000062", "spelling"),
        ("osteoblasts", "CL:0000062", "rule: plural"),
        ("osteoblast diff", "GO:0001649", "words"),
        ("osteoblst diferentiation", "GO:0001649", "similar"),
        ("miR-96", "mirbase:MI0000098", "rule: hsa-miR-96"),
        ("runt", "hgnc:10472", "words"),
    ],
)
def test_search_says_how_it_found(pack: Pack, text: str, curie: str, how: str) -> None:
    assert (curie, how) in [(match.entry.curie, match.how) for match in search(text, pack, pack.vocabularies)]


def test_a_symbol_is_never_similar(pack: Pack) -> None:
    assert search("RUNX3", pack, ["hgnc", "mgi"]) == []


def test_the_pack_that_comes_along() -> None:
    assert KEPT_WITH_THE_PRODUCT.stat().st_size < 15e6
    pack = Pack(KEPT_WITH_THE_PRODUCT)
    lines = pack.sources.splitlines()
    assert {line.split("\t")[0] for line in lines[1:]} == set(pack.vocabularies)
    assert all("licence" in lines[0].split("\t") for _ in lines)


@pytest.mark.skipif(sys.platform != "linux" or os.cpu_count() == 1, reason="no process is copied here")
def test_a_copy_of_the_process_opens_it_anew() -> None:
    """Both would read at one place of the file otherwise, and each get what the other was to have."""
    ours = default_pack()
    with beside(lambda: default_pack() is ours) as same:
        assert default_pack() is ours
        assert not same()
