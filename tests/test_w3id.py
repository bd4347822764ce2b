"""The redirect rules, in a real Apache on loopback, followed to a file of the site."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from bevo.build.build import Release
from bevo.project import Project
from bevo.serve.negotiate import best
from bevo.serve.resources import FORMATS
from checkout import ROOT
from iris import some_of_each_kind, told_paths

APACHE = shutil.which("apache2") or shutil.which("httpd") or shutil.which("/usr/sbin/apache2")
MODULES = Path("/usr/lib/apache2/modules")
SITE = "https://bevo.example"
PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
pytestmark = pytest.mark.skipif(not APACHE, reason="skipped: no Apache here (Debian: apache2)")
CONFIGURATION = """
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
{modules}
DocumentRoot {folder}/www
<Directory {folder}/www>
  AllowOverride All
  Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("apache")
    folder.chmod(0o755)
    (folder / "www" / "bevo").mkdir(parents=True)
    shutil.copy(ROOT / "w3id" / ".htaccess", folder / "www" / "bevo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wanted = ("mpm_event", "authz_core", "rewrite", "headers")
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in wanted)
    configuration = folder / "httpd.conf"
    configuration.write_text(CONFIGURATION.format(port=port, folder=folder, modules=modules), encoding="utf-8")
    server = subprocess.Popen([str(APACHE), "-X", "-f", str(configuration)])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def redirect(port: int, path: str, accept: str = "text/html") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/bevo/{path}", headers={"Accept": accept})
    response = connection.getresponse()
    assert response.getheader("Access-Control-Allow-Origin") == "*"
    return response.status, str(response.getheader("Location")).removeprefix(SITE)


@pytest.mark.parametrize(
    ("path", "accept", "location"),
    [
        ("", "text/html", "/index.html"),
        ("finding/F0026", "text/html,application/xhtml+xml,*/*;q=0.8", "/finding/F0026.html"),
        ("finding/F0026", "text/turtle", "/finding/F0026.ttl"),
        ("finding/F0026", "application/ld+json", "/finding/F0026.jsonld"),
        ("finding/F0026", "*/*", "/finding/F0026.html"),
        ("finding/F0026.ttl", "text/html", "/finding/F0026.ttl"),
        ("finding/F0026-cargo-2", "text/turtle", "/finding/F0026.ttl"),
        ("finding/F0026-vesicle", "text/html", "/finding/F0026.html"),
        ("finding/F0026-step-1", "application/ld+json", "/finding/F0026.jsonld"),
        ("finding/F0026", "application/rdf+xml", "/finding/F0026.ttl"),
        ("finding/F0026/", "text/turtle", "/finding/F0026.ttl"),
        ("np/F0026", "text/html", "/finding/F0026.html"),
        ("np/F0026", "application/trig", "/np/F0026.trig"),
        ("np/F0026", "text/turtle, application/trig;q=0.5", "/finding/F0026.ttl"),
        ("molecule/miR-214-3p", "text/turtle", "/molecule/miR-214-3p.ttl"),
        ("study/li-2016", "text/html", "/study/li-2016.html"),
        ("review/yang-2021-table-2", "text/turtle", "/review/yang-2021-table-2.ttl"),
        ("BoneGainFinding", "text/html", "/BoneGainFinding.html"),
        ("Contrast", "text/turtle", "/Contrast.ttl"),
        ("contrast", "text/turtle", "/property/contrast.ttl"),
        ("AcceptedByShape", "text/html", "/shapes.html"),
        ("downloads", "text/html", "/downloads.html"),
        ("", "text/turtle", "/download/bevo.ttl"),
        ("ontology", PROTEGE, "/download/bevo.owl"),
        ("ontology", "text/turtle", "/download/bevo.ttl"),
        ("ontology", "text/html", "/ontology.html"),
        ("ontology/", "text/html", "/ontology.html"),
        ("ontology/0.1.0", PROTEGE, "/releases/0.1.0/bevo.owl"),
        ("ontology/0.1.0", "text/turtle", "/releases/0.1.0/bevo.ttl"),
        ("ontology/0.1.0", "text/html", "/ontology.html"),
        ("download/bevo-kg.nq.gz", "*/*", "/download/bevo-kg.nq.gz"),
        ("download/kgx/nodes.tsv", "*/*", "/download/kgx/nodes.tsv"),
        ("dataset", "text/turtle", "/dataset.ttl"),
        ("graph/kg", "text/turtle", "/dataset.ttl"),
        ("void", "text/html", "/dataset.html"),
        (".well-known/void", "text/turtle", "/dataset.ttl"),
        ("sparql", "text/html", "/sparql.html"),
        ("sparql", "text/turtle", "/dataset.ttl"),
        ("sparql?query=ASK%20%7B%7D", "*/*", "/sparql?query=ASK%20%7B%7D"),
    ],
)
def test_an_iri_is_redirected(port: int, path: str, accept: str, location: str) -> None:
    assert redirect(port, path, accept) == (303, location)


def test_who_says_no_format_gets_owl_of_the_ontology_and_else_the_page(port: int) -> None:
    assert redirect(port, "ontology", "") == (303, "/download/bevo.owl")
    assert redirect(port, "ontology/0.1.0", "") == (303, "/releases/0.1.0/bevo.owl")
    assert redirect(port, "finding/F0026", "") == (303, "/finding/F0026.html")


def test_a_posted_query_keeps_its_body(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/bevo/sparql", "query=ASK%20%7B%7D")
    response = connection.getresponse()
    assert (response.status, response.getheader("Location")) == (307, f"{SITE}/sparql")


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/turtle;q=0.5, text/html",
        "text/turtle, text/html;q=0.9",
        "text/turtle, text/html",
        "text/html;q=0.85, text/turtle;q=0.9, application/ld+json;q=0.875",
        "application/ld+json;q=0.2, */*;q=0.1",
        "text/html;q=0, */*",
        "text/html;q=0.000, text/*;q=0.3, application/ld+json;q=0.2",
        "application/*",
        "application/*;q=0.9, text/*;q=0.8",
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
        "TEXT/TURTLE",
        "text/turtle ; charset=utf-8 ; q=0.7,application/ld+json; q=0.6",
        "text/turtle;q=1.0,text/html;q=0.999",
        "image/png, text/turtle;q=0.001",
    ],
)
def test_the_format_is_that_which_the_server_would_choose(port: int, accept: str) -> None:
    wanted = best(accept, (FORMATS["html"], FORMATS["ttl"], FORMATS["jsonld"]))
    ending = next(ending for ending, media in FORMATS.items() if media == wanted)
    assert redirect(port, "finding/F0026", accept) == (303, f"/finding/F0026.{ending}")


@pytest.fixture(scope="module")
def paths(built: tuple[Project, Release]) -> list[str]:
    return told_paths(built[0].dist)


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json", "*/*", "application/trig"])
def test_some_iris_of_each_kind_lead_to_a_file_of_a_plain_host(
    port: int, built: tuple[Project, Release], paths: list[str], accept: str
) -> None:
    asked = some_of_each_kind(paths)
    assert len(asked) > 60 and {"np/F0001", "graph/findings", "contrast", "void"} & {*asked}
    lost = []
    for path in [*asked, *(f"{path}/" for path in asked if path)]:
        status, location = redirect(port, path, accept)
        file = built[0].dist / "site" / unquote(urlsplit(location).path).lstrip("/")
        if status != 303 or not file.is_file():
            lost.append((path, status, location))
    assert lost == []


def test_pages_of_the_site_are_no_properties_to_the_rules(built: tuple[Project, Release]) -> None:
    rules = (ROOT / "w3id" / ".htaccess").read_text(encoding="utf-8")
    pages = {page.stem for page in (built[0].dist / "site").glob("[a-z]*.html")}
    assert {*rules.partition("RewriteCond $1 !^(?:")[2].partition(")$")[0].split("|")} == pages


def test_no_term_of_ours_has_the_name_of_a_shape(built: tuple[Project, Release]) -> None:
    site = built[0].dist / "site"
    assert [page.name for page in site.glob("*Shape.html")] == []
