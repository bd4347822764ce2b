"""How a finding is cited: each form as its readers read it, with the worst names there may be."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bevo.site.data.citations import FORMS, Citation, bibtex, csl, plain, ris
from bevo.site.data.reports import report_link

CITED = Citation(
    id="F0026",
    title="Exosome of osteoclast, carrying miR-214, inhibits osteoblast differentiation",
    author="BEVO developers",
    issued="2026-11-21",
    container="BEVO",
    version="0.1.0",
    url="https://w3id.org/bevo/finding/F0026",
    nanopub="https://w3id.org/bevo/np/F0026",
    rests_on=("as told by A review (2021), doi:10.1/r", "citing Li D 2016, doi:10.1038/ncomms10872"),
)
UGLY = replace(CITED, title="100 % of {Wnt_3a} & TNF-α\n~ $5 #1 \\input{x} ^2")


def test_the_text_says_who_when_what_where_and_on_what_it_rests() -> None:
    assert plain(CITED) == (
        "BEVO developers (2026). Exosome of osteoclast, carrying miR-214, inhibits osteoblast differentiation. Finding "
        "F0026 in BEVO, version 0.1.0. https://w3id.org/bevo/finding/F0026. As told by A review (2021), doi:10.1/r; "
        "citing Li D 2016, doi:10.1038/ncomms10872."
    )


def test_bibtex_keeps_names_and_lets_no_sign_of_latex_through() -> None:
    assert bibtex(CITED).startswith("@misc{bevo-F0026,\n  author = {{BEVO developers}},\n  title = {{Exosome of")
    title = re.search(r"title = \{\{(.*)\}\},\n", bibtex(UGLY))
    assert title
    assert title[1] == (
        r"100 \% of \{Wnt\_3a\} \& TNF-α \textasciitilde{} \$5 \#1 \textbackslash{}input\{x\} \textasciicircum{}2"
    )
    unescaped = re.sub(r"\\[{}]", "", bibtex(UGLY))
    assert unescaped.count("{") == unescaped.count("}")


def test_ris_has_one_field_a_line_and_an_end() -> None:
    lines = ris(UGLY).split("\r\n")
    assert lines[0] == "TY  - DATA" and lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert "TI  - 100 % of {Wnt_3a} & TNF-α ~ $5 #1 \\input{x} ^2" in lines
    assert "DA  - 2026/11/21/" in lines


def test_csl_json_is_read_back() -> None:
    (item,) = json.loads(csl(UGLY))
    assert item["title"] == UGLY.title and item["issued"] == {"date-parts": [[2026, 11, 21]]}
    assert item["author"] == [{"literal": "BEVO developers"}] and "np/F0026" in item["note"]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_known_is_left_out(form: tuple[str, str, str, object]) -> None:
    bare = replace(CITED, author="", issued="", version="", nanopub="", rests_on=())
    made = form[3](bare)  # type: ignore[operator]
    assert "None" not in made and "F0026" in made and "  - \r\n" not in made.replace("ER  - \r\n", "")


def test_where_no_one_is_named_there_is_no_link() -> None:
    assert report_link("F0026: an error", "What is wrong", "") == ""


def test_a_report_is_a_letter_or_an_issue_with_all_of_the_text() -> None:
    body = "Finding: 5 % & more?\nAddress: https://x/#y"
    letter = urlsplit(report_link("F0026: an error", body, "mailto:a@b.example"))
    assert letter.path == "a@b.example"
    assert unquote(letter.query) == f"subject=F0026: an error&body={body}".replace("\n", "\r\n")
    issue = urlsplit(report_link("F0026: an error", body, "https://git.example/o/n/issues/new"))
    assert parse_qs(issue.query) == {"title": ["F0026: an error"], "body": [body]}
