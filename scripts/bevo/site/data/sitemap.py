"""What crawlers read: ``sitemap.xml`` (https://www.sitemaps.org/protocol.html) and ``robots.txt`` (RFC 9309).

Both want full addresses, and a static site does not know its own: they are given below the base of the IRIs, which
leads to the site. ``bevo serve`` puts its own address there.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from xml.sax.saxutils import escape

__all__ = ["MOST", "crawling"]

MOST = 50_000
"""Addresses that one sitemap may hold."""
_START = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def crawling(pages: Iterable[str], base: str, most: int = MOST) -> dict[str, bytes]:
    """The files for crawlers, by path.

    :param pages: the paths of all HTML pages.
    :param base: the address of the site, with the slash in its end.
    :param most: addresses in one file; where there are more, ``sitemap.xml`` is the index of several.
    """
    addresses = [base + quote(path.removesuffix("index.html")) for path in sorted(pages) if path != "404.html"]
    parts = [addresses[start : start + most] for start in range(0, len(addresses), most)] or [[]]
    maps = {f"sitemap-{number}.xml": _list("urlset", "url", part) for number, part in enumerate(parts, 1)}
    if len(maps) == 1:
        files = {"sitemap.xml": maps["sitemap-1.xml"]}
    else:
        files = {**maps, "sitemap.xml": _list("sitemapindex", "sitemap", [base + name for name in maps])}
    robots = (
        f"User-agent: *\nDisallow: /sparql$\nDisallow: /sparql?\nDisallow: /search?\n\nSitemap: {base}sitemap.xml\n"
    )
    return {**files, "robots.txt": robots.encode()}


def _list(whole: str, part: str, addresses: Iterable[str]) -> bytes:
    lines = "".join(f"<{part}><loc>{escape(address)}</loc></{part}>\n" for address in addresses)
    return f"{_START}<{whole} {_NAMESPACE}>\n{lines}</{whole}>\n".encode()
