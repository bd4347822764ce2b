"""Studies as people name them."""

from __future__ import annotations

import pytest

from bevo.search.studies import named_study, study_names

NAMES = {
    id: study_names(id, short, year, title, doi, pmid)
    for id, short, year, title, doi, pmid in (
        ("li-2016", "Li D 2016", "2016", "Osteoclast-Derived Exosomal miR-214-3p", "10.1038/ncomms10872", "26947250"),
        ("zhang-2021", "Zhang Y 2021", "2021", "One", "10.1/one", ""),
        ("zhang-2021-b", "Zhang D 2021", "2021", "Two", "", ""),
        ("abd-elmageed-2014", "Abd Elmageed ZY 2014", "2014", "", "10.1002/stem.1619", ""),
        ("nct01", "NCT01", "", "", "", ""),
    )
}


@pytest.mark.parametrize(
    "text",
    [
        "li-2016",
        "LI-2016",
        "Li D 2016",
        "D Li 2016",
        "Li 2016",
        "Li et al. 2016",
        "Li et al., 2016",
        "li et al (2016)",
        "Li and colleagues 2016",
        "10.1038/ncomms10872",
        "doi:10.1038/NCOMMS10872",
        "https://doi.org/10.1038/ncomms10872",
        "PMID: 26947250",
        "26947250",
        "https://pubmed.ncbi.nlm.nih.gov/26947250/",
        "Osteoclast-derived exosomal miR-214-3p",
        "study:li-2016",
        "https://w3id.org/bevo/study/li-2016",
    ],
)
def test_one_study(text: str) -> None:
    assert named_study(text, NAMES) == ["li-2016"]


def test_what_several_are_called_leads_to_all_and_an_id_to_one() -> None:
    assert named_study("Zhang et al. 2021", NAMES) == ["zhang-2021", "zhang-2021-b"]
    assert named_study("zhang-2021", NAMES) == ["zhang-2021"]
    assert named_study("Zhang D 2021", NAMES) == ["zhang-2021-b"]
    assert named_study("Abd Elmageed et al. 2014", NAMES) == ["abd-elmageed-2014"]


@pytest.mark.parametrize("text", ["", "Li", "2016", "Li 2017", "10.1038/other", "miR-214-3p", "1"])
def test_none(text: str) -> None:
    assert named_study(text, NAMES) == []
