"""Studies as people name them: ``li-2016``, ``Li D 2016``, ``Li et al. 2016``, a DOI or a PMID in any writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bevo.search.identifiers import identifier
from bevo.search.index import name_keys
from bevo.search.words import cleaned

__all__ = ["named_study", "study_names"]


def study_names(id: str, short: str, year: str, title: str, doi: str, pmid: str) -> tuple[str, ...]:
    """Author and year in their usual forms, the title, DOI and PMID.

    :param short: how a list names it: ``Li D 2016``.
    """
    first = short.removesuffix(year).strip()
    surname = re.sub(r"(?: [A-Z]{1,3})+$", "", first)
    initials = first.removeprefix(surname).strip()
    names = [title, short, id, f"{surname} {year}"]
    names += [f"{initials} {surname} {year}"] if initials else []
    names += [f"doi:{doi}"] if doi else []
    names += [f"pmid:{pmid}"] if pmid else []
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def named_study(text: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """The studies that a text may mean.

    :param names: by id, what each is called: :func:`study_names`.
    :returns: ids, sorted; one where the text leaves no doubt.
    """
    known = identifier(text) or ""
    text = known.removeprefix("study:") if known.startswith("study:") else text.strip()
    written = text.casefold()
    exact = [id for id, called in names.items() if written in (name.casefold() for name in called)]
    if len(exact) == 1:  # zhang-2021 is one study, though Zhang 2021 is the name of three
        return exact
    wanted = {*name_keys(text), *name_keys(cleaned(text))}
    return sorted(id for id, called in names.items() if any(wanted & {*name_keys(name)} for name in called))
