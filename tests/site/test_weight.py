"""How heavy the site is on the wire, and the categories that Lighthouse would look at: ten kinds of page in Chromium.

Lighthouse itself is run by hand (docs/site.md). Accessibility is what axe-core finds (``test_browser.py`` asks it); the
rest are checks of speed, good practice and findability as Lighthouse makes them, each by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

LIMITS = {
    "index.html": 100_000,
    "finding/F0026.html": 100_000,
    "findings.html": 200_000,
    "network.html": 200_000,
    "term/CL_0002540.html": 100_000,
    "molecule/miR-214.html": 100_000,
    "study/li-2016.html": 100_000,
    "question/conflicts.html": 100_000,
    "compare.html?a=molecule:miR-155&b=molecule:miR-214": 100_000,
    "matrix.html": 200_000,
}
"""Bytes of the first view as they are sent, with headers, of ten kinds of page."""
SHIFT = 0.1
"""Cumulative layout shift that counts as good (https://web.dev/articles/cls)."""
OBSERVE = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
FACTS = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const start = (element) => element.outerHTML.slice(0, 80);
  const shown = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 0;
  return {
    title: document.title,
    description: meta("description"),
    viewport: meta("viewport"),
    lang: document.documentElement.lang,
    doctype: document.compatMode,
    charset: document.characterSet,
    headings: all("h1, h2, h3, h4, h5, h6").filter(shown).map((heading) => Number(heading.tagName[1])),
    unnamed: all("a[href], button").filter(shown)
      .filter((one) => !(one.textContent.trim() || one.getAttribute("aria-label"))).map(start),
    pictures: all("img:not([alt])").length,
    blank: all("a[href^='javascript:'], a:not([href])").length,
    small: all("body *").filter((one) => shown(one) && one.childNodes.length === 1 && one.firstChild.nodeType === 3
      && parseFloat(getComputedStyle(one).fontSize) < 11 && !one.closest("svg")).map(start),
    wide: document.documentElement.scrollWidth > innerWidth,
    shifts: window.shifts,
    cookies: document.cookie,
    nodes: all("*").length,
  };
}"""


@dataclass
class Seen:
    """What a visit told: bytes by address, complaints, and the facts of the page."""

    sent: dict[str, int] = field(default_factory=dict)
    plain: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)


def look(browser: Browser, address: str, size: tuple[int, int]) -> Seen:
    """Opens a page with an empty cache, and waits until it has drawn and loaded all that it loads by itself."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(OBSERVE)
    seen = Seen()
    try:
        page: Page = context.new_page()
        wire: CDPSession = context.new_cdp_session(page)
        wire.send("Network.enable")
        addresses: dict[str, str] = {}
        waited, ended = set[str](), set[str]()

        def answered(event: dict[str, dict[str, object]]) -> None:
            response = event["response"]
            addresses[str(event["requestId"])] = str(response["url"])
            headers = {str(name).lower(): value for name, value in dict(response["headers"]).items()}  # type: ignore[call-overload]
            if (
                str(response["mimeType"]).startswith(("text/", "application/json"))
                and "content-encoding" not in headers
            ):
                seen.plain.append(str(response["url"]))

        def finished(event: dict[str, object]) -> None:
            ended.add(str(event["requestId"]))
            url = addresses.get(str(event["requestId"]), "")
            if url.startswith("http"):
                seen.sent[url] = int(float(str(event["encodedDataLength"])))

        wire.on("Network.responseReceived", answered)
        wire.on("Network.loadingFinished", finished)
        page.on(
            "console", lambda said: seen.complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        wire.on("Network.requestWillBeSent", lambda event: waited.add(str(event["requestId"])))
        page.goto(address, wait_until="networkidle", timeout=60_000)
        for _ in range(100):
            page.wait_for_timeout(100)
            if not waited - ended:
                break
        seen.facts = page.evaluate(FACTS)
    finally:
        context.close()
    return seen


@pytest.fixture(scope="module")
def visits(chromium: Browser, address: str) -> dict[str, Seen]:
    return {path: look(chromium, address + path, (390, 844)) for path in LIMITS}


@pytest.mark.parametrize("path", LIMITS)
def test_the_first_view_is_light(path: str, visits: dict[str, Seen]) -> None:
    sent = visits[path].sent
    assert sum(sent.values()) <= LIMITS[path], sorted(sent.items(), key=lambda item: -item[1])[:6]


@pytest.mark.parametrize("path", LIMITS)
def test_every_long_text_is_sent_compressed(path: str, visits: dict[str, Seen]) -> None:
    seen = visits[path]
    assert seen.sent and [url for url in seen.plain if seen.sent.get(url, 0) > 2500] == []


@pytest.mark.parametrize("path", LIMITS)
def test_a_page_has_what_lighthouse_asks_for(path: str, visits: dict[str, Seen]) -> None:
    seen = visits[path]
    facts = seen.facts
    assert seen.complaints == []
    assert len(str(facts["title"])) > 10 and len(str(facts["description"])) >= 20
    assert (facts["lang"], facts["charset"], facts["doctype"]) == ("en", "UTF-8", "CSS1Compat")
    assert "width=device-width" in str(facts["viewport"]) and "user-scalable=no" not in str(facts["viewport"])
    headings = facts["headings"]
    assert isinstance(headings, list) and headings[0] == 1 and headings.count(1) == 1
    jumps = [(above, below) for above, below in pairwise(headings) if below > above + 1]
    assert jumps == []
    for name in ("unnamed", "small"):
        assert facts[name] == [], name
    assert (facts["pictures"], facts["blank"], facts["cookies"], facts["wide"]) == (0, 0, "", False)
    assert float(str(facts["shifts"])) <= SHIFT
