"""The description by which a browser takes the search of a site up as one of its own."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

__all__ = ["opensearch"]

SELF = ' rel="self"'


def opensearch(base: str, served: bool = False) -> bytes:
    """An OpenSearch 1.1 description document.

    :param base: the address of the site's root, with a slash at the end.
    :param served: whether ``/search`` answers there.
    """
    urls = [
        ("text/html", f"{base}findings.html?q={{searchTerms}}"),
        ("application/opensearchdescription+xml", f"{base}opensearch.xml"),
    ]
    if served:
        urls.insert(1, ("application/json", f"{base}search?q={{searchTerms}}&limit={{count?}}"))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        "<ShortName>BEVO</ShortName>",
        "<Description>Findings about extracellular vesicles in bone</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Image width="16" height="16" type="image/svg+xml">{escape(base)}assets/favicon.svg</Image>',
        *(
            f"<Url type={quoteattr(media)} template={quoteattr(template)}{SELF if media.endswith('xml') else ''}/>"
            for media, template in urls
        ),
        "</OpenSearchDescription>",
    ]
    return "\n".join([*lines, ""]).encode("utf-8")
