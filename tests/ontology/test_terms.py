from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bevo.build.prepare import Checked
from bevo.ontology.ids import clashes
from bevo.ontology.merge import read_ontology
from bevo.ontology.terms import COLUMNS, NameProblem, Term, Vocabulary, read_terms
from bevo.problems import InputError
from checkout import ROOT

OSTEOBLAST = Term("http://x/1", "x:1", "osteoblast", "cells", synonyms=("OB",))
OSTEOCLAST = Term("http://x/2", "x:2", "osteoclast", "cells", synonyms=("OC",), parents=("http://x/1",))
SERUM = Term("http://x/3", "x:3", "serum", "fluids")
VOCABULARY = Vocabulary.of([OSTEOBLAST, OSTEOCLAST, SERUM])


@pytest.mark.parametrize("name", ["osteoblast", "Osteoblast", "OB", "ob", " osteoblast "])
def test_a_name_is_found_whatever_its_case(name: str) -> None:
    assert VOCABULARY.find(name, ["cells"]) is OSTEOBLAST


def test_an_unknown_name_gives_the_nearest() -> None:
    with pytest.raises(NameProblem, match=r"'osteoblst' is not a known name in cells; nearest: osteoblast$"):
        VOCABULARY.find("osteoblst", ["cells"])


def test_a_name_of_another_kind_says_of_which() -> None:
    with pytest.raises(NameProblem, match="'serum' is in fluids; a name from cells is needed here"):
        VOCABULARY.find("serum", ["cells"])


def test_ancestors_reach_the_top() -> None:
    assert VOCABULARY.ancestors(OSTEOCLAST.iri) == {"http://x/1", "http://x/2"}


def table(tmp_path: Path, *rows: str) -> Path:
    (tmp_path / "cells.tsv").write_text("\n".join(["\t".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return tmp_path


BAD_IDS = {
    "bevo:../x": "is no id: write bevo: and a word",
    "bevo:molecule/../../x": "is no id",
    "bevo:molecule/a/b": "is no id",
    "bevo:/etc/x": "is no id",
    "bevo:": "is no id",
    "bevo:index": "is no id",
    "bevo:assets/site": "is no id",
    "bevo:../bevo-kg": "is no id",
    "bevo:A b": "is no id",
    "bevo:molecule/a.": "is no id",
    "bevo:molecule/\u0661": "is no id",
    "CL:../x": "is no id: after CL: come letters and digits",
    "CL:1\\2": "is no id",
    "bevo:Index": "is taken",
    "bevo:Sparql": "is taken",
    "bevo:Con": "is taken",
    "bevo:molecule/index": "is taken",
    "bevo:molecule/Index": "is taken",
    "bevo:molecule/miR-21.ttl": "is taken",
    "bevo:molecule/miR-21.html": "is taken",
    "bevo:molecule/nul": "is taken",
    "bevo:molecule/COM1.a": "is taken",
    "bevo:" + "A" * 300: "is longer than 100 characters",
}
BAD_NAMES = {
    "miR-214\u200b": "the character U+200B",
    "m\u0456R-214": "the Cyrillic letter U+0456",
    "\u202emiR": "the character U+202E",
    "miR-\u0662": "the digit U+0662 (arabic-indic digit two); use 0 to 9",
    "miR-\uff12": "the digit U+FF12",
    "miR\x07": "the character U+0007",
    "miR\u00a0214": "the character U+00A0",
    "miR\u2212214": "the character U+2212",
    "miR\u2013214": "the character U+2013",
    "miR-214\ufe0f": "the character U+FE0F",
    "mi\u0301R": "the character U+0301",
    "\uff4diR-214": "the Fullwidth letter U+FF4D",
    "C\u03bfL": "Greek \u03bf (U+03BF) in place of o",
}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("CL:0000062\tosteoblast", "a row must have 8 cells, separated by tabs"),
        ("XX:1\tosteoblast\t\t\t\t\t\t", "unknown prefix in 'XX:1'"),
        ("CL:0000062\tosteoblast\t\t\t\tsame x:1\t\t", "xref 'same x:1' is not"),
        ("CL:0000062\t\t\t\t\t\t\t", "a term needs a label"),
        *((f"{curie}\tx\t\t\t\t\t\t", message) for curie, message in BAD_IDS.items()),
        *((f"CL:1\t{label}\t\t\t\t\t\t", message) for label, message in BAD_NAMES.items()),
        *((f"CL:1\tx\t{label}\t\t\t\t\t", message) for label, message in BAD_NAMES.items()),
        ("CL:1\tx\t\t\t\texact HGNC:1> . <a:b\t\t", "is no id"),
        ("CL:1\tx\t\t\t\texact hgnc:1> . <a:b\t\t", "is no id"),
        ('CL:1\tx\t\t\t\texact hgnc:"\t\t', "is no id"),
        ("CL:1\tx\t\tCL:../1\t\t\t\t", "is no id"),
        ("CL:1\tx\t\t\t\t\tA \0 in it.\t", "the definition holds the character U+0000"),
    ],
)
def test_a_malformed_row_is_named_by_line(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(InputError, match=r"cells.tsv:2: ") as caught:
        read_terms(table(tmp_path, row))
    assert message in str(caught.value)


def test_a_name_in_another_case_is_the_same_name(tmp_path: Path) -> None:
    rows = ("CL:1\tmiR-214\t\t\t\t\t\t", "CL:2\tMIR-214\t\t\t\t\t\t")
    with pytest.raises(InputError, match=r"cells.tsv:3: CL:2: the name 'MIR-214' .*CL:1 .*, there spelt 'miR-214'"):
        read_terms(table(tmp_path, *rows))


def test_ids_that_differ_in_case_alone_are_refused() -> None:
    terms = [Term("https://w3id.org/bevo/molecule/" + name, f"bevo:molecule/{name}", name, "m") for name in ("a", "A")]
    (problem,) = clashes(terms, ["https://w3id.org/bevo/molecule/b"])
    assert problem.about == "bevo:molecule/A" and "differs from molecule:a " in problem.message
    assert [p.about for p in clashes(terms[:1], ["https://w3id.org/bevo/Molecule/A"])] == ["bevo:molecule/a"]


@pytest.mark.parametrize("name", ["Finding", "Molecule", "BoneGainOutcome"])
def test_a_row_with_the_id_of_what_bevo_ttl_declares_is_refused(name: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "ontology" / "bevo.ttl", tmp_path)
    (tmp_path / "terms").mkdir()
    table(tmp_path / "terms", f"bevo:{name}\tsomething else\t\tCL:1\t\t\tA thing.\t", "CL:1\tcell\t\t\t\t\t\t")
    with pytest.raises(InputError, match=rf"cells.tsv:2: bevo:{name}: the id is that of bevo:{name}, which bevo.ttl"):
        read_ontology(tmp_path)


def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    rows = ("CL:0000062\tosteoblast\tOB\t\t\t\t\t", "CL:0000092\tosteoclast\tOB\t\t\t\t\t")
    with pytest.raises(InputError, match=r"cells.tsv:3: CL:0000092: the name 'OB' belongs already to CL:0000062"):
        read_terms(table(tmp_path, *rows))


@given(st.text())
def test_any_text_is_a_name_or_a_sentence(name: str) -> None:
    try:
        assert VOCABULARY.find(name, ["cells"]).kind == "cells"
    except NameProblem as problem:
        assert any(said in str(problem) for said in ("needed here", "is not a known name", "is ambiguous", "holds"))


def test_every_name_of_the_tables_leads_to_its_term(checked: Checked) -> None:
    vocabulary = checked.ontology.vocabulary
    for term in vocabulary.terms.values():
        for name in (term.label, *term.synonyms):
            assert vocabulary.find(name, [term.kind]) is term


def test_an_arm_of_a_microrna_stands_below_the_microrna(checked: Checked) -> None:
    vocabulary = checked.ontology.vocabulary
    for term in vocabulary.terms.values():
        if term.kind == "molecules" and term.label.startswith(("miR-", "let-")) and term.label.endswith(("-3p", "-5p")):
            assert any(term.label.startswith(vocabulary.terms[p].label) for p in term.parents), term.label


def test_a_cell_line_stands_below_a_cell(checked: Checked) -> None:
    vocabulary = checked.ontology.vocabulary
    cell = vocabulary.find("cell", ["cells"]).iri
    assert all(vocabulary.is_a(t, cell) for t in vocabulary.terms.values() if t.kind == "cell_lines")
