"""The files that a build writes into the checkout beside ``dist/``: people commit them with the records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from pyoxigraph import Triple

from bevo.build.prepare import Checked
from bevo.curation.coverage import coverage_tsv
from bevo.exports import graphs as publish
from bevo.exports.curation_page import curation_markdown
from bevo.exports.ontology_page import ontology_markdown
from bevo.exports.questions import questions_markdown
from bevo.questions.conflicts import Found, conflicts_markdown
from bevo.questions.questions import Query
from bevo.rdf import rdfio

__all__ = ["generated"]


def generated(
    checked: Checked,
    by_source: Mapping[str, Iterable[Triple]],
    ontology: Sequence[Triple],
    findings: Sequence[Triple],
    inferred: Sequence[Triple],
    queries: Collection[Query],
    conflicts: Sequence[Found],
) -> dict[str, bytes]:
    """The files by their path below the checkout.

    :param by_source: the triples of each source, sorted.
    :param ontology: canonical, with its metadata.
    :param findings: the triples of all sources together.
    :param conflicts: those that the question ``conflicts`` finds.
    """
    pages = {
        "ontology": ontology_markdown(ontology, findings, inferred),
        "questions": questions_markdown(queries),
        "curation": curation_markdown(
            checked.instances,
            checked.findings,
            checked.readings,
            checked.coverage,
            checked.quality,
            checked.ontology.vocabulary,
        ),
        "conflicts": conflicts_markdown(checked.conflicts, conflicts),
    }
    return {
        **{f"instances/{source}.ttl": rdfio.turtle(triples) for source, triples in by_source.items()},
        "instances/finding.schema.json": publish.finding_schema(),
        "instances/coverage.tsv": coverage_tsv(checked.coverage),
        **{f"docs/{name}.md": page.encode("utf-8") for name, page in pages.items()},
    }
