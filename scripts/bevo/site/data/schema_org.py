"""What search engines read: schema.org and Bioschemas (https://bioschemas.org/types) data embedded in each page."""

from __future__ import annotations

import json
from collections.abc import Iterable

from markupsafe import Markup

from bevo.rdf.names import BASE, compact, node
from bevo.site.data.addresses import doi_link
from bevo.site.read.model import Discrepancy, Finding, Known, Review, Site, Study, Term

__all__ = [
    "about_background",
    "about_collection",
    "about_dataset",
    "about_discrepancy",
    "about_finding",
    "about_term",
    "about_work",
    "block",
]

Data = dict[str, object]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DATASET = f"{BASE}dataset"
"""The id of the data set in pages as in VoID."""
ONTOLOGY = f"{BASE}ontology"
_WORKS = {"": "ScholarlyArticle", "trial": "MedicalTrial", "dataset": "Dataset"}
_TYPES = (
    ("obo:NCBITaxon_33208", "Taxon"),
    ("bevo:Protein", "Protein"),
    ("bevo:SmallMolecule", "MolecularEntity"),
    ("bevo:Drug", "ChemicalSubstance"),
    ("bevo:Molecule", "BioChemEntity"),
    ("obo:MONDO_0000001", "MedicalCondition"),
    ("bevo:CellOrTissue", "AnatomicalStructure"),
)


def block(data: Data) -> Markup:
    """The data as text that is safe inside a ``script`` element."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, indent=1)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _without_blanks(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in ("", None, [], ())}


def about_work(work: Study | Review, findings: Iterable[str] = ()) -> Data:
    """A study or a review as a ``ScholarlyArticle``, the record of a trial or a dataset as what it is.

    :param findings: IRIs of the findings that it tells.
    """
    return _without_blanks(
        {
            "@type": _WORKS[work.record if isinstance(work, Study) else ""],
            "@id": work.iri,
            "name": work.title or (work.label if isinstance(work, Study) else work.id),
            "headline": work.title,
            "author": [{"@type": "Person", "name": name} for name in work.authors],
            "datePublished": work.year,
            "isPartOf": {"@type": "Periodical", "name": work.journal} if work.journal else "",
            "identifier": [
                {"@type": "PropertyValue", "propertyID": name, "value": value}
                for name, value in (
                    ("doi", work.doi),
                    ("pmid", work.pmid if isinstance(work, Study) else ""),
                    ("accession", work.number if isinstance(work, Study) else ""),
                )
                if value
            ],
            "sameAs": doi_link(work.doi) if work.doi else "",
            "license": work.licence if isinstance(work, Review) else "",
            "hasPart": [{"@type": "Claim", "@id": iri} for iri in findings],
        }
    )


def about_finding(finding: Finding, site: Site) -> Data:
    """A finding as a ``Claim`` that appears in a review, or in a study itself, and rests on studies."""
    source = site.reviews.get(finding.review) or site.studies.get(finding.study)
    return _without_blanks(
        {
            "@type": "Claim",
            "@id": finding.iri,
            "identifier": finding.id,
            "name": finding.says,
            "text": finding.says,
            "about": [_named(site, use.term) for use in finding.uses if use.term in site.terms],
            "appearance": about_work(source) if source else "",
            "citation": [about_work(site.studies[s]) for s in finding.studies],
            "isPartOf": {"@type": "Dataset", "@id": DATASET},
            "license": LICENCE,
            "creativeWorkStatus": "withdrawn" if finding.withdrawn else "",
        }
    )


def about_discrepancy(discrepancy: Discrepancy, site: Site) -> Data:
    """A discrepancy as a ``Comment`` of the curator on findings."""
    return _without_blanks(
        {
            "@type": "Comment",
            "@id": discrepancy.iri,
            "identifier": discrepancy.id,
            "name": f"Discrepancy: {discrepancy.kind} ({discrepancy.id})",
            "text": f"{discrepancy.says} {discrepancy.reading}",
            "about": [{"@type": "Claim", "@id": site.findings[f].iri} for f in discrepancy.findings],
            "citation": [about_work(site.studies[s]) for s in discrepancy.studies],
            "isPartOf": {"@type": "Dataset", "@id": DATASET},
        }
    )


def about_background(known: Known) -> Data:
    """A background statement as a ``Statement`` with its source."""
    return _without_blanks(
        {
            "@type": "Statement",
            "@id": known.iri,
            "name": known.says,
            "creditText": known.source,
            "isPartOf": {"@type": "Dataset", "@id": DATASET},
        }
    )


def about_term(term: Term, site: Site) -> Data:
    """A class or property as a ``DefinedTerm``, and as what Bioschemas calls its kind where it has a name for it."""
    kinds = ["DefinedTerm", *[name for curie, name in _TYPES if node(curie).value in term.above][:1]]
    same = [match.iri for match in term.matches if match.words == "same as"]
    return _without_blanks(
        {
            "@type": kinds,
            "@id": term.iri,
            "name": term.label,
            "termCode": compact(term.iri),
            "description": term.definition,
            "alternateName": list(term.synonyms),
            "sameAs": same,
            "additionalType": list(term.parents),
            "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": ONTOLOGY, "name": site.about["title"]},
        }
    )


def about_dataset(site: Site, version: str, files: Iterable[tuple[str, str, str]]) -> Data:
    """The release as a ``Dataset``.

    :param files: address relative to the page, media type and description of each file.
    """
    return _without_blanks(
        {
            "@type": "Dataset",
            "@id": DATASET,
            "name": "BEVO: Bone Extracellular Vesicle Ontology and knowledge graph",
            "description": site.about["description"],
            "version": version,
            "dateModified": site.about["modified"].partition("T")[0],
            "license": LICENCE,
            "isAccessibleForFree": True,
            "creator": {"@type": "Organization", "name": "BEVO developers"},
            "keywords": ["extracellular vesicles", "exosomes", "bone", "osteoporosis", "knowledge graph", "ontology"],
            "url": DATASET,
            "isBasedOn": [about_work(review) for review in site.reviews.values()],
            "distribution": [
                {
                    "@type": "DataDownload",
                    "contentUrl": path,
                    "encodingFormat": form,
                    "name": path,
                    "description": words,
                }
                for path, form, words in files
            ],
        }
    )


def about_collection(title: str, description: str) -> Data:
    """A list or a picture as a page of a collection."""
    return {
        "@type": "CollectionPage",
        "name": title,
        "description": description,
        "isPartOf": {"@type": "Dataset", "@id": DATASET},
    }


def _named(site: Site, iri: str) -> Data:
    return {"@type": "DefinedTerm", "@id": iri, "name": site.terms[iri].label}
