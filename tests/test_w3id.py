"""The redirect rules, in a real Apache on loopback."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkout import ROOT

APACHE = shutil.which("apache2") or shutil.which("httpd") or shutil.which("/usr/sbin/apache2")
MODULES = Path("/usr/lib/apache2/modules")
SITE = "https://bevo.example"
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
        ("np/F0026", "text/html", "/finding/F0026.html"),
        ("molecule/miR-214-3p", "text/turtle", "/molecule/miR-214-3p.ttl"),
        ("study/li-2016", "text/html", "/study/li-2016.html"),
        ("BoneGainFinding", "text/html", "/BoneGainFinding.html"),
        ("ontology", "application/rdf+xml", "/download/bevo.owl"),
        ("ontology", "text/turtle", "/download/bevo.ttl"),
        ("ontology", "text/html", "/ontology.html"),
        ("ontology/0.1.0", "*/*", "/releases/0.1.0/bevo.owl"),
        ("download/bevo-kg.nq.gz", "*/*", "/download/bevo-kg.nq.gz"),
        ("download/kgx/nodes.tsv", "*/*", "/download/kgx/nodes.tsv"),
        (".well-known/void", "*/*", "/download/void.ttl"),
        ("sparql?query=ASK%20%7B%7D", "*/*", "/sparql?query=ASK%20%7B%7D"),
    ],
)
def test_an_iri_is_redirected(port: int, path: str, accept: str, location: str) -> None:
    assert redirect(port, path, accept) == (303, location)
