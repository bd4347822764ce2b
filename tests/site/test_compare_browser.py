"""The compare view, and the form on the home page that leads to it, as readers meet them in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from checkout import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PAIR = "compare.html?a=molecule:miR-155&b=molecule:miR-214"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    context.set_default_timeout(30_000)
    troubles: list[str] = []
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    context.on("console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None)
    yield context.new_page()
    context.close()
    assert troubles == []


def compared(page: Page) -> tuple[str, ...]:
    """The two headings of the first table."""
    page.wait_for_selector("#compare table.compared")
    return tuple(page.locator("#compare table.compared").first.locator("thead a").all_inner_texts())


@pytest.mark.parametrize(
    ("a", "b", "labels"),
    [
        ("molecule:miR-155", "molecule:miR-214", ("miR-155", "miR-214")),
        ("mir155", "microrna 214", ("miR-155", "miR-214")),
        ("BMSC", "exosomes of osteoclasts", ("mesenchymal stem cell of the bone marrow", "osteoclast")),
        ("RANKL", "osteoclat", ("TNFSF11", "osteoclast")),
    ],
)
def test_names_are_understood_however_they_are_written(
    page: Page, address: str, a: str, b: str, labels: tuple[str, str]
) -> None:
    page.goto(f"{address}compare.html?a={a}&b={b}")
    assert compared(page) == labels
    assert page.title() == f"{labels[0]} and {labels[1]} compared · BEVO"
    assert tuple(page.locator(".compare-form input").evaluate_all("all => all.map(one => one.value)")) == labels


def test_the_address_holds_both_and_gives_the_same_again(page: Page, address: str) -> None:
    page.goto(f"{address}compare.html?a=mir155&b=mir214")
    first = compared(page)
    assert urlsplit(page.url).query == "a=molecule:miR-155&b=molecule:miR-214"
    text = page.locator("#compare").inner_text()
    page.reload()
    assert compared(page) == first
    assert all(line in text for line in page.locator("#compare").inner_text().splitlines())


def test_an_iri_like_address_leads_to_the_page_with_what_was_asked(page: Page, address: str) -> None:
    page.goto(f"{address}compare?a=molecule:miR-155&b=molecule:miR-214")
    assert compared(page) == ("miR-155", "miR-214")


def test_the_home_page_leads_there_with_keys_alone(page: Page, address: str) -> None:
    page.goto(f"{address}index.html")
    page.get_by_role("combobox", name="First").press_sequentially("osteocla")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Second").press_sequentially("osteocyte")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare.html?**")
    assert compared(page)[1] == "osteocyte"


def test_what_has_no_results_is_told(page: Page, address: str) -> None:
    page.goto(f"{address}compare.html?a=unicorn&b=BMSC")
    told = page.locator("#compare [role=alert]")
    told.wait_for()
    assert "There are no results on “unicorn”" in told.inner_text()


def test_one_alone_asks_for_another(page: Page, address: str) -> None:
    page.goto(f"{address}compare.html?a=BMSC")
    page.get_by_text("Name a second one to compare with.").wait_for()
    assert page.get_by_label("First").input_value() == "BMSC"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_the_page_is_accessible(chromium: Browser, address: str, theme: str, size: tuple[int, int]) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci in web/)")
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if theme == "dark" else "light"
    )
    page = context.new_page()
    for path in (PAIR, "index.html", "nothing/here.html"):
        page.goto(address + path)
        if path == PAIR:
            compared(page)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
        assert [(v["id"], [n["html"][:90] for n in v["nodes"][:2]]) for v in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


def test_without_scripts_there_is_the_form_and_a_hint(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAIR)
    assert page.locator(".compare-form input").count() == 2
    assert "This page needs scripts" in page.locator("#compare").inner_text()
    context.close()


def numbers(page: Page) -> dict[str, list[str]]:
    """The first table by its rows."""
    rows = page.locator("#compare table.compared").first.locator("tbody tr")
    cells = rows.evaluate_all(
        "all => all.map(row => [...row.cells].map(cell => cell.innerText.replace(/[▲▼\\s]+/g, ' ').trim()))"
    )
    return {row[0]: row[1:] for row in cells}


def test_what_is_compared_can_be_chosen_and_stands_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}compare.html?a=BMSC&b=molecule:miR-126")
    compared(page)
    everything = numbers(page)
    assert int(everything["Towards bone gain"][0]) > 0
    page.locator("#compare .control select").select_option("vessels")
    vessels = numbers(page)
    assert set(vessels) == {"Findings", "Studies", "Towards vessel growth"}
    assert vessels["Findings"] == vessels["Towards vessel growth"] == everything["Towards vessel growth"]
    assert urlsplit(page.url).query == "a=CL:0002540&b=molecule:miR-126&on=vessels"
    page.reload()
    compared(page)
    assert numbers(page) == vessels
