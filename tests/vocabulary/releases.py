"""Small release files in the sources' own formats, with invented content."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

OBO = """format-version: 1.2
data-version: releases/2026-02-03
ontology: {name}

[Term]
id: {prefix}:0000001
name: first thing
namespace: biological_process
alt_id: {prefix}:0000009
synonym: "thing \\"one\\"" EXACT []
synonym: "wide thing" BROAD []

[Term]
id: {prefix}:0000002
name: second thing
namespace: biological_process
is_a: {prefix}:0000001 ! first thing
relationship: part_of {prefix}:0000001 ! first thing
relationship: regulates {prefix}:0000001 ! first thing

[Term]
id: {prefix}:0000003
name: obsolete third thing
is_obsolete: true
replaced_by: {prefix}:0000002

[Term]
id: XX:0000001
name: of another ontology

[Typedef]
id: part_of
name: part of
"""

HGNC = (
    "hgnc_id\tsymbol\tname\tlocus_group\tlocus_type\tstatus\talias_symbol\tprev_symbol\n"
    'HGNC:5\tAAA1\talpha thing 1\tprotein-coding gene\tgene with protein product\tApproved\t"A1A|ALPHA"\tOLD1\n'
)
WITHDRAWN = (
    "HGNC_ID\tSTATUS\tWITHDRAWN_SYMBOL\tMERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)\n"
    "HGNC:6\tMerged/Split\tAAA2\tHGNC:5|AAA1|Approved\nHGNC:7\tEntry Withdrawn\tAAA3\t\n"
)
MGI = (
    "MGI Accession ID\tChr\tMarker Symbol\tStatus\tMarker Name\tMarker Type\tFeature Type\t"
    "Marker Synonyms (pipe-separated)\n"
    "MGI:11\t1\tAaa1\tO\talpha thing 1\tGene\tprotein coding gene\tOld1|Oldie\n"
    "MGI:12\t1\tD1Mit1\tO\ta segment\tDNA Segment\tDNA segment\t\n"
)
HOMOLOGY = "MGI Accession ID\tMarker Symbol\tHGNC ID\nMGI:11\tAaa1\tHGNC:5\n"
RGD = "# a comment\nGENE_RGD_ID\tSYMBOL\tNAME\tOLD_SYMBOL\n21\tAaa1\talpha thing 1\tOldrat;Olderrat\n"
MIRBASE = """ID   hsa-mir-7001      standard; RNA; HSA; 80 BP.
XX
AC   MI0090001;
XX
DE   Homo sapiens miR-7001 stem-loop
FH   Key             Location/Qualifiers
FT   miRNA           6..27
FT                   /accession="MIMAT0090001"
FT                   /product="hsa-miR-7001-5p"
FT                   /evidence=experimental
FT   miRNA           57..77
FT                   /accession="MIMAT0090002"
FT                   /product="hsa-miR-7001-3p"
//
ID   cel-mir-1         standard; RNA; CEL; 96 BP.
AC   MI0090003;
FT   miRNA           6..27
FT                   /accession="MIMAT0090003"
FT                   /product="cel-miR-1-5p"
//
"""
ALIASES = "MI0090001\thsa-mir-7001;\nMIMAT0090001\thsa-miR-7001*;hsa-miR-7001-5p;\n"
CELLOSAURUS = """----------------------------------------------------------------------------
        CALIPHO group
 Version: 99.0
----------------------------------------------------------------------------
ID   Line-1
AC   CVCL_ZZ01
SY   Line1; L-1
OX   NCBI_TaxID=9606; ! Homo sapiens (Human)
CA   Cancer cell line
//
ID   FlyLine
AC   CVCL_ZZ02
OX   NCBI_TaxID=7227; ! Drosophila melanogaster (Fruit fly)
//
"""
MESH = "*NEWRECORD\nRECTYPE = D\nMH = Thing Disease\nAQ = BL CF\nUI = D099999\n"


def obograph(prefix: str) -> str:
    base = f"http://purl.obolibrary.org/obo/{prefix}_"
    pairs = "http://www.geneontology.org/formats/oboInOwl#"
    return json.dumps(
        {
            "graphs": [
                {
                    "meta": {"version": f"http://purl.obolibrary.org/obo/x/releases/2026-02-03/{prefix}.owl"},
                    "nodes": [
                        {
                            "id": f"{base}0000001",
                            "lbl": "first thing",
                            "type": "CLASS",
                            "meta": {
                                "synonyms": [
                                    {"pred": "hasExactSynonym", "val": "thing one"},
                                    {"pred": "hasBroadSynonym", "val": "wide thing"},
                                ],
                                "basicPropertyValues": [
                                    {"pred": f"{pairs}hasAlternativeId", "val": f"{prefix}:0000009"}
                                ],
                            },
                        },
                        {"id": f"{base}0000002", "lbl": "second thing", "type": "CLASS"},
                        {
                            "id": f"{base}0000003",
                            "lbl": "obsolete third thing",
                            "type": "CLASS",
                            "meta": {
                                "deprecated": True,
                                "basicPropertyValues": [
                                    {
                                        "pred": "http://purl.obolibrary.org/obo/IAO_0100001",
                                        "val": f"{base}0000002",
                                    }
                                ],
                            },
                        },
                        {"id": "http://purl.obolibrary.org/obo/XX_1", "lbl": "of another", "type": "CLASS"},
                        {"id": f"{base}part", "lbl": "a property", "type": "PROPERTY"},
                    ],
                    "edges": [
                        {"sub": f"{base}0000002", "pred": "is_a", "obj": f"{base}0000001"},
                        {
                            "sub": f"{base}0000002",
                            "pred": "http://purl.obolibrary.org/obo/BFO_0000050",
                            "obj": f"{base}0000001",
                        },
                    ],
                }
            ]
        }
    )


def write_releases(folder: Path) -> None:
    """Every file that :data:`bevo.vocabulary.releases.SOURCES` asks for."""
    prefixes = {"go": "GO", "eco": "ECO", "so": "SO", "pato": "PATO", "obi": "OBI", "taxslim": "NCBITaxon"}
    texts = {f"{name}.obo": OBO.replace("{prefix}", p).replace("{name}", name) for name, p in prefixes.items()}
    texts |= {f"{name}.json": obograph(name.upper()) for name in ("cl", "uberon", "mondo")}
    texts |= {"hgnc_complete_set.txt": HGNC, "withdrawn.txt": WITHDRAWN, "GENES_RAT.txt": RGD, "mesh.bin": MESH}
    texts |= {"MRK_List2.rpt": MGI, "HGNC_AllianceHomology.rpt": HOMOLOGY, "cellosaurus.txt": CELLOSAURUS}
    texts |= {"miRNA.dat": MIRBASE, "aliases.txt": ALIASES}
    texts |= {"entities.csv": "AAA\nAAA_family\n", "relations.csv": "FPLX,AAA,isa,FPLX,AAA_family\n"}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    chebi = OBO.replace("{prefix}", "CHEBI").replace("{name}", "chebi")
    (folder / "chebi.obo.gz").write_bytes(gzip.compress(chebi.encode()))
