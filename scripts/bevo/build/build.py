"""The way from records to a release: read, ground, emit, validate, reason, publish.

Each step is a function of the one before. Everything is written beside ``dist`` and takes its place when whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from bevo import __version__
from bevo.build.background import weighed_background
from bevo.build.generated import generated
from bevo.build.prepare import Checked, check, curated_sources, emit_by_source, shacl
from bevo.cache import Keep, afresh, digest, digest_of_files, keeper
from bevo.curation.jsonl import findings_jsonl
from bevo.exports import graphs as publish
from bevo.exports.experiments import experiments_csv
from bevo.exports.kgx import kgx
from bevo.exports.nanopubs import nanopubs
from bevo.exports.questions import questions_triples
from bevo.exports.spreadsheet import findings_csv
from bevo.exports.sssom import sssom
from bevo.exports.void import describe, file_triples
from bevo.files import below, locked, replaced_folder, sweep, write_whole
from bevo.findings.emit_sources import source_iri
from bevo.ontology.merge import logical, with_metadata
from bevo.problems import BevoError, InputError, Problem, errors, relative
from bevo.project import Project
from bevo.questions.conflicts import Conflict, Found, disagreements, found_conflicts
from bevo.questions.questions import Query, read_queries, read_query, run
from bevo.rdf import rdfio
from bevo.rdf.names import bevo, local_name
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.store import load_graph
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.hermit import LIMIT_SECONDS
from bevo.reasoning.infer import infer
from bevo.site import write_pages

__all__ = ["Release", "build", "canonical_ontology"]


@dataclass
class Release:
    """What a build made, and the seconds that each step took."""

    checked: Checked
    inferred: list[Triple]
    seconds: dict[str, float] = field(default_factory=dict)
    triples: dict[str, int] = field(default_factory=dict)


Say = Callable[[str], None]


def build(
    project: Project, say: Say = lambda _: None, limit: float = LIMIT_SECONDS, from_nothing: bool = False
) -> Release:
    """Build the release into ``dist/`` and write ``instances/<source>.ttl``.

    Of two builds of one checkout the second waits for the first.

    :param say: is told the name of each step as it starts.
    :param limit: seconds that HermiT may take.
    :param from_nothing: make everything, whatever a former build left; the bytes are the same.
    :raises InputError: if the records have faults, by their own rules or by the shapes; nothing is written then.
    :raises BevoError: if reasoning or writing fails; the former ``dist/`` stays whole.
    """
    keep = afresh if from_nothing else keeper(project.build / "cache")
    with locked(project.dist, lambda: say("another build is writing dist/; waiting for it")):
        for folder in (project.instances, project.root / "docs", project.build / "cache"):
            sweep(folder)
        return _build(project, say, limit, keep)


def _build(project: Project, say: Say, limit: float, keep: Keep) -> Release:
    seconds: dict[str, float] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        say(name)
        start = perf_counter()
        yield
        seconds[name] = perf_counter() - start

    with step("check"):
        checked = check(project)
        if errors(checked.problems):
            raise InputError(checked.problems)
    with step("emit"):
        by_source = emit_by_source(checked)
        findings = sorted_triples(t for triples in by_source.values() for t in triples)
        queries = read_queries(project.queries)
        key = digest(__version__, digest_of_files(project.ontology.rglob("*"), project.ontology))
        ontology = canonical_ontology(with_metadata(checked.ontology.triples(), __version__), key, keep)
    with step("validate"):
        faults = shacl(project, checked, findings)
        if errors(faults):
            raise InputError(faults)
        checked.problems += faults
    with step("reason"), _writing():
        logic = {finding.id: checked.emitted[finding.id].logic for finding in checked.findings}
        inferred = infer(logical([*ontology, *checked.axioms]), logic, "hermit", limit, keep)
        background = weighed_background(checked, inferred)
        checked.problems += [*_inferred_mismatches(inferred, checked), *_unread(inferred, checked)]
    with step("publish"), _writing(), replaced_folder(project.dist) as folder:
        merged = sorted_triples([*ontology, *findings, *inferred, *background])
        base = with_metadata(checked.ontology.base(), __version__)
        files = _ontology_files(ontology, base, key, keep)
        counts = _publish(checked, ontology, files, merged, findings, inferred, background, queries.values(), folder)
        store = load_graph(folder / "bevo-kg.ttl")
        found = found_conflicts(run(read_query(project.queries / "conflicts.rq").text, store))
        checked.problems += _unreviewed(project, checked.conflicts, found)
        for name, data in generated(checked, by_source, ontology, findings, inferred, queries.values(), found).items():
            write_whole(below(project.root, name), data)
        say("site")
        former = project.dist / "site"
        write_pages(store, merged, queries, folder, project.assets, folder / "site", __version__, former, keep)
    return Release(checked, inferred, seconds, counts)


def canonical_ontology(ontology: list[Triple], key: str, keep: Keep) -> list[Triple]:
    """The ontology with blank nodes named by what they say.

    :param key: a hash of what it was read from.
    """
    made = keep("ontology", {"": key}, lambda _: {"": rdfio.ntriples(rdfio.canonical(ontology)).decode("utf-8")})
    return [quad.triple for quad in parse(made[""], format=RdfFormat.N_TRIPLES)]


def _ontology_files(ontology: list[Triple], base: list[Triple], key: str, keep: Keep) -> dict[str, bytes]:
    """The files of the ontology by name.

    :param ontology: canonical.
    :param base: its own axioms alone, with metadata.
    :param key: a hash of what both were read from.
    """

    def make(_: list[str]) -> dict[str, str]:
        files = publish.ontology_files(ontology, rdfio.canonical(base))
        return {name: data.decode("utf-8") for name, data in files}

    made = keep("ontology-files", dict.fromkeys(publish.ONTOLOGY_FILES, key), make)
    return {name: text.encode("utf-8") for name, text in made.items()}


def _inferred_mismatches(inferred: list[Triple], checked: Checked) -> Iterator[Problem]:
    """A warning for each participant that HermiT finds to work both ways."""
    for triple in inferred:
        if triple.predicate == TYPE and triple.object == bevo("Mismatch") and isinstance(triple.subject, NamedNode):
            finding = local_name(triple.subject.value).partition("-")[0]
            origin = checked.instances.origins[finding]
            message = f"HermiT: {local_name(triple.subject.value)} works both for and against the reported outcome"
            yield Problem(origin.document.file, origin.line("via"), finding, message, warning=True)


def _unread(inferred: list[Triple], checked: Checked) -> Iterator[Problem]:
    """A warning for each finding that background speaks against and that no curator has read for it."""
    for triple in inferred:
        if (
            triple.predicate == TYPE
            and triple.object == bevo("CounterMechanism")
            and isinstance(triple.subject, NamedNode)
        ):
            finding = local_name(triple.subject.value)
            if finding not in checked.background.readings:
                origin = checked.instances.origins[finding]
                message = (
                    "background speaks against it; read it and write a record in instances/background/readings.yaml"
                )
                yield Problem(origin.document.file, origin.line("via"), finding, message, warning=True)


def _unreviewed(project: Project, records: list[Conflict], found: list[Found]) -> Iterator[Problem]:
    """Warnings where the question and the reviewed records differ."""
    for difference in disagreements(records, found):
        yield Problem(relative(project.instances / "conflicts"), 0, "", difference, warning=True)


def _publish(
    checked: Checked,
    ontology: list[Triple],
    of_ontology: dict[str, bytes],
    merged: list[Triple],
    findings: list[Triple],
    inferred: list[Triple],
    background: list[Triple],
    queries: Collection[Query],
    folder: Path,
) -> dict[str, int]:
    questions = questions_triples(queries)
    discrepancies: dict[str, list[str]] = {}
    for discrepancy in checked.instances.discrepancies:
        for finding in discrepancy.findings:
            discrepancies.setdefault(finding, []).append(discrepancy.id)
    logic = {t for emitted in checked.emitted.values() for t in emitted.logic}
    quads = list(
        publish.named_graphs(
            [
                ("ontology", ontology),
                ("findings", [t for t in findings if t in logic]),
                ("provenance", [t for t in findings if t not in logic]),
                ("inferred", inferred),
                ("background", background),
                ("queries", questions),
            ]
        )
    )
    files = {
        **of_ontology,
        **dict(publish.graph_files(merged, findings, inferred)),
        "background.ttl": rdfio.turtle(background),
        "bevo-kg.nq.gz": rdfio.nquads_gz(quads),
        "queries.ttl": rdfio.turtle(questions, "question", "schema", "sh"),
        "findings.jsonl": findings_jsonl(checked.instances),
        "findings.csv": findings_csv(checked.findings, checked.ontology.vocabulary, discrepancies, checked.readings),
        "experiments.csv": experiments_csv(checked.findings),
        "finding.schema.json": publish.finding_schema(),
        "mappings.sssom.tsv": sssom(ontology),
        "nanopubs.trig": nanopubs(findings, ontology),
        **dict(kgx(findings, ontology)),
    }
    description = describe(quads, ontology, __version__, [source_iri(one) for one in curated_sources(checked)])
    files["void.ttl"] = rdfio.turtle(
        sorted_triples([*description, *file_triples(files)]), "dcat", "foaf", "prov", "spdx", "void"
    )
    for name, data in files.items():
        file = below(folder, name)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    return {"ontology": len(ontology), "findings": len(findings), "inferred": len(inferred)}


@contextmanager
def _writing() -> Iterator[None]:
    """Tell of a full or unwritable disk in a sentence."""
    try:
        yield
    except OSError as error:
        raise BevoError(f"cannot write: {error}; the earlier dist/ is unchanged") from error
