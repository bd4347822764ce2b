from __future__ import annotations

import xml.etree.ElementTree as ET

from bevo.site.data.sitemap import crawling

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://w3id.org/bevo/"


def addresses(data: bytes) -> list[str]:
    return [loc.text or "" for loc in ET.fromstring(data).iter(f"{NAMESPACE}loc")]


def test_every_page_but_that_for_what_is_missing_is_in_the_sitemap() -> None:
    files = crawling(["index.html", "404.html", "finding/F0026.html", "molecule/a&b ü.html"], BASE)
    assert set(files) == {"sitemap.xml", "robots.txt"}
    assert addresses(files["sitemap.xml"]) == [
        f"{BASE}finding/F0026.html",
        BASE,
        f"{BASE}molecule/a%26b%20%C3%BC.html",
    ]
    assert f"Sitemap: {BASE}sitemap.xml" in files["robots.txt"].decode().splitlines()


def test_too_many_pages_are_in_several_sitemaps_under_an_index() -> None:
    files = crawling([f"{n}.html" for n in range(5)], BASE, most=2)
    assert addresses(files["sitemap.xml"]) == [f"{BASE}sitemap-{n}.xml" for n in (1, 2, 3)]
    listed = [address for n in (1, 2, 3) for address in addresses(files[f"sitemap-{n}.xml"])]
    assert listed == [f"{BASE}{n}.html" for n in range(5)]


def test_a_site_without_pages_has_an_empty_sitemap() -> None:
    assert addresses(crawling([], BASE)["sitemap.xml"]) == []
