"""The release: complete, the same bytes every time, and in step with what is committed."""

from __future__ import annotations

import csv
import gzip
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Triple, parse

from bevo.build.build import Release
from bevo.catalogue import CATALOGUE, SITE
from bevo.exports.spreadsheet import COLUMNS
from bevo.exports.standalone import DECLARATIONS
from bevo.project import Project
from bevo.rdf.names import BASE, node
from bevo.rdf.vocabulary import DEFINED_BY, TYPE
from checkout import SAMPLE, copy_project


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def has_blank(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def test_every_promised_file_is_there(built: tuple[Project, Release]) -> None:
    assert {name for name in digests(built[0].dist) if not name.startswith(SITE)} == {entry.path for entry in CATALOGUE}
    assert (built[0].dist / "site" / "index.html").is_file()


def test_the_same_bytes_whatever_hash_seed_locale_and_time_zone(
    sample: tuple[Project, Release], tmp_path: Path
) -> None:
    project = copy_project(tmp_path, SAMPLE / "instances")
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "bevo", "build", "--root", str(project.root)]
    subprocess.run(command, env=environment, umask=0o077, check=True, capture_output=True, cwd=tmp_path)
    assert digests(project.dist) == digests(sample[0].dist)


def test_rdf_files_load_and_the_merged_graph_is_their_union(built: tuple[Project, Release]) -> None:
    dist = built[0].dist
    apart = ("bevo.ttl", "findings.ttl", "inferred.ttl", "background.ttl")
    parts = {name: Store() for name in (*apart, "bevo-kg.ttl", "bevo-base.ttl")}
    for name, store in parts.items():
        store.bulk_load(path=str(dist / name), format=RdfFormat.TURTLE)
    owl = Store()
    owl.bulk_load(path=str(dist / "bevo.owl"), format=RdfFormat.RDF_XML)
    assert len(owl) == len(parts["bevo.ttl"]) > len(parts["bevo-base.ttl"])
    named = {name: {q.triple for q in store if not has_blank(q.triple)} for name, store in parts.items()}
    of_obo = {t for t in named["bevo.ttl"] if "oboInOwl#" in f"{t.subject} {t.predicate}"}
    linked = {t for t in named["bevo.ttl"] if t.predicate == DEFINED_BY and not str(t.subject).startswith(f"<{BASE}")}
    assert len(of_obo) > 4000 and len(linked) > 300
    headers = {t for name in apart[1:] for t in named[name] if str(t.subject) == f"<{BASE}download/{name}>"}
    assert len(headers) == 5 * 3
    assert named["bevo-kg.ttl"] == set().union(*(named[name] for name in apart)) - of_obo - linked - headers
    blank = {name: len(parts[name]) - len(named[name]) for name in parts}
    assert blank["bevo-kg.ttl"] == sum(blank[name] for name in apart)


def test_every_class_of_the_ontology_files_is_declared(built: tuple[Project, Release]) -> None:
    for name in ("bevo.ttl", "bevo-base.ttl"):
        triples = [q.triple for q in parse(path=str(built[0].dist / name), format=RdfFormat.TURTLE)]
        declared = {t.subject for t in triples if t.predicate == node("rdf:type")}
        places = {node(p) for p in ("rdfs:subClassOf", "owl:disjointWith", "owl:someValuesFrom", "rdfs:domain")}
        used = {t.object for t in triples if t.predicate in places and isinstance(t.object, NamedNode)}
        assert used <= declared, name


def test_no_triple_stands_in_two_named_graphs(built: tuple[Project, Release]) -> None:
    with gzip.open(built[0].dist / "bevo-kg.nq.gz") as stream:
        quads = list(parse(stream.read(), format=RdfFormat.N_QUADS))
    assert len({quad.triple for quad in quads}) == len(quads)
    names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    graphs = ("ontology", "findings", "provenance", "inferred", "background", "queries")
    assert names == {f"{BASE}graph/{name}" for name in graphs}


@pytest.mark.parametrize("name", ["bevo-kg.ttl", "bevo.ttl", "findings.ttl", "inferred.ttl"])
def test_no_local_name_has_a_slash_which_virtuoso_would_misread(name: str, built: tuple[Project, Release]) -> None:
    assert "\\/" not in (built[0].dist / name).read_text(encoding="utf-8")


def test_every_property_used_is_declared(store: Store) -> None:
    kinds = [node(f"owl:{k}Property") for k in ("Object", "Datatype", "Annotation")]
    declared = {q.subject for kind in kinds for q in store.quads_for_pattern(None, node("rdf:type"), kind)}
    builtin = tuple(node(f"{p}:x").value[:-1] for p in ("rdf", "rdfs", "owl"))
    used = {quad.predicate for quad in store}
    own = {p for p in used if not p.value.startswith(builtin)}
    assert own <= declared


@pytest.mark.parametrize("name", ["findings.ttl", "inferred.ttl", "background.ttl"])
def test_a_part_that_is_loaded_alone_declares_all_that_it_uses(name: str, built: tuple[Project, Release]) -> None:
    """So that the OWL API reads it without a guess; OWL API 4.5 finds no violation of OWL 2 DL in any of the three."""
    triples = {q.triple for q in parse(path=str(built[0].dist / name))}
    assert Triple(node("bevo:download/" + name), node("owl:imports"), node("bevo:ontology")) in triples
    declared: dict[object, set[object]] = {kind: set() for kind in DECLARATIONS}
    for triple in triples:
        if triple.predicate == TYPE and triple.object in declared:
            declared[triple.object].add(triple.subject)
    everywhere = set().union(*declared.values())
    builtin = tuple(node(f"{prefix}:x").value[:-1] for prefix in ("rdf", "rdfs", "owl", "xsd"))
    of_classes = {node(f"{p}") for p in ("rdf:type", "rdfs:subClassOf", "owl:someValuesFrom", "owl:equivalentClass")}
    used = {t.predicate for t in triples} | {t.object for t in triples if t.predicate in of_classes}
    used |= {t.object for t in triples if t.predicate == node("owl:onProperty")}
    named = {term for term in used if isinstance(term, NamedNode) and not term.value.startswith(builtin)}
    assert len(named) > 30 and named - everywhere == set()


def test_no_name_in_turtle_needs_an_escape(built: tuple[Project, Release]) -> None:
    dist = built[0].dist
    texts = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|#[^\n]*')
    files = [*dist.glob("*.ttl"), *dist.glob("*.trig"), *(dist / "site").glob("[d-s]*.ttl")]
    files += [*(dist / "site" / "question").glob("*.ttl"), *list((dist / "site" / "np").glob("*.trig"))[:20]]
    assert len(files) > 80
    for file in files:
        text = re.sub(r'"""(?:[^"\\]|\\.|"(?!""))*"""', "", file.read_text(encoding="utf-8"))
        assert "\\" not in texts.sub("", text), file


def test_data_have_no_blank_nodes(built: tuple[Project, Release]) -> None:
    for name in ("findings.ttl", "inferred.ttl"):
        assert b"_:" not in (built[0].dist / name).read_bytes()


def test_findings_csv_is_one_row_a_finding(built: tuple[Project, Release]) -> None:
    text = (built[0].dist / "findings.csv").read_text(encoding="utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(text.splitlines())}
    assert tuple(next(csv.reader(text.splitlines()))) == COLUMNS
    assert set(rows) == {f.id for f in built[1].checked.findings if not f.record.deprecated}


def test_a_row_of_findings_csv_tells_its_finding(sample: tuple[Project, Release]) -> None:
    text = (sample[0].dist / "findings.csv").read_text(encoding="utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(text.splitlines())}
    row = rows["F0026"]
    assert row["source"] == "osteoclast" and row["cargo"] == "miR-214" and row["cargo_type"] == "microRNA"
    assert row["effect"] == "inhibits" and row["outcome"] == "osteoblast differentiation"
    assert row["mechanism"] == "miR-214 inhibits ATF4" and row["cites"] == "li-2016"
    assert rows["F0060"]["cargo_change"] == "less" and rows["F0060"]["source_state"] == "high-fat treatment"
    assert rows["F0001"]["versus"] == "blood serum (healthy)"


def test_verdicts_of_named_findings(sample_store: Store) -> None:
    def verdicts(finding: str) -> set[str]:
        types = sample_store.quads_for_pattern(node(f"finding:{finding}"), node("rdf:type"), None)
        return {str(q.object.value).removeprefix(BASE) for q in types if isinstance(q.object, NamedNode)}

    assert {"BoneLossFinding", "EffectFinding"} <= verdicts("F0026")
    assert "BoneGainFinding" in verdicts("F0007")  # apoptosis of osteoblasts inhibited
    assert "BoneGainFinding" in verdicts("F0042")  # RANK inhibits osteoclastogenesis
    assert not {"BoneGainFinding", "BoneLossFinding"} & verdicts("F0046")  # senescence of BM-MSC has no polarity
    assert not {"BoneGainFinding", "BoneLossFinding"} & verdicts("F0001")
