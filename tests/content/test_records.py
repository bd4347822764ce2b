"""The records of this checkout are complete and reviewed; what they say is free. For makers, and CI: ``make content``.

A test here may fail because of what was curated; then the records are to be mended, or 'bevo renew' to be run. No test
of the tool is here, and no figure: what is expected stands in the files that 'bevo renew' writes.
"""

from __future__ import annotations

import pytest

from bevo.build.prepare import Checked
from bevo.build.renew import Renewal, renewal
from bevo.build.today import Today, today
from bevo.cache import keeper
from bevo.project import Project
from bevo.questions.questions import run
from bevo.rdf.names import bevo
from bevo.rdf.vocabulary import TYPE


@pytest.fixture(scope="module")
def found(project: Project) -> Renewal:
    return renewal(project)


@pytest.fixture(scope="module")
def now(project: Project) -> Today:
    return today(project, keeper(project.build / "cache"))


def test_all_that_follows_from_the_records_is_as_reviewed(found: Renewal) -> None:
    assert [one.path for one in found.stale] == [], "run 'bevo renew'"


def test_every_conflict_has_a_reading_and_every_reading_a_conflict(found: Renewal) -> None:
    assert found.unread == []


def test_every_question_has_rows(now: Today) -> None:
    asked = [query for query in now.queries.values() if not query.federated]
    assert [query.name for query in asked if not run(query.text, now.store).rows] == []


def test_every_sentence_gave_a_finding_or_has_a_reason_for_none(checked: Checked) -> None:
    assert [row for row in checked.coverage if not row.findings and not row.reason] == []


def test_every_row_of_a_table_gave_findings(checked: Checked) -> None:
    rows = [row for row in checked.coverage if row.locator.startswith("Table") and " row " in row.locator]
    assert rows and all(row.findings for row in rows)


def test_no_stated_sign_disagrees_with_its_mechanism(now: Today) -> None:
    assert [t.subject for t in now.inferred if t.predicate == TYPE and t.object == bevo("Mismatch")] == []
