"""Each canned question gives the rows that the tables of yang-2021 hold."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store
from rdflib.plugins.sparql import prepareQuery

from bevo.problems import BevoError, InputError
from bevo.questions.questions import Query, read_queries, read_query, run, with_values
from checkout import ROOT

QUERIES = read_queries(ROOT / "queries")
LOCAL = [query for query in QUERIES.values() if not query.federated]


@pytest.fixture(scope="module")
def store(sample_store: Store) -> Store:
    return sample_store


def ask(store: Store, name: str, **values: str) -> list[dict[str, str]]:
    answer = run(with_values(QUERIES[name], values, store), store)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]


@pytest.mark.parametrize("query", LOCAL, ids=lambda query: query.name)
def test_runs_as_it_stands(query: Query, store: Store) -> None:
    prepareQuery(query.text)
    assert run(query.text, store).columns
    assert "GRAPH" not in query.text
    assert query.question.endswith((".", "?"))


def test_osteoclast_vesicles_are_friend_and_foe(store: Store) -> None:
    rows = {row["source"]: row for row in ask(store, "friend-or-foe")}
    assert int(rows["osteoclast"]["gainFindings"]) >= 1  # RANK, Table 2 row 25
    assert int(rows["osteoclast"]["lossFindings"]) >= 3  # miR-214, Table 2 row 26
    assert int(rows["osteoclast"]["bothStudies"]) >= 1
    assert all(row["bothFindings"] == "0" for row in rows.values())


def test_profile_of_mir_214_has_both_arms_of_table_2_row_26(store: Store) -> None:
    rows = [
        row
        for row in ask(store, "cargo-profile", cargo="miR-214")
        if row["finding"] in ("finding:F0026", "finding:F0044")
    ]
    assert [(r["source"], r["recipient"], r["sign"], r["outcome"]) for r in rows] == [
        ("osteoclast", "osteoblast", "inhibits", "osteoblast differentiation"),
        ("osteoclast", "osteoclast", "promotes", "osteoclast differentiation"),
    ]


def test_a_depleted_cargo_is_not_told_as_carried(store: Store) -> None:
    rows = [row for row in ask(store, "cargo-profile", cargo="lncRNA H19") if row["finding"] == "finding:F0060"]
    assert [(r["amount"], r["sign"], r["outcome"]) for r in rows] == [("less", "inhibits", "ossification")]


def test_network_has_both_directions_between_osteoblast_and_osteoclast(store: Store) -> None:
    pairs = {(row["from"], row["to"]): row for row in ask(store, "cell-network")}
    assert ("osteoblast", "osteoclast") in pairs
    assert int(pairs["osteoclast", "osteoblast"]["lossFindings"]) >= 2


def test_network_can_be_narrowed_to_a_source(store: Store) -> None:
    assert {row["from"] for row in ask(store, "cell-network", source="muscle")} == {"muscle tissue"}


def test_mechanisms_that_end_in_runx2(store: Store) -> None:
    rows = {(r["finding"], r["actor"], r["step"]) for r in ask(store, "mechanisms-to")}
    assert {
        ("finding:F0009", "miR-196a", "affects"),
        ("finding:F0037", "miR-30d-5p", "affects"),
        ("finding:F0038", "miR-133-3p", "affects"),
        ("finding:F0052", "SMURF1", "affects"),
    } <= rows


def test_mechanisms_that_end_in_another_target(store: Store) -> None:
    rows = {(r["finding"], r["actor"], r["step"]) for r in ask(store, "mechanisms-to", target="ATF4")}
    assert ("finding:F0026", "miR-214", "inhibits") in rows


def test_biomarkers_have_group_sizes_direction_and_counts(store: Store) -> None:
    rows = [r for r in ask(store, "biomarkers") if r["finding"] == "finding:F0003"]
    assert {(r["fluid"], r["cargo"], r["direction"], r["group"], r["size"]) for r in rows} == {
        ("blood plasma", "tRNA fragment", "altered", "osteoporosis", "40"),
        ("blood plasma", "tRNA fragment", "altered", "healthy", "40"),
    }
    assert {(r["identified"], r["altered"], r["more"], r["less"]) for r in rows} == {("288", "29", "11", "18")}


def test_mir_21_has_opposite_signs(store: Store) -> None:
    row = next(r for r in ask(store, "opposite-signs") if r["cargo"] == "miR-21")
    assert "mesenchymal stem cell" in row["gainSources"]  # Table 3 row 1
    assert "mesenchymal stem cell of the bone marrow" in row["lossSources"]  # Table 2 row 16


def test_findings_by_study_gives_every_locator(store: Store) -> None:
    rows = ask(store, "findings-by-study", study="study:li-2016")
    assert {"Table 2 row 26", "Osteoclasts-Derived Exosomes in OP sentence 4"} <= {r["where"] for r in rows}


def test_the_niche_has_bone_loss_and_muscle_stands_outside(store: Store) -> None:
    rows = {(r["niche"], r["verdict"]): r for r in ask(store, "inside-outside-niche")}
    assert int(rows["inside", "bone loss"]["findings"]) > int(rows["outside", "bone loss"]["findings"]) > 0
    assert {niche for niche, _ in rows} == {"inside", "outside"}


def test_inferred_tells_verdicts(store: Store) -> None:
    rows = ask(store, "inferred", verdict="bevo:BoneLossFinding")
    assert "finding:F0026" in {r["thing"] for r in rows}
    assert {r["follows"] for r in rows} == {"bone loss finding"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"cargo": "miR-2144"}, "'miR-2144' is no term of the graph; search for a part of the name"),  # and no other
        ({"cargo": "osteopontim"}, "'osteopontim' is no term of the graph; nearest: osteopontin"),
        ({"cargo": "x> } DELETE"}, "is no term of the graph"),
        ({"cell": "osteoblast"}, "has no parameter --cell; it has: --cargo"),
    ],
)
def test_values_are_checked_never_pasted(values: dict[str, str], message: str, store: Store) -> None:
    with pytest.raises(BevoError, match=message):
        with_values(QUERIES["cargo-profile"], values, store)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "the header needs summary, description and tags"),
        ("#+ summary: [\nSELECT * {}", "the header: is not YAML"),
        ("#+ {summary: a, description: b, tags: [odd]}\nSELECT * {}", "the first tag is the group, one of: cells,"),
        ("#+ {summary: a, description: b, tags: [cells]}\nASK {}", "a line starts with SELECT or CONSTRUCT"),
        (
            "#+ {summary: a, description: b, tags: [cells], parameters: {x: {type: term}}}\nSELECT * {}",
            "the parameter x needs a line",
        ),
        (
            "#+ {summary: a, description: b, tags: [cells], parameters: {x: {type: odd}}}\n"
            "SELECT * { VALUES ?x { 1 } }",
            "the parameter x needs a type: term, number, text",
        ),
        (
            "#+ {summary: a, description: b, tags: [cells], parameters: {x: {type: term}}}\n"
            "SELECT * { VALUES ?x { 1 } }",
            "the parameter x needs its default under 'defaults'",
        ),
        (
            "#+ {summary: a, description: b, tags: [cells], defaults: [{y: 1}]}\nSELECT * {}",
            "'defaults' names what is no parameter: y",
        ),
    ],
)
def test_a_malformed_question_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_query(tmp_path / "q.rq")


ODD = (
    "{summary: a, description: b, tags: 1}",
    "{summary: a, description: [1], tags: [cells]}",
    "{summary: , description: b, tags: [cells]}",
    "{summary: a, description: !!binary aGk=, tags: [cells]}",
    "{summary: &a b, description: *a, tags: [cells]}",
    "{summary: a, summary: b, description: c, tags: [cells]}",
    "{summary: a, description: b, tags: [[cells]]}",
    "{summary: a, description: b, tags: [cells], defaults: [1]}",
    "{summary: a, description: b, tags: [cells], parameters: [x]}",
    "{summary: a, description: b, tags: [cells], parameters: {x: 1}}",
    "{summary: a, description: b, tags: [cells], parameters: {'(': {type: term}}}",
    "{? [a] : b}",
    "[" * 2000 + "]" * 2000,
    "2021-99-99",
)


@pytest.mark.parametrize("header", ODD)
def test_an_odd_header_is_told(header: str, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(f"#+ {header}\nSELECT * {{ VALUES ?x {{ 1 }} }}", encoding="utf-8")
    with pytest.raises(InputError, match=r"q\.rq:1: q: "):
        read_query(tmp_path / "q.rq")


@settings(max_examples=200, deadline=1000)
@given(header=st.text("{}[]:,-&*'\" \nabs#+0", max_size=60))
def test_any_header_is_a_question_or_told(header: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.rq"
    lines = ("#+ summary: a", "#+ description: b", "#+ tags: [cells]", *(f"#+ {line}" for line in header.split("\n")))
    path.write_text("\n".join((*lines, "SELECT * {}")), encoding="utf-8")
    with suppress(InputError):
        read_query(path)


def test_a_question_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"#+ \xff\n")
    with pytest.raises(InputError, match="is not UTF-8: invalid start byte at byte 3"):
        read_query(tmp_path / "q.rq")


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u202e"])
def test_a_character_in_a_question_that_is_no_text_is_told_by_line(char: str, tmp_path: Path) -> None:
    text = f"#+ {{summary: a, description: b, tags: [cells]}}\n# a{char}b\nSELECT * {{}}\n"
    (tmp_path / "q.rq").write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(InputError, match=rf"q\.rq:2: q: holds the character U\+{ord(char):04X}.*, which is no text"):
        read_query(tmp_path / "q.rq")


def test_all_questions_that_are_malformed_are_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.rq").write_text("SELECT * {}")
    with pytest.raises(InputError) as told:
        read_queries(tmp_path)
    assert [problem.about for problem in told.value.problems] == ["a", "b"]


@pytest.mark.parametrize("name", ["con", "index", "A", "a b", "a.b", "é", "-a"])
def test_the_name_of_a_question_is_a_word(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.rq"
    path.write_text("#+ {summary: a, description: b, tags: [cells]}\nSELECT * {}")
    with pytest.raises(InputError, match="the name of a question has small letters"):
        read_query(path)
