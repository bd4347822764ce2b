"""Where readers report an error, with what they would have to type filled in."""

from __future__ import annotations

from urllib.parse import quote, urlencode

__all__ = ["REPORTS", "report_link"]

REPORTS = "mailto:"
"""The one line that names where reports go: ``mailto:`` with or without an address, or the page of a tracker on which a
new issue is written, as ``https://github.com/OWNER/NAME/issues/new``. Without an address the reader chooses one."""


def report_link(subject: str, body: str, reports: str = REPORTS) -> str:
    """The address of a letter or of a new issue.

    :param body: plain text, lines ended by a line feed.
    """
    if reports.startswith("mailto:"):  # RFC 6068: lines end with CR LF, a space is %20
        lines = body.replace("\n", "\r\n")
        return f"{reports}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"
    return f"{reports}?{urlencode({'title': subject, 'body': body})}"
