"""HermiT as the OWL API runs it, in Java alone: the peer of ``bevo reason``, from what ``make peers`` fetches.

The wheel has OWL API 4.5.22 and HermiT 1.3.8. Neither takes part in a build, so equal answers are a check as well.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Triple

from bevo.problems import BevoError
from bevo.rdf.rdfio import ntriples
from bevo.rdf.vocabulary import THING, TYPE
from bevo_bench.peers import java

__all__ = ["entailed"]

IRI = re.compile(r"<([^<>]+)>")


def entailed(logic: Iterable[Triple], peers: Path) -> set[Triple]:
    """Every type and relation of every individual, stated or inferred; owl:Thing is left out.

    :param logic: the logical part of ontology and findings.
    :param peers: the folder that ``make peers`` made.
    :raises BevoError: if the jars or a Java are missing, HermiT fails, or the graph contradicts itself.
    """
    with java(peers, "owlapi-api", "the OWL API") as gateway, tempfile.TemporaryDirectory() as folder:
        jvm, file = gateway.jvm, Path(folder, "logic.nt")
        file.write_bytes(ntriples(logic))
        manager = jvm.org.semanticweb.owlapi.apibinding.OWLManager.createOWLOntologyManager()
        ontology = manager.loadOntologyFromOntologyDocument(jvm.java.io.File(str(file)))
        reasoner = jvm.org.semanticweb.HermiT.Reasoner.ReasonerFactory().createReasoner(ontology)
        if not reasoner.isConsistent():
            raise BevoError("the graph contradicts itself")
        kinds = jvm.org.semanticweb.owlapi.reasoner.InferenceType
        wanted = gateway.new_array(kinds, 2)
        wanted[0], wanted[1] = kinds.CLASS_HIERARCHY, kinds.CLASS_ASSERTIONS
        reasoner.precomputeInferences(wanted)
        return {*_types(ontology, reasoner), *_relations(ontology, reasoner)}


def _types(ontology: Any, reasoner: Any) -> Iterator[Triple]:
    for kind in ontology.getClassesInSignature():
        (name,) = _names(kind)
        if name != THING:
            yield from (Triple(member, TYPE, name) for member in _names(reasoner.getInstances(kind, False)))


def _relations(ontology: Any, reasoner: Any) -> Iterator[Triple]:
    for relation in ontology.getObjectPropertiesInSignature():
        (name,) = _names(relation)
        for left, rights in reasoner.getObjectPropertyInstances(relation).items():
            (subject,) = _names(left)
            yield from (Triple(subject, name, right) for right in _names(rights))


def _names(found: Any) -> Iterator[NamedNode]:
    """The IRIs of entities of Java, from their printed form: one call for many, of which each takes a round trip."""
    return map(NamedNode, IRI.findall(found.toString()))
