"""Everything of ours that reads what others wrote, as functions that hold whatever text they are given.

``words.json`` has for each the words of its language, of which chance makes texts that come far into it. Each function
raises AssertionError where what came out is not what was promised. What a parser may raise is caught here, and its
sentence looked at; anything else is a fault.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from bevo.curation.jsonl import read_line
from bevo.curation.locators import check_locator, parse_locator
from bevo.curation.marked_yaml import read_yaml
from bevo.curation.overlay import read_overlay
from bevo.curation.read import read_instances
from bevo.curation.registers import Id, new_id, read_answer
from bevo.curation.registers import read_id as read_register_id
from bevo.files import below
from bevo.finding.ground import ground, thing_of
from bevo.ingest.cells import damage, no_name
from bevo.ingest.mapping import Reading, read_mapping
from bevo.ingest.names import name_reader
from bevo.ingest.studies import Wrong
from bevo.ingest.studies import read_id as read_study_id
from bevo.ingest.tables import open_table
from bevo.ontology.merge import read_ontology
from bevo.ontology.terms import NameProblem, Vocabulary
from bevo.problems import BevoError, InputError
from bevo.questions.questions import named, read_queries, read_query, run, with_values
from bevo.rdf import rdfio
from bevo.search.search import as_data, search
from bevo.serve.guard import Refused, understand
from bevo.serve.negotiate import best
from bevo.serve.protocol import operation
from bevo.serve.resources import Site, read_site, resolve
from bevo.serve.turns import client_of
from bevo.stores.http_client import address
from bevo.vocabulary.identifiers import as_curie
from bevo.vocabulary.micrornas import read_microrna
from bevo.vocabulary.pack import default_pack
from checkout import ROOT, SAMPLE
from search.made import small_index
from served import write_site

__all__ = ["PARSERS"]


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="bevo-fuzz-"))


@cache
def _vocabulary() -> Vocabulary:
    return read_ontology(ROOT / "ontology").vocabulary


def _written(name: str, text: str) -> Path:
    path = _folder() / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def _told(error: BevoError) -> None:
    assert str(error).strip()
    if isinstance(error, InputError):
        assert all(problem.message for problem in error.problems)


# --- records


def _yaml(text: str) -> None:
    try:
        marked = read_yaml(_written("record.yaml", text))
    except BevoError as error:
        _told(error)
    else:
        assert marked.line() >= 0


@cache
def _checkout() -> Path:
    folder = _folder() / "instances"
    (folder / "findings" / "yang-2021").mkdir(parents=True)
    for name in ("reviews.yaml", "studies.yaml"):
        (folder / name).write_bytes((SAMPLE / "instances" / name).read_bytes())
    return folder


def _record(text: str) -> None:
    """A file of findings, read and grounded as ``bevo check`` does."""
    path = _checkout() / "findings" / "yang-2021" / "any.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        instances, problems = read_instances(_checkout())
    except BevoError as error:
        _told(error)
        return
    assert all(problem.message for problem in problems)
    for finding, review in instances.findings:
        grounded, faults = ground(finding, review, _vocabulary())
        assert grounded or faults


@cache
def _told_of() -> tuple[dict[str, object], set[str]]:
    instances, _ = read_instances(SAMPLE / "instances")
    return dict(instances.reviews), set(instances.studies)


def _json_line(text: str) -> None:
    reviews, studies = _told_of()
    line = read_line(text, reviews, studies)  # type: ignore[arg-type]
    assert line.record or line.faults
    if line.record and not line.faults:
        grounded, faults = ground(line.record, line.review, _vocabulary())
        assert grounded or faults


def _locator(text: str) -> None:
    reviews, _ = _told_of()
    assert text.startswith(parse_locator(text).section)
    for review in reviews.values():
        assert check_locator(text, review) != ""  # type: ignore[arg-type]


def _name(text: str) -> None:
    for kinds in (("molecules",), ("cells", "tissues"), ("processes", "traits", "diseases"), ("vesicles",)):
        with suppress(NameProblem):
            assert thing_of(text, kinds, _vocabulary())
    reader = name_reader(_vocabulary(), default_pack())
    for key in ("from", "cargo", "outcome"):
        name = reader(key, text)
        assert name.status in ("exact", "rule") or name.fault
    curie = as_curie(text)
    assert curie is None or as_curie(curie) == curie
    microrna = read_microrna(text)
    assert microrna is None or str(microrna)


def _study(text: str) -> None:
    for register in ("doi", "pmid", "nct"):
        with suppress(BevoError):
            found = read_register_id(register, text)
            assert read_register_id(register, found.value) == found and found.value.isascii()
            assert below(Path("/x"), new_id({register: found.value}, ()))
    for sort in ("", "doi", "pmid", "pmcid", "nct"):
        try:
            ref = read_study_id(text, sort)
        except Wrong as wrong:
            assert str(wrong)
        else:
            assert read_study_id(ref.value, ref.sort) == ref


def _register(text: str) -> None:
    """The answer of a register."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return
    for register, value in (("doi", "10.1/a"), ("pmid", "1"), ("nct", "NCT00000001")):
        with suppress(BevoError):
            assert read_answer(Id(register, value), answer)


# --- questions and their answers


def _header(text: str) -> None:
    lines = "".join(f"#+ {line}\n" for line in text.split("\n"))
    for start in ("", "#+ summary: a\n#+ description: b\n#+ tags: [cells]\n"):
        try:
            read_query(_written("any.rq", f"{start}{lines}SELECT * {{ VALUES ?x {{ 1 }} }}"))
        except BevoError as error:
            _told(error)


def _value(text: str) -> None:
    """A value of a parameter stands in the query as one term, whatever it holds."""
    queries = read_queries(ROOT / "queries")
    for query in queries.values():
        for name in query.parameters:
            try:
                asked = with_values(query, {name: text}, Store())
            except BevoError as error:
                _told(error)
            else:
                run(asked, Store())
    with suppress(BevoError):
        named(text, queries)


def _query(text: str) -> None:
    try:
        understood, _ = understand(text)
    except Refused as refusal:
        assert refusal.status in (400, 403) and refusal.sentence.endswith(".")
    else:
        with suppress(SyntaxError, RuntimeError):  # as answer() does
            Store().query(understood)


# --- requests


def _accept(text: str) -> None:
    offers = ("text/plain", "text/html", "application/json")
    chosen = best(text, offers)
    assert chosen is None or chosen in offers
    assert best(f"{text},text/html;q=1", ("text/html",)) is not None or '"' in text


def _request(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    kinds = (
        None,
        data.decode("latin-1"),
        "application/sparql-query",
        "application/x-www-form-urlencoded; charset=utf-8",
    )
    for method in ("GET", "POST"):
        for kind in kinds:
            for where, body in ((data, b""), (b"", data), (data, data)):
                try:
                    query = operation(method, where, kind, body)
                except Refused as refusal:
                    assert 400 <= refusal.status < 500 and refusal.sentence
                else:
                    assert query is None or isinstance(query, str)


@cache
def _site() -> Site:
    write_site(_folder() / "dist")
    (_folder() / "dist" / "bevo-kg.ttl").write_bytes(b"")
    return read_site(_folder() / "dist")


def _path(text: str) -> None:
    """No path leads out of the site, and none to what is hidden in it."""
    for accept in (None, "text/turtle", "application/ld+json", text):
        try:
            found = resolve(_site(), text, accept)
        except Refused as refusal:
            assert 400 <= refusal.status < 500
            continue
        path = getattr(found, "path", None)
        assert path is None or path.resolve().is_relative_to((_folder() / "dist").resolve())
        assert path is None or not any(part.startswith(".") for part in path.relative_to(_folder()).parts)
        location = getattr(found, "location", "")
        assert "\n" not in location and "\r" not in location


def _search(text: str) -> None:
    index = small_index()
    json.dumps(as_data(search(text, index), index, 20))
    search(text, index, typing=True)


def _client(text: str) -> None:
    assert client_of(client_of(text)) in (client_of(text), "")


def _address(text: str) -> None:
    with suppress(BevoError):
        assert address(text).hostname


# --- what we write


def _triples(text: str) -> list[Triple]:
    """Statements with this text in every place that takes one."""
    triples = []
    subject = NamedNode("https://w3id.org/bevo/finding/F0001")
    plain = "".join(char for char in text if char.isascii() and char.isalnum()) or "x"
    for term in (Literal(text), Literal(text, language="en"), Literal(text, datatype=NamedNode(f"urn:x:{plain}"))):
        triples.append(Triple(subject, NamedNode("https://w3id.org/bevo/note"), term))
    with suppress(ValueError):
        node = NamedNode(f"https://w3id.org/bevo/molecule/{text}")
        triples += [Triple(node, node, node), Triple(subject, NamedNode("urn:x:p"), node)]
    return triples


def _turtle(text: str) -> None:
    if not text.isprintable() and any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        return
    triples = _triples(text)
    wanted = set(triples)

    def back(data: bytes, form: RdfFormat) -> set[Triple]:
        return {quad.triple for quad in parse(data, format=form)}

    assert back(rdfio.turtle(triples), RdfFormat.TURTLE) == wanted
    assert back(rdfio.ntriples(triples), RdfFormat.N_TRIPLES) == wanted
    quads = [Quad(t.subject, t.predicate, t.object, NamedNode("urn:x:g")) for t in triples]
    assert back(rdfio.trig(quads), RdfFormat.TRIG) == wanted
    nested = [t for t in triples if t.predicate.value.isascii() and "%" not in t.predicate.value]  # as our own are
    nested.append(Triple(BlankNode("b"), NamedNode("urn:x:p"), Literal(text)))
    assert len(back(rdfio.pretty_turtle(nested), RdfFormat.TURTLE)) == len(set(nested))
    path = _folder() / "any.ttl"
    path.write_bytes(rdfio.turtle(triples))
    assert set(rdfio.read_turtle(path)) == wanted


# --- tables


def _cell(text: str) -> None:
    damage(text)
    no_name(text, default_pack())


def _table(text: str) -> None:
    for ending in ("csv", "tsv", "json", "jsonl", "xlsx", "parquet"):
        path = _written(f"any.{ending}", text)
        try:
            table = open_table(path, Reading())
            rows = list(table.rows())
        except BevoError as error:
            _told(error)
        else:
            assert all(len(row.cells) <= 10_000 for row in rows)
    with suppress(csv.Error):
        csv.field_size_limit(1 << 17)


def _mapping(text: str) -> None:
    try:
        read_mapping(_written("any.mapping.yaml", text))
    except BevoError as error:
        _told(error)


def _overlay(text: str) -> None:
    folder = _written("lab/overlay.yaml", text).parent
    try:
        read_overlay(folder)
    except BevoError as error:
        _told(error)


PARSERS: dict[str, Callable[[str], None]] = {
    "yaml": _yaml,
    "record": _record,
    "json-line": _json_line,
    "locator": _locator,
    "name": _name,
    "study-id": _study,
    "register": _register,
    "question-header": _header,
    "question-value": _value,
    "query": _query,
    "accept": _accept,
    "request": _request,
    "path": _path,
    "search": _search,
    "client": _client,
    "address": _address,
    "turtle": _turtle,
    "cell": _cell,
    "table": _table,
    "mapping": _mapping,
    "overlay": _overlay,
}
