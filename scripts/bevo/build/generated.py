"""The files that a build writes into the checkout beside ``dist/``: people commit them with the records."""

from __future__ import annotations

from collections.abc import Sequence

from bevo.build.today import Today
from bevo.cache import Keep, afresh
from bevo.curation.coverage import coverage_tsv
from bevo.exports import graphs as publish
from bevo.exports.curation_page import curation_markdown
from bevo.exports.ontology_page import ontology_markdown
from bevo.exports.questions import questions_markdown
from bevo.questions.conflicts import Found, conflicts_markdown
from bevo.rdf import rdfio

__all__ = ["generated"]


def generated(now: Today, conflicts: Sequence[Found], keep: Keep = afresh) -> dict[str, bytes]:
    """The files by their path below the checkout.

    :param conflicts: those that the question ``conflicts`` finds.
    :param keep: keeps what is slow to compare.
    """
    checked = now.checked
    pages = {
        "ontology": ontology_markdown(now.ontology, now.findings, now.inferred),
        "questions": questions_markdown(now.queries.values()),
        "curation": curation_markdown(
            checked.instances,
            checked.findings,
            checked.readings,
            checked.coverage,
            checked.quality,
            checked.ontology.vocabulary,
            keep,
        ),
        "conflicts": conflicts_markdown(checked.conflicts, conflicts),
    }
    return {
        **{f"instances/{source}.ttl": rdfio.turtle(triples) for source, triples in now.by_source.items()},
        "instances/finding.schema.json": publish.finding_schema(),
        "instances/coverage.tsv": coverage_tsv(checked.coverage),
        **{f"docs/{name}.md": page.encode("utf-8") for name, page in pages.items()},
    }
