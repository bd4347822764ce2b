"""One HTTP request and its answer: bounded in time, size and repetition; errors told in a sentence.

urllib does the work; what stands here is what it leaves open.
"""

from __future__ import annotations

import base64
import json
import os
import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from html import unescape
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bevo.problems import BevoError

__all__ = ["Response", "TooLong", "address", "fetch", "refusal", "shown"]

ATTEMPTS = 3
PAUSE = 0.5
"""Seconds before a repetition where the server names none."""
BUSY = (429, 502, 503)
LARGEST = 256 * 2**20
"""Bytes of an answer that are read at most."""


class TooLong(BevoError):
    """The answer is longer than is read."""


@dataclass(frozen=True)
class Response:
    """What a server answered, whatever the status.

    :param media_type: without parameters, in lower case; empty if the server names none.
    :param headers: by name in lower case.
    """

    status: int
    media_type: str
    headers: dict[str, str]
    body: bytes


class _Redirects(HTTPRedirectHandler):
    """Follows a GET, never from https to http nor to another scheme; any other redirect is an answer as it stands."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        allowed = ("https",) if urlsplit(req.full_url).scheme == "https" else ("http", "https")
        if req.get_method() != "GET" or urlsplit(newurl).scheme not in allowed:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(request: Request, timeout: float, repeat: bool = False) -> Response:
    """Send a request and read the whole answer.

    Credentials are taken from the environment: ``BEVO_TOKEN``, or ``BEVO_USER`` and ``BEVO_PASSWORD``. They do not
    follow a redirect.

    :param timeout: seconds for all of it, repetitions included; a server that stays silent is given up after as many.
    :param repeat: whether asking again does no harm; a connection that breaks off, and the statuses 429, 502 and 503,
        are then tried again, twice at most and within the time.
    :raises BevoError: in a sentence, if there is no whole answer.
    """
    where = shown(request.full_url)
    address(request.full_url)
    _authorise(request)
    end = time.monotonic() + timeout
    for left in reversed(range(ATTEMPTS if repeat else 1)):
        pause = PAUSE
        try:
            response = _once(request, where, end)
            if response.status not in BUSY:
                return response
            pause = _pause(response.headers.get("retry-after", ""))
            if not left or time.monotonic() + pause >= end:
                return response
        except (ConnectionResetError, BrokenPipeError, IncompleteRead) as error:
            if not left or time.monotonic() + pause >= end:
                raise BevoError(f"{where} broke off its answer") from error
        except TimeoutError as error:
            raise BevoError(f"{where} did not answer within {timeout:g} seconds") from error
        except (HTTPException, ValueError) as error:  # ValueError: sent to what is no address
            raise BevoError(f"{where} does not answer in HTTP: {_one_line(str(error) or repr(error))}") from error
        except OSError as error:
            raise BevoError(f"{where} cannot be reached: {_one_line(str(error.strerror or error))}") from error
        time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _once(request: Request, where: str, end: float) -> Response:
    try:
        with build_opener(_Redirects).open(request, timeout=max(end - time.monotonic(), 0.01)) as response:
            return _read(response, where, end)
    except HTTPError as error:
        with error:
            return _read(cast(HTTPResponse, error.fp), where, end)
    except URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else OSError(str(error.reason)) from error


def _read(response: HTTPResponse, where: str, end: float) -> Response:
    parts = []
    size = 0
    while part := response.read1(65536):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise TooLong(f"{where} answers with more than {LARGEST // 2**20} megabytes")
        if time.monotonic() > end:
            raise TimeoutError
    if response.length:  # read1 does not notice a body that is shorter than its Content-Length
        raise IncompleteRead(b"", response.length)
    headers = {name.lower(): value for name, value in response.headers.items()}
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return Response(response.status, media_type, headers, b"".join(parts))


def _pause(retry_after: str) -> float:
    """Seconds that a Retry-After header asks for: a number or a date (RFC 9110, 10.2.3)."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        return max(parsedate_to_datetime(retry_after).timestamp() - time.time(), 0)
    except (ValueError, OverflowError):
        return PAUSE


def address(url: str) -> SplitResult:
    """The parts of an address of the web.

    :raises BevoError: if it is none.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port):
            parts.hostname.encode("idna")
            if "@" in parts.netloc:
                raise BevoError("credentials belong in BEVO_USER and BEVO_PASSWORD (or BEVO_TOKEN), not in the address")
            if url.isascii() and url.isprintable() and " " not in url:
                return parts
    except ValueError:  # what the modules of the library say to a malformed one
        pass
    hint = "" if url.isascii() else "; write letters beyond ASCII as % and two digits"
    raise BevoError(f"'{shown(url)}' is no address that starts with http:// or https://{hint}")


def _authorise(request: Request) -> None:
    token, user = os.environ.get("BEVO_TOKEN", ""), os.environ.get("BEVO_USER", "")
    if token:
        if not re.fullmatch(r"[\x21-\x7e]+", token):
            raise BevoError("BEVO_TOKEN has a character that no token has")
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    elif user:
        pair = f"{user}:{os.environ.get('BEVO_PASSWORD', '')}"
        request.add_unredirected_header("Authorization", "Basic " + base64.b64encode(pair.encode()).decode("ascii"))


def shown(url: str) -> str:
    """An address as it may be printed: without credentials and query."""
    return _one_line(re.sub(r"//[^/]*@", "//", url.partition("?")[0]))


def refusal(url: str, response: Response, what: str) -> str:
    """The sentence for an answer that is no success.

    :param what: what was refused, for example ``the query``.
    """
    where, words = shown(url), _words(response)
    tail = f": {words}" if words else ""
    if 300 <= response.status < 400:
        return f"{where} has moved to {shown(response.headers.get('location', 'an address that it does not give'))}"
    if response.status in (401, 403):
        return (
            f"{where} does not allow {what} ({response.status}); set BEVO_USER and BEVO_PASSWORD, or BEVO_TOKEN{tail}"
        )
    if response.status < 500:
        return f"{where} refused {what} ({response.status}){tail}"
    return f"{where} failed on {what} ({response.status}){tail}"


def _words(response: Response) -> str:
    """The message in an error's body: of a JSON object, of a web page, or the first paragraph of plain text."""
    text = response.body[:20_000].decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        try:
            data = json.loads(response.body)
            found = next(
                (data[key] for key in ("message", "detailedMessage", "exception", "error") if data.get(key)), ""
            )
            return _one_line(str(found))
        except (ValueError, RecursionError):
            pass
    if response.media_type == "text/html" or re.match(r"\s*<(!doctype|html)", text, re.IGNORECASE):
        heading = re.search(r"<(title|h1)[^>]*>(.*?)</\1>", text, re.IGNORECASE | re.DOTALL)
        return _one_line(unescape(re.sub(r"<[^>]*>", " ", heading[2]))) if heading else "a web page without a title"
    return _one_line(re.split(r"\n\s*\n|\n\s+at |\nTraceback", text.strip())[0])


def _one_line(text: str) -> str:
    """Printable, without line ends or terminal codes, 300 characters at most."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
