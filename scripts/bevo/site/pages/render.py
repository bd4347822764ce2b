"""Pages through their templates."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bevo.rdf.names import compact
from bevo.site.data.addresses import doi_link, outside, page, root
from bevo.site.data.schema_org import block
from bevo.site.pages.drafts import Page
from bevo.site.pages.row import item, row, unbroken
from bevo.site.pages.tables import sentence, sign_mark

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["renderer"]


def renderer(templates: Path, version: str, scripts: Set[str], alone: bool = False) -> Callable[[Page], bytes]:
    """A function from a page to its bytes.

    :param scripts: names of the scripts that are there.
    :param alone: whether there are no lists and no other findings to lead to.
    """
    environment = _environment(templates, version, frozenset(scripts), alone)

    def render(shown: Page) -> bytes:
        template = environment.get_template(shown.template)
        text = template.render(
            {
                "root": root(shown.path),
                "path": shown.path,
                "title": shown.title,
                "about": shown.about,
                "data": block(shown.data),
                **shown.content,
            }
        )
        return text.encode("utf-8")

    return render


@lru_cache(4)
def _environment(templates: Path, version: str, scripts: frozenset[str], alone: bool) -> Environment:
    """What reads the templates; to read them takes longer than to make a page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        curie=compact,
        doi=doi_link,
        outside=outside,
        page=page,
        sentence=sentence,
        sign_mark=sign_mark,
        size=_size,
        unbroken=unbroken,
    )
    environment.globals.update(version=version, scripts=scripts, alone=alone, row=row, item=item)
    return environment


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 100_000 else f"{max(1, round(number / 1000))} kB"
