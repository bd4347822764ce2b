"""Where readers report an error, with what they would have to type filled in."""

from __future__ import annotations

from urllib.parse import quote, urlencode

__all__ = ["REPORTS", "report_link"]

REPORTS = ""
"""The one line that names where reports go: ``mailto:NAME@HOST``, or the page of a tracker on which a new issue is
written, as ``https://github.com/OWNER/NAME/issues/new``. Until it does, a page shows the text of a report to copy."""


def report_link(subject: str, body: str, reports: str = REPORTS) -> str:
    """The address of a letter or of a new issue; nothing where no one is named who takes reports.

    :param body: plain text, lines ended by a line feed.
    """
    if not reports:
        return ""
    if reports.startswith("mailto:"):  # RFC 6068: lines end with CR LF, a space is %20
        lines = body.replace("\n", "\r\n")
        return f"{reports}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"
    return f"{reports}?{urlencode({'title': subject, 'body': body})}"
