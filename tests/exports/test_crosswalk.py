"""The crosswalk says what a mapping says, under more IRIs; tests on small graphs, and on the release."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from bevo.build.build import Release
from bevo.exports.crosswalk import (
    FORMS,
    GENES,
    Form,
    crosswalk,
    gene_table,
    linksets,
    read_forms,
    read_genes,
    without_row,
)
from bevo.ontology.terms import read_terms
from bevo.problems import BevoError, InputError
from bevo.project import Project
from bevo.rdf.names import PREFIXES, expand, node
from bevo.rdf.vocabulary import CLASS, DOI, PMID, SUBCLASS, TYPE
from bevo.shacl.validate import read_shapes, validate
from bevo.vocabulary.registers import read_gene_ids
from checkout import ROOT

TABLES = ROOT / "ontology"
FORMS_READ = read_forms(TABLES / FORMS)
GENES_READ = read_genes(TABLES / GENES)


def _mapped(subject: str, relation: str, target: str, parent: str) -> list[Triple]:
    this = node(subject)
    return [
        Triple(this, TYPE, CLASS),
        Triple(this, SUBCLASS, node(parent)),
        Triple(this, node(f"skos:{relation}Match"), node(target)),
    ]


def _walked(triples: list[Triple], sources: list[Triple] | None = None) -> dict[str, str]:
    walked = crosswalk(triples, sources or [], FORMS_READ, GENES_READ)
    assert walked == crosswalk(reversed(triples), sources or [], reversed(FORMS_READ), GENES_READ)
    return {_iri(t.object): _iri(t.predicate).rpartition("#")[2] for t in walked}


def _iri(term: object) -> str:
    assert isinstance(term, NamedNode)
    return term.value


def test_a_gene_brings_its_protein_and_its_other_ids_with_the_same_relation() -> None:
    told = _walked(_mapped("molecule:RUNX2", "close", "hgnc:10472", "bevo:Protein"))
    assert set(told.values()) == {"closeMatch"}
    assert set(told) >= {
        "https://identifiers.org/hgnc:10472",
        "http://purl.uniprot.org/uniprot/Q13950",
        "https://identifiers.org/ncbigene/860",
        "http://rdf.ebi.ac.uk/resource/ensembl/ENSG00000124813",
        "http://www.informatics.jax.org/accession/MGI:99829",
    }


def test_an_rna_is_no_protein_and_what_is_merely_related_to_a_gene_has_no_other_id_of_it() -> None:
    assert GENES_READ["hgnc:28219"]["uniprot"] == ["Q0VDD5"]
    told = _walked(_mapped("molecule:MIR22HG", "close", "hgnc:28219", "bevo:LongNonCodingRNA"))
    assert "https://identifiers.org/ncbigene:84981" in told and not [iri for iri in told if "uniprot/" in iri]
    for relation in ("related", "broad"):
        told = _walked(_mapped("molecule:soluble-RANKL", relation, "hgnc:11926", "bevo:Protein"))
        assert told == dict.fromkeys(
            ("https://identifiers.org/hgnc:11926", "http://purl.uniprot.org/hgnc/11926"), f"{relation}Match"
        )


def test_of_several_orthologs_none_is_taken() -> None:
    assert len(GENES_READ["hgnc:6081"]["MGI"]) == 2
    told = _walked(_mapped("molecule:INS", "close", "hgnc:6081", "bevo:Protein"))
    assert told and not [iri for iri in told if "MGI" in iri]


def test_a_hairpin_brings_the_ids_of_its_human_gene() -> None:
    told = _walked(_mapped("molecule:miR-214", "narrow", "mirbase:MI0000290", "bevo:MicroRNA"))
    assert set(told.values()) == {"narrowMatch"}
    assert set(told) >= {
        "http://www.mirbase.org/cgi-bin/mirna_entry.pl?acc=MI0000290",
        "https://identifiers.org/hgnc:31591",
        "http://rdf.ebi.ac.uk/resource/ensembl/ENSG00000283844",
    }


def test_a_borrowed_class_is_exactly_its_other_forms_and_never_itself() -> None:
    cell = node("CL:0000092")
    told = _walked([Triple(cell, TYPE, CLASS)])
    assert told == {"https://identifiers.org/CL:0000092": "exactMatch"}


def test_a_study_is_its_doi_and_its_pubmed_id_whatever_signs_a_doi_has() -> None:
    study = node("study:li-2016")
    sources = [Triple(study, DOI, Literal("10.1002/(sici)1<2#3>")), Triple(study, PMID, Literal("42"))]
    told = _walked([], sources)
    assert told["https://doi.org/10.1002/(sici)1%3C2%233%3E"] == "exactMatch"
    assert told["http://purl.uniprot.org/citations/42"] == "exactMatch"


def test_our_own_form_of_each_iri_is_among_those_of_the_table() -> None:
    by_prefix: dict[str, set[str]] = {}
    for form in FORMS_READ:
        by_prefix.setdefault(form.prefix, set()).add(form.iri)
    own = {prefix: expand(f"{prefix}:") for prefix in by_prefix if _known(prefix)}
    assert {"hgnc", "mirbase", "CL", "MONDO", "mesh", "uniprot"} <= set(own)
    assert not {prefix: base for prefix, base in own.items() if f"{base}{{}}" not in by_prefix[prefix]}


def _known(prefix: str) -> bool:
    try:
        return bool(expand(f"{prefix}:"))
    except ValueError:
        return False


def test_the_space_of_each_form_belongs_to_one_provider() -> None:
    spaces = {(form.space, form.provider) for form in FORMS_READ}
    assert len({space for space, _ in spaces}) == len(spaces)


def test_a_gene_without_a_row_is_a_warning_of_the_build(sample: tuple[Project, Release]) -> None:
    release = sample[1]
    told = [p.about for p in release.checked.problems if p.file.endswith("genes.tsv")]
    assert told == without_row(release.checked.ontology.triples(), GENES_READ)


def test_a_gene_without_a_row_is_told() -> None:
    ontology = _mapped("molecule:X", "close", "hgnc:99999", "bevo:Protein")
    assert without_row(ontology, GENES_READ) == ["hgnc:99999"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("prefix\tprovider\tiri\n", "has no column source"),
        ("prefix\tprovider\tiri\tsource\nhgnc\tX\thttp://x/\tY\n", "with {} in place of the id"),
        ("prefix\tprovider\tiri\tsource\nhgnc\tX\n", "needs 4 cells"),
    ],
)
def test_a_fault_in_the_table_of_forms_is_told_with_its_line(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "forms.tsv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        read_forms(path)


def test_linksets_count_the_links_of_each_provider_and_relation() -> None:
    walked = crosswalk(_mapped("molecule:RUNX2", "close", "hgnc:10472", "bevo:Protein"), [], FORMS_READ, GENES_READ)
    forms = {form.space: form.provider for form in FORMS_READ}
    counted = Counter(forms[max((s for s in forms if _iri(t.object).startswith(s)), key=len)] for t in walked)
    described = linksets(walked, FORMS_READ, "crosswalks.ttl")
    told = {
        _iri(t.subject).partition("#links-")[2].removesuffix("-closeMatch"): int(t.object.value)
        for t in described
        if t.predicate == node("void:triples") and isinstance(t.object, Literal)
    }
    assert told == counted
    assert linksets([], [Form("a", "b", "http://c/{}")], "x.ttl") == []


def test_the_file_with_the_graph_conforms_to_the_published_shapes(sample: tuple[Project, Release]) -> None:
    project = sample[0]
    triples = [
        quad.triple
        for name in ("bevo-kg.ttl", "crosswalks.ttl")
        for quad in parse(path=str(project.dist / name), format=RdfFormat.TURTLE)
    ]
    assert validate(triples, read_shapes(project.shapes), lambda _: None) == []


def test_the_file_is_read_alone_by_owl_tools_and_says_nothing_but_matches(sample: tuple[Project, Release]) -> None:
    triples = {q.triple for q in parse(path=str(sample[0].dist / "crosswalks.ttl"))}
    header = node("bevo:download/crosswalks.ttl")
    assert Triple(header, node("owl:imports"), node("bevo:ontology")) in triples
    declared = {t.subject for t in triples if t.object == node("owl:AnnotationProperty")}
    said = {t.predicate for t in triples if t.subject != header and t.predicate != TYPE}
    assert said <= declared
    assert said <= {node(f"skos:{kind}Match") for kind in ("exact", "close", "narrow", "broad", "related")}


def test_nothing_in_the_release_is_owl_same_as(sample: tuple[Project, Release]) -> None:
    word = f"{PREFIXES['owl']}sameAs"
    for path in sample[0].dist.glob("*"):
        if path.suffix in (".ttl", ".owl", ".trig", ".obo", ".json", ".jsonl"):
            text = path.read_text(encoding="utf-8")
            assert word not in text and "owl:sameAs" not in text, path.name


HGNC = """hgnc_id\tsymbol\tentrez_id\tensembl_gene_id\tuniprot_ids\tmgd_id\trgd_id\tmirbase
HGNC:31591\tMIR214\t406996\tENSG00000283844\t\tMGI:2676890\tRGD:2325548\tMI0000290
HGNC:10472\tRUNX2\t860\tENSG00000124813\tQ13950\tMGI:99829\tRGD:2282\t
HGNC:1101\tBRCA2\t675\tENSG00000139618\tP51587\tMGI:109337\tRGD:2219\t
"""


def test_the_table_of_genes_is_made_of_the_file_of_hgnc_and_read_again(tmp_path: Path) -> None:
    table = gene_table(read_gene_ids(HGNC.splitlines(keepends=True)), read_terms(TABLES / "terms"))
    path = tmp_path / "genes.tsv"
    path.write_bytes(table)
    assert read_genes(path) == {curie: GENES_READ[curie] for curie in ("hgnc:10472", "hgnc:31591", "mirbase:MI0000290")}
    assert [line.split("\t")[0] for line in table.decode("utf-8").splitlines()] == ["hgnc", "10472", "31591"]


def test_a_file_that_is_not_that_of_hgnc_is_told() -> None:
    with pytest.raises(BevoError, match="has no column entrez_id"):
        list(read_gene_ids(["hgnc_id\tsymbol\n", "HGNC:1\tX\n"]))
