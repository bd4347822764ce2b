"""The tables of a release for SQL: their columns and types, and the version of both.

Columns are text, whole numbers and truth values alone, so that DuckDB, Spark SQL, Trino and BigQuery read the same
files without a conversion. Names of things are CURIEs. What a thing has several of is rows, not a list in a cell.
"""

from __future__ import annotations

import json
from typing import NamedTuple

__all__ = ["FLAGS", "OF_FINDINGS", "REFERENCE", "SCHEMA_VERSION", "Column", "Table", "as_json"]

SCHEMA_VERSION = 1
"""Goes up when a column changes or goes; a column more at the end is no new version."""


class Column(NamedTuple):
    """A column of a table.

    :param type: ``text``, ``number`` or ``flag``.
    :param empty: whether a cell may be empty (NULL).
    """

    name: str
    type: str
    about: str
    empty: bool = False


class Table(NamedTuple):
    """A table: a folder of Parquet files.

    :param row: what one row is.
    """

    name: str
    row: str
    columns: tuple[Column, ...]


FLAGS = {
    "reported_result": "ReportedResult",
    "accepted_result": "AcceptedResult",
    "accepted_cargo_result": "AcceptedCargoResult",
    "confirmed_result": "ConfirmedResult",
    "bone_gain": "BoneGainFinding",
    "bone_loss": "BoneLossFinding",
    "cartilage_gain": "CartilageGainFinding",
    "cartilage_loss": "CartilageLossFinding",
    "joint_relief": "JointReliefFinding",
    "joint_harm": "JointHarmFinding",
    "vascularising": "VascularisingFinding",
}
"""Columns of ``finding`` that tell whether it is of a class."""

FINDING = Column("finding", "text", "the finding")

OF_FINDINGS = (
    Table(
        "finding",
        "a finding",
        (
            FINDING,
            Column("label", "text", "the finding as a sentence"),
            Column("kind", "text", "the class of its kind, for example bevo:EffectFinding", True),
            Column("withdrawn", "flag", "whether it was withdrawn; then the rest is empty"),
            Column("collective", "flag", "whether it is a list that the text does not tell apart"),
            Column("certainty", "text", "hedged or proposed", True),
            Column("not_as_told", "text", "what of it curators do not take as it is told", True),
            Column("vesicle", "text", "the participant that is the vesicle", True),
            Column("sign", "text", "promotes, inhibits and so on", True),
            Column("sign_bearer", "text", "the participant that bears the sign", True),
            Column("sign_bearer_label", "text", "its name", True),
            Column("outcome", "text", "the participant that is the outcome", True),
            Column("outcome_term", "text", "its term", True),
            Column("outcome_label", "text", "its name", True),
            *(Column(name, "flag", f"whether it is a bevo:{cls}") for name, cls in FLAGS.items()),
        ),
    ),
    Table(
        "participant",
        "something that takes part in a finding: vesicle, cell, cargo, outcome, agent",
        (
            FINDING,
            Column("participant", "text", "the participant"),
            Column("term", "text", "its class as stated"),
            Column("label", "text", "its name"),
        ),
    ),
    Table(
        "step",
        "a step of the mechanism that a finding states",
        (
            FINDING,
            Column("number", "number", "its place in the mechanism, from 1"),
            Column("subject", "text", "the participant that acts"),
            Column("subject_term", "text", "its term"),
            Column("subject_label", "text", "its name"),
            Column("verb", "text", "what it does, for example bevo:inhibits"),
            Column("object", "text", "the participant acted on"),
            Column("object_term", "text", "its term"),
            Column("object_label", "text", "its name"),
        ),
    ),
    Table(
        "relation",
        "a link between two nodes of a finding, stated or inferred",
        (
            FINDING,
            Column("subject", "text", "the participant, or the finding itself, that the link goes from"),
            Column("subject_term", "text", "its term", True),
            Column("subject_label", "text", "its name", True),
            Column("predicate", "text", "the link, for example bevo:releasedBy"),
            Column("object", "text", "the participant that it goes to"),
            Column("object_term", "text", "its term", True),
            Column("object_label", "text", "its name", True),
        ),
    ),
    Table(
        "membership",
        "a class that a finding or a participant is of, stated or inferred",
        (FINDING, Column("thing", "text", "the finding or participant"), Column("class", "text", "the class")),
    ),
    Table(
        "citation",
        "a study that a finding cites",
        (FINDING, Column("study", "text", "the study")),
    ),
    Table(
        "place",
        "a section that a finding is reported in",
        (FINDING, Column("section", "text", "the section, or the source itself if it has none")),
    ),
    Table(
        "statement",
        "anything else that is stated of a finding: evidence, models, markers, notes, checks",
        (
            FINDING,
            Column("subject", "text", "what it is said of"),
            Column("predicate", "text", "the property"),
            Column("value", "text", "a CURIE, or the text of a literal"),
            Column("type", "text", "the datatype of a literal, its language with an @, empty for a CURIE", True),
        ),
    ),
)
"""Tables with the findings, in folders by bucket."""

REFERENCE = (
    Table(
        "term",
        "a name of a class or property",
        (Column("term", "text", "the class or property"), Column("label", "text", "its name")),
    ),
    Table(
        "subclass",
        "a class stated or inferred to be directly below another",
        (Column("term", "text", "the class"), Column("parent", "text", "the class above it")),
    ),
    Table(
        "ancestor",
        "a class that another is below, through any number of classes",
        (Column("term", "text", "the class"), Column("ancestor", "text", "a class above it")),
    ),
    Table(
        "study",
        "a study that can be cited",
        (
            Column("study", "text", "the study"),
            Column("label", "text", "authors and year", True),
            Column("year", "number", "of publication", True),
            Column("cited_review", "flag", "whether it is itself a review"),
            Column("unnamed_study", "flag", "whether the review does not name it"),
        ),
    ),
    Table(
        "section",
        "a section of a review",
        (
            Column("section", "text", "the section"),
            Column("label", "text", "its name", True),
            Column("review", "text", "the review"),
            Column("review_label", "text", "its name", True),
        ),
    ),
)
"""Tables of what findings share; a file each."""


def as_json(buckets: int) -> bytes:
    """``schema.json``: version, number of buckets, and each table with its columns."""
    told = {
        "version": SCHEMA_VERSION,
        "buckets": buckets,
        "bucket": "CRC-32 of the id of the finding (F0026), modulo the number of buckets",
        "tables": {
            table.name: {
                "row": table.row,
                "partitioned": table in OF_FINDINGS,
                "columns": [column._asdict() for column in table.columns],
            }
            for table in (*OF_FINDINGS, *REFERENCE)
        },
    }
    return (json.dumps(told, indent=1) + "\n").encode()
