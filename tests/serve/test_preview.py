from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread, Timer
from time import monotonic

import pytest

from bevo.serve.preview import Pages, server

HTML = b"<html><body><h1>%b</h1></body></html>"


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def port(pages: Pages, tmp_path: Path) -> Iterator[int]:
    site = tmp_path / "site"
    (site / "finding").mkdir(parents=True)
    (site / "finding" / "F0001.html").write_bytes(HTML % b"built")
    (site / "style.css").write_text("h1 {}")
    (tmp_path / "secret.html").write_bytes(HTML % b"secret")
    web = server(pages, site, 0)
    Thread(target=web.serve_forever, daemon=True).start()
    yield web.server_address[1]
    web.shutdown()
    web.server_close()


def get(port: int, path: str, host: str = "127.0.0.1:1") -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8")


def test_pages_made_now_come_before_those_of_the_built_site(port: int, pages: Pages) -> None:
    assert "<h1>built</h1>" in get(port, "/finding/F0001.html")[1]
    pages.put({"finding/F0001.html": lambda: HTML % b"now"})
    pages.put({"finding/F0002.html": lambda: HTML % b"new"})
    assert "<h1>now</h1>" in get(port, "/finding/F0001")[1]
    assert "<h1>new</h1>" in get(port, "/finding/F0002.html")[1]
    assert get(port, "/style.css") == (200, "h1 {}")


def test_a_page_that_is_open_learns_of_a_change_at_once(port: int, pages: Pages) -> None:
    assert "/.reload.js" in get(port, "/finding/F0001.html")[1]
    assert "location.reload" in get(port, "/.reload.js")[1]
    seen = json.loads(get(port, "/.changes")[1])
    start = monotonic()
    Timer(0.3, pages.put, [{}]).start()
    assert json.loads(get(port, f"/.changes?{seen}")[1]) == seen + 1
    assert 0.2 < monotonic() - start < 5


@pytest.mark.parametrize("path", ["/../secret.html", "/..%2fsecret.html", "/finding/../../secret", "//etc/passwd"])
def test_nothing_above_the_site_is_read(path: str, port: int) -> None:
    status, text = get(port, path)
    assert status == 404 and "<h1>secret" not in text


def test_another_sites_name_is_refused(port: int) -> None:
    assert get(port, "/finding/F0001.html", "evil.example:80")[0] == 403
