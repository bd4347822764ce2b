"""The questions on cells and on cargo say what the records of the reviews say."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, QueryTriples, Store

from bevo.questions.questions import read_queries, run, with_values
from bevo.rdf.names import node
from checkout import ROOT

QUERIES = read_queries(ROOT / "queries")
Row = dict[str, str]


@pytest.fixture(scope="module")
def store(sample_store: Store) -> Store:
    return sample_store


def ask(store: Store, name: str, **values: str) -> list[Row]:
    answer = run(with_values(QUERIES[name], values, store), store)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.plain()]


def of(rows: list[Row], finding: str, *columns: str) -> set[tuple[str, ...]]:
    """What the rows of one finding hold in some columns."""
    return {tuple(row[column] for column in columns) for row in rows if row["finding"] == f"finding:{finding}"}


def test_cell_profile_tells_what_is_sent_and_what_is_received(store: Store) -> None:
    rows = ask(store, "cell-profile")
    told = ("role", "from", "to", "cargo", "amount", "doer", "sign", "outcome")
    effect = ("extracellular exosome", "inhibits", "osteoblast differentiation")
    assert of(rows, "F0026", *told) == {("sends", "osteoclast", "osteoblast", "miR-214", "carried", *effect)}
    assert of(rows, "F0047", "role", "from", "cargo", "sign") == {
        ("receives", "endothelial cell", "miR-155", "inhibits")
    }
    assert {row["role"] for row in rows if row["finding"] == "finding:F0044"} == {"sends", "receives"}  # autocrine


def test_cell_profile_gives_the_sign_to_the_agent_that_bears_it(store: Store) -> None:
    rows = ask(store, "cell-profile")
    assert of(rows, "F1208", "cargo", "amount", "doer", "sign") == {
        ("miR-214-3p", "less", "miR-214-3p antagomir", "promotes")
    }
    assert of(rows, "F2161", "takesPartIn", "sign") == {("targeting of extracellular vesicles to cells", "")}


def test_cell_profile_of_a_lineage_holds_its_cells_and_no_others(store: Store) -> None:
    rows = ask(store, "cell-profile", cell="cell or tissue of muscle lineage")
    senders = {row["from"] for row in rows if row["role"] == "sends"}
    assert {"C2C12", "muscle tissue", "vascular associated smooth muscle cell"} <= senders
    assert "osteoclast" not in senders
    assert of(rows, "F1795", "cargo", "to") == {("miR-92a-3p", "mesenchymal stem cell of the bone marrow")}


def test_process_profile_counts_kinds_and_parts(store: Store) -> None:
    rows = ask(store, "process-profile")
    assert of(rows, "F1596", "outcome", "sign", "cargo") == {("osteoclast maturation", "inhibits", "CLEC11A")}
    assert of(rows, "F1645", "cargo") == {("TNFRSF11B",), ("miR-21-5p",), ("let-7b-5p",)}
    assert of(rows, "F1358", "doer", "sign") == {("apoptotic body", "promotes")}
    assert "osteoblast differentiation" not in {row["outcome"] for row in rows}


def test_process_profile_follows_parts_of_parts(store: Store) -> None:
    outcomes = {row["outcome"] for row in ask(store, "process-profile", process="ossification")}
    assert {"ossification", "osteoblast differentiation", "bone mineralization", "hydroxyapatite formation"} <= outcomes
    assert "osteoclast differentiation" not in outcomes


def test_process_profile_takes_a_disease_as_well(store: Store) -> None:
    rows = ask(store, "process-profile", process="osteoporosis")
    assert of(rows, "F0331", "outcome", "sign", "source") == {
        ("osteoporosis", "inhibits", "mesenchymal stem cell of the bone marrow")
    }
    assert not of(rows, "F0364", "sign")  # proposed


def test_axes_run_both_ways_between_vessels_and_bone(store: Store) -> None:
    rows = ask(store, "axes")
    assert of(rows, "F0047", "axis", "direction") == {("vessel", "to bone")}
    assert of(rows, "F0020", "axis", "direction", "outcome") == {("vessel", "from bone", "angiogenesis")}
    assert of(rows, "F1794", "axis", "doer") == {("muscle", "contrast")}  # no recipient: its outcome is bone
    assert of(rows, "F1772", "axis") == {("muscle",), ("vessel",)}  # smooth muscle of the vessel wall
    assert of(rows, "F2122", "recipient", "sign") == {("bone tissue", "")}
    assert not of(rows, "F0026", "axis")


def test_the_only_nerve_that_speaks_to_bone_is_the_schwann_cell(store: Store) -> None:
    assert {row["source"] for row in ask(store, "axes") if row["axis"] == "nerve"} == {"Schwann cell"}


def test_cartilage_has_builders_and_breakers(store: Store) -> None:
    rows = {(row["verdict"], row["source"], row["cargo"]): row for row in ask(store, "cartilage")}
    synovial = rows["cartilage gain", "synovial mesenchymal stem cell", "miR-155-5p"]
    assert (synovial["findings"], synovial["studies"]) == ("4", "1")  # F1737 to F1740; migration earns no verdict
    assert rows["cartilage loss", "osteoblast", "miR-210-5p"]["findings"] == "3"  # F1332 to F1334
    assert ("cartilage gain", "osteoblast", "miR-210-5p") not in rows


def test_altered_donors_tell_both_sides_of_a_comparison(store: Store) -> None:
    rows = ask(store, "altered-donors", state="senescent")
    assert of(rows, "F1352", "donor", "side", "verdict") == {("senescent", "compared with", "")}
    assert of(rows, "F1356", "donor", "side", "verdict") == {("senescent", "tested", "bone loss")}
    assert {row["stateName"] for row in rows} == {"senescent"}


def test_altered_donors_hold_engineered_vesicles_but_no_state_of_a_recipient(store: Store) -> None:
    rows = ask(store, "altered-donors")
    assert of(rows, "F2139", "donor", "stateName", "source") == {("engineered", "drug-loaded", "osteoblast")}
    assert of(rows, "F0466", "donor", "verdict") == {("aged", "")}  # aged against young: a weaker effect is no loss
    assert not of(rows, "F1317", "stateName")  # the recipient is under fracture stress, not the donor


def test_vesicle_classes_keep_the_unspecified_apart(store: Store) -> None:
    rows = {row["vesicleClass"]: row for row in ask(store, "vesicle-classes")}
    assert set(rows) == {"extracellular exosome", "extracellular vesicle", "microvesicle", "apoptotic body"}
    assert (rows["microvesicle"]["findings"], rows["microvesicle"]["sources"]) == ("2", "0")  # F2027, F2062
    assert rows["apoptotic body"]["boneLossFindings"] == "2"


def test_recipients_count_verdicts_of_what_acts_on_them(store: Store) -> None:
    rows = {row["recipient"]: row for row in ask(store, "recipients")}
    assert int(rows["osteoblast"]["boneLossFindings"]) >= 3  # F0026, F0043, F1204
    assert rows["chondrocyte"]["boneGainFindings"] == "0"
    assert rows["endothelial cell of umbilical vein"]["vesselFindings"] == "3"
    network = [row for row in ask(store, "cell-network") if row["to"] == "osteocyte"]
    assert sum(int(row["findings"]) for row in network) == int(rows["osteocyte"]["findings"])


def test_uptake_routes_name_process_cell_and_vesicle(store: Store) -> None:
    rows = ask(store, "uptake-routes")
    assert of(rows, "F1317", "route", "recipient", "source") == {("phagocytosis", "osteoclast", "osteoblast")}
    assert of(rows, "F0366", "route", "agent") == {("extracellular vesicle uptake", "magnetic hydroxyapatite scaffold")}
    assert not of(rows, "F2026", "route")  # secretion names no recipient


def test_uptake_routes_can_be_narrowed_to_a_process(store: Store) -> None:
    routes = {row["route"] for row in ask(store, "uptake-routes", process="endocytosis")}
    assert routes == {"endocytosis", "phagocytosis", "pinocytosis"}


def test_cargo_profile_tells_a_depleted_and_an_altered_cargo(store: Store) -> None:
    amounts = {row["amount"] for row in ask(store, "cargo-profile", cargo="lncRNA H19")}
    assert amounts == {"less"}
    altered = ask(store, "cargo-profile", cargo="GPC1")
    assert {(row["finding"], row["amount"]) for row in altered} == {
        ("finding:F0143", "altered"),
        ("finding:F0145", "altered"),
    }


def test_cargo_profile_gives_the_sign_of_an_inhibitor_to_the_inhibitor(store: Store) -> None:
    rows = ask(store, "cargo-profile")
    assert of(rows, "F0364", "doer", "sign", "outcome") == {("miR-214-3p inhibition", "inhibits", "osteoporosis")}


def test_cargo_kinds_count_molecules_findings_and_verdicts(store: Store) -> None:
    rows = {(row["kind"], row["source"]): row for row in ask(store, "cargo-kinds")}
    circular = rows["circular RNA", "MC3T3-E1"]
    assert (circular["molecules"], circular["lossFindings"], circular["gainFindings"]) == ("1", "2", "0")
    assert rows["drug", "osteoblast"]["molecules"] == "2"  # zoledronate and dasatinib, F2139
    assert ("protein", "blood serum") not in rows  # only less or altered there


def test_depleted_cargo_names_donor_or_agent(store: Store) -> None:
    rows = ask(store, "depleted-cargo")
    lowered = of(rows, "F0060", "cargo", "donorState", "loweredBy", "sign")
    assert lowered == {("H19", "high-fat treatment", "", "inhibits")}
    assert of(rows, "F0386", "cargo", "loweredBy", "outcome") == {("miR-218", "MSTN", "")}
    assert of(rows, "F0306", "cargo", "donorState") == {("miR-29a", "aged")}
    assert "RAB27A siRNA" not in {row["loweredBy"] for row in rows}  # it lowers vesicles, not a cargo


def test_biomarkers_name_the_condition(store: Store) -> None:
    rows = ask(store, "biomarkers")
    assert of(rows, "F0203", "condition", "fluid", "cargo", "direction") == {
        ("osteoporosis", "blood serum", "ITGB1", "less")
    }
    assert of(rows, "F0004", "condition") == {("bone fracture",)}  # the donors are aged as well
    assert of(rows, "F1202", "condition") == {("ovariectomized",)}
    assert len([row for row in rows if row["finding"] == "finding:F0005"]) == 2  # one row a group


def test_biomarker_panels_tell_what_goes_together(store: Store) -> None:
    rows = ask(store, "biomarker-panels")
    assert of(rows, "F0216", "together", "people", "areaUnderCurve") == {("3", "80", "0.815")}
    assert len(of(rows, "F0216", "cargo")) == 3
    assert of(rows, "F0204", "cargo", "direction", "people") == {("ITGB3", "less", "139")}
    assert not of(rows, "F0001", "cargo")  # proteins as a kind, none by name


def test_biomarker_panels_ask_for_as_many_molecules_as_given(store: Store) -> None:
    conditions = {row["condition"] for row in ask(store, "biomarker-panels", minimum="3")}
    assert conditions == {"osteoporosis"}
    assert "ovariectomized" in {row["condition"] for row in ask(store, "biomarker-panels", minimum="1")}
    assert ask(store, "biomarker-panels", minimum="100") == []


def test_network_triples_hold_signs_of_vesicles_alone(store: Store) -> None:
    answer = store.query(QUERIES["cell-network-triples"].text)
    assert isinstance(answer, QueryTriples)
    triples = {(triple.subject, triple.predicate.value.rsplit("/")[-1], triple.object) for triple in answer}
    osteoclast, osteoblast, schwann = node("CL:0000092"), node("CL:0000062"), node("CL:0002573")
    assert (osteoclast, "vesiclesInhibit", node("GO:0001649")) in triples  # F0026
    assert (osteoclast, "vesiclesActOn", osteoblast) in triples
    assert schwann not in {subject for subject, _, _ in triples}  # F1810 to F1812: a list
    assert (osteoclast, "vesiclesPromote", node("GO:0001649")) not in triples  # F1206, F1208: an siRNA, an antagomir
    assert not {target for _, _, target in triples if target == node("GO:0006915")}  # death of which cell?
    named = {subject for subject, relation, _ in triples if relation == "rdf-schema#label"}
    ends = {end for s, r, o in triples if r.startswith("vesicles") for end in (s, o) if isinstance(end, NamedNode)}
    assert ends == named
