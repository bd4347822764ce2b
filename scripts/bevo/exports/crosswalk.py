"""``crosswalks.ttl``: our terms, studies and reviews under the IRIs by which other providers name them.

It says no more than a mapping says already: what closely matches a gene closely matches it under every IRI of the gene,
and its protein. So a match is never made stronger, and nothing is owl:sameAs.
Sources: SKOS Reference, section 10; ``ontology/crosswalk/forms.tsv`` names the source of each form of an IRI.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from bevo.exports.sssom import PREDICATES
from bevo.exports.void import DATASET, DOCUMENT
from bevo.ontology.terms import Term
from bevo.problems import InputError, Problem, relative
from bevo.rdf.formats import as_tsv
from bevo.rdf.index import Index
from bevo.rdf.names import BASE, bevo, compact, local_name, node, slug
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import CLASS, DOI, PMID, TITLE, TYPE, integer

__all__ = [
    "FORMS",
    "GENES",
    "GENE_COLUMNS",
    "Form",
    "Genes",
    "crosswalk",
    "gene_table",
    "linksets",
    "read_forms",
    "read_genes",
    "without_row",
]

FORMS, GENES = "crosswalk/forms.tsv", "crosswalk/genes.tsv"
"""The tables, below ``ontology/``."""

FORM_COLUMNS = ("prefix", "provider", "iri", "source")
GENE_COLUMNS = ("hgnc", "hgnc.symbol", "ncbigene", "ensembl", "uniprot", "MGI", "rgd", "mirbase")
"""The columns of ``genes.tsv``: the prefixes of :data:`Form`; several ids in one cell are separated by ``|``."""
EXACT, CLOSE, NARROW = (node(f"skos:{kind}Match") for kind in ("exact", "close", "narrow"))
ORTHOLOGS = ("MGI", "rgd")
SAFE = "/:@!$&'()*+,;=~-._"
"""What a DOI may hold and an IRI as well."""


class Form(NamedTuple):
    """How a provider writes the ids of a vocabulary as IRIs.

    :param prefix: of the CURIEs of the vocabulary, as in :mod:`bevo.rdf.names`; further ones are those of genes, and
        ``doi`` and ``pubmed``.
    :param iri: with ``{}`` in place of the id.
    """

    prefix: str
    provider: str
    iri: str

    @property
    def space(self) -> str:
        """How all these IRIs begin."""
        return self.iri.partition("{}")[0]


Genes = Mapping[str, Mapping[str, Sequence[str]]]
"""The other ids of a human gene by prefix, under its CURIE of HGNC and of miRBase."""


def read_forms(path: Path) -> list[Form]:
    """The rows of ``forms.tsv``.

    :raises InputError: if a column is missing, or an IRI has no place for the id.
    """
    rows = _rows(path, FORM_COLUMNS)
    problems = [
        Problem(relative(path), line, row["prefix"], f"'{row['iri']}' must be an IRI with {{}} in place of the id")
        for line, row in enumerate(rows, start=2)
        if row["iri"].count("{}") != 1 or not row["iri"].startswith("http") or not row["source"]
    ]
    if problems:
        raise InputError(problems)
    return [Form(row["prefix"], row["provider"], row["iri"]) for row in rows]


def read_genes(path: Path) -> Genes:
    """The rows of ``genes.tsv``.

    :raises InputError: if a column is missing.
    """
    genes: dict[str, dict[str, list[str]]] = {}
    for row in _rows(path, GENE_COLUMNS):
        ids = {column: row[column].split("|") for column in GENE_COLUMNS if row[column]}
        for prefix in ("hgnc", "mirbase"):
            for local in ids.get(prefix, ()):
                genes[f"{prefix}:{local}"] = {other: found for other, found in ids.items() if other != prefix}
    return genes


def gene_table(genes: Iterable[Mapping[str, str]], terms: Iterable[Term]) -> bytes:
    """``genes.tsv`` anew: the genes that terms are mapped to, by themselves or by their microRNA, in the order of ids.

    :param genes: what :func:`bevo.vocabulary.registers.read_gene_ids` gave.
    """
    mapped = {curie for term in terms for _, curie in term.mappings}
    rows = [
        gene
        for gene in genes
        if f"hgnc:{gene['hgnc']}" in mapped or any(f"mirbase:{one}" in mapped for one in gene["mirbase"].split("|"))
    ]
    cells = [[gene[column] for column in GENE_COLUMNS] for gene in sorted(rows, key=_number)]
    return as_tsv(GENE_COLUMNS, cells).encode("utf-8")


def _number(gene: Mapping[str, str]) -> int:
    return int(gene["hgnc"])


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError([Problem(relative(path), 1, "", f"has no column {', '.join(missing)}")])
    rows = list(reader)
    short = [line for line, row in enumerate(rows, start=2) if None in row or None in row.values()]
    if short:
        raise InputError([Problem(relative(path), line, "", f"needs {len(columns)} cells") for line in short])
    return rows


def crosswalk(
    ontology: Iterable[Triple], findings: Iterable[Triple], forms: Iterable[Form], genes: Genes
) -> list[Triple]:
    """Every match of a term, study or review under every form of the IRI, sorted.

    :param ontology: the canonical triples; a borrowed class exactly matches the other forms of its own IRI.
    :param findings: the emitted triples, which tell DOI and PubMed id of studies and reviews.
    """
    by_prefix: defaultdict[str, list[Form]] = defaultdict(list)
    for form in forms:
        by_prefix[form.prefix].append(form)
    found = {
        Triple(subject, relation, NamedNode(form.iri.replace("{}", quote(local, safe=SAFE))))
        for subject, relation, prefix, local in (*_of_terms(Index(ontology), genes), *_of_sources(findings))
        for form in by_prefix[prefix]
    }
    return sorted_triples(t for t in found if t.subject != t.object)


Match = tuple[NamedNode, NamedNode, str, str]
"""Subject, relation, and the prefix and local id of what it matches."""


def _of_terms(ontology: Index, genes: Genes) -> Iterator[Match]:
    for term in ontology.about:
        if not isinstance(term, NamedNode):
            continue
        if not term.value.startswith(BASE):
            if CLASS in ontology.objects(term, TYPE):
                yield term, EXACT, *_parted(compact(term.value))
            continue
        protein = bevo("Protein") in ontology.ancestors(term)
        for relation in PREDICATES:
            for other in ontology.nodes(term, relation):
                curie = compact(other.value)
                yield term, relation, *_parted(curie)
                if relation in (EXACT, CLOSE, NARROW):
                    for prefix, ids in genes.get(curie, {}).items():
                        if _tells(prefix, ids, protein):
                            yield from ((term, relation, prefix, local) for local in ids)


def _tells(prefix: str, ids: Sequence[str], protein: bool) -> bool:
    """Whether an id of a gene is one of the term too: an RNA is no protein, and of two orthologs none is *the* one."""
    return len(ids) == 1 if prefix in ORTHOLOGS else protein or prefix != "uniprot"


def _of_sources(findings: Iterable[Triple]) -> Iterator[Match]:
    prefixes = {DOI: "doi", PMID: "pubmed"}
    for t in findings:
        if t.predicate in prefixes and isinstance(t.subject, NamedNode) and isinstance(t.object, Literal):
            yield t.subject, EXACT, prefixes[t.predicate], t.object.value


def _parted(curie: str) -> tuple[str, str]:
    prefix, _, local = curie.partition(":")
    return prefix, local


def without_row(ontology: Iterable[Triple], genes: Genes) -> list[str]:
    """The CURIEs of human genes that terms are mapped to and that ``genes.tsv`` does not know, sorted."""
    mapped = {
        compact(t.object.value) for t in ontology if t.predicate in PREDICATES and isinstance(t.object, NamedNode)
    }
    return sorted(curie for curie in mapped if curie.startswith("hgnc:") and curie not in genes)


def linksets(walked: Iterable[Triple], forms: Iterable[Form], file: str) -> list[Triple]:
    """The description of a crosswalk: a ``void:Linkset`` for each provider and relation, and what it leads to.

    :param walked: what :func:`crosswalk` gave.
    :param file: the name of the file that holds it.
    """
    spaces = sorted({(form.space, form.provider) for form in forms}, reverse=True)  # the longest of several comes first
    counts: Counter[tuple[str, NamedNode]] = Counter()
    for t in walked:
        assert isinstance(t.object, NamedNode)
        counts[next(provider for space, provider in spaces if t.object.value.startswith(space)), t.predicate] += 1
    triples = []
    for (provider, relation), count in counts.items():
        target = NamedNode(f"{DOCUMENT.value}#{slug(provider)}")
        this = NamedNode(f"{DOCUMENT.value}#links-{slug(provider)}-{local_name(relation.value)}")
        triples += [
            Triple(DATASET, node("void:subset"), this),
            Triple(this, TYPE, node("void:Linkset")),
            Triple(this, TITLE, Literal(f"Links of BEVO to {provider}: {compact(relation.value)}")),
            Triple(this, node("void:subjectsTarget"), DATASET),
            Triple(this, node("void:objectsTarget"), target),
            Triple(this, node("void:linkPredicate"), relation),
            Triple(this, node("void:triples"), integer(count)),
            Triple(this, node("void:dataDump"), NamedNode(f"{BASE}download/{file}")),
            Triple(target, TYPE, node("void:Dataset")),
            Triple(target, TITLE, Literal(provider)),
            *(Triple(target, node("void:uriSpace"), Literal(s)) for s, named in spaces if named == provider),
        ]
    return sorted_triples(set(triples))
