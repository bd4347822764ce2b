"""A mapping guessed from a table: by the layout of a database that is known, else by the words of the header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from bevo.ingest.mapping import Mapping, Reading
from bevo.ingest.slots import SLOTS
from bevo.ingest.tables import Table, open_table
from bevo.ingest.text import sniffed

__all__ = ["LAYOUTS", "guess_mapping"]

LAYOUTS = Path(__file__).parent / "layouts"

SAMPLE = 500
"""Rows that are looked at for verbs and examples."""

HEADERS = {
    "from": "source|source cell|donor|donor cell|parent cell|cell of origin|origin|origin cell|producer cell|ev source"
    "|exosome source|vesicle source|sample|secreting cell|derived from|from",
    "vesicle": "vesicle|vesicle type|ev|ev type|type of vesicle|vesicle class|exosome|ev subtype",
    "cargo": "cargo|cargo name|mirna|microrna|mirna id|mirna name|cargo molecule|molecule|gene symbol|gene|protein"
    "|lncrna|circrna|content",
    "amount": "amount|cargo change|change of cargo",
    "to": "recipient|recipient cell|target cell|acceptor|acceptor cell|receiving cell|to",
    "by": "agent|regulator",
    "sign": "effect|sign|verb|relation|direction|regulation|effect direction|interaction|action|predicate",
    "outcome": "outcome|process|phenotype|function|biological process|effect on|outcome process|object",
    "target": "target|target gene|target protein|targets",
    "pmid": "pmid|pmids|pubmed|pubmed id|pubmed ids|references pmid|reference pmid",
    "doi": "doi|dois",
    "pmcid": "pmcid|pmc|pmc id",
    "cites": "reference|references|citation",
    "nct": "nct|nct id|nct number|clinicaltrials id|trial id|trial",
    "species": "species|organism|species mirna|taxon",
    "evidence": "evidence|method|methods|assay|experiments|experiment type|technique|detection method",
    "model": "model|animal model|disease model|cell line",
    "title": "title|article title|paper title",
    "year": "year|publication year",
    "journal": "journal",
    "first_author": "first author|author",
}
"""What headers are taken for, in small letters and without signs."""

VERBS = {
    "promotes": "promotes|promote|promoted|increases|increase|increased|up|up-regulates|upregulates|upregulation"
    "|enhances|activates|activation|stimulates|induces|positive|+|1",
    "inhibits": "inhibits|inhibit|inhibited|decreases|decrease|decreased|down|down-regulates|downregulates"
    "|downregulation|suppresses|represses|repression|blocks|reduces|attenuates|inhibition|negative|-1",
    "has_no_effect_on": "no effect|has no effect|none|no change|unchanged",
    "affects": "affects|regulates|modulates",
    "associated_with": "associated with|correlates with|association",
}


def guess_mapping(path: Path, encoding: str | None = None) -> str:
    """The text of a guessed mapping, with what it was guessed from in comments.

    :raises bevo.problems.InputError: if the table cannot be read.
    """
    reading: dict[str, Any] = {}
    if path.suffix.lower() in (".csv", ".tsv", ".tab", ".txt") and path.is_file():
        usual = "," if path.suffix.lower() == ".csv" else "\t"
        delimiter = sniffed(path, encoding or "utf-8")
        reading = {"delimiter": delimiter} if delimiter != usual else {}
    if encoding:
        reading["encoding"] = encoding
    table = open_table(path, Reading(**reading))
    for layout in sorted(LAYOUTS.glob("*.yaml")):
        text = _of_layout(layout, table, reading)
        if text:
            return text
    return _of_header(table, reading)


def _of_layout(layout: Path, table: Table, reading: dict[str, Any]) -> str:
    """The mapping of a layout, if the table has the columns that it is recognised by."""
    text = layout.read_text(encoding="utf-8")
    recognised = yaml.safe_load(text)["recognised_by"]
    if not set(recognised) <= set(table.header):
        return ""
    lines = [line for line in text.splitlines() if not line.startswith("recognised_by:")]
    mapping = Mapping.model_validate(yaml.safe_load("\n".join(lines)))
    optional = {*mapping.note, *mapping.leave_out}
    missing = [n for n in mapping.wanted() if n not in table.header and "." not in n and n not in optional]
    if reading:
        lines.append(_yaml({"read": reading}))
    head = [f"# Guessed: {table.path.name} has the columns of this layout. Read it before you use it."]
    head += [f"# It has no column '{name}': take that out, or say which it is." for name in missing]
    if mapping.join:
        head.append(f"# Name the second table (join, table): {mapping.join.table} is a place-holder.")
    return "\n".join([*head, *lines]).rstrip() + "\n"


def _of_header(table: Table, reading: dict[str, Any]) -> str:
    rows = [row.cells for row in islice(table.rows(), SAMPLE) if row.cells and not row.fault]
    columns: dict[str, str] = {}
    for key, words in HEADERS.items():
        known = words.split("|")
        for word in known:
            fitting = [name for name in table.header if word in _plain(name) and name not in columns.values()]
            if fitting:
                columns[key] = fitting[0]
                break
    if "target" in columns and "outcome" not in columns and "sign" in columns:
        columns["outcome"] = columns.pop("target")
    if "sign" in columns and "outcome" not in columns:
        columns.pop("sign")
    target = columns.pop("target", "")
    slug = re.sub(r"[^a-z0-9]+", "-", table.path.stem.lower()).strip("-") or "table"
    lines = [
        f"# Guessed from the header of {table.path.name}: read it before you use it. docs/ingest.md has all keys.",
        _yaml({"source": {"id": slug, "title": table.path.stem}}),
        *([_yaml({"read": reading})] if reading else []),
        "columns:",
    ]
    lines += [_column(key, name, table, rows) for key, name in columns.items()]
    left = [name for name in table.header if name not in columns.values()]
    lines += [f"# not used: {', '.join(left)}"] if left else []
    lines += _questions(columns, target)
    if "sign" in columns:
        lines += _verbs(columns["sign"], table, rows)
    return "\n".join(lines) + "\n"


def _plain(name: str) -> set[str]:
    """A header in small letters without signs: as it stands, and with words in camelCase taken apart."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return {" ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split()) for text in (name, apart)}


def _column(key: str, name: str, table: Table, rows: Sequence[Sequence[str]]) -> str:
    i = table.header.index(name)
    seen = Counter(" ".join(row[i].split()) for row in rows if row[i].strip())
    examples = ", ".join(text[:40] for text, _ in seen.most_common(3))
    value: Any = name
    separator = next((s for s in ("|", "; ", ";", "//") if any(s in text for text in seen)), None)
    if separator and not SLOTS[key].needed and key not in ("title", "journal", "first_author"):
        value = {"column": name, "split": separator.strip()}
    if key in ("evidence", "species", "model"):
        value = {**(value if isinstance(value, dict) else {"column": name}), "optional": True}
    says = SLOTS[key].says
    return f"  {_yaml({key: value})}  # {says}; for example {_printable(examples)}"


def _questions(columns: dict[str, str], target: str) -> list[str]:
    """What the header leaves open, as comments."""
    lines = []
    if target:
        lines.append(f"# '{target}' may be the target of the cargo. To take it, say what is done to it:")
        lines.append(f"#   columns: {{target: {target}}} and constants: {{target_sign: inhibits}}")
    if "vesicle" not in columns and "by" not in columns:
        lines.append("# No column says the vesicle. If all rows are about one sort, say which:")
        lines.append("#   constants: {vesicle: extracellular vesicle}")
    if not {"pmid", "doi", "pmcid", "cites", "nct"} & columns.keys():
        lines.append("# No column says the study. If there is none, say why:")
        lines.append("#   constants: {uncited: ...}")
    return lines


def _verbs(name: str, table: Table, rows: Sequence[Sequence[str]]) -> list[str]:
    i = table.header.index(name)
    known = {word: verb for verb, words in VERBS.items() for word in words.split("|")}
    seen = Counter(" ".join(row[i].split()) for row in rows if row[i].strip())
    lines, unknown = ["verbs:"], []
    for word, _ in seen.most_common(40):
        verb = known.get(word.casefold())
        if verb:
            lines.append(f"  {_yaml({word: verb})}")
        else:
            unknown.append(f"  # {_yaml({_printable(word)[:60]: 'promotes, inhibits, ... ?'})}")
    return [*(lines if len(lines) > 1 else ["verbs: {}"]), *unknown]


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


def _yaml(value: dict[str, Any]) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False)
    return text.strip()[1:-1]
