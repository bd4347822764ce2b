"""What people reviewed of the released content, against the content of today: answers, lists of conflicts, tables.

The reviewed state is committed: ``queries/answers/*.csv`` (the answer to each question), ``findings.tsv`` beside them
(a hash of each finding that they were made from), the sides of the conflicts in ``instances/conflicts/``, the table in
the README, and the files that a build writes beside ``dist/``. Nothing is written here but by :func:`write`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bevo.build.causes import Causes
from bevo.build.generated import generated
from bevo.build.reviewed import FINDINGS, changed_findings, digests, findings_tsv, read_digests
from bevo.build.today import Today, today
from bevo.cache import keeper
from bevo.exports.readme import with_table
from bevo.files import write_whole
from bevo.problems import BevoError
from bevo.project import Project
from bevo.questions.changes import row_changes
from bevo.questions.conflict_lists import with_sides
from bevo.questions.conflicts import found_conflicts
from bevo.questions.questions import run
from bevo.questions.review import changed_answers

__all__ = ["Renewal", "Stale", "renewal", "write"]

README = ("README.md", "friend-or-foe")
"""A page that shows an answer, and the question."""


@dataclass(frozen=True)
class Stale:
    """A committed file that the content of today would make otherwise.

    :param path: below the checkout, with slashes.
    :param data: what it would hold; None if it would not be there.
    :param changes: what differs, a sentence each.
    :param because: the findings that it comes from, each with what became of it; empty where that cannot be told.
    :param perhaps: the findings that it may come from.
    """

    path: str
    data: bytes | None
    changes: list[str]
    because: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Renewal:
    """All that differs.

    :param findings: what became of each finding that is not as it was when the answers were reviewed: ``new``,
        ``changed``, ``withdrawn`` or ``gone``, by its id.
    :param stale: the files to renew, answers first.
    :param unread: what a person must write: a record for each conflict that has none, as a form to fill, and which
        records to remove, for their conflict is no longer found.
    """

    findings: dict[str, str]
    stale: list[Stale]
    unread: list[str]


def renewal(project: Project) -> Renewal:
    """Compare what is committed with the content of today; nothing is written but ``build/cache``.

    :raises InputError: if the records have faults.
    :raises BevoError: if reasoning fails, or a committed file is not what it should be.
    """
    now = today(project, keeper(project.build / "cache"))
    digest = digests(now.checked)
    reviewed = read_digests(project.queries / "answers" / FINDINGS)
    changed = changed_findings(reviewed, digest, now.withdrawn) if reviewed is not None else {}
    causes = Causes(now, changed)
    found = found_conflicts(run(now.queries["conflicts"].text, now.store))
    lists, unread = with_sides(project.instances / "conflicts", found)
    stale = [*_answers(project, now, causes)]
    stale += [*_files({f"instances/conflicts/{name}": data for name, data in lists.items()}, project)]
    stale += [*_files(_readme(project, now), project)]
    stale += [*_files({f"queries/answers/{FINDINGS}": findings_tsv(digest)}, project)]
    stale += [*_files(dict(sorted(generated(now, found).items())), project)]
    return Renewal(changed, stale, unread)


def _answers(project: Project, now: Today, causes: Causes) -> Iterator[Stale]:
    folder = project.queries / "answers"
    for query, path, reviewed, answer in changed_answers(now.queries.values(), now.store, folder):
        changes = row_changes(reviewed, answer)
        because, perhaps = causes.of(query, reviewed, answer) if reviewed else ([], [])
        yield Stale(f"queries/answers/{path.name}", answer.encode("utf-8"), changes, because, perhaps)
    asked = {query.name for query in now.queries.values() if not query.federated}
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in asked:
            yield Stale(f"queries/answers/{path.name}", None, row_changes(path.read_text(encoding="utf-8"), ""))


def _readme(project: Project, now: Today) -> dict[str, bytes]:
    name, question = README
    path = project.root / name
    if not path.exists():
        return {}
    try:
        text = with_table(path.read_text(encoding="utf-8"), question, run(now.queries[question].text, now.store))
    except BevoError as error:
        raise BevoError(f"{name}: {error}") from error
    return {name: text.encode("utf-8")}


def _files(files: Mapping[str, bytes], project: Project) -> Iterator[Stale]:
    for name, data in files.items():
        path = project.root / name
        before = path.read_bytes() if path.exists() else b""
        if before != data:
            yield Stale(name, data, _lines(before, data))


def _lines(before: bytes, after: bytes) -> list[str]:
    """The lines that came and went, as a diff tells them, without the places."""
    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    lines = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
    return [line for line in lines if not re.match(r"@@ ", line)]


def write(project: Project, stale: Iterable[Stale]) -> None:
    """Write what differs, each file whole.

    :raises BevoError: if a file cannot be written.
    """
    for one in stale:
        path = project.root / one.path
        try:
            if one.data is None:
                path.unlink()
            else:
                write_whole(path, one.data)
        except OSError as error:
            raise BevoError(f"cannot write {one.path}: {error}") from error
