"""Overlays: a lab's own findings built beside the release, which stays as it is.

What is stated by a finding and what follows from it do not depend on other findings. So only those of the overlays are
emitted, validated and reasoned over; the release is taken from ``dist/`` as it was built, and merged with them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from bevo import __version__
from bevo.background.records import read_knowledge
from bevo.build.prepare import Checked, emit_by_source, places, shacl, stated
from bevo.build.today import canonical_ontology
from bevo.cache import digest, keeper
from bevo.curation.coverage import coverage_rows, read_skipped, uncovered
from bevo.curation.overlay import Overlay
from bevo.curation.read import read_instances
from bevo.exports.overlay import Part, overlay_files
from bevo.files import locked, replaced_folder
from bevo.ontology.borrowed import faults_of_borrowed
from bevo.ontology.merge import logical, read_ontology, with_metadata
from bevo.problems import BevoError, InputError, Problem, errors, relative
from bevo.project import Project, built
from bevo.questions.questions import read_queries
from bevo.rdf.names import local_name
from bevo.rdf.overlays import prefix_of
from bevo.rdf.rdfio import read_turtle, sorted_triples
from bevo.rdf.store import load_graph
from bevo.reasoning.hermit import LIMIT_SECONDS
from bevo.reasoning.infer import infer
from bevo.site import write_pages
from bevo.vocabulary.pack import default_pack

__all__ = ["Made", "build_overlays", "check_overlays"]

Say = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """What a build of overlays made.

    :param triples: by prefix, how many triples each adds.
    """

    checked: list[Checked]
    triples: dict[str, int]
    problems: list[Problem]


def check_overlays(project: Project, overlays: Sequence[Overlay]) -> list[Checked]:
    """Read, ground and emit the records of overlays; collect every problem.

    :param project: the release that they stand beside: a checkout, or the data of an installed package.
    :raises InputError: if terms cannot be read, or the release has faults itself.
    :raises BevoError: if two of them have one prefix or one base.
    """
    for what in ("prefix", "base"):
        values = [getattr(overlay.lab, what) for overlay in overlays]
        if twice := next((value for value in values if values.count(value) > 1), ""):
            raise BevoError(f"two overlays have the {what} '{twice}'; ids of one would be those of the other")
    ontology = read_ontology(project.ontology, {overlay.prefix: overlay.terms for overlay in overlays})
    release, faults = read_instances(project.instances)
    if errors(faults):
        raise InputError(faults)
    borrowed = faults_of_borrowed(ontology.vocabulary, default_pack())
    background = read_knowledge(project.instances / "background", ontology.vocabulary, release, [])
    found = []
    for overlay in overlays:
        instances, problems = read_instances(overlay.instances, beside=release, prefix=overlay.prefix)
        checked = stated(ontology, instances, instances.findings, problems, release)
        problems += [p for p in borrowed if p.file.startswith(f"{relative(overlay.terms)}/")]
        skipped = read_skipped(overlay.instances / "skipped", problems)
        problems += uncovered(instances, skipped, overlay.instances / "skipped")
        checked.coverage = coverage_rows(instances, skipped)
        checked.background = background
        checked.problems = sorted(problems)
        found.append(checked)
    return found


def build_overlays(
    project: Project,
    overlays: Sequence[Overlay],
    out: Path,
    say: Say = lambda _: None,
    limit: float = LIMIT_SECONDS,
    site: bool = True,
) -> Made:
    """Build overlays beside the release into a folder.

    :param out: takes the place of what was there when all is made; nothing else is written.
    :param limit: seconds that HermiT may take.
    :param site: whether to make the pages as well.
    :raises InputError: if records have faults, by their own rules or by the shapes.
    :raises BevoError: if the release is not built, or reasoning or writing fails.
    """
    graph = built(project.dist / "bevo-kg.ttl")
    keep = keeper(overlays[0].folder / "build" / "cache")
    say("check")
    checked = check_overlays(project, overlays)
    problems = [problem for one in checked for problem in one.problems]
    if errors(problems):
        raise InputError(problems)
    say("validate")
    findings = [sorted_triples(t for part in emit_by_source(one).values() for t in part) for one in checked]
    for one, own in zip(checked, findings, strict=True):
        problems += shacl(project, one.ontology, own, places(one))
    if errors(problems):
        raise InputError(problems)
    say("reason")
    whole = with_metadata(checked[0].ontology.triples(), __version__)
    key = digest(*(path.read_bytes() for path in _tables(project, overlays)))
    ontology = canonical_ontology(whole, key, keep)
    logic = {name: triples for one in checked for name, triples in one.logic.items()}
    inferred = infer(logical([*ontology, *checked[0].axioms]), logic, "hermit", limit, keep)
    say("publish")
    release = read_turtle(graph)
    parts = [
        Part(
            lab=overlay.lab,
            instances=one.instances,
            grounded=one.findings,
            readings=one.readings,
            vocabulary=one.ontology.vocabulary,
            logic=[t for emitted in one.emitted.values() for t in emitted.logic],
            stated=own,
            terms=one.ontology.rows_below(relative(overlay.terms)),
            inferred=[t for t in inferred if _prefix(t, overlays) == overlay.prefix],
        )
        for overlay, one, own in zip(overlays, checked, findings, strict=True)
    ]
    try:
        with (
            locked(out, lambda: say(f"another build is writing {out}; waiting for it")),
            replaced_folder(out) as folder,
        ):
            merged, files, counts = overlay_files(parts, release, project.dist)
            for name, data in files.items():
                (folder / name).write_bytes(data)
            if site:
                say("site")
                store, queries = load_graph(folder / "bevo-kg.ttl"), read_queries(project.queries)
                pages, former = folder / "site", out / "site"
                write_pages(store, merged, queries, folder, project.assets, pages, __version__, former, keep)
    except OSError as error:
        raise BevoError(f"cannot write: {error}; the earlier {out} is unchanged") from error
    return Made(checked, counts, problems)


def _tables(project: Project, overlays: Sequence[Overlay]) -> list[Path]:
    folders = [project.ontology, *(overlay.terms for overlay in overlays)]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".tsv", ".ttl"))


def _prefix(triple: Triple, overlays: Sequence[Overlay]) -> str:
    """Whose an inferred triple is; what is about no thing of an overlay follows from the terms of the first."""
    assert isinstance(triple.subject, NamedNode)  # between named things alone
    return prefix_of(local_name(triple.subject.value)) or overlays[0].prefix
