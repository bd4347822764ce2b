"""The questions on mechanisms, therapy and conflicts give what the records of the reviews say."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from bevo.questions.questions import read_queries, run, with_values
from checkout import ROOT

QUERIES = read_queries(ROOT / "queries")


@pytest.fixture(scope="module")
def store(sample_store: Store) -> Store:
    return sample_store


Row = dict[str, str]


def ask(store: Store, name: str, **values: str) -> list[Row]:
    answer = run(with_values(QUERIES[name], values, store), store)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]


def listed(cell: str) -> set[str]:
    return set(filter(None, cell.split("; ")))


def picked(rows: list[Row], finding: str, *columns: str) -> set[tuple[str, ...]]:
    return {tuple(row[column] for column in columns) for row in rows if row["finding"] == f"finding:{finding}"}


def test_mir_31_stands_right_before_five_molecules(store: Store) -> None:
    rows = {row["microRNA"]: row for row in ask(store, "one-mirna-many-targets")}
    row = rows["miR-31"]  # F0030, F1130, F1131, F1741 to F1744, F2207; the RhoA pathway of F0031 is no molecule
    assert listed(row["targetNames"]) == {"E2F2", "FZD3", "KDM2A", "RHOA", "SATB2"}
    assert (row["targets"], row["findings"], row["family"]) == ("5", "8", "molecule:miR-31")
    of_vessels, of_macrophages = {"SPI1", "MITF", "SOCS1"}, {"BMP2", "GDF2", "RUNX2"}  # F0047, F0048; F1948, F1949
    assert listed(rows["miR-155"]["targetNames"]) == of_vessels | of_macrophages
    assert "miR-214" not in rows  # ATF4 alone
    assert "miR-34c" not in rows  # SATB2 alone, in F0017


def test_fewer_micrornas_have_more_targets(store: Store) -> None:
    counts = {least: len(ask(store, "one-mirna-many-targets", minimum=least)) for least in ("1", "2", "4", "99")}
    assert counts["1"] > counts["2"] > counts["4"] > counts["99"] == 0
    assert all(int(row["targets"]) >= 4 for row in ask(store, "one-mirna-many-targets", minimum="4"))


def test_runx2_and_satb2_are_what_several_micrornas_act_on(store: Store) -> None:
    rows = {row["target"]: row for row in ask(store, "one-target-many-mirnas")}
    assert {"miR-196", "miR-30d", "miR-133", "miR-143", "miR-221"} <= listed(rows["RUNX2"]["microRNANames"])
    assert listed(rows["SATB2"]["microRNANames"]) == {"miR-31", "miR-34c"}
    assert "ATF4" not in rows
    assert "ATF4" in {row["target"] for row in ask(store, "one-target-many-mirnas", minimum="1")}


def test_hippo_signalling_is_shared_and_an_association_does_not_reach_it(store: Store) -> None:
    rows = {row["pathway"]: row for row in ask(store, "shared-pathways")}
    assert listed(rows["hippo signaling"]["sourceNames"]) == {
        "mesenchymal stem cell of the bone marrow",  # F0028, Table 2 row 12
        "mesenchymal stem cell of umbilical cord",
    }
    assert "EphrinA2/EphA2 signaling pathway" not in rows  # osteoclasts alone
    assert {row["pathway"] for row in ask(store, "shared-pathways", minimum="3")} < set(rows)


def test_steps_of_mir_214_name_actor_target_recipient_and_outcome(store: Store) -> None:
    rows = ask(store, "mechanism-steps")
    columns = ("cargoName", "actor", "step", "target", "recipient", "sign", "outcome")
    assert picked(rows, "F0026", *columns) == {
        ("miR-214", "miR-214", "inhibits", "ATF4", "osteoblast", "inhibits", "osteoblast differentiation")
    }
    assert picked(rows, "F1204", "cargoName", "actor", "step", "target") == {
        ("miR-214-3p", "EFNA2", "affects", "targeting of extracellular vesicles to cells"),
        ("miR-214-3p", "EPHA2", "affects", "targeting of extracellular vesicles to cells"),
        ("miR-214-3p", "miR-214-3p", "inhibits", "ATF4"),
    }
    assert picked(rows, "F1228", "step", "recipient") == {("affects", "")}  # no recipient told


def test_what_the_vesicle_does_to_the_outcome_is_no_step(store: Store) -> None:
    rows = ask(store, "mechanism-steps", cargo="RANK")
    assert ("RUNX2", "promotes", "ossification") in picked(rows, "F1216", "actor", "step", "target")
    assert not [row for row in rows if "extracellular" in row["actor"] and row["target"] == row["outcome"]]
    assert "finding:F2134" not in {row["finding"] for row in rows}  # RANK, but no step


def test_a_mechanism_names_the_cargo_that_makes_its_last_step(store: Store) -> None:
    rows = ask(store, "mechanisms-to", target="Wnt signaling pathway")
    assert picked(rows, "F1304", "actor", "cargo") == {
        (name, name) for name in ("miR-680", "miR-677-3p", "miR-3084-3p", "miR-5100")
    }
    assert picked(rows, "F0029", "end", "step") == {("canonical Wnt signaling pathway", "affects")}  # a kind of it


def test_a_mechanism_says_whether_it_is_told_as_a_result(store: Store) -> None:
    told = {row["finding"]: row["told"] for row in ask(store, "mechanisms-to", target="signal transduction")}
    assert told["finding:F0031"] == "as a result"
    hedged = {finding for finding, how in told.items() if how != "as a result"}
    assert hedged
    results = "SELECT ?f { ?f a <https://w3id.org/bevo/ReportedResult> }"
    assert not hedged & {row[0] for row in run(results, store).plain()}


def test_mir_31a_reaches_osteoclasts_by_the_rhoa_pathway(store: Store) -> None:
    rows = [row for row in ask(store, "via-signalling") if row["pathway"] == "RhoA signaling pathway"]
    assert ("affects", "promotes", "osteoclast differentiation") in {
        (row["step"], row["sign"], row["outcome"]) for row in rows
    }


def test_a_pathway_that_is_the_outcome_is_no_way_to_it(store: Store) -> None:
    assert not [row for row in ask(store, "via-signalling") if row["pathwayTerm"] == row["outcomeTerm"]]


def test_rank_on_osteoclast_vesicles_builds_and_restrains(store: Store) -> None:
    rows = {(row["keyed"], row["key"]): row for row in ask(store, "therapy-candidates")}
    rank = rows["cargo", "TNFRSF11A"]
    assert (rank["buildingFindings"], rank["towardsLoss"], rank["term"]) == ("F1216", "0", "molecule:TNFRSF11A")
    assert listed(rank["restrainingFindings"]) == {"F0042", "F2134"}
    endothelial = rows["source", "endothelial cell"]
    assert endothelial["buildingFindings"] == "F0049"
    assert listed(endothelial["restrainingFindings"]) == {"F0047", "F0048"}
    assert endothelial["lossFindings"] == "F2207"


def test_a_vesicle_that_does_one_of_both_is_no_candidate(store: Store) -> None:
    keys = {row["key"] for row in ask(store, "therapy-candidates")}
    assert "osteocyte" not in keys  # builds, never restrains
    assert "miR-214" not in keys
    assert all(int(row["building"]) and int(row["restraining"]) for row in ask(store, "therapy-candidates"))


def test_osteoclast_death_restrains_and_does_not_build(store: Store) -> None:
    row = next(r for r in ask(store, "therapy-candidates") if r["key"] == "osteoblast")
    assert "F2202" in listed(row["restrainingFindings"])
    assert "F2202" not in listed(row["buildingFindings"])


def test_vesicles_given_to_mice_with_osteoarthritis_are_therapies(store: Store) -> None:
    rows = ask(store, "therapies-tested")
    assert picked(rows, "F1141", "source", "sign", "outcome", "model") == {
        ("mesenchymal stem cell of the bone marrow", "inhibits", "cartilage damage", model)
        for model in ("Mus musculus", "osteoarthritis")
    }
    assert not picked(rows, "F2139", "sign")  # drug-loaded vesicles, but no disease is named
    assert picked(rows, "F0448", "model", "evidenceLevel", "study") == {
        (model, "animal", "study:furuta-2016") for model in ("Mus musculus", "knockout")
    }
    assert not picked(rows, "F0364", "sign")  # proposed


def test_engineering_and_preconditioning_are_told_apart(store: Store) -> None:
    rows = ask(store, "engineered-vesicles")
    assert picked(rows, "F1543", "kind", "done", "doneTo", "difference", "sign", "outcome") == {
        ("engineered", "MM2P overexpression", "donor", "more SOX9", "promotes", "cartilage matrix synthesis")
    }
    assert picked(rows, "F0472", "kind", "done", "comparedWith") == {
        ("stimulus", "hypoxic", "mesenchymal stem cell of the bone marrow")
    }
    assert picked(rows, "F2139", "kind", "doneTo", "cargo") == {
        ("engineered", "vesicle", "zoledronate"),
        ("engineered", "vesicle", "dasatinib"),
    }
    assert picked(rows, "F1793", "doneTo", "difference") == {("agent", "more extracellular exosome")}
    assert picked(rows, "F0060", "difference") == {("less H19",)}
    assert not picked(rows, "F0030", "kind")  # aged donors are neither


def test_removal_tells_for_or_against(store: Store) -> None:
    rows = ask(store, "loss-of-function")
    columns = ("by", "removed", "sign", "outcome", "verdict")
    assert picked(rows, "F1207", *columns) == {
        ("RAB27A siRNA", "extracellular exosome", "promotes", "ossification", "against the outcome")
    }
    assert picked(rows, "F0446", *columns) == {
        ("CD9 knockout", "extracellular exosome", "inhibits", "endochondral ossification", "for the outcome")
    }
    assert picked(rows, "F0366", "removed") == {("extracellular vesicle uptake",)}
    assert picked(rows, "F0364", "removed", "verdict", "told") == {("", "", "in a summary or hedged")}
    assert picked(rows, "F0449", "by", "sign") == {("vesicles given under knockout", "promotes")}
    assert not picked(rows, "F1400", "by")  # abnormal load adds vesicles


def test_progenitors_without_effect_stand_against_those_with_one(store: Store) -> None:
    rows = ask(store, "no-effect")
    kinds = {"noEffect": "noEffectFindings", "promote": "promotingFindings", "inhibit": "inhibitingFindings"}
    assert all(int(row[count]) == len(listed(row[ids])) for row in rows for count, ids in kinds.items())
    assert set().union(*(listed(row["noEffectFindings"]) for row in rows)) == {"F1700", "F1979"}

    def told(outcome: str, source: str, recipient: str) -> tuple[set[str], ...]:
        (row,) = (r for r in rows if (r["outcome"], r["source"], r["recipient"]) == (outcome, source, recipient))
        return tuple(listed(row[ids]) for ids in kinds.values())

    marrow = "mesenchymal stem cell of the bone marrow"
    assert told("osteoblast differentiation", "adult endothelial progenitor cell", marrow) == ({"F1700"}, set(), set())
    # Of osteoporotic osteoblasts, to the same stem cells.
    assert told("osteoblast differentiation", "osteoblast", marrow) == (set(), {"F0035", "F1303"}, {"F0354"})
    assert "F0026" in told("osteoblast differentiation", "osteoclast", "osteoblast")[2]
    adipose = "mesenchymal stem cell of adipose tissue"
    assert told("chondrocyte damage", adipose, "chondrocyte") == ({"F1979"}, {"F1980"}, set())
    profile = ask(store, "process-profile", process="obo:GO_0001649")
    signs = {row["finding"].removeprefix("finding:"): row["sign"] for row in profile}
    for row in rows:
        if row["process"] == "GO:0001649":
            assert {signs[finding] for finding in listed(row["promotingFindings"])} <= {"promotes"}
            assert {signs[finding] for finding in listed(row["inhibitingFindings"])} <= {"inhibits"}


def test_two_reviews_turn_the_sign_of_one_study(store: Store) -> None:
    told = {row["review"]: row for row in ask(store, "same-study-told-differently") if row["study"] == "study:xu-2018"}
    assert len(told) == 2
    effects = [listed(row["effects"]) for row in told.values()]
    assert any("promotes osteoclast differentiation" in effect for effect in effects)
    assert any("inhibits osteoclast differentiation" in effect for effect in effects)
    assert {frozenset(listed(row["cargoes"])) for row in told.values()} == {frozenset({"miR-31a-5p"})}


def test_every_study_told_differently_has_two_reviews_or_more_and_is_none_itself(store: Store) -> None:
    rows = ask(store, "same-study-told-differently")
    reviews = [(row["study"], row["review"]) for row in rows]
    assert len(reviews) == len(set(reviews))
    studies = [study for study, _ in reviews]
    assert all(studies.count(study) > 1 for study in studies)
    cited = {row[0] for row in run("SELECT ?s { ?s a <https://w3id.org/bevo/CitedReview> }", store).plain()}
    assert cited
    assert not cited & set(studies)


def test_an_agent_stands_before_what_it_does(store: Store) -> None:
    rows = [row for row in ask(store, "same-study-told-differently") if row["study"] == "study:sun-2016"]
    effects = set[str]().union(*(listed(row["effects"]) for row in rows))
    assert "RAB27A siRNA: promotes ossification" in effects
    assert "promotes ossification" not in effects


def test_diseases_are_relieved_worsened_or_lend_their_donors(store: Store) -> None:
    rows = ask(store, "targets-in-disease")
    assert picked(rows, "F1330", "name", "role", "verdict") == {("subchondral bone sclerosis", "outcome", "worsens")}
    assert picked(rows, "F0330", "name", "role", "verdict") == {("osteoporosis", "outcome", "relieves")}
    assert picked(rows, "F0033", "name", "role", "verdict") == {("osteoporosis", "donor", "towards bone loss")}
    assert picked(rows, "F0462", "name", "role", "verdict") == {("fracture non-union", "model", "towards bone gain")}
    assert not picked(rows, "F0003", "name")  # a biomarker without an outcome


def test_a_disease_brings_its_kinds_and_no_other(store: Store) -> None:
    names = {row["name"] for row in ask(store, "targets-in-disease", disease="osteoarthritis")}
    assert names == {"osteoarthritis", "cold-induced osteoarthritis", "osteoarthritis, knee"}


def test_dual_action_says_more_or_less_of_what(store: Store) -> None:
    rows = {(row["keyed"], row["key"]): row for row in ask(store, "dual-action")}
    osteoclast = rows["source", "osteoclast"]
    assert "less osteoclast differentiation" in listed(osteoclast["towardsGain"])  # RANK, F0042
    assert "less osteoblast differentiation" in listed(osteoclast["towardsLoss"])  # miR-214, F0026
    mir_31 = rows["cargo", "miR-31"]
    assert (mir_31["gainFindings"], mir_31["lossFindings"]) == ("2", "3")  # F1130, F1131; F0030, F0031, F2207
    assert mir_31["term"] == "molecule:miR-31"


def test_opposite_signs_keep_arms_apart(store: Store) -> None:
    rows = {row["cargo"]: row for row in ask(store, "opposite-signs")}
    assert {"miR-21", "miR-31a-5p"} <= set(rows)
    assert "miR-31" not in rows
    assert (rows["miR-31a-5p"]["gainFindings"], rows["miR-31a-5p"]["lossFindings"]) == ("2", "2")


@pytest.mark.parametrize(
    "name",
    ["conflicts", "dual-action", "opposite-signs", "therapy-candidates", "one-mirna-many-targets", "shared-pathways"],
)
def test_lists_in_cells_have_no_empty_places(store: Store, name: str) -> None:
    cells = [cell for row in ask(store, name) for cell in row.values() if "; " in cell]
    assert cells
    assert all(part and part == part.strip() for cell in cells for part in cell.split("; "))


LINKS = """
@prefix bevo: <https://w3id.org/bevo/> .
@prefix molecule: <https://w3id.org/bevo/molecule/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
molecule:A rdfs:label "A" ; bevo:statedToInhibit molecule:B , bevo:Growth .
molecule:B rdfs:label "B" ; bevo:knownToInhibit bevo:Growth ; bevo:knownToPromote bevo:Death .
bevo:Growth rdfs:label "growth" ; bevo:knownToInhibit bevo:Death .
bevo:Death rdfs:label "death" ; bevo:knownToPromote bevo:Loss .
bevo:Loss rdfs:label "loss" ; bevo:knownToPromote bevo:Fracture .
bevo:Fracture rdfs:label "fracture" .
bevo:participant bevo:term molecule:B ; a bevo:Molecule .
"""


def test_signs_multiply_along_a_path_of_three_links_at_most_and_no_molecule_is_its_end() -> None:
    store = Store()
    store.load(LINKS.encode(), format=RdfFormat.TURTLE)
    query = QUERIES["signed-paths"].text.replace("molecule:miR-214 }", "molecule:A }")
    assert [row[:3] for row in run(query, store).plain()] == [
        ["growth", "inhibits", "1"],
        ["death", "inhibits", "2"],  # over B
        ["death", "promotes", "2"],  # over growth
        ["growth", "promotes", "2"],
        ["death", "inhibits", "3"],  # over B and growth: minus, minus, minus
        ["loss", "inhibits", "3"],
        ["loss", "promotes", "3"],
    ]
    assert run(query, store).plain()[4][3] == "inhibits B, by background inhibits growth, by background inhibits death"


def test_a_conflict_stands_as_read_while_each_side_has_a_finding_that_is_not_disowned(store: Store) -> None:
    rows = ask(store, "conflicts")
    for row in rows:
        disowned = listed(row["notAsTold"])
        both = all(listed(row[side]) - disowned for side in ("promotes", "inhibits"))
        assert row["asRead"] == ("stands" if both else "falls"), row
    assert {row["asRead"] for row in rows} == {"stands", "falls"}
    assert any(row["asRead"] == "stands" and not row["notAsTold"] for row in rows)
