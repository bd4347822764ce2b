"""What tables take along when a reader keeps them: ids for the pages that their rows link to, DOI and PMID of works."""

from __future__ import annotations

from bevo.rdf.names import BASE, compact, expand
from bevo.site.data.addresses import page
from bevo.site.read.model import Site, Study

__all__ = ["leaving"]


def leaving(site: Site) -> dict[str, object]:
    """By the page of a thing its CURIE, where the page does not tell it; works by their ids; prefixes of the CURIEs."""
    records = (one.iri for part in (site.findings, site.studies, site.reviews) for one in part.values())
    things = {page(iri): compact(iri) for iri in (*site.terms, *records)}
    prefixes = sorted({curie.partition(":")[0] for curie in things.values() if "://" not in curie} | {"bevo"})

    def work(study: Study) -> dict[str, str]:
        return {"name": study.short, "title": study.title, "year": study.year, "doi": study.doi, "pmid": study.pmid}

    return {
        "prefixes": {prefix: expand(f"{prefix}:") for prefix in prefixes},
        "pages": {path: curie for path, curie in things.items() if curie != told(path)},
        "studies": {s.id: work(s) for s in site.studies.values()},
        "reviews": {r.id: {"title": r.title, "year": r.year, "doi": r.doi} for r in site.reviews.values()},
    }


def told(path: str) -> str:
    """The CURIE that the path of a page tells: ``term/CL_0000092`` is CL:0000092, ``BoneGain`` is bevo:BoneGain."""
    folder, _, name = path.rpartition("/")
    if folder == "term":
        return name.replace("_", ":", 1)
    return f"{folder}:{name}" if folder else compact(f"{BASE}{name}")
