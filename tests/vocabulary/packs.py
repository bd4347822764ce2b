"""A small pack for tests."""

from __future__ import annotations

from pathlib import Path

from bevo.vocabulary.pack import Entry, Pack, pack_bytes

ENTRIES = {
    "cl": [
        Entry("cl", "CL:0000000", "cell"),
        Entry("cl", "CL:0000062", "osteoblast", ("bone-forming cell",), ("CL:0000000",)),
        Entry("cl", "CL:0000092", "osteoclast", (), ("CL:0000000",)),
        Entry("cl", "CL:0000093", "obsolete old osteoclast", obsolete=True, replaced_by="CL:0000092"),
        Entry("cl", "CL:4030035", "dental pulp stem cell", (), ("CL:0000000",)),
    ],
    "go": [
        Entry("go", "GO:0001649", "osteoblast differentiation", about="biological_process"),
        Entry("go", "GO:0070062", "extracellular exosome", about="cellular_component"),
    ],
    "hgnc": [
        Entry("hgnc", "hgnc:10472", "RUNX2", ("CBFA1", "runt 2"), about="gene with protein product"),
        Entry("hgnc", "hgnc:7866", "NOG", ("noggin",), about="gene with protein product"),
        Entry("hgnc", "hgnc:1", "A12M1", obsolete=True),
    ],
    "mgi": [Entry("mgi", "MGI:99829", "Runx2", (), links=("hgnc:10472",))],
    "mirbase_hairpin": [
        Entry("mirbase_hairpin", "mirbase:MI0000077", "hsa-mir-21", ("mir-21",), about="NCBITaxon:9606"),
        Entry("mirbase_hairpin", "mirbase:MI0000098", "hsa-mir-96", about="NCBITaxon:9606"),
        Entry("mirbase_hairpin", "mirbase:MI0000653", "mmu-mir-96", about="NCBITaxon:10090"),
    ],
    "mirbase_mature": [
        Entry("mirbase_mature", "mirbase.mature:MIMAT0000076", "hsa-miR-21-5p", links=("mirbase:MI0000077",)),
        Entry("mirbase_mature", "mirbase.mature:MIMAT0004494", "hsa-miR-21-3p", links=("mirbase:MI0000077",)),
        Entry(
            "mirbase_mature", "mirbase.mature:MIMAT0000095", "hsa-miR-96-5p", ("miR-96",), links=("mirbase:MI0000098",)
        ),
    ],
    "ncbitaxon": [Entry("ncbitaxon", "NCBITaxon:9606", "Homo sapiens", ("human",))],
}
SOURCES = "vocabulary\tversion\tlicence\ncl\t2026\tCC-BY-4.0\n"


def small_pack(folder: Path) -> Pack:
    path = folder / "vocabulary.zip"
    path.write_bytes(pack_bytes(ENTRIES, SOURCES))
    return Pack(path)
