"""Rows of tables as HTML. A page on a common term has thousands of cells: a template takes ten times as long."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from bevo.site.pages.tables import Cell, Item

__all__ = ["item", "row", "unbroken"]

_HYPHENATED = re.compile(r"(?<![\w-])(?=[\w-]{3,18}(?![\w-]))(?=[\w-]*\d)\w+(?:-\w+)+")
"""Short names with a hyphen and a number: miR-214-3p, MC3T3-E1."""
LONG = 90
"""Letters of a text that gets a wide column."""


def unbroken(text: str) -> Markup:
    """A text in which no line ends inside a name like miR-214."""
    return Markup(_HYPHENATED.sub(r'<span class="unbroken">\g<0></span>', str(escape(text))))


_unbroken = lru_cache(65_536)(unbroken)


@lru_cache(65_536)
def item(one: Item, root: str) -> Markup:
    """A piece of text, with what it leads to.

    :param root: the way from the page to the root of the site.
    """
    text = _unbroken(one.text)
    style = f' class="{escape(one.mark)}"' if one.mark else ""
    if one.href:
        href = one.href if one.href.startswith("http") else root + one.href
        return Markup(f'<a{style} href="{escape(href)}">{text}</a>')
    return Markup(f"<span{style}>{text}</span>") if style else text


@lru_cache(16_384)  # a finding stands in the tables of all classes above its own
def row(cells: tuple[Cell, ...], root: str) -> Markup:
    """The cells of a row; the first is its heading."""
    made = []
    for number, cell in enumerate(cells):
        long = number and cell.items and len(cell.items[0].text) > LONG
        style = ' class="number"' if cell.number else ' class="long"' if long else ""
        made.append(
            f"<td{style}>{_items(cell, root)}</td>" if number else f'<th scope="row"{style}>{_items(cell, root)}</th>'
        )
    return Markup("".join(made))


def _items(cell: Cell, root: str) -> str:
    parts = []
    for number, one in enumerate(cell.items):
        between = "" if not number else " " if one.mark == "id" else "; "
        parts.append(f"{between}{item(one, root)}")
    return "".join(parts)
