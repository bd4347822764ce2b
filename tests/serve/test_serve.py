"""The server as clients meet it: files, IRIs, headers, log, health, and how it starts and ends."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from typer.testing import CliRunner

from bevo.build.build import Release
from bevo.cli.main import app
from bevo.project import Project
from bevo.serve.limits import Limits
from bevo.serve.resources import SeeOther, etag, read_site, resolve
from served import BASE, BROWSER, CROSS, PAGES, Served, alive, family, served, write_release

ROWS = 500


@pytest.fixture(scope="module")
def root(sample: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(sample[0].dist / "bevo-kg.ttl", tmp_path_factory.mktemp("serve") / "root")


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("log") / "log"
    with served(root, log, "--max-rows", str(ROWS)) as server:
        yield server


# --- the site and the IRIs


@pytest.mark.parametrize(
    ("iri", "accept", "leads_to"),
    [
        ("finding/F0026", None, "/finding/F0026.html"),
        ("finding/F0026", BROWSER, "/finding/F0026.html"),
        ("finding/F0026", "text/turtle", "/finding/F0026.ttl"),
        ("finding/F0026", "application/ld+json", "/finding/F0026.jsonld"),
        ("finding/F0026", "application/n-triples", "/finding/F0026.nt"),
        ("finding/F0026", "application/rdf+xml", "/finding/F0026.rdf"),
        ("finding/F0026", "text/html;q=0.1, application/n-triples;q=0.2", "/finding/F0026.nt"),
        ("finding/F0026-vesicle", BROWSER, "/finding/F0026.html#F0026-vesicle"),
        ("finding/F0026-vesicle", "text/turtle", "/finding/F0026.ttl"),
        ("finding/F0001-group-1", BROWSER, "/finding/F0001.html#F0001-group-1"),
        ("finding/F0026-step-1", BROWSER, "/finding/F0026.html#F0026-step-1"),
        ("finding/F0026-step-1", "text/turtle", "/finding/F0026.ttl"),
        ("ontology/0.1.0", "text/turtle", "/download/bevo.ttl"),
        ("review/yang-2021-table-3", "text/turtle", "/review/yang-2021.ttl"),
        ("molecule/miR-29a-3p", BROWSER, "/molecule/miR-29a-3p.html"),
        ("term/CL_0000092", "application/ld+json", "/term/CL_0000092.jsonld"),
        ("BoneGainFinding", "text/turtle", "/BoneGainFinding.ttl"),
        ("ontology", BROWSER, "/ontology.html"),
        ("ontology", "text/turtle", "/download/bevo.ttl"),
        ("ontology", "application/ld+json", "/download/bevo.jsonld"),
        ("ontology", "application/rdf+xml, application/xml;q=0.7, */*;q=0.1", "/download/bevo.owl"),
        ("download/bevo-kg", "text/turtle", "/download/bevo-kg.ttl"),
        ("findings", BROWSER, "/findings.html"),
        ("", "text/turtle", "/download/bevo.ttl"),
        (".well-known/void", "text/turtle", "/dataset.ttl"),
        (".well-known/void", "application/ld+json", "/dataset.jsonld"),
    ],
)
def test_an_iri_leads_to_the_format_asked_for(iri: str, accept: str | None, leads_to: str, server: Served) -> None:
    answer = server.get(iri, accept)
    assert answer.status_code == 303 and answer.headers["vary"] == "Accept"
    target = httpx.URL(server.address).join(iri).join(answer.headers["location"])
    assert f"{target.path}{'#' if target.fragment else ''}{target.fragment}" == leads_to
    there = httpx.get(target)
    wanted = {
        "owl": "application/rdf+xml",
        "html": "text/html",
        "ttl": "text/turtle",
        "jsonld": "application/ld+json",
        "nt": "application/n-triples",
        "rdf": "application/rdf+xml",
    }
    assert there.status_code == 200
    assert there.headers["content-type"].partition(";")[0] == wanted[target.path.rpartition(".")[2]]


def test_every_iri_of_ours_in_a_whole_release_leads_to_each_format(built: tuple[Project, Release]) -> None:
    """On the site as it is built, without the network in between."""
    dist = built[0].dist
    if not (dist / "site").is_dir():
        pytest.skip("this build makes no site")
    site = read_site(dist)
    nodes = {node for quad in parse(path=str(dist / "bevo-kg.ttl")) for node in quad.triple}
    iris = {node.value for node in nodes if isinstance(node, NamedNode) and node.value.startswith(BASE)}
    assert len(iris) > 5000
    iris = {iri for iri in iris if not iri.startswith(f"{BASE}assets/")}  # the logo is a file
    for iri, accept in itertools.product(iris - {BASE}, ("text/html", "text/turtle", "application/n-triples")):
        assert isinstance(resolve(site, iri.removeprefix(BASE), accept), SeeOther), iri


def test_all_rdf_formats_of_an_iri_have_the_same_triples(server: Served) -> None:
    def triples(ending: str, form: RdfFormat) -> set[object]:
        return {quad.triple for quad in parse(server.get(f"BoneGainFinding.{ending}").content, format=form)}

    turtle = triples("ttl", RdfFormat.TURTLE)
    assert turtle and turtle == triples("nt", RdfFormat.N_TRIPLES) == triples("jsonld", RdfFormat.JSON_LD)
    assert turtle == triples("rdf", RdfFormat.RDF_XML)


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith(".")])
def test_a_file_is_served_as_it_is(path: str, server: Served) -> None:
    answer = server.get(path)
    assert answer.status_code == 200 and answer.text == PAGES[path]
    assert answer.headers["content-type"] != "application/octet-stream"
    again = server.get(path, **{"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304 and not again.content


def test_the_front_page_is_at_the_root(server: Served) -> None:
    assert server.get("", BROWSER).text == PAGES["index.html"]


def test_an_entity_tag_changes_with_the_content_alone(root: Path) -> None:
    page = root / "dist/site/findings.html"
    before = etag(page)
    os.utime(page, (1, 1))
    assert etag(page) == before
    page.write_text("<h1>Findings!</h1>", encoding="utf-8")
    try:
        assert etag(page) != before
    finally:
        page.write_text(PAGES["findings.html"], encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "nothing.html",
        "finding/F9999",
        "finding/F0026.exe",
        "finding/F0026-nobody",
        "finding/",
        "finding",
        "assets/",
        ".hidden",
        ".git/config",
        "leads-out.txt",
        "../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "assets/..%2f..%2fsecret.txt",
        "assets/%2e%2e/%2e%2e/secret.txt",
        "%2Fetc/passwd",
        "/etc/passwd",
        "finding%5C..%5C..%5Csecret.txt",
        "finding/F0026.html%00",
        "%FF",
        "a" * 5000,
        ".ttl",
        ".nt",
        "download/",
        "download/site/index.html",
    ],
)
def test_what_is_not_there_is_404_in_a_sentence(path: str, server: Served) -> None:
    """By a raw request, for clients tidy paths up before they send them."""
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 404 " in head.splitlines()[0] and body.startswith(b"There is nothing at /") and b"secret" not in body[40:]


def test_a_browser_gets_its_404_as_a_page_without_what_it_sent_as_markup(server: Served) -> None:
    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.names: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.names.append(tag)

    answer = server.get("%3Cscript%3Ealert(1)%3C/script%3E", BROWSER)
    tags = Tags()
    tags.feed(answer.text)
    assert answer.status_code == 404 and "script" not in tags.names and "h1" in tags.names


def test_an_iri_that_no_offered_format_fits_gets_the_list(server: Served) -> None:
    answer = server.get("finding/F0026", "image/png")
    assert answer.status_code == 406
    for ending in ("html", "ttl", "jsonld", "nt"):
        assert f"/finding/F0026.{ending}" in answer.text


@pytest.mark.parametrize(
    "path", ["", "finding/F0026", "nothing", "sparql", "sparql?query=%3F", "healthz", "data/findings.json"]
)
def test_every_answer_has_the_headers(path: str, server: Served) -> None:
    headers = server.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cache-control"] and "server" not in headers and "set-cookie" not in headers


def test_a_page_cannot_be_written_to(server: Served) -> None:
    for method in ("PUT", "DELETE", "POST", "PATCH"):
        answer = httpx.request(method, f"{server.address}finding/F0026.html")
        assert answer.status_code == 405 and "GET" in answer.headers["allow"]


# --- the log and the health


def test_the_log_has_a_line_of_json_a_request_and_no_query(server: Served) -> None:
    before = len(server.entries())
    server.query("SELECT ?secretly { ?secretly ?p ?o } LIMIT 7")
    server.get("finding/F0026%0d%0a%7B%22forged%22:1%7D")
    server.query("SELECT * { ?s ?p ?o }")
    deadline = time.monotonic() + 10
    while len(server.entries()) < before + 3 and time.monotonic() < deadline:
        time.sleep(0.05)  # a line is written when the answer is already sent
    first, second, third = server.entries()[before:]
    assert (first["method"], first["path"], first["status"], first["rows"]) == ("POST", "/sparql", 200, 7)
    assert isinstance(first["ms"], float) and len(str(first["query"])) == 12 and "truncated" not in first
    assert second["status"] == 404 and "forged" in str(second["path"])
    assert (third["rows"], third["truncated"]) == (ROWS, "rows")
    assert "secretly" not in server.log.read_text(encoding="utf-8")


def test_health_says_how_many_triples_are_served(server: Served) -> None:
    answer = server.get("healthz")
    counted = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1]
    assert answer.status_code == 200 and answer.json()["status"] == "ok"
    assert str(answer.json()["triples"]) == counted


def test_an_answer_of_few_long_rows_is_cut_too(server: Served) -> None:
    long = "REPLACE(REPLACE(REPLACE('xxxxxxxxxx', 'x', 'xxxxxxxxxx'), 'x', 'xxxxxxxxxx'), 'x', 'xxxxxxxxxx')"
    longer = ", ".join(["?x"] * 20)
    answer = server.query(f"SELECT ?y {{ ?s ?p ?o BIND({long} AS ?x) BIND(CONCAT({longer}) AS ?y) }}", "text/csv")
    assert answer.status_code == 200 and len(answer.content) <= Limits().answer_bytes
    assert answer.headers["x-bevo-truncated"].endswith("cap=bytes")


# --- start and end


def test_only_this_machine_is_listened_to_by_default(server: Served) -> None:
    assert server.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, {143, -signal.SIGTERM}), (signal.SIGINT, {0, 130})])
def test_told_to_stop_it_ends_with_its_processes(
    how: signal.Signals, code: set[int], root: Path, tmp_path: Path
) -> None:
    with served(root, tmp_path / "log") as server:
        processes = family(server)
        server.process.send_signal(how)
        assert server.process.wait(20) in code
    assert processes and not alive(processes)
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_killed_it_leaves_no_process_behind(root: Path, tmp_path: Path) -> None:
    with served(root, tmp_path / "log", "--timeout", "60") as server:
        processes = family(server)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(
                f"{server.address}sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"}, timeout=0.3
            )
        server.process.kill()
        deadline = time.monotonic() + 6
        while alive(processes) and time.monotonic() < deadline:
            time.sleep(0.2)
    assert processes and not alive(processes)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda dist: (dist / "bevo-kg.ttl").unlink(), "bevo-kg.ttl is not there"),
        (lambda dist: (dist / "bevo-kg.ttl").write_text("<a:a> <a:b"), "is not Turtle"),
        (lambda dist: shutil.rmtree(dist / "site"), "index.html is not there; run 'make'"),
    ],
    ids=["no release", "broken release", "no site"],
)
def test_without_a_whole_release_it_does_not_start(
    spoil: Callable[[Path], object], sentence: str, root: Path, tmp_path: Path
) -> None:
    own = write_release(root / "dist" / "bevo-kg.ttl", tmp_path / "own")
    spoil(own / "dist")
    result = CliRunner().invoke(app, ["serve", "--root", str(own), "--port", "0"])
    assert result.exit_code == 1 and sentence in result.stderr and "Traceback" not in result.stderr


def test_a_port_that_is_taken_is_a_sentence(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve", "--root", str(root), "--port", port])
    assert result.exit_code == 1 and f"cannot listen on 127.0.0.1 port {port}" in result.stderr
