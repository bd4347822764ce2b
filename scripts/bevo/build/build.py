"""The way from records to a release: read, ground, emit, validate, reason, publish.

Each step is a function of the one before. Everything is written beside ``dist`` and takes its place when whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter

from pyoxigraph import NamedNode, Store, Triple

from bevo import __version__
from bevo.beside import beside
from bevo.build.generated import generated
from bevo.build.prepare import Checked, curated_sources
from bevo.build.today import Today, today, writing
from bevo.cache import Keep, afresh, digest, keeper
from bevo.curation.jsonl import findings_jsonl
from bevo.exports import graphs as publish
from bevo.exports.analysis import PARQUET, analysis_files
from bevo.exports.bibtex import et_al
from bevo.exports.borrowed_from import borrowed_from
from bevo.exports.crosswalk import FORMS, GENES, crosswalk, linksets, read_forms, read_genes, without_row
from bevo.exports.experiments import experiments_csv
from bevo.exports.federated import federated_files
from bevo.exports.kgx import kgx_rows
from bevo.exports.nanopubs import nanopubs
from bevo.exports.public_ids import human_micrornas, public_ids
from bevo.exports.questions import questions_triples
from bevo.exports.shapes import shapes_turtle
from bevo.exports.spreadsheet import findings_csv, findings_rows
from bevo.exports.sssom import sssom
from bevo.exports.standalone import standalone
from bevo.exports.void import describe, file_triples
from bevo.files import below, locked, replaced_folder, sweep, write_whole
from bevo.finding.emit_sources import source_iri
from bevo.ontology.merge import with_metadata
from bevo.problems import Problem, relative
from bevo.project import Project
from bevo.questions.conflicts import Conflict, Found, disagreements, found_conflicts
from bevo.questions.questions import read_query, run
from bevo.rdf import rdfio
from bevo.rdf.names import bevo, local_name
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import TYPE
from bevo.reasoning.hermit import LIMIT_SECONDS
from bevo.site import write_pages
from bevo.vocabulary.pack import Pack, default_pack

__all__ = ["Release", "build"]


@dataclass
class Release:
    """What a build made, and the seconds that each step took.

    :param store: all of ``bevo-kg.ttl``, to ask it; in the process that built it.
    """

    checked: Checked
    inferred: list[Triple]
    seconds: dict[str, float] = field(default_factory=dict)
    triples: dict[str, int] = field(default_factory=dict)
    store: Store | None = None

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "store": None}  # it cannot be pickled


Say = Callable[[str], None]
CROSSWALKS = "crosswalks.ttl"


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

    now = today(project, keep, step, limit)
    checked, queries = now.checked, now.queries
    checked.problems += [*_inferred_mismatches(now.inferred, checked), *_unread(now.inferred, checked)]
    with step("publish"), writing(), replaced_folder(project.dist) as folder:
        found = found_conflicts(run(read_query(project.queries / "conflicts.rq").text, now.store))
        checked.problems += _unreviewed(project, checked.conflicts, found)
        rests = now.rests  # both processes need it
        with beside(partial(_published, now, found, project, folder, keep)) as published:
            say("site")
            args = (now.store, now.merged, queries, folder, project.assets, folder / "site", __version__)
            note = write_pages(*args, project.dist / "site", keep, rests=rests, ready=published)
            problems, files = published()
        checked.problems += problems
        if note:
            checked.problems.append(Problem(relative(project.dist / "site"), 0, "", note, warning=True))
        for name, data in files.items():
            write_whole(below(project.root, name), data)
    counts = {"ontology": len(now.ontology), "findings": len(now.findings), "inferred": len(now.inferred)}
    return Release(checked, now.inferred, seconds, counts, now.store)


def _published(
    now: Today, conflicts: list[Found], project: Project, folder: Path, keep: Keep
) -> tuple[list[Problem], dict[str, bytes]]:
    """Write the files of the release but the site.

    :returns: what was found wrong, and the files that belong into the checkout.
    """
    base = with_metadata(now.checked.ontology.base(), __version__)
    problems = _publish(now, _ontology_files(now.ontology, base, now.key, keep), project, folder, keep)
    return problems, generated(now, conflicts, keep)


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


def _borrowed(now: Today, pack: Pack, keep: Keep) -> list[Triple]:
    def make(_: list[str]) -> dict[str, str]:
        return {"": rdfio.ntriples(borrowed_from(pack, now.ontology)).decode("utf-8")}

    return rdfio.read_ntriples(keep("borrowed-from", {"": digest(now.key, pack.digest)}, make)[""])


def _members(inferred: list[Triple], cls: str) -> Iterator[str]:
    """The local names of what is inferred to be of one of our classes."""
    for triple in inferred:
        if triple.predicate == TYPE and triple.object == bevo(cls) and isinstance(triple.subject, NamedNode):
            yield local_name(triple.subject.value)


def _inferred_mismatches(inferred: list[Triple], checked: Checked) -> Iterator[Problem]:
    """A warning for each participant that HermiT finds to work both ways."""
    for name in _members(inferred, "Mismatch"):
        message = f"HermiT: {name} works both for and against the reported outcome"
        yield _about_steps(name.partition("-")[0], message, checked)


def _unread(inferred: list[Triple], checked: Checked) -> Iterator[Problem]:
    """A warning for each finding that background speaks against and that no curator has read for it."""
    message = "background speaks against it; read it and write a record in instances/background/readings.yaml"
    for finding in _members(inferred, "CounterMechanism"):
        if finding not in checked.background.readings:
            yield _about_steps(finding, message, checked)


def _about_steps(finding: str, message: str, checked: Checked) -> Problem:
    origin = checked.instances.origins[finding]
    return Problem(origin.document.file, origin.line("via"), finding, message, warning=True)


def _unreviewed(project: Project, records: list[Conflict], found: list[Found]) -> Iterator[Problem]:
    """Warnings where the question and the reviewed records differ."""
    for difference in disagreements(records, found):
        yield Problem(relative(project.instances / "conflicts"), 0, "", difference, warning=True)


def _unknown_genes(project: Project, genes: list[str]) -> Iterator[Problem]:
    """Warnings where a term is mapped to a gene of which no other id is known."""
    message = "no row: crosswalks.ttl has no other id of it; write the table anew with 'bevo term genes'"
    for gene in genes:
        yield Problem(relative(project.ontology / GENES), 0, gene, message, warning=True)


def _texts(folder: Path, ending: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob(f"*{ending}")}


def _publish(now: Today, of_ontology: dict[str, bytes], project: Project, folder: Path, keep: Keep) -> list[Problem]:
    checked, ontology, findings, inferred = now.checked, now.ontology, now.findings, now.inferred
    questions = questions_triples(now.queries.values())
    logic = {t for triples in checked.logic.values() for t in triples}
    graphs = publish.named_graphs(
        {
            "ontology": ontology,
            "findings": [t for t in findings if t in logic],
            "provenance": [t for t in findings if t not in logic],
            "inferred": inferred,
            "background": now.background,
            "queries": questions,
        }
    )
    forms, genes = read_forms(project.ontology / FORMS), read_genes(project.ontology / GENES)
    walked = crosswalk(ontology, findings, forms, genes)
    problems = [*_unknown_genes(project, without_row(ontology, genes))]
    table = findings_rows(
        checked.findings, checked.ontology.vocabulary, checked.instances.discrepancies, checked.readings, now.rests
    )
    pack = default_pack()
    public = public_ids(ontology, human_micrornas(ontology, pack) if pack else ())
    files = {
        **of_ontology,
        **dict(publish.graph_files(now.merged, findings, inferred, now.background)),
        "bevo-kg.nq.gz": rdfio.compressed(rdfio.sorted_lines(rdfio.nquads(graphs))),
        "shapes.ttl": shapes_turtle(_texts(project.shapes, ".ttl")),
        "queries.ttl": rdfio.turtle(questions, "question", "schema", "sh"),
        "findings.jsonl": findings_jsonl(checked.instances),
        "findings.csv": findings_csv(table),
        "experiments.csv": experiments_csv(checked.findings),
        "finding.schema.json": publish.finding_schema(),
        "mappings.sssom.tsv": sssom(ontology),
        "nanopubs.trig": nanopubs(findings, ontology, keep=keep),
        CROSSWALKS: rdfio.turtle(standalone(CROSSWALKS, "its terms and studies elsewhere", walked, now.merged)),
    }
    files |= federated_files(_texts(project.queries / "federated", ".rq"), [*now.merged, *walked])
    nodes, edges = kgx_rows(findings, ontology, public, {id: one.verdict for id, one in now.rests.items()})
    files |= analysis_files(nodes, edges, table, findings, inferred, et_al(checked.instances.studies.values()))
    if not files.keys() >= set(PARQUET):
        message = f"{' and '.join(PARQUET)} were not made: they need pyarrow: pip install pyarrow"
        problems.append(Problem(relative(folder), 0, "", message, warning=True))
    description = describe(graphs, ontology, __version__, [source_iri(one) for one in curated_sources(checked)])
    description += _borrowed(now, pack, keep) if pack else ()
    description += linksets(walked, forms, CROSSWALKS)
    files["void.ttl"] = rdfio.turtle(
        sorted_triples([*description, *file_triples(files)]), "dcat", "foaf", "prov", "spdx", "void"
    )
    for name, data in files.items():
        file = below(folder, name)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    return problems
