"""The bill of materials of a release: CycloneDX 1.6 in JSON (https://cyclonedx.org/docs/1.6/json/).

It lists what runs BEVO and what is in the scripts of its site, with the hashes that the locks pin, not what a machine
happens to have; and it tells no time. So it is the same wherever it is made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bevo.supply.locks import ROOT_NAME, Package, Use

__all__ = ["BOM", "bill_of_materials"]

BOM = "bom.cdx.json"
_PAGES = {
    "pypi": "https://pypi.org/project/{name}/{version}/",
    "npm": "https://www.npmjs.com/package/{name}/v/{version}",
}


def bill_of_materials(version: str, packages: Iterable[Package], licences: Mapping[str, str]) -> bytes:
    """The bill of materials.

    :param version: of BEVO.
    :param packages: all of the locks; those for development alone are left out.
    :param licences: SPDX expressions by package URL.
    """
    parts = [package for package in packages if package.use is not Use.develop]
    own = f"pkg:pypi/{ROOT_NAME}@{version}"
    bom: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": ROOT_NAME,
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
                "purl": own,
            }
        },
        "components": [_component(package, licences.get(package.purl, "")) for package in parts],
        "dependencies": _dependencies(own, parts),
    }
    number = uuid5(NAMESPACE_URL, json.dumps(bom, sort_keys=True))
    return (json.dumps({**bom, "serialNumber": f"urn:uuid:{number}"}, indent=1, ensure_ascii=False) + "\n").encode()


def _component(package: Package, licence: str) -> dict[str, Any]:
    page = _PAGES[package.ecosystem].format(name=package.name, version=package.version)
    hashes = [{"alg": algorithm, "content": content} for algorithm, content in package.hashes]
    properties = [{"name": "bevo:use", "value": package.use.value}]
    if package.where:
        properties.append({"name": "bevo:where", "value": package.where})
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        **({"licenses": _licences(licence)} if licence else {}),
        "purl": package.purl,
        "externalReferences": [{"type": "distribution", "url": page, **({"hashes": hashes} if hashes else {})}],
        "properties": properties,
    }


def _licences(licence: str) -> list[dict[str, Any]]:
    return [{"expression": licence}] if " " in licence else [{"license": {"id": licence}}]


def _dependencies(own: str, parts: list[Package]) -> list[dict[str, Any]]:
    """Of each part, what it needs directly; a package that is there in two versions is told with both."""
    needs: dict[str, set[str]] = {own: set(), **{part.purl: set() for part in parts}}
    places: dict[tuple[str, str], list[str]] = {}
    for part in parts:
        places.setdefault((part.ecosystem, part.name), []).append(part.purl)
    for part in parts:
        for name in part.needed_by:
            for whose in [own] if name == ROOT_NAME else places.get((part.ecosystem, name), []):
                needs[whose].add(part.purl)
    return [{"ref": ref, "dependsOn": sorted(needed)} for ref, needed in needs.items()]
