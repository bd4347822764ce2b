"""Files that hold the address of the site, which the server knows: the page for what is not there, and for crawlers."""

from __future__ import annotations

import html

from starlette.requests import Request
from starlette.responses import Response

from bevo.rdf.names import BASE
from bevo.serve.guard import Refused
from bevo.serve.middleware import sentence, tagged
from bevo.serve.negotiate import best
from bevo.serve.resources import Site

__all__ = ["crawled", "missing"]

PAGE = "404.html"
LEAD = "There is no page at this address."


async def crawled(request: Request) -> Response:
    """``robots.txt`` or a sitemap, with the addresses of this server."""
    site: Site = request.app.state.site
    name = request.url.path.rpartition("/")[2]
    if name not in site.files:
        raise Refused(404, f"There is nothing at /{name}.")
    text = site.files[name].read_text(encoding="utf-8").replace(BASE, html.escape(str(request.base_url)))
    media = "application/xml" if name.endswith(".xml") else "text/plain"
    return tagged(request, Response(text, media_type=media, headers={"Cache-Control": "public, max-age=300"}))


def missing(request: Request, said: str) -> Response:
    """The answer for what is not there: the site's page for a browser, a sentence for the rest.

    :param said: what is not there.
    """
    plain = sentence(request, 404, said)
    site: Site = request.app.state.site
    if PAGE not in site.files or best(request.headers.get("accept"), ("text/plain", "text/html")) != "text/html":
        return plain
    root = html.escape(request.scope.get("root_path", "") + "/")
    page = site.files[PAGE].read_text(encoding="utf-8").replace(BASE, root).replace(LEAD, html.escape(said))
    return Response(page, 404, {"Cache-Control": "no-store", "Vary": "Accept"}, "text/html")
