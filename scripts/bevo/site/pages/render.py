"""Pages through their templates."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path

from bevo.rdf.names import compact
from bevo.site.data.addresses import doi_link, outside, page, root
from bevo.site.data.schema_org import block
from bevo.site.pages.drafts import Page
from bevo.site.pages.row import item, row, unbroken
from bevo.site.pages.tables import sentence, sign_mark

__all__ = ["renderer"]


def renderer(templates: Path, version: str, scripts: Set[str]) -> Callable[[Page], bytes]:
    """A function from a page to its bytes.

    :param scripts: names of the scripts that are there.
    """
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
    environment.globals.update(version=version, scripts=scripts, row=row, item=item)

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


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 100_000 else f"{max(1, round(number / 1000))} kB"
