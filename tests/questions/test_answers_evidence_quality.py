"""The questions on evidence, gaps, quality and vocabulary against facts read in the records under ``instances``."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from pyoxigraph import Store
from rdflib.plugins.sparql import prepareQuery

from bevo.build.prepare import Checked
from bevo.questions.questions import read_queries, run, with_values
from checkout import ROOT

QUERIES = read_queries(ROOT / "queries")
UNIPROT = """
@prefix up: <http://purl.uniprot.org/core/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix taxon: <http://purl.uniprot.org/taxonomy/> .
<http://purl.uniprot.org/uniprot/Q9Y6Q6> up:reviewed true ; up:organism taxon:9606 ;
    rdfs:seeAlso <http://purl.uniprot.org/hgnc/11908> ; up:recommendedName [ up:fullName "RANK in full" ] .
<http://purl.uniprot.org/uniprot/A0A000> up:reviewed false ; up:organism taxon:9606 ;
    rdfs:seeAlso <http://purl.uniprot.org/hgnc/11908> ; up:recommendedName [ up:fullName "RANK, not reviewed" ] .
<http://purl.uniprot.org/hgnc/11908> up:database <http://purl.uniprot.org/database/HGNC> .
"""


@pytest.fixture(scope="module")
def store(sample_store: Store) -> Store:
    return sample_store


@pytest.fixture(scope="module")
def checked(sample_checked: Checked) -> Checked:
    return sample_checked


def ask(store: Store, name: str, **values: str) -> list[dict[str, str]]:
    answer = run(with_values(QUERIES[name], values, store), store)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]


def claims(rows: list[dict[str, str]]) -> dict[tuple[str, str, str], dict[str, str]]:
    return {(row["key"], row["sign"], row["about"]): row for row in rows}


def test_a_claim_from_three_studies_is_corroborated(store: Store) -> None:
    row = claims(ask(store, "corroboration"))["miR-378", "promotes", "osteoblast differentiation"]
    # F0035, F1505 and F1510; the member miR-378a counts as its family
    assert (row["studies"], row["findings"], row["reviews"]) == ("3", "3", "2")


def test_a_cited_review_corroborates_nothing(store: Store) -> None:
    # F0046 rests on fulzele-2019, F0393 on murphy-2018, itself a review; F1801 is hedged
    claim = ("miR-34a", "promotes", "mesenchymal stem cell of the bone marrow cellular senescence")
    assert claim not in claims(ask(store, "corroboration"))
    row = claims(ask(store, "corroboration", minimum="1"))[claim]
    assert (row["studies"], row["findings"]) == ("1", "2")


def test_only_molecules_and_sources_are_keys(store: Store) -> None:
    keys = {row["key"] for row in ask(store, "corroboration", minimum="0")}
    assert "miR-214" in keys
    assert not {key for key in keys if "vesicle" in key or "exosome" in key}  # what GW4869 makes less is no cargo


@pytest.mark.parametrize("minimum", [1, 2, 3])
def test_the_claims_that_several_reviews_tell_are_those_that_not_one_alone_tells(store: Store, minimum: int) -> None:
    told = ask(store, "most-reported", minimum=str(minimum))
    assert min(int(row["reviews"]) for row in told) == minimum
    every = claims(ask(store, "most-reported", minimum="1"))
    alone = claims(ask(store, "only-one-review"))
    several = claims(ask(store, "most-reported"))
    assert several and alone
    assert every.keys() == several.keys() | alone.keys()


def test_three_reviews_tell_of_mir_214_against_ossification(store: Store) -> None:
    rows = claims(ask(store, "most-reported", minimum="3"))
    assert rows["miR-214", "inhibits", "ossification"]["reviews"] == "3"
    assert ("miR-378", "promotes", "osteoblast differentiation") not in rows


def test_only_the_encyclopedia_knows_mir_20a(store: Store) -> None:
    rows = ask(store, "only-one-review", review="review:encyclopedia-ev-osteoporosis")
    assert {row["review"] for row in rows} == {"review:encyclopedia-ev-osteoporosis"}
    assert ("miR-20a", "promotes", "osteoclast differentiation") in claims(rows)  # F2131
    assert ("miR-20a", "promotes", "osteoclast differentiation") not in claims(
        ask(store, "only-one-review", review="review:yang-2021")
    )


def test_patients_are_told_of_biomarkers_and_never_of_effects(store: Store) -> None:
    rows = {(row["level"], row["kind"]): row for row in ask(store, "evidence-levels")}
    assert int(rows["patients", "biomarker finding"]["findings"]) >= 5  # F0001 to F0005, Table 1
    assert ("patients", "effect finding") not in rows
    assert int(rows["in vivo", "effect finding"]["findings"]) >= 1  # F0061


def test_levels_add_up_to_the_reported_results(store: Store) -> None:
    each = "?f a <https://w3id.org/bevo/ReportedResult> OPTIONAL { ?f <https://w3id.org/bevo/evidenceLevel> ?level }"
    told = run(f"SELECT DISTINCT ?f ?level WHERE {{ {each} }}", store).plain()
    rows = ask(store, "evidence-levels")
    in_vivo = sum(int(row["findings"]) for row in rows if row["level"] == "in vivo")  # an ECO term, no level
    assert sum(int(row["findings"]) for row in rows) == len(told) + in_vivo


def test_the_timeline_counts_each_study_in_its_year(store: Store, checked: Checked) -> None:
    results = [f.record for f in checked.findings if f.is_result]
    cited = {study for record in results for study in record.cites}
    years = {row["year"]: row for row in ask(store, "timeline")}
    for year in (2016, 2020):
        studies = [checked.instances.studies[study] for study in cited]
        of_year = [study for study in studies if study.year == year]
        assert years[str(year)]["studies"] == str(len(of_year))
        assert years[str(year)]["ofThemReviews"] == str(sum(study.type == "review" for study in of_year))


def test_the_overview_has_table_1_of_yang_2021_as_five_biomarkers(store: Store) -> None:
    rows = ask(store, "review-overview", review="review:yang-2021")
    assert {row["review"] for row in rows} == {"review:yang-2021"}
    (row,) = (row for row in rows if row["section"] == "Table 1 (yang-2021)")
    assert (row["kind"], row["findings"], row["results"], row["studies"]) == ("biomarker finding", "5", "5", "5")


def test_the_overview_counts_gaps_though_they_are_no_results(store: Store) -> None:
    rows = ask(store, "review-overview", review="review:yang-2021")
    section = [row for row in rows if row["section"] == "Bone Physiology and Exosomes (yang-2021)"]
    (row,) = (row for row in section if row["kind"] == "knowledge gap")
    assert (row["findings"], row["results"]) == ("2", "0")  # F0171 and F0172


def test_clec11a_rests_on_one_study_and_mir_214_on_more(store: Store) -> None:
    rows = {(row["key"], row["verdict"]): row for row in ask(store, "thinly-studied")}
    assert rows["CLEC11A", "bone gain"]["study"] == "study:hu-2020"  # F1594 to F1596; F1590 is a list
    assert rows["CLEC11A", "bone gain"]["findings"] == "3"
    assert ("miR-214", "bone loss") not in rows


def test_no_verdict_of_a_cargo_is_told_of_patients(store: Store) -> None:
    rows = {(row["keyed"], row["key"], row["verdict"]): row for row in ask(store, "untested-in-patients")}
    row = rows["source", "mesenchymal stem cell of the bone marrow", "bone gain"]
    assert 1 <= int(row["inVitro"]) + int(row["inAnimals"]) < int(row["findings"])
    assert int(rows["source", "osteoclast", "bone loss"]["findings"]) > 10


def test_a_claim_has_no_mechanism_only_where_no_finding_states_a_step(store: Store) -> None:
    rows = claims(ask(store, "no-mechanism"))
    assert rows["osteocyte", "promotes", "osteoblast differentiation"]["findings"] == "3"  # F0045, F1344, F1346
    assert ("miR-126", "inhibits", "macrophage cell infiltration") in rows  # F0134
    assert ("miR-214", "inhibits", "osteoblast differentiation") not in rows  # F0026 by ATF4
    assert ("TNFRSF11A", "inhibits", "osteoclast differentiation") not in rows  # F0042 binds RANKL


def test_findings_by_study_shows_the_findings_of_both_reviews(store: Store) -> None:
    rows = ask(store, "findings-by-study", study="study:fulzele-2019")
    assert {"finding:F0046", "finding:F1798", "finding:F1801"} <= {row["finding"] for row in rows}
    assert {row["review"] for row in rows} >= {"review:yang-2021", "review:exosomal-communication-2024"}


def test_hedged_claims_are_those_with_a_certainty(store: Store, checked: Checked) -> None:
    expected = {f"finding:{f.record.id}": f.record.certainty for f in checked.findings if f.record.certainty}
    assert {row["finding"]: row["certainty"] for row in ask(store, "hedged-claims")} == expected
    assert expected["finding:F1126"] == "hedged"


def test_open_gaps_can_be_narrowed_to_a_term_and_its_kinds(store: Store) -> None:
    every = {row["gap"] for row in ask(store, "open-gaps")}
    rows = {row["gap"]: row for row in ask(store, "open-gaps", term="osteoporosis")}
    assert "finding:F0355" in rows
    assert "finding:F0171" in every - rows.keys()  # asks about steroid hormones and bone metabolism
    assert set(rows["finding:F0355"]["about"].split("; ")) == {"extracellular exosome", "osteoblast", "osteoporosis"}


def test_discrepancies_of_a_type(store: Store, checked: Checked) -> None:
    counts = {kind: sum(d.type == kind for d in checked.instances.discrepancies) for kind in ("age", "sign")}
    for kind, count in counts.items():
        rows = ask(store, "discrepancies", type=kind)
        assert {row["kind"] for row in rows} == {kind}
        assert len(rows) == count > 0
    assert len(ask(store, "discrepancies")) == len(checked.instances.discrepancies)
    assert ask(store, "discrepancies", type='sign" || "a" = "a') == []


def test_a_discrepancy_between_reviews_says_so(store: Store) -> None:
    (row,) = (r for r in ask(store, "discrepancies", type="sign") if r["discrepancy"] == "discrepancy:D0200")
    assert (row["findings"], row["reviews"]) == ("3", "2")


def test_lists_are_counted_with_their_members(store: Store) -> None:
    rows = {row["finding"]: row for row in ask(store, "collective-lists")}
    assert (rows["finding:F1304"]["cargoes"], rows["finding:F1304"]["sources"]) == ("6", "1")
    assert "finding:F0026" not in rows


def test_withdrawn_findings_give_their_reason(store: Store) -> None:
    rows = {row["finding"]: row["why"] for row in ask(store, "withdrawn")}
    assert "F0018" in rows["finding:F0019"]


def test_citations_that_are_not_certain(store: Store, checked: Checked) -> None:
    rows = {row["study"]: row for row in ask(store, "unresolved-citations")}
    studies = checked.instances.studies
    cited = {study for f in checked.findings for study in f.record.cites}
    cited |= {study for discrepancy in checked.instances.discrepancies for study in discrepancy.cites}
    assert rows.keys() == {f"study:{study}" for study in cited if studies[study].resolution != "resolved"}
    assert rows["study:unnamed-trip-1"]["findings"] == "1"  # F2203
    assert rows["study:boulestreau-2024"]["findings"] == "6"  # F1975 to F1980


def test_results_without_a_citation_are_told_by_review(store: Store) -> None:
    rows = {row["finding"]: row for row in ask(store, "uncited-findings", review="review:exosomal-communication-2024")}
    assert rows["finding:F1703"]["why"] == "the sentence speaks of studies and cites none"
    assert "finding:F0102" not in {row["finding"] for row in ask(store, "uncited-findings")}  # a summary


def test_inferred_gives_nothing_for_a_class_that_is_no_verdict(store: Store) -> None:
    assert ask(store, "inferred", verdict="bevo:Study") == []
    rows = ask(store, "inferred", verdict="bevo:AgedDonorFinding")
    assert {row["follows"] for row in rows} == {"finding with aged donor"}


def test_unmapped_molecules_have_no_mapping(store: Store) -> None:
    rows = {row["term"]: row for row in ask(store, "unmapped-terms")}
    assert int(rows["molecule:MM2P"]["findings"]) == 2  # F1542 and F1543
    assert "molecule:miR-214" not in rows
    for term in rows:
        assert term not in {row["kind"] for row in ask(store, "mappings-of", term=term)}


def test_mappings_of_a_protein_and_of_a_microrna_with_its_arm(store: Store) -> None:
    arms = {row["name"] for row in ask(store, "mappings-of")}
    assert arms == {"miR-214", "miR-214-3p"}
    rows = ask(store, "mappings-of", term="RANKL")
    assert any(row["identifier"].lower().endswith("hgnc:11926") for row in rows)


def test_terms_are_found_by_a_synonym_in_any_case(store: Store) -> None:
    assert "osteoclast" in {row["name"] for row in ask(store, "term-search", word="OCs")}
    (row,) = ask(store, "term-search", word="OSTEOCLAST-MEDIATED BONE RESORPTION")
    assert row["term"] == "GO:0045453"
    assert ask(store, "term-search", word='") || ("') == []


def test_members_of_a_class_come_with_the_reason(store: Store) -> None:
    rows = {row["name"]: row for row in ask(store, "class-members")}
    assert rows["osteoclast differentiation"]["why"] == "Makes the cells that resorb bone."
    assert "ossification" not in rows
    assert "miR-214-3p" in {row["name"] for row in ask(store, "class-members", **{"class": "microRNA"})}


def test_the_reviews_differ_in_how_large_exosomes_are(store: Store) -> None:
    rows = {row["finding"]: row for row in ask(store, "vesicle-definitions")}
    assert (rows["finding:F0111"]["from"], rows["finding:F0111"]["to"]) == ("40", "160")
    assert (rows["finding:F2023"]["from"], rows["finding:F2023"]["to"]) == ("40", "200")
    assert rows["finding:F0111"]["disagreement"] == rows["finding:F2023"]["disagreement"] != ""
    assert rows["finding:F1010"]["from"] == ""


@pytest.fixture
def uniprot(tmp_path: Path) -> Iterator[str]:
    """A real SPARQL server with two entries in the form of UniProt."""
    data = tmp_path / "uniprot.ttl"
    data.write_text(UNIPROT, encoding="utf-8")
    oxigraph = Path(sys.executable).parent / "oxigraph"
    subprocess.run([oxigraph, "load", "--location", tmp_path / "db", "--file", data], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen(
        [oxigraph, "serve-read-only", "--location", tmp_path / "db", "--bind", address], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            try:
                urlopen(f"http://{address}/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://{address}/query"
    finally:
        server.terminate()
        server.wait()


def test_protein_cargo_joins_reviewed_entries_of_uniprot_by_hgnc(store: Store, uniprot: str) -> None:
    query = QUERIES["uniprot-proteins"]
    assert "federated" in query.tags
    prepareQuery(query.text)
    text, count = re.subn(r"SERVICE <https://sparql\.uniprot\.org/sparql>", f"SERVICE <{uniprot}>", query.text)
    assert count == 1
    (row,) = run(text, store).plain()
    assert row[:3] == ["TNFRSF11A", "uniprot:Q9Y6Q6", "RANK in full"]


def test_a_route_is_told_only_where_the_text_tells_it(store: Store, checked: Checked) -> None:
    rows = {row["finding"].partition(":")[2]: row for row in ask(store, "routes-given")}
    assert set(rows) == {
        f.id for f in checked.findings if f.is_result and f.record.experiment and f.record.experiment.route
    }
    healed = rows["F0462"]
    assert (healed["route"], healed["recipientSpecies"]) == ("local implantation", "Rattus norvegicus")
    assert "F0480" not in rows  # a proposal


def test_species_count_each_result_once(store: Store, checked: Checked) -> None:
    rows = ask(store, "species-and-sex")
    told = [f for f in checked.findings if f.is_result and f.experiment and f.experiment.species]
    assert sum(int(row["findings"]) for row in rows) == len(told)
    assert {row["donorSex"] for row in rows} == {"", "female"}
