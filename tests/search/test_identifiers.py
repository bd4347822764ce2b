from __future__ import annotations

import pytest

from bevo.search.identifiers import identifier


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("10.1038/NComms10872", "doi:10.1038/ncomms10872"),
        ("DOI: 10.1038/ncomms10872.", "doi:10.1038/ncomms10872"),
        ("https://dx.doi.org/10.1038/ncomms10872", "doi:10.1038/ncomms10872"),
        ("PMID 26947250", "pmid:26947250"),
        ("26947250", "pmid:26947250"),
        ("https://pubmed.ncbi.nlm.nih.gov/26947250/", "pmid:26947250"),
        ("cl:0000092", "cl:0000092"),
        ("CL_0000092", "cl:0000092"),
        ("<http://purl.obolibrary.org/obo/CL_0000092>", "cl:0000092"),
        ("obo:CL_0000092", "cl:0000092"),
        ("https://identifiers.org/hgnc:11926", "hgnc:11926"),
        ("bevo:molecule/miR-21", "molecule:mir-21"),
        ("https://w3id.org/bevo/molecule/miR-21", "molecule:mir-21"),
        ("http://127.0.0.1:8000/term/CL_0000092.html", "cl:0000092"),
        ("http://127.0.0.1:8000/some/where/finding/F0026.html#F0026-vesicle", "finding:f0026"),
        ("https://w3id.org/bevo/finding/F0026-vesicle", "finding:f0026"),
        ("https://w3id.org/bevo/BoneGainFinding", "bevo:bonegainfinding"),
        ("f0026", "finding:f0026"),
        ("D0001", "discrepancy:d0001"),
        ("MIMAT0000271", "mimat0000271"),
        ("mirbase.mature:MIMAT0000271", "mimat0000271"),
        ("CVCL_0409", "cvcl_0409"),
    ],
)
def test_an_identifier_has_one_writing(text: str, wanted: str) -> None:
    assert identifier(text) == wanted


@pytest.mark.parametrize(
    "text", ["miR-21", "IL-10", "CL", "go_team", "Li 2016", "2016", "RANKL", "CD4:CD8", "", "source:osteoclast", "F26"]
)
def test_a_name_is_no_identifier(text: str) -> None:
    assert identifier(text) is None
