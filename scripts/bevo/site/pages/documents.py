"""The pages of the data set as a whole, of its shapes, and of the sections of reviews."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from bevo.rdf.index import Index
from bevo.rdf.names import compact, local_name, node
from bevo.rdf.vocabulary import DESCRIPTION, LICENCE, TITLE, TYPE
from bevo.site.data import schema_org
from bevo.site.data.documents import Documents
from bevo.site.data.shapes import shapes_in_short
from bevo.site.pages.drafts import Page
from bevo.site.read.model import Site

__all__ = ["document_pages", "section_pages"]

FACTS = {
    "dcat:version": "Release",
    "dcterms:issued": "First released",
    "dcterms:modified": "Changed",
    "dcterms:bibliographicCitation": "To cite it",
    "void:triples": "Triples",
    "void:entities": "Things described",
    "void:classes": "Classes",
    "void:properties": "Properties",
    "void:sparqlEndpoint": "SPARQL endpoint",
}
SHAPES = "What the data conforms to (SHACL). Each sentence is what is said of data that does not."


def document_pages(documents: Documents) -> Iterator[Page]:
    """A page for the data set and one for the shapes, where they are there."""
    if "dataset" in documents:
        yield _dataset_page(Index(documents["dataset"][0]))
    if "shapes" in documents:
        shapes = list(shapes_in_short(Index(documents["shapes"][0])))
        data = schema_org.about_collection("Shapes", SHAPES)
        yield Page("shapes", "shapes.html", "Shapes", SHAPES, data, {"lead": SHAPES, "shapes": shapes})


def section_pages(site: Site) -> Iterator[Page]:
    """A page for each section of a review, which leads to the place on the page of the review."""
    for review in site.reviews.values():
        for place in review.sections:
            about = f"{place.name} of the review {review.title}."
            findings = [f for f in site.findings.values() if place.section in {p.section for p in f.places}]
            data: schema_org.Data = {"@type": "CreativeWork", "name": about, "isPartOf": {"@id": review.iri}}
            content: dict[str, object] = {"place": place, "review": review, "findings": findings, "lead": about}
            yield Page(f"review/{place.section}", "section.html", place.name, about, data, content)


def _dataset_page(described: Index) -> Page:
    this = NamedNode(schema_org.DATASET)
    facts = [
        (words, value.value.removesuffix("T00:00:00Z"))
        for curie, words in FACTS.items()
        for value in described.objects(this, node(curie))
        if isinstance(value, Literal | NamedNode)
    ]
    subsets = described.nodes(this, node("void:subset"))
    linksets = [one for one in subsets if node("void:Linkset") in described.nodes(one, TYPE)]
    graphs = [
        (local_name(graph.value), graph.value, described.text(graph, node("void:triples")))
        for graph in subsets
        if graph not in linksets
    ]
    links = [
        (described.text(target, TITLE), compact(relation.value), described.text(one, node("void:triples")))
        for one in linksets
        for target in described.nodes(one, node("void:objectsTarget"))
        for relation in described.nodes(one, node("void:linkPredicate"))
    ]
    title, about = described.text(this, TITLE), described.text(this, DESCRIPTION)
    content: dict[str, object] = {
        "lead": about,
        "iri": schema_org.DATASET,
        "facts": facts,
        "licences": [licence.value for licence in described.nodes(this, LICENCE)],
        "graphs": graphs,
        "links": sorted(links),
        "sources": [compact(one.value) for one in described.nodes(this, node("prov:wasDerivedFrom"))],
    }
    data: schema_org.Data = {"@type": "Dataset", "@id": schema_org.DATASET, "name": title, "description": about}
    return Page("dataset", "dataset.html", title, about, data, content)
