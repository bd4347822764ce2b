"""An overlay: a lab's own findings beside the release, in a folder of its own with ``bevo.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from bevo.curation.marked_yaml import read_yaml
from bevo.curation.read import parsed
from bevo.curation.records import ADDRESS, Text
from bevo.problems import InputError, Problem, relative
from bevo.rdf.names import BASE
from bevo.rdf.overlays import PREFIX

__all__ = ["CONFIG", "Lab", "Overlay", "new_overlay", "read_overlay"]

CONFIG = "bevo.yaml"


class Lab(BaseModel):
    """What ``bevo.yaml`` says: who tells the findings, under which ids, for whom to use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prefix: Annotated[str, Field(description="what ids start with: kiel for kiel_F0001")]
    base: Annotated[str, Field(description="below which IRIs stand")]
    title: Text
    creator: Annotated[
        tuple[Text, ...],
        BeforeValidator(lambda value: value if isinstance(value, list) else [value]),
        Field(min_length=1),
    ]
    licence: Annotated[str, Field(pattern=ADDRESS, description="the address of the licence")]
    issued: Annotated[str | None, Field(description="a day, year-month-day")] = None

    @field_validator("prefix")
    @classmethod
    def _short(cls, prefix: str) -> str:
        if not re.fullmatch(PREFIX, prefix):
            raise ValueError(f"'{prefix}' is not 2 to 16 small letters and digits, a letter first")
        return prefix

    @field_validator("issued")
    @classmethod
    def _a_day(cls, issued: str) -> str:
        try:
            return date.fromisoformat(issued).isoformat()
        except ValueError:
            raise ValueError(f"'{issued}' is no day; write the year, the month and the day, 2026-11-27") from None

    @field_validator("base")
    @classmethod
    def _not_ours(cls, base: str) -> str:
        if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`#?]+/", base):
            raise ValueError(f"'{base}' is not a web address that ends with a slash, as https://example.org/kiel/")
        if base.replace("http://", "https://").startswith(BASE):
            raise ValueError(f"{BASE} is the release's; name an address that is yours, or https://example.org/NAME/")
        return base


@dataclass(frozen=True)
class Overlay:
    """A folder with its lab."""

    folder: Path
    lab: Lab

    @property
    def prefix(self) -> str:
        """What its ids start with, before ``_``."""
        return self.lab.prefix

    @property
    def instances(self) -> Path:
        """Its records, in the layout of the release's ``instances/``."""
        return self.folder / "instances"

    @property
    def terms(self) -> Path:
        """Its term tables, if it has any."""
        return self.folder / "terms"


def read_overlay(folder: Path) -> Overlay:
    """Read ``bevo.yaml``.

    :raises InputError: if it is not there or has faults.
    """
    path = folder / CONFIG
    if not path.is_file():
        message = f"is not there: not an overlay; 'bevo init {folder}' makes one"
        raise InputError([Problem(relative(path), 0, "", message)])
    document = read_yaml(path)
    lab, faults = parsed(document.data, Lab)
    if lab is None:
        raise InputError([Problem(document.file, document.line(*f.path), "", f.message) for f in faults])
    return Overlay(folder, lab)


_CONFIG = """\
# Who tells the findings of this folder. Every id in it starts with the prefix; IRIs stand below the base.
prefix: {prefix}
base: {base}
title: {title}
creator: {creator}
licence: https://creativecommons.org/licenses/by/4.0/
issued: '{issued}'
"""
_STUDIES = """\
# The studies that you curate or cite and that the release does not have. 'bevo source add --with .' writes more.
- id: {prefix}_example-2026
  title: An example; replace it by a study of yours
  first_author: Example A
  year: 2026
  resolution: unresolved
"""
_FINDING = """\
# One file holds any number of findings. The folder is the id of their source: a study, trial, dataset or review of this
# overlay or of the release. This finding is an example: delete it, or write yours in its place.
- id: {prefix}_F0001
  at: abstract
  from: osteoclast
  vesicle: exosome
  cargo: miR-214
  to: osteoblast
  inhibits: osteoblast differentiation
  certainty: proposed
  note: An example.
"""
_README = """\
# {title}

Findings beside BEVO, the knowledge graph of extracellular vesicles in bone. `bevo.yaml` says whose they are.

    bevo check --with .                            # every record: file, line, what is wrong
    bevo source add --with . --pmid 26947250       # a study, trial or dataset, from its id
    bevo build --with .                            # dist/: your findings, and BEVO with them
    bevo query run friend-or-foe --with .          # a question to both; the column 'graph' tells them apart

Ids start with `{prefix}_`. Findings stand in `instances/findings/SOURCE/NAME.yaml`, own terms in `terms/KIND.tsv`.
"""


def new_overlay(lab: Lab, issued: str) -> dict[str, str]:
    """The files of a new overlay, by path.

    :param issued: a day, year-month-day.
    """
    told = {
        "prefix": lab.prefix,
        "base": lab.base,
        "title": lab.title,
        "creator": f"[{', '.join(map(_quoted, lab.creator))}]",
        "issued": issued,
    }
    config = {**told, "title": _quoted(lab.title)}
    return {
        CONFIG: _CONFIG.format(**config),
        "README.md": _README.format(**told),
        "instances/studies.yaml": _STUDIES.format(**told),
        f"instances/findings/{lab.prefix}_example-2026/abstract.yaml": _FINDING.format(**told),
    }


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
