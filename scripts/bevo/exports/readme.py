"""The table of an answer in a page that people write, between ``<!-- NAME -->`` and ``<!-- end -->``."""

from __future__ import annotations

from bevo.problems import BevoError
from bevo.rdf.answer import Answer

__all__ = ["with_table"]


def with_table(text: str, name: str, answer: Answer) -> str:
    """The page with the rows of its table replaced; its two head lines stay as people worded them.

    :param name: the name of the question, as the page marks the table.
    :raises BevoError: if the page has no such table, or one with another number of columns.
    """
    before, start, rest = text.partition(f"<!-- {name} -->\n")
    table, end, after = rest.partition("<!-- end -->")
    head = table.splitlines()[:2]
    if not start or not end or len(head) < 2:
        raise BevoError(f"has no table between <!-- {name} --> and <!-- end -->")
    if (shown := head[0].count("|") - 1) != len(answer.columns):
        raise BevoError(f"the table of {name} has {shown} columns, the question {len(answer.columns)}; mend its head")
    rows = [f"| {' | '.join(_escaped(cell) for cell in row)} |" for row in answer.plain()]
    return before + start + "".join(f"{line}\n" for line in (*head, *rows)) + end + after


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")
