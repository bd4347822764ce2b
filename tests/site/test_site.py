from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import html5lib
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from bevo.build.build import Release
from bevo.catalogue import PAGES
from bevo.exports.void import DATASET
from bevo.files import folded
from bevo.problems import BevoError
from bevo.project import Project
from bevo.questions.questions import read_queries, run
from bevo.rdf import rdfio
from bevo.rdf.index import Index
from bevo.rdf.names import BASE, bevo, compact, expand, local_name, node
from bevo.search.index import read_index
from bevo.signs import VERDICTS
from bevo.site import write_site
from bevo.site.data.addresses import page
from bevo.site.data.documents import read_documents
from checkout import ROOT

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
OWN_SCRIPTS = ("search.js", "tables.js", "findings.js")
PREFIXES = """
PREFIX bevo: <https://w3id.org/bevo/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@dataclass
class Shown:
    """What a parser saw of a page."""

    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    inline_scripts: list[str] = field(default_factory=list)
    text: str = ""
    headings: list[str] = field(default_factory=list)
    title: str = ""


class Reader(HTMLParser):
    """Reads a page and insists that every element which opens also closes, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.shown = Shown()
        self.kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"{tag} has an attribute twice"
        self.shown.tags[tag] += 1
        self.shown.attributes += [(tag, name, value) for name, value in given.items()]
        if "id" in given:
            self.shown.ids.append(given["id"])
        for name in ("href", "src", "action", "data-src", "data-graph"):
            if name in given:
                self.shown.links.append((name, given[name]))
        if tag in ("li", "p", "dt", "dd", "td", "th", "h1", "h2", "h3"):
            self.shown.text += " "
        if tag == "script":
            self.kind = given.get("type", "") if "src" not in given else "outside"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        within = self.open[-1] if self.open else ""
        if within == "script":
            if self.kind == "application/ld+json":
                self.shown.data.append(data)
            elif self.kind != "outside":
                self.shown.inline_scripts.append(data)
            return
        self.shown.text += data
        if "h1" in self.open:
            self.shown.headings.append(data)
        if within == "title" and "svg" not in self.open:
            self.shown.title += data


def read_page(path: Path) -> Shown:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    assert reader.open == [], f"{path} leaves {reader.open} open"
    return reader.shown


def scripts(target: Path) -> Path:
    target.mkdir()
    for name in OWN_SCRIPTS:
        shutil.copy(ROOT / "web" / "src" / name, target / name)
    return target


@pytest.fixture(scope="session")
def site(built: tuple[Project, Release]) -> Path:
    return built[0].dist / "site"


@pytest.fixture(scope="session")
def triples(built: tuple[Project, Release]) -> list[Triple]:
    return rdfio.read_turtle(built[0].dist / "bevo-kg.ttl")


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Shown]:
    """Every page, by its path, read by the strict reader above; without that for what is missing."""
    found = {path.relative_to(site).as_posix(): read_page(path) for path in sorted(site.rglob("*.html"))}
    return {path: shown for path, shown in found.items() if path != "404.html"}


@pytest.fixture(scope="session")
def sample_site(sample: tuple[Project, Release]) -> Path:
    return sample[0].dist / "site"


def ask(store: Store, text: str) -> Iterator[tuple[str, ...]]:
    for row in store.query(PREFIXES + text):  # type: ignore[union-attr]
        yield tuple("" if term is None else term.value for term in row)


def data(site: Path, name: str) -> object:
    return json.loads((site / "data" / name).read_text(encoding="utf-8"))


def table_rows(path: Path, name: str) -> list[list[str]]:
    """The body of the table of a name, cells as text."""
    document = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    table = next(t for t in document.iter("table") if t.get("data-name") == name)
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in table.find("tbody").iter("tr")]


@pytest.mark.parametrize(
    "pattern",
    [
        "{ ?x a bevo:Finding }",
        "{ ?x a bevo:WithdrawnFinding }",
        "{ ?x a bevo:Study }",
        "{ ?x a bevo:Review }",
        "{ ?x a bevo:Discrepancy }",
        "{ ?x a owl:Class }",
        "{ ?x a owl:ObjectProperty }",
        "{ ?x a owl:DatatypeProperty }",
        "{ ?x a owl:AnnotationProperty }",
        "{ ?x a owl:Ontology }",
    ],
)
def test_everything_with_an_iri_has_a_page_and_its_statements_beside_it(site: Path, store: Store, pattern: str) -> None:
    things = [x for (x,) in ask(store, f"SELECT DISTINCT ?x {pattern}") if x.startswith("http")]
    assert things
    for thing in things:
        for ending in ("html", "ttl", "jsonld"):
            assert (site / f"{page(thing)}.{ending}").is_file(), f"{thing} has no .{ending}"


def test_no_two_files_have_one_name_where_case_does_not_count(site: Path) -> None:
    names = [folded(path.relative_to(site).as_posix()) for path in site.rglob("*") if path.is_file()]
    assert len(names) > 9000 and [name for name, count in Counter(names).items() if count > 1] == []


def test_pages_that_are_about_no_term_are_names_that_no_term_may_have(site: Path) -> None:
    lists = {path.stem for path in site.glob("*.html") if not path.with_suffix(".ttl").exists()}
    assert lists and lists <= PAGES


def test_every_link_leads_to_a_file_and_an_anchor_that_are_there(site: Path, pages: dict[str, Shown]) -> None:
    broken, outside = [], set()
    for path, shown in pages.items():
        for _, link in shown.links:
            assert not link.startswith("/"), f"{path} links to the root of the host: {link}"
            if urlsplit(link).scheme:
                outside.add(link)
                continue
            target, anchor = urldefrag(urljoin(path, link))
            name = unquote(target.partition("?")[0]) or path
            known = (site / name).is_file()
            # What follows # on the SPARQL page is a question, not an anchor.
            if not known or (anchor and name != "sparql.html" and anchor not in pages[name].ids):
                broken.append((path, link))
    assert broken == []
    assert {urlsplit(link).scheme for link in outside} <= {"https", "http", "mailto"}


def test_the_page_for_what_is_missing_needs_no_other_file_and_leads_on(sample_site: Path) -> None:
    shown = read_page(sample_site / "404.html")
    assert not [v for t, n, v in shown.attributes if n == "src" or (t == "link" and n == "href" and v != "data:,")]
    assert shown.tags["style"] == 1 and not shown.tags["script"]
    links = {link for _, link in shown.links if not link.startswith(("#", "data:,", "https://creativecommons.org/"))}
    assert len(links) > 10
    for link in links:
        assert link.startswith(BASE) and (sample_site / link.removeprefix(BASE)).is_file(), link
    assert ("meta", "content", "noindex") in shown.attributes


def test_authors_are_in_the_order_of_the_paper(sample_site: Path) -> None:
    work = json.loads(read_page(sample_site / "review" / "yang-2021.html").data[0])
    names = ["Yang Z", "Zhang W", "Ren X", "Tu C", "Li Z"]
    assert [author["name"] for author in work["author"]] == names != sorted(names)
    assert ", ".join(names) in " ".join(read_page(sample_site / "review" / "yang-2021.html").text.split())


def test_no_title_is_a_bare_id(pages: dict[str, Shown]) -> None:
    for path, shown in pages.items():
        if path.startswith(("study/", "review/", "discrepancy/")):
            id = path.partition("/")[2].removesuffix(".html")
            assert shown.title.partition(" · ")[0] != id and "".join(shown.headings).strip() != id, path


def test_nothing_is_loaded_from_elsewhere_and_no_page_needs_an_unsafe_policy(pages: dict[str, Shown]) -> None:
    for path, shown in pages.items():
        for tag, name, value in shown.attributes:
            assert name != "style", f"{path} has a style attribute"
            assert not name.startswith("on"), f"{path} has an event attribute"
            if name == "src" or (tag == "link" and name == "href"):
                assert not urlsplit(value).scheme, f"{path} loads {value}"
        assert shown.inline_scripts == [], path
        assert shown.tags["style"] == 0


def test_every_page_has_language_title_one_heading_main_and_a_way_past_the_navigation(pages: dict[str, Shown]) -> None:
    for path, shown in pages.items():
        assert ("html", "lang", "en") in shown.attributes, path
        assert shown.title.strip().endswith("· BEVO"), path
        assert shown.tags["h1"] == 1, path
        assert "".join(shown.headings).strip(), path
        assert shown.tags["main"] == 1, path
        assert ("href", "#content") in shown.links, path
        assert "content" in shown.ids, path
        assert len(shown.ids) == len(set(shown.ids)), f"{path} has an id twice: {Counter(shown.ids).most_common(1)}"
        assert any(t == "meta" and n == "name" and v == "description" for t, n, v in shown.attributes), path
        assert ("html", "data-root", "../" * path.count("/")) in shown.attributes, path


def test_titles_of_findings_and_studies_are_unique(pages: dict[str, Shown]) -> None:
    titles = [s.title for path, s in pages.items() if path.startswith(("finding/", "study/", "discrepancy/"))]
    assert len(titles) == len(set(titles))


def test_every_field_has_a_label_and_every_heading_level_follows_the_one_above(sample_site: Path) -> None:
    for path in (
        "index.html",
        "findings.html",
        "finding/F0026.html",
        "term/CL_0000092.html",
        "question/conflicts.html",
    ):
        shown = read_page(sample_site / path)
        fields = [v for t, n, v in shown.attributes if t == "input" and n == "id"]
        labelled = [v for t, n, v in shown.attributes if t == "label" and n == "for"]
        assert set(fields) <= set(labelled)
        for level in (3, 4):
            assert not shown.tags[f"h{level}"] or shown.tags[f"h{level - 1}"]


def test_pages_are_html_without_a_parse_error(site: Path) -> None:
    every = sorted(site.rglob("*.html"))
    chosen = [path for path in every if path.parent in (site, site / "question", site / "review")] + every[::40]
    assert len(chosen) > 80
    for path in chosen:
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(path.read_bytes().decode("utf-8"))
        assert parser.errors == [], path


def test_embedded_data_is_schema_org_about_the_thing_itself(pages: dict[str, Shown], store: Store) -> None:
    kinds = Counter[str]()
    sets = set()
    for path, shown in pages.items():
        (block,) = shown.data
        about = json.loads(block)
        assert about["@context"] == "https://schema.org"
        kinds.update([about["@type"]] if isinstance(about["@type"], str) else about["@type"])
        if "@id" in about and not path.startswith("index"):
            assert f"{page(about['@id'])}.html" == path
        sets |= {one["@id"] for one in (about, about.get("isPartOf", {})) if one.get("@type") == "Dataset"}
    assert kinds["Dataset"] == 2 and sets == {DATASET.value}
    assert kinds["Claim"] == len(
        list(ask(store, "SELECT ?f { ?f a ?t . VALUES ?t { bevo:Finding bevo:WithdrawnFinding } }"))
    )
    studies = len(list(ask(store, "SELECT ?s { { ?s a bevo:Study } UNION { ?s a bevo:Review } }")))
    assert kinds["ScholarlyArticle"] == studies
    assert min(kinds[k] for k in ("Protein", "BioChemEntity", "Taxon", "MedicalCondition", "AnatomicalStructure")) > 0


def test_the_claim_of_a_finding_names_its_review_and_its_studies(sample_site: Path) -> None:
    claim = json.loads(read_page(sample_site / "finding" / "F0026.html").data[0])
    assert claim["appearance"]["@id"] == f"{BASE}review/yang-2021"
    assert [cited["sameAs"] for cited in claim["citation"]] == ["https://doi.org/10.1038/ncomms10872"]
    assert f"{BASE}molecule/miR-214" in {thing["@id"] for thing in claim["about"]}


def test_the_dataset_offers_files_that_are_there(site: Path, pages: dict[str, Shown]) -> None:
    dataset = json.loads(pages["index.html"].data[0])
    files = [download["contentUrl"] for download in dataset["distribution"]]
    assert {"download/bevo-kg.ttl", "download/findings.csv", "download/bevo.owl"} <= set(files)
    assert all((site / name).is_file() for name in files)
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"


def as_triples(path: Path, form: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(path.read_bytes(), format=form)}


def test_the_statements_of_all_pages_together_are_the_graph_each_once(site: Path, triples: list[Triple]) -> None:
    """But what the file of a finding says beside it, of its studies and its review, stands in their files as well."""
    found: Counter[Triple] = Counter()
    beside: set[Triple] = set()
    beside_the_graph = read_documents(site / "download", Index(triples))
    for path in site.rglob("*.jsonld"):
        if path.relative_to(site).with_suffix("").as_posix() not in {"context", *beside_the_graph}:
            for t in as_triples(path, RdfFormat.JSON_LD):
                if path.parent.name == "finding" and not of_the_finding(t, path.stem):
                    beside.add(t)
                else:
                    found[t] += 1
    licence = node("dcterms:license")
    assert {t for t in set(found) - set(triples) if t.predicate != licence} == set()
    assert set(triples) <= set(found) and set(found.values()) == {1}
    assert beside <= set(triples)


def of_the_finding(triple: Triple, name: str) -> bool:
    """Whether a statement is about a finding, or about what is told with it."""
    return bool(re.match(rf"<{BASE}(finding|check|prediction)/{name}(-|>)", str(triple.subject)))


def test_turtle_and_json_ld_of_every_page_say_the_same(site: Path) -> None:
    paths = sorted(site.rglob("*.ttl"))
    pages_only = [path for path in paths if not {"download", "releases"} & set(path.parts)]
    assert len(pages_only) > 2000
    for path in pages_only:
        turtle, jsonld = as_triples(path, RdfFormat.TURTLE), as_triples(path.with_suffix(".jsonld"), RdfFormat.JSON_LD)
        if any(isinstance(t.subject, BlankNode) for t in jsonld):
            turtle, jsonld = set(rdfio.canonical(turtle)), set(rdfio.canonical(jsonld))
        assert turtle == jsonld, path


def test_rdflib_reads_the_same_from_json_ld(sample_site: Path) -> None:
    from rdflib import Graph
    from rdflib.compare import isomorphic

    for name in ("finding/F0026", "study/li-2016", "molecule/miR-214", "BoneLossVesicle", "ontology"):
        turtle, jsonld = (
            Graph().parse(sample_site / f"{name}.ttl"),
            Graph().parse(sample_site / f"{name}.jsonld", format="json-ld"),
        )
        assert len(turtle) and isomorphic(turtle, jsonld), name


def test_a_finding_comes_with_its_participants(sample_site: Path, sample: tuple[Project, Release]) -> None:
    here = as_triples(sample_site / "finding" / "F0026.ttl", RdfFormat.TURTLE)
    of_it = re.compile(rf"{BASE}(finding/F0026(-|$)|check/F0026-)")
    triples = rdfio.read_turtle(sample[0].dist / "bevo-kg.ttl")
    own = {t for t in triples if isinstance(t.subject, NamedNode) and of_it.match(t.subject.value)}
    assert own < here
    said = {(compact(t.predicate.value), getattr(t.object, "value", "")) for t in here - own}
    assert said >= {
        ("dcterms:license", "https://creativecommons.org/licenses/by/4.0/"),
        ("bibo:doi", "10.1038/ncomms10872"),
        ("bibo:doi", "10.3389/fendo.2021.679914"),
        ("bevo:sectionOf", f"{BASE}review/yang-2021"),
        ("rdfs:label", "osteoblast"),
    }
    assert (sample_site / "finding" / "F0026.ttl").read_text(encoding="utf-8").count("@prefix") > 5


def test_facets_say_what_the_graph_says(site: Path, store: Store) -> None:
    rows = data(site, "findings.json")
    assert isinstance(rows, list)
    by_id = {row["id"]: row for row in rows}
    assert set(by_id) == {local_name(f) for (f,) in ask(store, "SELECT ?f { ?f a bevo:Finding }")}
    assert {i for i, row in by_id.items() if row["result"]} == {
        local_name(f) for (f,) in ask(store, "SELECT ?f { ?f a bevo:ReportedResult }")
    }
    expected: dict[tuple[str, str], set[str]] = defaultdict(set)
    for facet, pattern in {
        "source": "?f bevo:vesicle/(bevo:releasedBy|bevo:foundIn)/skos:prefLabel ?v",
        "sourceIds": "?f bevo:vesicle/(bevo:releasedBy|bevo:foundIn)/bevo:term ?v",
        "recipient": "?f bevo:vesicle/bevo:actsOn/skos:prefLabel ?v",
        "cargo": "?f bevo:vesicle ?s . { ?s bevo:carries ?c } UNION { ?c bevo:alteredIn ?s } "
        "UNION { ?f bevo:agent ?a . ?c bevo:alteredIn ?a } "
        "FILTER (?c != ?s) ?c a bevo:Molecule ; skos:prefLabel ?v",
        "outcome": "?f bevo:outcome/skos:prefLabel ?v",
        "sign": "?f bevo:sign ?v",
        "review": "?f bevo:reportedIn/bevo:sectionOf ?v",
        "studies": "?f bevo:cites ?v",
    }.items():
        for f, v in ask(store, f"SELECT ?f ?v {{ ?f a bevo:Finding . {pattern} }}"):
            value = compact(v) if facet == "sourceIds" else local_name(v) if facet in ("review", "studies") else v
            expected[local_name(f), facet].add(value)
    for cls, words in VERDICTS.items():
        for (f,) in ask(store, f"SELECT ?f {{ ?f a bevo:{cls} }}"):
            expected[local_name(f), "verdict"].add(words)
    for i, row in by_id.items():
        for facet in ("source", "sourceIds", "recipient", "outcome", "sign", "review", "studies", "verdict", "cargo"):
            shown = row[facet] if isinstance(row[facet], list) else {row[facet]} - {""}
            assert set(shown) == expected[i, facet], (i, facet)


def test_the_table_of_findings_has_a_row_for_each_row_of_the_facets(site: Path, pages: dict[str, Shown]) -> None:
    rows = data(site, "findings.json")
    assert isinstance(rows, list)
    assert {row["id"] for row in rows} <= set(pages["findings.html"].ids)
    assert len(table_rows(site / "findings.html", "findings")) == len(rows)


def test_the_picture_and_its_table_tell_the_numbers_of_the_question(
    site: Path, store: Store, built: tuple[Project, Release]
) -> None:
    answer = run(read_queries(built[0].queries)["friend-or-foe"].text, store).plain()
    assert [row[:4] for row in table_rows(site / "index.html", "friend-or-foe")] == [row[:4] for row in answer]
    text = (site / "index.html").read_text(encoding="utf-8")
    links = [re.sub(r"<[^>]*>", "\n", link) for link in re.findall(r'<g role="listitem">(.*?)</g>', text, re.DOTALL)]
    drawn = [" ".join(link.split()) for link in links]

    def bar(told: str, read: str, side: str) -> list[str]:
        lacking = [f"({read} as read )"] if int(read) < int(told) else []
        return [f"{told} findings towards {side}", *lacking] if told != "0" else []

    wanted = [
        " ".join([source, *bar(loss, read_loss, "loss"), *bar(gain, read_gain, "gain")])
        for source, gain, loss, _, _, _, _, read_gain, read_loss, *_ in answer
        if int(gain) + int(loss) >= 3
    ]
    assert drawn == wanted * 2  # once for wide screens, once for narrow ones
    cells = {row[0]: (row[3], row[4]) for row in table_rows(site / "cells.html", "cells")}
    assert {row[0]: (row[1], row[2]) for row in answer} == {row[0]: cells[row[0]] for row in answer}


def test_every_side_of_a_conflict_shows_the_other_side(
    site: Path, store: Store, built: tuple[Project, Release]
) -> None:
    answer = run(read_queries(built[0].queries)["conflicts"].text, store)
    promotes, inhibits = answer.columns.index("promotes"), answer.columns.index("inhibits")
    assert answer.rows
    for row in answer.plain():
        sides = row[promotes].split("; "), row[inhibits].split("; ")
        for mine, others in (sides, sides[::-1]):
            for finding in mine:
                text = (site / "finding" / f"{finding}.html").read_text(encoding="utf-8")
                disagree = text[text.index("Who disagrees") :]
                assert all(f"finding/{other}.html" in disagree for other in others)


def test_a_finding_tells_its_chain_its_mechanism_and_who_says_so(sample_site: Path) -> None:
    words = " ".join(read_page(sample_site / "finding" / "F0026.html").text.split())
    assert "Works towards bone loss" in words
    assert (
        "From osteoclast Vesicle extracellular exosome carrying miR-214 Acts on osteoblast inhibits osteoblast" in words
    )
    assert "miR-214 inhibits ATF4" in words
    assert "Table 2 row 26" in words and "doi:10.1038/ncomms10872" in words


def test_a_knock_out_works_for_itself_and_its_target_against(sample_site: Path) -> None:
    words = " ".join(read_page(sample_site / "finding" / "F1208.html").text.split())
    assert "miR-214-3p antagomir works towards bone gain" in words
    assert "miR-214-3p works towards bone loss" in words
    assert "the agent does it, not the vesicle" in words


def test_a_withdrawn_finding_says_why_and_stands_in_no_count(site: Path, store: Store, pages: dict[str, Shown]) -> None:
    withdrawn = list(ask(store, "SELECT ?f ?why { ?f a bevo:WithdrawnFinding ; bevo:deprecated ?why }"))
    assert withdrawn
    for finding, why in withdrawn:
        assert why in " ".join(pages[f"{page(finding)}.html"].text.split())
    rows = data(site, "findings.json")
    assert isinstance(rows, list)
    assert {local_name(f) for f, _ in withdrawn}.isdisjoint(row["id"] for row in rows)


def test_network_and_matrix_count_results_only(site: Path, store: Store) -> None:
    results = {local_name(f) for (f,) in ask(store, "SELECT ?f { ?f a bevo:ReportedResult }")}
    network, matrix = data(site, "network.json"), data(site, "matrix.json")
    assert isinstance(network, dict) and isinstance(matrix, dict)
    nodes = {n["id"] for n in network["nodes"]}
    pairs = {
        (compact(s), compact(t))
        for s, t in ask(
            store,
            "SELECT DISTINCT ?s ?t { ?f a bevo:ReportedResult ; bevo:vesicle ?v . ?v bevo:releasedBy|bevo:foundIn ?o ; "
            "bevo:actsOn ?r . ?o bevo:term ?s . ?r bevo:term ?t }",
        )
    }
    assert {(e["source"], e["target"]) for e in network["edges"]} == pairs
    for edge in network["edges"]:
        assert {edge["source"], edge["target"]} <= nodes and set(edge["findings"]) <= results
    for cell in matrix["cells"]:
        assert {*cell["promotes"], *cell["inhibits"], *cell["other"]} <= results
    promoting = {local_name(f) for (f,) in ask(store, "SELECT ?f { ?f bevo:vesicle/a bevo:ForOutcome }")}
    assert {i for c in matrix["cells"] for i in c["promotes"]} <= promoting


def test_search_finds_every_thing_by_name_and_leads_to_its_page(
    site: Path, store: Store, pages: dict[str, Shown]
) -> None:
    index = read_index(site / "data" / "search.json")
    by_page = {thing.page: thing for thing in index.things}
    assert set(by_page) <= set(pages)
    for thing, label in ask(store, "SELECT ?c ?l { ?c a owl:Class ; rdfs:label ?l }"):
        assert by_page[f"{page(thing)}.html"].label == label
    assert "miRNA-214" in by_page["molecule/miR-214.html"].synonyms
    assert len([thing for thing in index.things if thing.kind == "finding"]) > 800


def test_the_answers_to_the_questions_are_those_of_the_store(
    site: Path, store: Store, built: tuple[Project, Release]
) -> None:
    for name, query in read_queries(built[0].queries).items():
        kept = site / "question" / f"{name}.csv"
        if query.federated:
            assert not kept.exists()
            assert "asks another endpoint" in kept.with_suffix(".html").read_text(encoding="utf-8")
            continue
        answer = run(query.text, store)
        rows = list(csv.reader(io.StringIO(kept.read_text(encoding="utf-8-sig"), newline="")))
        wide = len(answer.columns)
        assert rows[0][:wide] == answer.columns
        assert sorted(row[:wide] for row in rows[1:]) == sorted(answer.plain())
        objects = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
        assert objects == [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
        assert len(kept.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()) == len(rows)
    menu = data(site, "questions.json")
    assert isinstance(menu, list)
    assert sorted(q["name"] for q in menu) == sorted(read_queries(built[0].queries))


def test_mappings_lead_out_of_the_site_to_what_the_graph_names(site: Path) -> None:
    text = (site / "molecule" / "miR-214.html").read_text(encoding="utf-8")
    assert f'href="{expand("mirbase:MI0000290")}"' in text


HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)"> & "quoted" {{ 7 * 7 }}'
QUOTED = str(Literal(HOSTILE))
SMALL = f"""
@prefix bevo: <{BASE}> .
@prefix finding: <{BASE}finding/> .
@prefix study: <{BASE}study/> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix bibo: <http://purl.org/ontology/bibo/> .
bevo:ontology a owl:Ontology ; dcterms:title {QUOTED} .
obo:CL_0000000 a owl:Class ; rdfs:label {QUOTED} ; skos:altLabel {QUOTED} ; skos:definition {QUOTED} .
bevo:EffectFinding a owl:Class ; rdfs:label "effect finding" .
finding:F0001 a bevo:Finding , bevo:EffectFinding ; rdfs:label {QUOTED} ; bevo:note {QUOTED} ;
  bevo:cites study:x ; bevo:vesicle finding:F0001-vesicle .
finding:F0001-vesicle bevo:participantOf finding:F0001 ; bevo:term obo:CL_0000000 ; skos:prefLabel {QUOTED} .
study:x a bevo:Study ; rdfs:label {QUOTED} ; dcterms:title {QUOTED} ;
  bibo:doi "10.1/a\\"><script>alert(3)</script>" .
"""


def test_hostile_text_stays_text(tmp_path: Path, project: Project) -> None:
    graph, out = tmp_path / "bevo-kg.ttl", tmp_path / "site"
    graph.write_text(SMALL, encoding="utf-8")
    write_site(graph, project.queries, scripts(tmp_path / "web"), out, "0.1.0")
    for name in ("finding/F0001", "study/x", "term/CL_0000000", "findings", "cells", "studies"):
        shown = read_page(out / f"{name}.html")
        assert shown.tags["img"] == 0 and shown.inline_scripts == [], name
        assert not any(n.startswith("on") for _, n, _ in shown.attributes), name
        assert HOSTILE in shown.text, name
        json.loads(shown.data[0])
    assert json.loads(read_page(out / "finding" / "F0001.html").data[0])["name"] == HOSTILE
    for ending, form in (("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD)):
        triples = as_triples(out / f"finding/F0001.{ending}", form)
        assert Literal(HOSTILE) in {t.object for t in triples if t.predicate == node("rdfs:label")}


def test_two_things_that_would_share_a_page_stop_the_build_and_leave_the_former_site(
    tmp_path: Path, project: Project
) -> None:
    graph, out = tmp_path / "bevo-kg.ttl", tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("former", encoding="utf-8")
    extra = "".join(f'<http://{host}.example/X_1> a owl:Class ; rdfs:label "{host}" .\n' for host in ("one", "two"))
    graph.write_text(SMALL + extra, encoding="utf-8")
    with pytest.raises(BevoError, match=r"several things would have the same page: term/X_1"):
        write_site(graph, project.queries, tmp_path / "none", out, "0.1.0")
    assert (out / "index.html").read_text(encoding="utf-8") == "former"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("pair", [("Xy", "XY"), ("Caf\u00e9", "Cafe\u0301"), ("Stra\u00dfe", "STRASSE")])
def test_two_names_that_are_one_for_some_file_systems_stop_the_build(
    tmp_path: Path, project: Project, pair: tuple[str, str]
) -> None:
    graph = tmp_path / "bevo-kg.ttl"
    extra = "".join(f'<{BASE}molecule/{name}> a owl:Class ; rdfs:label "{name}" .\n' for name in pair)
    graph.write_text(SMALL + extra, encoding="utf-8")
    with pytest.raises(BevoError, match=f"the same page: molecule/{pair[0]}|the same page: molecule/{pair[1]}"):
        write_site(graph, project.queries, tmp_path / "none", tmp_path / "site", "0.1.0")


def test_a_missing_graph_is_told_in_a_sentence(tmp_path: Path, project: Project) -> None:
    with pytest.raises(BevoError, match="is not there"):
        write_site(tmp_path / "bevo-kg.ttl", project.queries, tmp_path, tmp_path / "site", "0.1.0")


def test_own_names_and_pages_of_the_site_do_not_collide(site: Path, store: Store) -> None:
    lists = {path.stem for path in site.glob("*.html")}
    own = {page(x) for (x,) in ask(store, "SELECT DISTINCT ?x { ?x a ?t . FILTER (ISIRI(?x)) }") if x.startswith(BASE)}
    fixed = {
        "index",
        "findings",
        "molecules",
        "cells",
        "processes",
        "vesicles",
        "studies",
        "discrepancies",
        "questions",
    }
    fixed |= {"network", "matrix", "mechanism", "sparql", "about", "downloads"}
    assert fixed <= lists
    assert fixed.isdisjoint(own)
    assert bevo("ontology").value.endswith("ontology") and "ontology" in lists
