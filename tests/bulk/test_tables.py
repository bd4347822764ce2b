"""The tables hold what the findings say, and their views answer as the canned questions do, in DuckDB and in Spark."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.build.prepare import Checked
from bevo.bulk.build import bulk_build, on_this_machine
from bevo.bulk.rows import bucket_of
from bevo.bulk.schema import OF_FINDINGS, REFERENCE
from bevo.bulk.shard import read_setting
from bevo.bulk.tables import on_this_machine as tables_here
from bevo.bulk.tables import write_tables
from bevo.bulk.views import View, as_answer, condition, duckdb_tables, read_views, spark_tables, statements
from bevo.cli.main import app
from bevo.curation.jsonl import findings_jsonl
from bevo.project import Project
from bevo.questions.compare import normal_rows
from bevo.questions.questions import read_queries, run
from bevo.rdf.names import compact, expand
from bevo_bench.case import make, place
from bevo_bench.tables import tables
from checkout import ROOT

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

SQL = ROOT / "queries" / "sql"
VIEWS = read_views(SQL)
QUERIES = read_queries(ROOT / "queries")
ASKED = [view for view in VIEWS if view.question]
Row = tuple[Any, ...]


@pytest.fixture(scope="module")
def bulk(project: Project, checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bulk build of the curated findings, in parts small enough that there are several."""
    out = tmp_path_factory.mktemp("bulk") / "out"
    bulk_build(findings_jsonl(checked.instances), out, read_setting(project), on_this_machine(2), size=200)
    return out


@pytest.fixture(scope="module")
def folder(bulk: Path) -> Path:
    """The tables of it, of several tasks."""
    write_tables(bulk, bulk.parent / "tables", tables_here(2), SQL, parts=2)
    return bulk.parent / "tables"


@pytest.fixture(scope="module")
def store(bulk: Path) -> Store:
    store = Store()
    for path in bulk.rglob("*.nq"):
        quads = parse(path=str(path), format=RdfFormat.N_QUADS)
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def opened(folder: Path) -> Callable[[str], tuple[list[str], list[Row]]]:
    connection = duckdb.connect()
    for statement in (*duckdb_tables(folder), *statements(VIEWS)):
        connection.execute(statement)

    def ask(text: str) -> tuple[list[str], list[Row]]:
        found = connection.execute(text)
        return [column[0] for column in found.description], found.fetchall()

    return ask


@pytest.fixture(scope="module")
def ask(folder: Path) -> Callable[[str], tuple[list[str], list[Row]]]:
    return opened(folder)


def differences(
    asked: Callable[[str], tuple[list[str], list[Row]]], store: Store
) -> dict[str, tuple[list[Row], list[Row]]]:
    """By view, some rows that it lacks and some that it has more than its question; only views that differ."""
    found = {}
    for view in ASKED:
        query = QUERIES[view.question]
        expected = run(query.text, store)
        answer = as_answer(*asked(condition(view, query)))
        assert len(answer.columns) == len(expected.columns), view.name
        one, other = normal_rows(expected), normal_rows(answer)
        assert one, f"{view.question} has no rows, so that it proves nothing"
        if one != other:
            found[view.name] = (list(one - other)[:3], list(other - one)[:3])
    return found


def test_there_are_twenty_questions_as_views() -> None:
    assert len(ASKED) == 20


def test_each_view_gives_the_rows_of_its_question(
    ask: Callable[[str], tuple[list[str], list[Row]]], store: Store
) -> None:
    assert not differences(ask, store)


@pytest.mark.slow
def test_spark_gives_them_from_the_same_text(folder: Path, store: Store) -> None:
    sql = pytest.importorskip("pyspark.sql")
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    try:
        for statement in (*spark_tables(folder), *statements(VIEWS)):
            session.sql(statement)

        def asked(text: str) -> tuple[list[str], list[Row]]:
            found = session.sql(text)
            return found.columns, [tuple(row) for row in found.collect()]

        assert not differences(asked, store)
    finally:
        session.stop()


@pytest.mark.slow
def test_they_do_so_for_ten_times_as_many_findings(built: tuple[Project, Release]) -> None:
    case = place(built[0], 10, 1)
    make(case, "graph.nt")
    store = Store()
    store.bulk_load(path=str(case.path("graph.nt")), format=RdfFormat.N_TRIPLES)
    assert not differences(opened(tables(case)), store)


def test_a_term_can_be_asked_for_that_no_default_names(
    ask: Callable[[str], tuple[list[str], list[Row]]], store: Store
) -> None:
    text = QUERIES["cargo-profile"].text.replace("molecule:miR-214", "molecule:miR-21", 1)
    answer = as_answer(*ask("SELECT * FROM cargo_profile WHERE asked = 'molecule:miR-21'"))
    assert normal_rows(answer) == normal_rows(run(text, store)) != Counter()


@pytest.mark.parametrize(
    ("view", "where", "question", "said"),
    [
        ("findings_by_study", "study = 'study:li-2016'", "findings-by-study", ("study", "study:li-2016")),
        ("inferred", "asked = 'bevo:ForOutcome'", "inferred", ("verdict", "bevo:ForOutcome")),
        ("review_overview", "review = 'review:yang-2021'", "review-overview", ("review", "review:yang-2021")),
    ],
)
def test_a_view_that_is_asked_of_all_can_be_asked_of_one(
    ask: Callable[[str], tuple[list[str], list[Row]]],
    store: Store,
    view: str,
    where: str,
    question: str,
    said: tuple[str, str],
) -> None:
    query = QUERIES[question]
    text = query.text.replace(f"VALUES ?{said[0]} {{ UNDEF }}", f"VALUES ?{said[0]} {{ <{expand(said[1])}> }}", 1)
    answer = as_answer(*ask(f"SELECT * FROM {view} WHERE {where}"))
    every = as_answer(*ask(condition(next(one for one in VIEWS if one.name == view), query)))
    assert normal_rows(answer) == normal_rows(run(text, store)) != Counter()
    assert len(answer.rows) < len(every.rows)


def test_every_statement_of_a_finding_stands_in_one_table(
    ask: Callable[[str], tuple[list[str], list[Row]]], bulk: Path
) -> None:
    stated = Counter(triples(bulk))
    told = Counter(from_tables(lambda text: ask(text)[1]))
    assert stated == told


def triples(bulk: Path) -> Iterator[tuple[str, str, str]]:
    """What is stated of findings, but for labels that say again who takes part in what."""
    for path in sorted(bulk.glob("quads/*.nq")):
        for quad in parse(path=str(path), format=RdfFormat.N_QUADS):
            subject, predicate = compact(str(quad.subject.value)), compact(quad.predicate.value)
            if predicate not in ("rdfs:label", "skos:prefLabel"):
                value = str(getattr(quad.object, "value", quad.object))
                yield subject, predicate, compact(value) if str(quad.object).startswith("<") else value


def from_tables(rows: Callable[[str], list[Row]]) -> Iterator[tuple[str, str, str]]:
    for finding, participant, term, _ in rows("SELECT finding, participant, term, label FROM participant"):
        yield participant, "bevo:term", term
        yield participant, "bevo:participantOf", finding
    for thing, cls in rows("SELECT thing, class FROM membership"):
        yield thing, "rdf:type", cls
    for finding, number, subject, verb, obj in rows("SELECT finding, number, subject, verb, object FROM step"):
        step = f"{finding}-step-{number}"
        yield finding, "bevo:step", step
        yield step, "bevo:stepNumber", str(number)
        yield step, "bevo:stepSubject", subject
        yield step, "bevo:stepVerb", verb
        yield step, "bevo:stepObject", obj
    yield from rows("SELECT subject, predicate, object FROM relation")
    yield from rows("SELECT subject, predicate, value FROM statement")
    for finding, study in rows("SELECT finding, study FROM citation"):
        yield finding, "bevo:cites", study
    for finding, section in rows("SELECT finding, section FROM place"):
        yield finding, "bevo:reportedIn", section
    for finding, *values in rows("SELECT finding, certainty, not_as_told, sign FROM finding"):
        names = ("bevo:certainty", "bevo:notAsTold", "bevo:sign")
        yield from ((finding, name, value) for name, value in zip(names, values, strict=True) if value is not None)


def test_the_tables_are_as_their_schema_says_and_a_finding_is_in_its_bucket(folder: Path) -> None:
    from pyarrow import parquet

    schema = json.loads((folder / "schema.json").read_text())
    assert schema["tables"].keys() == {table.name for table in (*OF_FINDINGS, *REFERENCE)}
    types = {"text": "string", "number": "int64", "flag": "bool"}
    for name, table in schema["tables"].items():
        paths = sorted((folder / name).rglob("*.parquet"))
        assert len(paths) == (3 * schema["buckets"] if table["partitioned"] else 1)
        for path in paths:
            arrow = parquet.ParquetFile(path)
            assert arrow.schema_arrow.metadata[b"bevo.schema"] == str(schema["version"]).encode()
            found = [(field.name, str(field.type)) for field in arrow.schema_arrow]
            assert found == [(column["name"], types[column["type"]]) for column in table["columns"]]
            if table["partitioned"]:
                findings = set(arrow.read(["finding"])["finding"].to_pylist())
                assert {f"bucket={bucket_of(finding, schema['buckets'])}" for finding in findings} <= {path.parent.name}


def test_the_same_build_gives_the_same_bytes(bulk: Path, folder: Path, tmp_path: Path) -> None:
    write_tables(bulk, tmp_path / "again", tables_here(1), SQL, parts=2)
    assert contents(tmp_path / "again") == contents(folder)


@pytest.mark.slow
def test_spark_writes_the_same_bytes(bulk: Path, folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    from bevo.bulk.spark import tables_on_spark

    write_tables(bulk, tmp_path / "spark", tables_on_spark("local[2,4]"), SQL, parts=2)
    assert contents(tmp_path / "spark") == contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_wrong_is_told_in_a_sentence_and_nothing_is_left(tmp_path: Path, bulk: Path) -> None:
    told = CliRunner().invoke(app, ["tables", str(tmp_path), "--out", str(tmp_path / "new"), "--root", str(ROOT)])
    assert told.exit_code == 1
    assert "is no bulk build: it has no made.tsv" in told.stderr
    (tmp_path / "there").mkdir()
    told = CliRunner().invoke(app, ["tables", str(bulk), "--out", str(tmp_path / "there"), "--root", str(ROOT)])
    assert told.exit_code == 1
    assert "exists already" in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


@pytest.mark.parametrize("broken", [True, False])
def test_a_part_that_is_gone_or_broken_leaves_no_tables(broken: bool, tmp_path: Path, bulk: Path) -> None:
    shutil.copytree(bulk, tmp_path / "bulk")
    part = tmp_path / "bulk" / "quads" / "part-00001.nq"
    part.unlink()
    if broken:
        part.write_text("<a> <b\n")
    told = CliRunner().invoke(app, ["tables", str(tmp_path / "bulk"), "--jobs", "1", "--root", str(ROOT)])
    assert told.exit_code == 1
    assert "part-00001.nq, which made.tsv names" in told.stderr
    assert not (tmp_path / "bulk" / "tables").exists()


def test_a_view_is_read_after_those_that_it_needs() -> None:
    seen: set[str] = set()
    names = {view.name for view in VIEWS}

    def needs(view: View) -> set[str]:
        return {name for name in names - {view.name} if f"FROM {name} " in view.text or f"JOIN {name} " in view.text}

    for view in VIEWS:
        assert needs(view) <= seen
        seen.add(view.name)
