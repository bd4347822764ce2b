"""The table of licences is current, and no licence comes in that nobody looked at."""

from __future__ import annotations

from importlib import metadata

import pytest
from license_expression import get_spdx_licensing

from bevo.supply.licences import TABLE, faults, installed_licence, licences, read_licences, table
from bevo.supply.locks import Package, Use, locked_packages
from checkout import ROOT

PACKAGES = locked_packages(ROOT)


def test_the_table_is_current() -> None:
    """As 'bevo licences' would write it here; packages for other systems are as they were."""
    known = read_licences(ROOT)
    assert table(PACKAGES, licences(PACKAGES, known)) == (ROOT / TABLE).read_bytes(), "run 'bevo licences'"


def test_all_are_known_and_permitted() -> None:
    assert faults(PACKAGES, read_licences(ROOT)) == []


def test_all_are_expressions_of_spdx() -> None:
    spdx = get_spdx_licensing()
    for licence in set(read_licences(ROOT).values()):
        unknown = [key for key in spdx.unknown_license_keys(licence) if not key.startswith("LicenseRef-")]
        assert not unknown, licence


@pytest.mark.parametrize(
    ("use", "licence", "told"),
    [
        (Use.run, "MIT", ""),
        (Use.run, "GPL-3.0-only OR MIT", ""),
        (Use.run, "(GPL-3.0-only) OR (MIT AND ISC)", ""),
        (Use.run, "", "has no licence that is known"),
        (Use.develop, "", "has no licence that is known"),
        (Use.run, "GPL-3.0-only", "has the licence GPL-3.0-only"),
        (Use.site, "MIT AND AGPL-3.0-only", "has the licence MIT AND AGPL-3.0-only"),
        (Use.run, "GPL-2.0-only", "has the licence GPL-2.0-only"),
        (Use.develop, "GPL-3.0-only", ""),
    ],
)
def test_a_licence_that_comes_in_is_looked_at(use: Use, licence: str, told: str) -> None:
    package = Package("npm", "new", "1", use)
    found = [problem.message for problem in faults([package], {package.purl: licence})]
    assert (not found and not told) or (len(found) == 1 and found[0].startswith(told))


class Installed:
    """A package as importlib shows it."""

    files: tuple[metadata.PackagePath, ...] = ()

    def __init__(self, **told: str) -> None:
        from email.message import Message

        self.metadata = Message()
        for name, value in told.items():
            for line in value.split(" + "):
                self.metadata[name.replace("_", "-")] = line


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ({"License_Expression": "MIT OR ISC", "License": "BSD"}, "MIT OR ISC"),
        ({"License": "MIT OR Apache-2.0"}, "MIT OR Apache-2.0"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"License": "Permission is hereby granted, free of charge, to"}, "MIT"),
        ({"Classifier": "License :: OSI Approved :: ISC License (ISCL)"}, "ISC"),
        (
            {"Classifier": "License :: OSI Approved :: MIT License + License :: Public Domain"},
            "LicenseRef-Public-Domain AND MIT",
        ),
        ({"Classifier": "License :: OSI Approved :: BSD License"}, ""),
        ({"License": "whatever"}, ""),
        ({}, ""),
    ],
)
def test_what_a_package_says_is_read(told: dict[str, str], licence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda name: Installed(**told))
    assert installed_licence("any") == licence


def test_a_package_of_another_system_keeps_the_licence_that_was_known() -> None:
    package = Package("pypi", "not-here", "1", Use.run)
    assert licences([package], {"pkg:pypi/not-here@1": "ISC"}) == {package.purl: "ISC"}
    assert licences([package], {}) == {package.purl: ""}
