"""What is compressed, for whom, and under which entity tag."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from bevo.serve.compression import MOST_BYTES, compressing, is_text, packed, takes_gzip
from bevo.serve.middleware import tagged

LONG = "BEVO tells who says so. " * 1000


def ask(path: str, **headers: str) -> httpx.Response:
    async def text(request: Request) -> Response:
        return tagged(request, Response(LONG, media_type="text/html", headers={"Vary": "Accept"}))

    async def short(request: Request) -> Response:
        return Response("short", media_type="text/html")

    async def picture(request: Request) -> Response:
        return Response(b"\0" * 5000, media_type="image/png")

    async def slices(request: Request) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(10):
                yield LONG.encode()

        return StreamingResponse(parts(), media_type="application/sparql-results+json")

    async def file(request: Request) -> Response:
        return FileResponse(__file__, media_type="text/plain")

    async def refused(request: Request) -> Response:
        return Response(LONG, 400, media_type="text/plain")

    makers = (text, short, picture, slices, file, refused)
    app = compressing(Starlette(routes=[Route(f"/{make.__name__}", make) for make in makers]))

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://x") as client:
            client.headers["accept-encoding"] = "identity"
            return await client.get(path, headers=headers)

    return asyncio.run(asked())


@pytest.mark.parametrize("header", ["gzip", "gzip, deflate, br, zstd", "GZIP;q=0.5", "*", "br, *;q=0.1"])
def test_who_takes_gzip_gets_a_long_text_compressed(header: str) -> None:
    answer = ask("/text", **{"Accept-Encoding": header})
    assert answer.headers["content-encoding"] == "gzip" and answer.text == LONG
    assert {part.strip() for part in answer.headers["vary"].split(",")} == {"Accept", "Accept-Encoding"}
    assert answer.num_bytes_downloaded < len(LONG) / 20


@pytest.mark.parametrize("header", ["identity", "br", "gzip;q=0", "*;q=0", "gzip;q=0.0, *", "gzip;q=none", ""])
def test_who_does_not_take_it_gets_the_text(header: str) -> None:
    answer = ask("/text", **{"Accept-Encoding": header})
    assert "content-encoding" not in answer.headers and answer.text == LONG
    assert "Accept-Encoding" in answer.headers["vary"], "a cache must not give one client's answer to another"


@pytest.mark.parametrize("path", ["/short", "/picture", "/refused"])
def test_what_is_short_or_no_text_or_no_answer_is_sent_as_it_is(path: str) -> None:
    assert "content-encoding" not in ask(path, **{"Accept-Encoding": "gzip"}).headers


def test_an_answer_in_slices_and_a_file_are_compressed_while_they_are_sent() -> None:
    assert ask("/slices", **{"Accept-Encoding": "gzip"}).text == LONG * 10
    answer = ask("/file", **{"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip" and "content-length" not in answer.headers
    assert answer.text == Path(__file__).read_text(encoding="utf-8")


def test_a_part_of_a_file_is_not_compressed() -> None:
    answer = ask("/file", **{"Accept-Encoding": "gzip", "Range": "bytes=0-1999"})
    assert answer.status_code == 206 and "content-encoding" not in answer.headers
    assert answer.content == Path(__file__).read_bytes()[:2000]


def test_each_form_has_its_tag_and_is_not_sent_again() -> None:
    plain, zipped = ask("/text"), ask("/text", **{"Accept-Encoding": "gzip"})
    assert zipped.headers["etag"] == f'{plain.headers["etag"][:-1]}-gzip"'
    for form, encoding in ((plain, "identity"), (zipped, "gzip")):
        again = ask("/text", **{"Accept-Encoding": encoding, "If-None-Match": form.headers["etag"]})
        assert again.status_code == 304 and again.headers["etag"] == form.headers["etag"]
    assert ask("/text", **{"Accept-Encoding": "gzip", "If-None-Match": '"other-gzip"'}).status_code == 200


def test_a_file_is_packed_once_and_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(LONG, encoding="utf-8")
    first = packed(file)
    assert first is not None and gzip.decompress(first).decode() == LONG and packed(file) is first
    file.write_text(LONG + "!", encoding="utf-8")
    second = packed(file)
    assert second is not None and gzip.decompress(second).decode() == LONG + "!"


def test_what_is_too_short_or_too_long_is_not_packed(tmp_path: Path) -> None:
    short, long = tmp_path / "short", tmp_path / "long"
    short.write_bytes(b"x")
    long.touch()
    with long.open("r+b") as stream:
        stream.truncate(MOST_BYTES + 1)
    assert packed(short) is packed(long) is None
    with pytest.raises(FileNotFoundError):
        packed(tmp_path / "nothing")


def test_which_media_types_are_texts() -> None:
    texts = ("text/html; charset=utf-8", "application/ld+json", "image/svg+xml", "text/turtle", "application/rdf+xml")
    assert all(map(is_text, texts))
    assert not any(map(is_text, ("", "application/gzip", "application/wasm", "font/woff2", "image/png")))


def test_takes_gzip_reads_any_header() -> None:
    assert not takes_gzip(None) and not takes_gzip(";;,=,q=") and takes_gzip(" , gzip ; q=1 ,")
