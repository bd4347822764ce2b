"""The SPARQL 1.1 protocol, asked of a real server: the W3C's cases, our own, and the canned questions."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest
import yaml
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store, parse, parse_query_results

from bevo.build.build import Release
from bevo.project import Project
from bevo.questions.compare import Engine, compare, embedded
from bevo.questions.questions import Query, read_queries
from bevo.stores.endpoint import ask
from checkout import ROOT
from served import BROWSER, Served, served, write_release

CASES = yaml.safe_load((ROOT / "tests" / "protocol" / "cases.yaml").read_text(encoding="utf-8"))
QUERIES = read_queries(ROOT / "queries")
SERVICE = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def server(sample: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("protocol")
    root = write_release(sample[0].dist / "bevo-kg.ttl", folder / "root")
    with served(root, folder / "log", "--timeout", "60") as server:
        yield server


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_request_gets_what_the_protocol_says(case: dict[str, Any], server: Served) -> None:
    method = next(word for word in ("get", "post", "put") if word in case)
    content = None if method == "get" else case["body"].encode("utf-16" if case.get("utf-16") else "utf-8")
    headers = {"Accept": case["accept"]} if "accept" in case else {}
    if "type" in case:
        headers["Content-Type"] = case["type"]
    address = f"{server.address}sparql{case[method]}"
    answer = httpx.request(method.upper(), address, content=content, headers=headers, timeout=60)
    assert answer.status_code == case["status"], answer.text
    if "media" in case:
        assert answer.headers["content-type"].partition(";")[0] == case["media"]
    if "boolean" in case:
        assert (_boolean(answer)) is case["boolean"]
    if answer.status_code >= 400:
        assert answer.headers["content-type"].startswith("text/plain") and answer.text.endswith(".\n")


def _boolean(answer: httpx.Response) -> bool:
    if "json" in answer.headers["content-type"]:
        return bool(answer.json()["boolean"])
    root = ET.fromstring(answer.content)
    return root.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "true"


def test_every_case_of_the_w3c_is_there_and_each_deviation_has_its_reason() -> None:
    theirs = [case for case in CASES if "w3c" in case]
    assert len({case["name"] for case in theirs}) == len(theirs) == 34
    for case in theirs:
        agreed = (case["status"] < 400) is (case["w3c"] == "ok")
        assert agreed is ("why" not in case), case["name"]


@pytest.mark.parametrize("query", [q for q in QUERIES.values() if not q.federated], ids=lambda query: query.name)
def test_a_canned_question_gets_the_same_rows_as_in_process(query: Query, server: Served, sample_store: Store) -> None:
    engines: dict[str, Engine] = {
        "in process": embedded(sample_store),
        "served": partial(ask, f"{server.address}sparql"),
    }
    (one,) = compare([query], engines)
    assert one.differences == {}


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/sparql-results+xml", QueryResultsFormat.XML),
        ("text/tab-separated-values", QueryResultsFormat.TSV),
    ],
)
def test_each_format_says_the_same(accept: str, form: QueryResultsFormat, server: Served, sample_store: Store) -> None:
    text = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) } ORDER BY ?s ?p ?o LIMIT 3000"
    answer = server.query(text, accept)
    there, here = parse_query_results(answer.content, form), sample_store.query(text)
    assert isinstance(there, QuerySolutions) and isinstance(here, QuerySolutions)
    rows = [tuple(row) for row in here]
    assert [tuple(row) for row in there] == rows and len(rows) == 3000


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD], ids=str)
def test_a_graph_is_the_same_in_each_format(form: RdfFormat, server: Served, sample_store: Store) -> None:
    text = "CONSTRUCT { ?s ?p ?o } { ?s a <https://w3id.org/bevo/Study> ; ?p ?o }"
    answer = server.query(text, form.media_type)
    assert answer.headers["content-type"].startswith(form.media_type)
    there = {quad.triple for quad in parse(answer.content, format=form)}
    here = sample_store.query(text)
    assert isinstance(here, QueryTriples)
    assert there == set(here) and there


@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/ld+json"])
def test_asked_nothing_the_endpoint_describes_itself(media: str, server: Served, sample_store: Store) -> None:
    answer = server.get("sparql", media)
    form = RdfFormat.from_media_type(media)
    assert answer.status_code == 200 and form is not None
    said = {(q.predicate.value, getattr(q.object, "value", "")) for q in parse(answer.content, format=form)}
    assert (f"{SERVICE}endpoint", f"{server.address}sparql") in said
    assert (f"{SERVICE}supportedLanguage", f"{SERVICE}SPARQL11Query") in said
    assert ("http://rdfs.org/ns/void#triples", str(len(sample_store))) in said


def test_a_browser_that_asks_nothing_is_led_to_the_page(server: Served) -> None:
    answer = server.get("sparql", BROWSER)
    assert answer.status_code == 303 and httpx.URL(f"{server.address}sparql").join(answer.headers["location"]).path == (
        "/sparql.html"
    )
    assert server.get("sparql").headers["content-type"].startswith("text/turtle")
    assert server.get("sparql", "image/png").status_code == 406


def test_a_format_that_nobody_offers_gets_the_list(server: Served) -> None:
    answer = server.query("SELECT * {}", "image/png")
    assert answer.status_code == 406
    for media in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
        assert media in answer.text


def test_head_gives_the_headers_alone(server: Served) -> None:
    address = f"{server.address}sparql?query=ASK%20%7B%7D"
    head, get = httpx.head(address), httpx.get(address)
    assert head.status_code == 200 and not head.content
    assert head.headers["etag"] == get.headers["etag"]
    assert head.headers["content-length"] == str(len(get.content))


def test_another_page_may_ask_but_brings_no_credentials(server: Served) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    preflight = httpx.options(f"{server.address}sparql", headers=asked)
    assert preflight.status_code == 204 and "POST" in preflight.headers["access-control-allow-methods"]
    for answer in (preflight, server.get("sparql", Origin="https://example.org"), server.query("?")):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


def test_an_answer_that_a_client_has_is_not_sent_again(server: Served) -> None:
    path = "sparql?query=ASK%20%7B%7D"
    tag = server.get(path).headers["etag"]
    assert tag.startswith('"')
    again = server.get(path, **{"If-None-Match": f'"other", {tag}'})
    assert again.status_code == 304 and not again.content and again.headers["etag"] == tag
    assert server.get(path, "application/sparql-results+xml", **{"If-None-Match": tag}).status_code == 200


def test_codepoint_escapes_mean_their_characters(server: Served) -> None:
    answer = server.query(r"\u0053ELECT (STRLEN('\u00e9') AS ?n) {}", "text/csv")
    assert answer.text == "n\r\n1\r\n"


def test_a_relative_iri_is_one_of_ours(server: Served) -> None:
    assert server.query("ASK { <finding/F0026> a <Finding> }").json()["boolean"] is True
