"""Whatever speaks of verbs and amounts speaks of those of ``bevo/signs.py``, of all of them and of no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, Triple

from bevo.curation.records import Finding
from bevo.finding.emit import kind_class
from bevo.rdf.names import bevo
from bevo.rdf.rdfio import read_turtle
from bevo.rdf.vocabulary import LABEL, OBJECT_PROPERTY, SUBPROPERTY, TYPE
from bevo.signs import AMOUNTS, SIGNS, VERBS, Amount, Verb
from checkout import ROOT

SHAPES = sorted((ROOT / "shapes").glob("*.ttl"))
AMOUNT_NAMES = {amount.property for amount in AMOUNTS.values()}


@pytest.fixture(scope="module")
def ontology() -> set[Triple]:
    return set(read_turtle(ROOT / "ontology" / "bevo.ttl"))


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.word)
def test_a_verb_is_a_property_whose_label_is_its_words(verb: Verb, ontology: set[Triple]) -> None:
    this = bevo(verb.property)
    assert Triple(this, TYPE, OBJECT_PROPERTY) in ontology
    assert [t.object for t in ontology if (t.subject, t.predicate) == (this, LABEL)] == [Literal(verb.words)]
    made = [t.object for t in ontology if (t.subject, t.predicate) == (this, bevo("makesKind"))]
    assert made == ([kind_class(verb.kind)] if verb.kind else [])


def test_the_ontology_has_no_verb_that_the_table_lacks(ontology: set[Triple]) -> None:
    affecting = {t.subject for t in ontology if t.predicate == SUBPROPERTY and t.object == bevo("affects")}
    making = {t.subject for t in ontology if t.predicate == bevo("makesKind")}
    assert affecting == {bevo(verb.property) for verb in VERBS.values() if verb.sign}
    assert making == {bevo(verb.property) for verb in VERBS.values() if verb.kind}


@pytest.mark.parametrize("amount", AMOUNTS.values(), ids=lambda amount: amount.word)
def test_an_amount_is_a_property_whose_label_says_it(amount: Amount, ontology: set[Triple]) -> None:
    this = bevo(amount.property)
    assert Triple(this, TYPE, OBJECT_PROPERTY) in ontology
    assert Triple(this, LABEL, Literal(f"{amount.word} in")) in ontology


def test_the_ontology_has_no_amount_that_the_table_lacks(ontology: set[Triple]) -> None:
    below = {t.subject for t in ontology if t.predicate == SUBPROPERTY and t.object == bevo("alteredIn")}
    assert below == {bevo(amount.property) for amount in AMOUNTS.values() if amount.sign}


def test_a_record_has_a_key_for_each_verb_of_an_outcome_and_for_no_other() -> None:
    assert [key for key in Finding.model_fields if key in VERBS] == sorted(SIGNS, key=list(Finding.model_fields).index)
    assert set(SIGNS) <= set(Finding.model_fields)


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_shapes_list_verbs_and_amounts_only_all_together(path: Path) -> None:
    rules = re.split(r"\bsh:(?:property|sparql)\b", path.read_text(encoding="utf-8"))
    for rule in rules:
        named = set(re.findall(r"\bbevo:(\w+)", rule))
        verbs = {verb.property for verb in VERBS.values()}
        for listed in re.findall(r"\bIN \(([^)]*)\)", rule):
            some = set(re.findall(r"\bbevo:(\w+)", listed)) & verbs
            assert not some or some == verbs, listed
        if path.stem != "role":  # its rules say which signs exclude each other
            assert named.isdisjoint(verbs), rule
        assert len(named & AMOUNT_NAMES) < 2 or named >= AMOUNT_NAMES, rule


def test_some_shape_lists_the_amounts() -> None:
    assert any(set(re.findall(r"\bbevo:(\w+)", path.read_text(encoding="utf-8"))) >= AMOUNT_NAMES for path in SHAPES)


def test_the_scripts_of_the_site_know_the_same_signs() -> None:
    text = (ROOT / "web" / "src" / "pictures" / "signs.js").read_text(encoding="utf-8")
    written = re.search(r"export const SIGNS = \{(.*?)\}", text)
    assert written
    told = dict(re.findall(r'(\w+): "(.*?)"', written[1]))
    assert told == {{1: "plus", -1: "minus"}[verb.sign]: verb.words for verb in VERBS.values() if verb.sign}


def test_the_guides_name_every_verb_and_amount() -> None:
    guide, exports = ((ROOT / name).read_text(encoding="utf-8") for name in ("CONTRIBUTING.md", "docs/exports.md"))
    assert [word for word in (*VERBS, *AMOUNTS) if f"`{word}`" not in guide] == []
    properties = [*(verb.property for verb in VERBS.values()), *(amount.property for amount in AMOUNTS.values())]
    assert [name for name in properties if f"`{name}`" not in exports] == []
