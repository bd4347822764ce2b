"""A browser, and the site on a server, for the tests that need both; they are skipped where one is not there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bevo.build.build import Release
from bevo.project import Project
from served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (PyPI: playwright)")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed (Debian: chromium)")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(built: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``bevo serve`` over the release."""
    site: Path = built[0].dist / "site"
    if not (site / "assets" / "compare.js").is_file():
        pytest.skip("the scripts of the site are not built (make build/.web)")
    with served(site.parents[1], tmp_path_factory.mktemp("address") / "log") as at_work:
        yield at_work.address
