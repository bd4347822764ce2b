"""The site as readers meet it: Debian's Chromium over ``bevo serve``, and over a plain static host."""

from __future__ import annotations

import csv
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import httpx
import pytest
from pyoxigraph import QuerySolutions, Store

from bevo.build.build import Release
from bevo.project import Project
from bevo.questions.questions import read_queries
from bevo.search.index import Index, read_index
from bevo.search.search import search
from checkout import ROOT

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (PyPI: playwright)")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP, PHONE = (1280, 900), (390, 844)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PREFIXES = "PREFIX bevo: <https://w3id.org/bevo/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
BMSC, CHONDROCYTE = (f"<http://purl.obolibrary.org/obo/CL_{number}>" for number in ("0002540", "0000138"))
READY = {
    "findings.html": "#findings .status",
    "network.html": "#network .canvas svg",
    "matrix.html": "#matrix td button",
    "mechanism.html": "#mechanism .canvas svg",
    "sparql.html": "#sparql .CodeMirror",
}
"""What stands in a page once its script has made it."""

CHECKED = {
    "index.html": "",
    "finding/F0026.html": "",
    "findings.html": "?verdict=bone+loss&source=osteoclast&q=osteoclats+miR-214",
    "network.html": "",
    "matrix.html": "",
    "mechanism.html": "",
    "sparql.html": "#q=friend-or-foe",
    "question/conflicts.html": "",
    "ontology.html": "",
    "term/CL_0000092.html": "",
}
"""The pages that axe looks at, in the state that it looks at."""

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def site(built: tuple[Project, Release]) -> Path:
    folder = built[0].dist / "site"
    if not (folder / "assets" / "sparql.js").is_file():
        pytest.skip("the scripts of the site are not built (make build/.web)")
    return folder


@pytest.fixture(scope="module")
def index(site: Path) -> Index:
    return read_index(site / "data" / "search.json")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def static_host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site on a host that knows nothing but files, some folders down."""
    root = tmp_path_factory.mktemp("static")
    (root / "some").mkdir()
    (root / "some" / "where").symlink_to(site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as host:
        threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{host.server_port}/some/where/"
        host.shutdown()


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    """Opens pages; fails in the end if one of them complained, lacked a file, or asked anyone else for anything."""
    expect.set_options(timeout=20_000)
    troubles: list[str] = []
    contexts = []

    def go(path: str = "index.html", size: tuple[int, int] = DESKTOP, host: str = address, **options: object) -> Page:
        width, height = size
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(20_000)
        contexts.append(context)

        def asked(address: str) -> None:
            if not address.startswith((host, "blob:", "data:")):
                troubles.append(f"asked for {address}")

        context.on("request", lambda request: asked(request.url))
        context.on("requestfailed", lambda request: troubles.append(f"{request.url}: {request.failure}"))
        context.on(
            "response", lambda reply: troubles.append(f"{reply.url}: {reply.status}") if reply.status >= 400 else None
        )
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        context.on("console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None)
        page = context.new_page()
        page.goto(host + path)
        name = re.split(r"[?#]", path)[0]
        if name in READY and options.get("java_script_enabled", True):
            page.wait_for_selector(READY[name], state="attached")
        return page

    yield go
    for context in contexts:
        context.close()
    # A page that is left while it still loads something takes no harm.
    assert [trouble for trouble in troubles if "ERR_ABORTED" not in trouble] == []


def number(store: Store, pattern: str) -> int:
    """How many findings fit a pattern about ?f."""
    found = store.query(f"{PREFIXES} SELECT (COUNT(DISTINCT ?f) AS ?n) {{ {pattern} }}")
    assert isinstance(found, QuerySolutions)
    return int(next(found)["n"].value)


def answers(page: Page) -> str:
    """Waits for the words over the answer in the SPARQL page."""
    status = page.locator("#sparql .ask > .buttons .status")
    expect(status).to_have_text(re.compile(r"^[\d,]+ rows? in "), timeout=30_000)
    return status.inner_text()


def shown_rows(page: Page) -> list[str]:
    """The ids of the findings in the table that are not hidden."""
    ids: list[str] = page.eval_on_selector_all(
        "#findings tbody tr", "rows => rows.filter(r => !r.hidden).map(r => r.id)"
    )
    return ids


def header_of(answer: Path) -> list[str]:
    with answer.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


def rows_of(answer: Path) -> int:
    with answer.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def test_the_home_page_leads_from_its_picture_to_the_cell(visit: Visit, store: Store) -> None:
    page = visit()
    expect(page.get_by_role("heading", level=1)).to_have_text("Friend or foe of bone?")
    of_osteoclasts = (
        "?f a bevo:ReportedResult , bevo:Bone%sFinding ; bevo:vesicle/bevo:releasedBy/skos:prefLabel 'osteoclast'"
    )
    loss, gain = (number(store, of_osteoclasts % side) for side in ("Loss", "Gain"))
    as_read = r"( \(\d+ as read\))?"
    name = re.compile(f"^osteoclast {loss} findings towards loss{as_read} {gain} findings towards gain{as_read}$")
    page.get_by_role("link", name=name).locator("visible=true").click()
    page.wait_for_url("**/term/CL_0000092.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("osteoclast")


def test_a_finding_shows_its_chain_and_every_part_of_it_leads_on(visit: Visit) -> None:
    page = visit("finding/F0026.html")
    expect(page.locator(".verdicts")).to_contain_text("Works towards bone loss")
    steps = page.locator("ol.flow > li")
    assert [step.split("\n")[0] for step in steps.all_inner_texts()] == ["From", "Vesicle", "Acts on", "inhibits"]
    tops = {round(box["y"]) for step in steps.all() if (box := step.bounding_box())}
    assert len(tops) == 1, "on a wide screen the chain is one row"
    steps.get_by_role("link", name="miR-214").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("miR-214")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_search_finds_a_molecule_by_a_synonym_with_keys_alone(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("about.html", size)
    field = page.get_by_role("combobox")
    field.press_sequentially("microrna 214")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("miR-214")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    field.press("Escape")
    expect(options).to_have_count(0)
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/molecule/miR-214.html")


def test_enter_without_a_choice_looks_in_the_findings(visit: Visit, site: Path) -> None:
    field = visit().get_by_role("combobox", name="Ask about")
    field.fill("miR-214 osteoblast")
    field.press("Enter")
    page = field.page
    page.wait_for_url("**/findings.html?q=miR-214*osteoblast")
    expect(page.get_by_role("group", name="cargo: miR-214")).to_be_visible()
    shown = shown_rows(page)
    every = len(json.loads((site / "data" / "findings.json").read_text(encoding="utf-8")))
    assert 0 < len(shown) < every
    expect(page.locator("#findings .status")).to_have_text(f"{len(shown)} of {every} findings")


@pytest.mark.parametrize("text", ["RANKL", "https://doi.org/10.1038/ncomms10872", "Li et al. 2016", "mir214", "f0026"])
def test_enter_opens_the_one_thing_that_the_text_names(visit: Visit, index: Index, text: str) -> None:
    page = visit("about.html")
    page.get_by_role("combobox").fill(text)
    page.get_by_role("combobox").press("Enter")
    opened = search(text, index).opens
    assert opened
    page.wait_for_url(f"**/{opened.page}")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_what_was_understood_is_shown_corrected_and_taken_away_with_keys(
    visit: Visit, index: Index, size: tuple[int, int]
) -> None:
    page = visit("findings.html?q=BMSC+miR-29a+osteoblast", size)
    role = page.get_by_label("Role of BMSC")
    expect(role).to_have_value("source")
    expect(page.get_by_role("group", name="recipient: osteoblast")).to_be_visible()
    assert [f"finding:{id}" for id in shown_rows(page)] == ids_of("BMSC miR-29a osteoblast", index)
    expect(page.get_by_role("link", name="mesenchymal stem cell of the bone marrow").first).to_be_visible()
    page.get_by_role("button", name="Remove cargo: miR-29a").press("Enter")
    expect(page.get_by_role("group", name="cargo: miR-29a")).to_have_count(0)
    assert [f"finding:{id}" for id in shown_rows(page)] == ids_of('source:"BMSC" recipient:"osteoblast"', index)
    page.get_by_label("Role of osteoblast").select_option("source")
    expect(page.get_by_role("group", name="source: osteoblast")).to_be_visible()
    assert [f"finding:{id}" for id in shown_rows(page)] == ids_of('source:"BMSC" source:"osteoblast"', index)
    assert parse_qs(urlsplit(page.url).query)["q"] == [
        'source:"mesenchymal stem cell of the bone marrow" source:"osteoblast"'
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_slip_is_asked_about(visit: Visit) -> None:
    page = visit("findings.html?q=osteodlast")
    page.get_by_role("button", name="osteoclast", exact=True).click()
    expect(page.get_by_role("group", name="anywhere: osteoclast")).to_be_visible()
    page.get_by_label("With the words").fill("osteoclat")
    expect(page.locator(".asked")).to_contain_text("Did you mean “osteoclast”?")


def ids_of(text: str, index: Index) -> list[str]:
    return [index.things[number].id for number in search(text, index).findings]


def test_facets_choose_what_the_graph_says_and_a_view_can_be_kept(visit: Visit, store: Store) -> None:
    page = visit("findings.html")
    page.get_by_role("group", name="Verdict").get_by_label("bone loss").check()
    page.get_by_role("group", name="Source").get_by_label("osteoclast", exact=False).first.check()
    wanted = number(
        store, "?f a bevo:Finding , bevo:BoneLossFinding ; bevo:vesicle/bevo:releasedBy/skos:prefLabel 'osteoclast'"
    )
    assert len(shown_rows(page)) == wanted > 5
    assert parse_qs(urlsplit(page.url).query) == {"verdict": ["bone loss"], "source": ["osteoclast"]}
    page.reload()
    expect(page.locator("#findings .status")).to_contain_text(f"{wanted} of ")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download as CSV").click()
    assert rows_of(saved.value.path()) == wanted
    assert {"DOI", "PMID", "Evidence", "Source id", "Studies"} <= set(header_of(saved.value.path()))
    page.get_by_role("button", name="Remove osteoclast").click()
    assert len(shown_rows(page)) == number(store, "?f a bevo:Finding , bevo:BoneLossFinding")
    page.get_by_role("button", name="Remove bone loss").click()
    assert urlsplit(page.url).query == ""


def test_a_table_keeps_sort_columns_and_filter_in_its_address_and_leaves_in_every_format(visit: Visit) -> None:
    page = visit("study/li-2016.html?sort=-Finding&hide=Verdict&other=1")
    expect(page.locator("thead th").first).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("columnheader", name="Verdict")).to_be_hidden()
    page.get_by_text("Columns", exact=True).click()
    page.get_by_role("checkbox", name="Studies").uncheck()
    page.keyboard.press("Escape")
    assert parse_qs(urlsplit(page.url).query) == {
        "sort": ["-Finding"],
        "hide": ["Verdict", "Studies"],
        "other": ["1"],
    }
    page.get_by_text("Other formats").click()
    for name, ending in (("TSV", "tsv"), ("CSV for Excel", "excel.csv"), ("JSON", "json")):
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Download as {name}", exact=True).click()
        assert saved.value.suggested_filename == f"li-2016.{ending}"
    rows = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert all("10.1038/ncomms10872" in row["DOI"].split("; ") for row in rows)
    assert len(rows) == page.locator("tbody tr").count()
    assert all(row["Finding IRI"] == f"https://w3id.org/bevo/finding/{row['Id']}" for row in rows)
    assert all("Told by" in row and "Verdict" not in row for row in rows)


def test_facets_count_under_the_other_choices(visit: Visit, site: Path) -> None:
    findings = json.loads((site / "data" / "findings.json").read_bytes())
    page = visit("findings.html?evidence=animal&sort=Finding")
    page.get_by_role("group", name="Verdict").get_by_label("bone gain").check()
    animal = [f for f in findings if "animal" in f["evidence"]]
    both = [f for f in animal if "bone gain" in f["verdict"]]
    assert len(shown_rows(page)) == len(both) > 0
    levels = page.get_by_role("group", name="Evidence level").locator("label")
    counts = dict(label.rsplit("\n", 1) for label in levels.all_inner_texts())
    gain = [f for f in findings if "bone gain" in f["verdict"]]
    assert counts["animal"] == str(len(both))
    assert counts["in vitro"] == str(sum("in vitro" in f["evidence"] for f in gain))
    assert parse_qs(urlsplit(page.url).query)["sort"] == ["Finding"]


def test_a_citation_can_be_copied_and_kept(visit: Visit) -> None:
    page = visit("finding/F0026.html", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("RIS", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download bevo-F0026.ris").click()
    assert saved.value.path().read_text(encoding="utf-8").startswith("TY  - DATA")
    page.get_by_text("BibTeX", exact=True).click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@misc{bevo-F0026,")
    page.get_by_text("Why: works towards bone loss").click()
    expect(page.locator(".why li").last).to_contain_text("A finding has the verdict of the vesicle it is about")


def edges_drawn(page: Page) -> dict[str, tuple[str, str, int, int, int]]:
    """By the id of an edge: its class, the number at its tip, and what it says that it counts."""
    script = """edges => edges.map(edge => [edge.dataset.id, edge.classList[1],
        edge.querySelector('.number').textContent,
        ...['plus', 'minus', 'neither'].map(key => Number(edge.dataset[key]))])"""
    told = page.eval_on_selector_all("#network .canvas g.edge", script)
    return {key: (look, number, plus, minus, neither) for key, look, number, plus, minus, neither in told}


def edges_listed(page: Page) -> dict[str, tuple[str, str, int, int, int]]:
    """The same from the rows of the table, counted from its cells."""
    script = "rows => rows.map(row => [row.dataset.id, ...[...row.cells].slice(2).map(cell => cell.textContent)])"
    found = {}
    for key, plus, minus, neither, ids in page.eval_on_selector_all("table[data-name=network] tbody tr", script):
        counts = int(plus), int(minus), int(neither)
        look = "mixed" if counts[0] and counts[1] else "gain" if counts[0] else "loss" if counts[1] else "neutral"
        found[key] = look, str(len(ids.split("; "))), *counts
    return found


def test_each_edge_of_the_network_counts_what_its_row_of_the_table_counts(visit: Visit, store: Store) -> None:
    page = visit("network.html")
    page.get_by_label("Findings at least").fill("1")
    page.get_by_label("Pairs apart from the rest").check()
    chondrocyte = "CL:0002540>CL:0000138"
    seen = {}
    for lens in ("all", "bone", "cartilage", "vessels"):
        page.get_by_label("Findings on").select_option(lens)
        drawn = edges_drawn(page)
        assert drawn == edges_listed(page)
        seen[lens] = drawn
    assert len(seen["all"]) > 80
    assert chondrocyte not in seen["bone"]
    to_cartilage = (
        f"?f a bevo:ReportedResult ; bevo:vesicle ?v . ?v bevo:releasedBy/bevo:term {BMSC} ; "
        f"bevo:actsOn/bevo:term {CHONDROCYTE} . ?f a ?verdict "
        "VALUES ?verdict { bevo:CartilageGainFinding bevo:JointReliefFinding }"
    )
    wanted = number(store, to_cartilage)
    assert seen["cartilage"][chondrocyte][2] == seen["all"][chondrocyte][2] == wanted > 10
    page.get_by_label("Findings on").select_option("bone")
    page.get_by_label("Colour shows").select_option("sign")
    assert {look for look, *_ in edges_drawn(page).values()} <= {"promotes", "inhibits", "mixed", "neutral"}


def test_the_table_without_scripts_tells_what_the_picture_tells(visit: Visit) -> None:
    page = visit("network.html", java_script_enabled=False)
    plain = page.locator("table[data-name=network] tbody tr").all_inner_texts()
    page = visit("network.html")
    page.get_by_label("Findings at least").fill("1")
    page.get_by_label("Pairs apart from the rest").check()
    words = page.locator("table[data-name=network] tbody tr").all_inner_texts()
    assert sorted(re.sub(r"\W+", " ", row) for row in plain) == sorted(re.sub(r"\W+", " ", row) for row in words)


def test_the_network_shows_the_findings_of_an_outcome(visit: Visit, store: Store) -> None:
    page = visit("network.html")
    status = page.locator("#network .buttons .hint")
    before = status.inner_text()
    page.get_by_label("Findings at least").fill("1")
    page.get_by_label("Pairs apart from the rest").check()
    page.get_by_role("combobox", name="Outcome", exact=True).select_option("osteoblast differentiation")
    edges = (
        "?f a bevo:ReportedResult ; bevo:outcome/skos:prefLabel 'osteoblast differentiation' ; bevo:vesicle ?v . "
        "?v bevo:releasedBy|bevo:foundIn ?source ; bevo:actsOn ?target"
    )
    expect(status).to_contain_text(f"{number(store, edges)} findings.")
    assert status.inner_text() != before
    assert any(look == "gain" for look, *_ in edges_drawn(page).values())
    page.get_by_role("checkbox", name="gain or relief", exact=True).uncheck()
    assert not any(look == "gain" for look, *_ in edges_drawn(page).values())
    page.locator("#network .canvas g.edge .number").first.click()
    expect(page.locator("#network .panel a[href*='finding/']").first).to_be_visible()


MEETINGS = """() => {
    const boxOf = name => name.getBoundingClientRect();
    const names = [...document.querySelectorAll('#network text.name')].map(boxOf);
    let met = 0;
    for (const path of document.querySelectorAll('#network g.edge path:nth-of-type(2)')) {
        const place = path.getScreenCTM();
        for (let at = 0; at <= path.getTotalLength(); at += 4) {
            const { x, y } = path.getPointAtLength(at).matrixTransform(place);
            met += names.some(box => x > box.left && x < box.right && y > box.top && y < box.bottom);
        }
    }
    const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
    return [names.length, met, names.filter((a, i) => names.some((b, j) => i < j && over(a, b))).length];
}"""
"""How many names the network has, how often a line meets one, and how many names lie over each other."""


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_no_line_of_the_network_meets_a_name(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("network.html", size=size)
    if size == PHONE:
        page.get_by_text("Choose what is shown").click()
    page.get_by_label("Findings at least").fill("1")
    met = page.evaluate(MEETINGS)
    assert met[0] > 40 and met[1:] == [0, 0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_file_of_a_picture_is_whole_and_the_same_each_time(visit: Visit) -> None:
    files = []
    for _ in range(2):
        page = visit("network.html", color_scheme="dark")
        with page.expect_download() as saved:
            page.get_by_role("button", name="SVG").click()
        files.append(saved.value.path().read_text(encoding="utf-8"))
    assert files[0] == files[1]
    assert "Who sends vesicles to whom" in files[0] and "gain or relief" in files[0] and ">BMSC<" in files[0]
    assert not re.search(r"class=|var\(|data-id|#11191a", files[0])
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


def test_each_cell_of_the_matrix_counts_what_its_row_of_the_table_counts(visit: Visit) -> None:
    page = visit("matrix.html")
    page.get_by_label("Findings at least").fill("1")
    sizes = []
    for lens in ("all", "bone", "cartilage", "vessels"):
        page.get_by_label("Findings on").select_option(lens)
        cells = page.eval_on_selector_all(
            "#matrix td button",
            """all => all.map(button => [button.dataset.id, button.classList[0],
                [...button.querySelectorAll('.said')].map(part => part.textContent)])""",
        )
        rows = page.eval_on_selector_all(
            "table[data-name=matrix] tbody tr",
            "all => all.map(r => [r.dataset.id, ...[...r.cells].slice(2).map(c => c.querySelectorAll('a').length)])",
        )
        said = {}
        for key, plus, minus, other in rows:
            look = "mixed" if plus and minus else "promotes" if plus else "inhibits" if minus else "neutral"
            marks = [f"→{plus}"] * bool(plus) + [f"⊣{minus}"] * bool(minus)
            said[key] = (look, marks or [f"●{other}"])
        assert {key: (look, text) for key, look, text in cells} == said
        sizes.append(len(said))
    assert sizes[0] > 250 and min(sizes) > 0
    assert sizes[0] > max(sizes[1:])


def test_the_matrix_fits_a_desktop_and_keeps_its_headings_in_sight(visit: Visit) -> None:
    page = visit("matrix.html")
    box = page.locator("#matrix .scroll.matrix")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    box.evaluate("box => { box.scrollTop = 200; }")
    top = box.evaluate("box => box.getBoundingClientRect().top")
    head = page.locator("#matrix thead tr:last-child th:nth-child(2)")
    assert abs(head.evaluate("th => th.closest('thead').getBoundingClientRect().top") - top) < 3


def mechanism(page: Page) -> set[tuple[str, str]]:
    """The names and roles of the boxes in the diagram."""
    script = """boxes => boxes.map(box => {
        const [name] = box.querySelector('title').textContent.split(/ in |:/);
        return [name, box.classList[1]];
    })"""
    return {(name, role) for name, role in page.eval_on_selector_all("#mechanism .canvas g.box", script)}


def test_a_cargo_opens_in_any_spelling_and_no_other_picture_stays_where_there_is_none(visit: Visit) -> None:
    page = visit("mechanism.html")
    field = page.get_by_label("Cargo (", exact=False)
    for text, name in (("mir 214", "miR-214"), ("hsa-miR-31a-5p", "miR-31"), ("rankl", "TNFSF11")):
        field.fill(text)
        field.press("Enter")
        assert (name, "cargo") in mechanism(page), text
        expect(page.locator("#mechanism .message")).to_be_empty()
    field.fill("miR-9999")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No finding tells of a cargo “miR-9999”")
    assert page.locator("#mechanism .canvas svg").count() == 0
    assert page.locator("table[data-name=mechanism] tbody tr").count() == 0
    field.fill("miR-214-5p")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No finding tells of miR-214-5p itself")
    assert ("miR-214", "cargo") in mechanism(page)


def test_a_microrna_shows_all_targets_that_the_question_knows(visit: Visit, site: Path) -> None:
    with (site / "question" / "one-mirna-many-targets.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 10
    page = visit("mechanism.html")
    for row in rows:
        page.evaluate("id => { location.hash = `cargo=${id}`; }", row["family"])
        expect(page.get_by_label("Cargo (", exact=False)).to_have_value(row["microRNA"])
        shown = {name for name, _ in mechanism(page)}
        assert set(row["targetNames"].split("; ")) <= shown, row["microRNA"]


def test_arrows_of_a_mechanism_have_their_findings_and_studies_and_background_is_apart(visit: Visit) -> None:
    page = visit("mechanism.html#cargo=molecule:miR-214")
    one = page.locator("#mechanism g.edge[data-id='cargo inhibits thing:ATF4']")
    ids = (one.get_attribute("data-findings") or "").split()
    assert "F0026" in ids
    one.locator(".number").click()
    panel = page.locator("#mechanism .panel")
    expect(panel.locator("a[href*='finding/']")).to_have_count(len(ids))
    expect(panel.locator("a[href*='study/']").first).to_be_visible()
    known = page.locator("#mechanism g.edge.background")
    assert known.count() > 0
    assert known.first.locator("path:nth-of-type(2)").get_attribute("stroke-dasharray") == "6 4"
    known.first.locator(".number").click()
    expect(panel).to_contain_text("Known besides, no finding")
    page.get_by_label("Arms and members").select_option("apart")
    assert {("miR-214", "cargo"), ("miR-214-3p", "cargo")} <= mechanism(page)


def test_a_cell_shows_its_whole_conversation(visit: Visit, store: Store) -> None:
    page = visit("term/CL_0000092.html")
    figure = page.get_by_role("list", name="Who sends vesicles to osteoclast")
    sent = (
        "?f a bevo:ReportedResult ; bevo:vesicle ?v . ?v bevo:releasedBy/skos:prefLabel 'osteoclast' ; "
        "bevo:actsOn/skos:prefLabel 'osteoblast'"
    )
    expect(figure.get_by_role("listitem").filter(has_text="in which it receives").first).to_contain_text(
        f"osteoblast: {number(store, sent)} findings in which it receives"
    )
    figure.get_by_role("link").filter(has_text="BMSC").first.locator("text").first.click()
    page.wait_for_url("**/term/CL_0002540.html")


def test_a_question_of_the_menu_is_answered_in_the_page(visit: Visit, site: Path) -> None:
    page = visit("sparql.html")
    page.get_by_role("link", name="Friend or foe of bone").click()
    page.get_by_role("button", name="Run", exact=True).last.click()
    wanted = list(csv.reader((site / "question" / "friend-or-foe.csv").open(encoding="utf-8-sig", newline="")))
    assert answers(page).startswith(f"{len(wanted) - 1} rows")
    told = page.locator("#sparql .answer tbody tr")
    wide = page.locator("#sparql .answer thead th").count()
    asked = sorted(tuple(row[:wide]) for row in wanted[1:])  # the file has ids behind what was asked
    assert sorted(tuple(text.split("\t")) for text in told.all_inner_texts()) == asked
    assert page.url.endswith("#q=friend-or-foe")


def test_every_question_gives_in_the_page_what_it_gives_on_its_own_page(
    visit: Visit, site: Path, project: Project
) -> None:
    page = visit("sparql.html")
    differing = {}
    for name, query in read_queries(project.queries).items():
        if query.federated:
            continue
        page.evaluate("hash => { location.hash = hash; }", f"q={name}")
        expect(page.locator("#sparql .ask > h2")).to_have_text(query.title)
        expect(page.get_by_role("button", name="Run", exact=True).last).to_be_enabled(timeout=30_000)
        said = int(answers(page).split()[0].replace(",", ""))
        if said != (wanted := rows_of(site / "question" / f"{name}.csv")):
            differing[name] = said, wanted
    assert differing == {}


def test_a_value_of_ones_own_goes_into_the_question(visit: Visit, store: Store) -> None:
    page = visit("sparql.html#q=cargo-profile&cargo=nothing")
    expect(page.get_by_role("alert")).to_contain_text("nothing")
    field = page.get_by_label("cargo", exact=True)
    field.fill("mir126")
    field.press("Enter")
    answers(page)
    page.get_by_text("The query in SPARQL").click()
    assert "molecule/miR-126>" in page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")


HOSTILE = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'


def test_text_in_an_answer_or_an_address_stays_text(visit: Visit) -> None:
    query = f"SELECT ?x {{ VALUES ?x {{ {json.dumps(HOSTILE)} <javascript:alert(3)> }} }}"
    page = visit(f"sparql.html#{urlencode({'query': query})}")
    answers(page)
    assert page.locator("#sparql .answer td").all_inner_texts() == [HOSTILE, "javascript:alert(3)"]
    assert page.locator("#sparql .answer td a, #sparql .answer img").count() == 0
    page = visit(f"findings.html?{urlencode({'q': HOSTILE, 'source': HOSTILE})}")
    expect(page.locator("#findings .status")).to_contain_text("0 of ")
    assert page.locator("#findings img").count() == 0


def test_a_query_that_asks_others_is_refused_and_nobody_is_asked(visit: Visit) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
    page = visit(f"sparql.html#{urlencode({'query': query})}")
    expect(page.get_by_role("alert")).to_contain_text("SERVICE")


def test_a_query_without_end_is_stopped_and_the_next_one_is_answered(visit: Visit) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    page = visit(f"sparql.html#{urlencode({'query': query})}")
    page.get_by_role("button", name="Stop").click(timeout=30_000)
    expect(page.get_by_role("alert")).to_contain_text("stopped")
    page.get_by_role("link", name="Friend or foe of bone").click()
    page.get_by_role("button", name="Run", exact=True).last.click()
    assert "rows in" in answers(page)


def test_the_keyboard_alone_gets_past_the_navigation_and_through_the_pictures(visit: Visit) -> None:
    page = visit("network.html")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    canvas = page.get_by_role("application")
    for _ in range(20):
        page.keyboard.press("Tab")
        if canvas.evaluate("element => element === document.activeElement"):
            break
    expect(canvas).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    focused = page.locator("#network .panel :focus")
    expect(focused).to_have_attribute("href", re.compile("term/|finding/"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(term|finding)/"))


def test_the_matrix_is_walked_with_arrow_keys(visit: Visit) -> None:
    page = visit("matrix.html")
    buttons = page.locator("#matrix td button")
    assert page.locator("#matrix td button[tabindex='0']").count() == 1
    page.locator("#matrix td button[tabindex='0']").focus()
    first = page.locator(":focus").inner_text()
    page.keyboard.press("ArrowRight")
    second = page.locator(":focus")
    expect(second).to_have_role("button")
    assert second.inner_text() != first
    page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#matrix .panel a[href*='finding/']").first).to_be_visible()
    assert buttons.count() > 100


def test_the_keyboard_leaves_the_editor(visit: Visit) -> None:
    page = visit("sparql.html")
    page.get_by_text("The query in SPARQL").focus()
    page.keyboard.press("Enter")
    editor = page.get_by_role("textbox", name="SPARQL query")
    editor.focus()
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()
    expect(page.get_by_role("button", name="Run", exact=True).last).to_be_focused()
    page.keyboard.press("Enter")
    answers(page)


def test_the_choice_of_light_or_dark_is_kept(visit: Visit) -> None:
    page = visit(color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark colours").click()
    assert page.evaluate(ground) != light
    page.get_by_role("link", name="Findings", exact=True).click()
    page.wait_for_url("**/findings.html")
    assert page.evaluate(ground) != light
    page.get_by_role("button", name="Light colours").click()
    assert page.evaluate(ground) == light


@pytest.mark.parametrize("path", CHECKED)
def test_axe_finds_nothing_at_any_size_or_in_any_light(visit: Visit, path: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (make build/.web)")
    page = visit(path + CHECKED[path], color_scheme="light", bypass_csp=True)
    if path == "sparql.html":
        answers(page)
        page.get_by_text("The query in SPARQL").click()
    page.add_script_tag(path=AXE)
    # What is hidden is not judged, but takes axe its time.
    page.evaluate("document.querySelectorAll('tr[hidden]').forEach(row => row.remove())")
    found = []
    for size, light, rules in (
        (DESKTOP, "light", {"type": "tag", "values": RULES}),
        (DESKTOP, "dark", {"type": "rule", "values": ["color-contrast"]}),
        (PHONE, "dark", {"type": "rule", "values": ["color-contrast"]}),
        (PHONE, "light", {"type": "tag", "values": RULES}),
    ):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
        result = page.evaluate("only => axe.run({ runOnly: only, resultTypes: ['violations'] })", rules)
        assert rules["type"] == "rule" or len(result["passes"]) > 15
        found += [
            (size[0], light, broken["id"], node["target"], node["failureSummary"])
            for broken in result["violations"]
            for node in broken["nodes"][:3]
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert found == []


def test_every_link_that_pages_and_scripts_make_leads_somewhere(visit: Visit, address: str, site: Path) -> None:
    gather = "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
    links: set[str] = set()
    for path in ("index.html", "finding/F0026.html", "term/CL_0000092.html", "molecules.html", "downloads.html"):
        links |= set(visit(path).eval_on_selector_all("a[href], link[href]", gather))
    page = visit("matrix.html")
    page.locator("#matrix td button").first.click()
    links |= set(page.eval_on_selector_all("a[href]", gather))
    page = visit("network.html")
    page.locator("#network .canvas g.edge .number").first.click()
    links |= set(page.eval_on_selector_all("a[href]", gather))
    everything = """SELECT DISTINCT ?s {
        ?s a ?type FILTER (ISIRI(?s) && !REGEX(STR(?s), "^https://w3id.org/bevo/(finding|study)/")) }"""
    page = visit(f"sparql.html#{urlencode({'query': everything})}")
    answers(page)
    while (more := page.get_by_role("button", name="Show more")).is_visible():
        more.click()
    made = page.eval_on_selector_all("#sparql .answer td a[href]", gather)
    assert {urlsplit(link).netloc for link in made} == {urlsplit(address).netloc}, "each declared thing has a page here"
    links |= set(made)
    inside = sorted(
        {re.split(r"[?#]", link)[0].removeprefix(address) or "index.html" for link in links if link.startswith(address)}
    )
    assert len(inside) > 1000
    assert [path for path in inside if not (site / unquote(path)).is_file()] == []
    with httpx.Client(base_url=address, timeout=20) as client:
        assert {client.head(path).status_code for path in inside[::25]} == {200}


def test_a_plain_static_host_under_a_path_is_enough(visit: Visit, static_host: str, site: Path) -> None:
    page = visit("index.html", host=static_host)
    page.get_by_role("combobox", name="Ask about").fill("osteoclast")
    page.get_by_role("option").first.click()
    page.wait_for_url(static_host + "term/CL_0000092.html")
    page.get_by_role("link", name="Network", exact=True).click()
    expect(page.locator("#network .canvas svg").first).to_be_attached()
    page.get_by_role("link", name="Findings", exact=True).click()
    page.get_by_role("group", name="Verdict").get_by_label("bone gain").check()
    assert len(shown_rows(page)) > 100
    page.goto(static_host + "question/friend-or-foe.html")
    page.get_by_role("link", name="Ask it yourself").click()
    assert answers(page).startswith(f"{rows_of(site / 'question' / 'friend-or-foe.csv')} rows")


def test_without_scripts_everything_can_be_read(visit: Visit) -> None:
    page = visit("index.html", java_script_enabled=False)
    page.get_by_role("searchbox", name="Ask about").fill("miR-214")
    page.get_by_role("searchbox", name="Ask about").press("Enter")
    page.wait_for_url("**/findings.html?q=miR-214")
    assert page.locator("#findings tbody tr").count() > 800
    expect(page.locator("main noscript p")).to_be_visible()
    for path, words in (
        ("network.html", "osteoclast"),
        ("matrix.html", "ossification"),
        ("sparql.html", "needs scripts"),
    ):
        page.goto(page.url.rpartition("/")[0] + "/" + path)
        expect(page.locator("main")).to_contain_text(words)


def test_the_server_lets_nothing_run_that_is_not_of_the_site(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    answer = page.goto(address)
    assert answer
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "default-src 'none'" in policy
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))"
    )
    assert page.evaluate("window.ran") is None
    page.close()
