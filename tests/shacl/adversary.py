"""Forty faults as another lab might make them: SPARQL updates of a sound graph."""

# ruff: noqa: E501 -- a table

from __future__ import annotations

PREFIXES = """PREFIX bevo: <https://w3id.org/bevo/> PREFIX bibo: <http://purl.org/ontology/bibo/> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX obo: <http://purl.obolibrary.org/obo/>
"""


def first(change: str, where: str, names: str) -> str:
    """An update of the first match alone."""
    return f"{PREFIXES}{change} WHERE {{ SELECT {names} WHERE {{ {where} }} ORDER BY {names} LIMIT 1 }}"


FAULTS: dict[str, str] = {
    "term: a cell where the type is a vesicle": first("DELETE { ?v bevo:term ?t } INSERT { ?v bevo:term obo:CL_0000062 }", "?f bevo:vesicle ?v . ?v bevo:term ?t", "?v ?t"),
    "term: none": first("DELETE { ?c bevo:term ?t }", "?f bevo:cargo ?c . ?c bevo:term ?t", "?c ?t"),
    "term: two": first("INSERT { ?c bevo:term obo:CL_0000092 }", "?f bevo:cargo ?c . ?c bevo:term ?t", "?c ?t"),
    "type: taken away": first("DELETE { ?c a ?t }", "?f bevo:cargo ?c . ?c a ?t", "?c ?t"),
    "type: a vesicle is a study": first("INSERT { ?v a bevo:Study }", "?f bevo:vesicle ?v", "?v"),
    "type: a finding is a molecule": first("INSERT { ?f a bevo:Molecule }", "?f bevo:vesicle ?v", "?f"),
    "label: none on a part": first("DELETE { ?c rdfs:label ?l }", "?f bevo:cargo ?c . ?c rdfs:label ?l", "?c ?l"),
    "label: wrong on a part": first("DELETE { ?c rdfs:label ?l } INSERT { ?c rdfs:label \"osteoblast\" }", "?f bevo:cargo ?c . ?c rdfs:label ?l", "?c ?l"),
    "label: two on a finding": first("INSERT { ?f rdfs:label \"another\" }", "?f bevo:vesicle ?v", "?f"),
    "label: in German": first("DELETE { ?c rdfs:label ?l } INSERT { ?c rdfs:label \"Knochen\"@de }", "?f bevo:cargo ?c . ?c rdfs:label ?l", "?c ?l"),
    "label: empty": first("DELETE { ?c rdfs:label ?l } INSERT { ?c rdfs:label \"\" }", "?f bevo:outcome ?c . ?c rdfs:label ?l", "?c ?l"),
    "part: shared by two findings": first("INSERT { ?g bevo:cargo ?c }", "?f bevo:cargo ?c . ?g a bevo:ReportedResult FILTER (?g != ?f)", "?g ?c"),
    "part: participant of two findings": first("INSERT { ?c bevo:participantOf ?g }", "?f bevo:cargo ?c . ?g a bevo:ReportedResult FILTER (?g != ?f)", "?g ?c"),
    "part: without its finding": first("DELETE { ?c bevo:participantOf ?f }", "?f bevo:cargo ?c . ?c bevo:participantOf ?f", "?c ?f"),
    "part: nobody's": PREFIXES + "INSERT DATA { <https://w3id.org/bevo/finding/F0026-ghost> a obo:CL_0000062 ; rdfs:label \"osteoblast\" ; bevo:term obo:CL_0000062 ; bevo:participantOf <https://w3id.org/bevo/finding/F9999> }",
    "role: a study as cargo": first("DELETE { ?f bevo:cargo ?c } INSERT { ?f bevo:cargo ?s }", "?f bevo:cargo ?c . ?s a bevo:Study", "?f ?c ?s"),
    "role: a vesicle as recipient": first("DELETE { ?f bevo:recipient ?r } INSERT { ?f bevo:recipient ?v }", "?f bevo:recipient ?r ; bevo:vesicle ?v", "?f ?r ?v"),
    "role: an outcome as vesicle": first("DELETE { ?f bevo:vesicle ?v } INSERT { ?f bevo:vesicle ?o }", "?f bevo:vesicle ?v ; bevo:outcome ?o", "?f ?v ?o"),
    "mechanism: a step of a vesicle to a study": first("DELETE { ?s bevo:stepObject ?o } INSERT { ?s bevo:stepObject ?y }", "?s bevo:stepObject ?o . ?y a bevo:Study", "?s ?o ?y"),
    "mechanism: a verb that is none": first("DELETE { ?s bevo:stepVerb ?o } INSERT { ?s bevo:stepVerb bevo:cites }", "?s bevo:stepVerb ?o", "?s ?o"),
    "mechanism: a step of another finding": first("INSERT { ?g bevo:step ?s }", "?f bevo:step ?s . ?g a bevo:ReportedResult FILTER (?g != ?f)", "?g ?s"),
    "mechanism: numbers with a gap": first("DELETE { ?s bevo:stepNumber ?n } INSERT { ?s bevo:stepNumber 99 }", "?s bevo:stepNumber ?n", "?s ?n"),
    "evidence: a cell as evidence": first("DELETE { ?f bevo:evidence ?e } INSERT { ?f bevo:evidence obo:CL_0000062 }", "?f bevo:evidence ?e", "?f ?e"),
    "evidence: a text as evidence": first("DELETE { ?f bevo:evidence ?e } INSERT { ?f bevo:evidence \"in vitro\" }", "?f bevo:evidence ?e", "?f ?e"),
    "dangling: cites a study that is not there": first("INSERT { ?f bevo:cites <https://w3id.org/bevo/study/nobody-1999> }", "?f bevo:vesicle ?v ; bevo:cites ?s", "?f"),
    "dangling: reported in no section": first("DELETE { ?f bevo:reportedIn ?r } INSERT { ?f bevo:reportedIn <https://w3id.org/bevo/review/none/section/9> }", "?f bevo:reportedIn ?r", "?f ?r"),
    "dangling: a discrepancy that is not there": first("INSERT { ?f bevo:hasDiscrepancy <https://w3id.org/bevo/discrepancy/D9999> }", "?f bevo:vesicle ?v", "?f"),
    "record: no sign": first("DELETE { ?f bevo:sign ?s }", "?f bevo:sign ?s", "?f ?s"),
    "record: two signs": first("INSERT { ?f bevo:sign \"inhibits\" }", "?f bevo:sign ?s FILTER (?s != \"inhibits\")", "?f ?s"),
    "record: sign against the statement": first("DELETE { ?f bevo:sign ?s } INSERT { ?f bevo:sign \"inhibits\" }", "?f bevo:sign ?s FILTER (?s = \"promotes\")", "?f ?s"),
    "record: cited and uncited": first("INSERT { ?f bevo:uncited \"not cited\" }", "?f bevo:vesicle ?v ; bevo:cites ?s", "?f"),
    "record: neither cited nor uncited": first("DELETE { ?f bevo:cites ?s }", "?f bevo:vesicle ?v ; bevo:cites ?s FILTER NOT EXISTS { ?f bevo:cites ?t FILTER (?t != ?s) }", "?f ?s"),
    "record: no locator": first("DELETE { ?f bevo:reportedIn ?r }", "?f bevo:reportedIn ?r", "?f ?r"),
    "property: unknown": first("INSERT { ?f bevo:hasCargo ?c }", "?f bevo:cargo ?c", "?f ?c"),
    "property: of another vocabulary": first("INSERT { ?f <http://example.org/cargo> ?c }", "?f bevo:cargo ?c", "?f ?c"),
    "class: unknown": first("INSERT { ?f a bevo:NiceFinding }", "?f bevo:vesicle ?v", "?f"),
    "study: a DOI of two studies": first("INSERT { ?t bibo:doi ?d } ", "?s a bevo:Study ; bibo:doi ?d . ?t a bevo:Study FILTER (?t != ?s) FILTER NOT EXISTS { ?t bibo:doi ?e }", "?t ?d"),
    "study: a DOI in capitals of another": first("DELETE { ?t bibo:doi ?e } INSERT { ?t bibo:doi ?u }", "?s a bevo:Study ; bibo:doi ?d . ?t a bevo:Study ; bibo:doi ?e FILTER (?t != ?s && ?d != ?e) BIND (UCASE(?d) AS ?u) FILTER (?u != ?d)", "?t ?e ?u"),
    "study: the year 3021": first("DELETE { ?s bevo:publicationYear ?y } INSERT { ?s bevo:publicationYear 3021 }", "?s bevo:publicationYear ?y", "?s ?y"),
    "study: the year 21": first("DELETE { ?s bevo:publicationYear ?y } INSERT { ?s bevo:publicationYear 21 }", "?s bevo:publicationYear ?y", "?s ?y"),
}  # fmt: skip
"""Update by kind of fault and what was done; each changes the graph, and a shape must see it."""
