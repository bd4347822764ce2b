"""The index of the search, for a release of any size."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from xml.etree import ElementTree

from bevo.search.index import Index
from bevo.search.search import search
from bevo.site.data.search import MOST_BYTES, search_files
from search.made import DATA

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_a_small_index_is_one_file() -> None:
    files = search_files(DATA)
    assert set(files) == {"opensearch.xml", "data/search.json"}
    assert json.loads(files["data/search.json"]) == DATA


def many(size: int) -> Iterator[list[object]]:
    """Findings that differ, so that they cannot be packed well."""
    for at in range(size):
        _, label, uses = DATA["findings"][at % 3]
        yield [f"finding:F{at + 10_000}", f"{label} {hashlib.sha256(str(at).encode()).hexdigest()[:12]}", uses]


def test_with_very_many_findings_pages_get_the_terms_and_the_server_gets_all() -> None:
    findings = list(many(45_000))
    files = search_files({**DATA, "findings": findings})
    assert set(files) == {"opensearch.xml", "data/search.json", "data/search-all.json"}
    assert len(gzip.compress(files["data/search.json"])) < MOST_BYTES
    pages = Index(json.loads(files["data/search.json"]))
    assert pages.partial and {thing.group for thing in pages.things} == {"cells", "molecules", "processes", "vesicles"}
    assert search("miR-21-5p", pages).results[0].thing.id == "molecule:miR-21-5p"
    family = pages.family([next(n for n, thing in enumerate(pages.things) if thing.id == "molecule:miR-21")])
    assert {pages.things[n].id for n in family} == {"molecule:miR-21", "molecule:miR-21-5p"}
    whole = Index(json.loads(files["data/search-all.json"]))
    assert len(search("osteoclast miR-214 osteoblast", whole).findings) == 15_000


def test_the_description_tells_browsers_where_to_search() -> None:
    root = ElementTree.fromstring(search_files(DATA)["opensearch.xml"])
    urls = {url.attrib["type"]: url.attrib["template"] for url in root.iter(f"{OPENSEARCH}Url")}
    assert urls["text/html"] == "https://w3id.org/bevo/findings.html?q={searchTerms}"
    assert root.findtext(f"{OPENSEARCH}ShortName") == "BEVO"
