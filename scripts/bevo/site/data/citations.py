"""How a finding is cited: as text, BibTeX, RIS and CSL-JSON.

Each form is a function from the same :class:`Citation`. What the forms ask for is in
https://www.bibtex.com/e/entry-types/ (``misc``), https://en.wikipedia.org/wiki/RIS_(file_format) (``DATA``) and
https://docs.citationstyles.org (``entry``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bevo.rdf.names import BASE
from bevo.site.read.model import Finding, Site

__all__ = ["FORMS", "Citation", "bibtex", "citation", "csl", "plain", "ris"]

CONTAINER = "BEVO, the Bone Extracellular Vesicle Ontology and knowledge graph"


@dataclass(frozen=True)
class Citation:
    """What a citation of a finding tells.

    :param title: what the finding says.
    :param author: who curates, as one name; it is never cut into a first and a last name.
    :param issued: the date of the release, ``2026-11-21``, or nothing.
    :param url: the permanent IRI of the finding.
    :param nanopub: the IRI of the same as a nanopublication, or nothing.
    :param rests_on: who tells it and which studies it cites, each with its DOI where there is one.
    """

    id: str
    title: str
    author: str
    issued: str
    container: str
    version: str
    url: str
    nanopub: str
    rests_on: tuple[str, ...]

    @property
    def year(self) -> str:
        """The year of the release."""
        return self.issued[:4]

    @property
    def note(self) -> str:
        """What does not fit elsewhere: the id, the nanopublication, and what it rests on."""
        nanopub = (f"nanopublication {self.nanopub}",) if self.nanopub else ()
        return "; ".join((f"finding {self.id}", *nanopub, *self.rests_on))


def citation(finding: Finding, title: str, site: Site) -> Citation:
    """The citation of a finding.

    :param title: its sentence, as its page has it.
    """
    own = not finding.overlay
    return Citation(
        id=finding.id,
        title=title,
        author=site.about.get("creator", "") if own else f"curators of the overlay {finding.overlay}",
        issued=site.about.get("issued", "").partition("T")[0],
        container=CONTAINER if own else f"the overlay {finding.overlay} beside BEVO",
        version=site.about.get("version", "") if own else "",
        url=finding.iri,
        nanopub=f"{BASE}np/{finding.id}" if own else "",
        rests_on=tuple(_works(finding, site)),
    )


def _works(finding: Finding, site: Site) -> Iterator[str]:
    if review := site.reviews.get(finding.review):
        yield "as told by " + _with_doi(f"{review.title} ({review.year})", review.doi)
    own = site.studies.get(finding.study)
    if own:
        yield "as told by " + _with_doi(own.short, own.doi)
    for study in (site.studies[s] for s in finding.studies):
        if study != own:
            yield "citing " + _with_doi(study.short, study.doi)


def _with_doi(words: str, doi: str) -> str:
    return f"{words}, doi:{doi}" if doi else words


def plain(cited: Citation) -> str:
    """A citation as a sentence."""
    year = f" ({cited.year})" if cited.year else ""
    version = f", version {cited.version}" if cited.version else ""
    rests = f" {'; '.join(cited.rests_on)}." if cited.rests_on else ""
    where = f"Finding {cited.id} in {cited.container}{version}. {cited.url}"
    return f"{cited.author}{year}. {cited.title}. {where}.{_up(rests)}"


def _up(words: str) -> str:
    return re.sub(r"^( ?)(.)", lambda found: found[1] + found[2].upper(), words)


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


def _tex(words: str) -> str:
    """A text as LaTeX reads it; letters beyond ASCII stay, as BibTeX files are UTF-8 today."""
    return re.sub(r"[\\{}~^&%$#_]", lambda found: _TEX[found[0]], _line(words))


def _line(words: str) -> str:
    return " ".join(words.split())


def bibtex(cited: Citation) -> str:
    """A citation as BibTeX; double braces keep names such as miR-214 as they are written."""
    fields = {
        "author": f"{{{_tex(cited.author)}}}",
        "title": f"{{{_tex(cited.title)}}}",
        "year": cited.year,
        "howpublished": _tex(cited.container),
        "version": _tex(cited.version),
        "url": _line(cited.url),
        "note": _tex(cited.note),
    }
    key = re.sub(r"[^A-Za-z0-9:-]", "-", cited.id)
    told = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value.strip("{}"))
    return f"@misc{{bevo-{key},\n{told}\n}}\n"


def ris(cited: Citation) -> str:
    """A citation as RIS: lines that end with CR LF, as its readers expect."""
    lines = [
        ("TY", "DATA"),
        ("ID", f"bevo-{cited.id}"),
        ("AU", cited.author),
        ("TI", cited.title),
        ("T2", cited.container),
        ("PY", cited.year),
        ("DA", cited.issued.replace("-", "/") + "/" if cited.issued else ""),
        ("ET", cited.version),
        ("UR", cited.url),
        ("AN", cited.id),
        ("N1", cited.note),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value or tag == "ER")


def csl(cited: Citation) -> str:
    """A citation as CSL-JSON, a list of one."""
    parts = [int(part) for part in cited.issued.split("-") if part.isdigit()]
    item = {
        "id": f"bevo-{cited.id}",
        "type": "entry",
        "author": [{"literal": cited.author}] if cited.author else [],
        "title": cited.title,
        "container-title": cited.container,
        "issued": {"date-parts": [parts]} if parts else "",
        "version": cited.version,
        "URL": cited.url,
        "number": cited.id,
        "note": cited.note,
    }
    return json.dumps([{k: v for k, v in item.items() if v}], ensure_ascii=False, indent=1) + "\n"


FORMS = (
    ("Text", "txt", "text/plain", plain),
    ("BibTeX", "bib", "application/x-bibtex", bibtex),
    ("RIS", "ris", "application/x-research-info-systems", ris),
    ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl),
)
"""The forms: name, ending of the file, media type, and what makes it."""
