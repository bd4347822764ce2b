"""The mappings of our terms to other vocabularies, as SSSOM (https://w3id.org/sssom/)."""

from __future__ import annotations

import csv
import io

from bevo.iris import expand
from bevo.terms import Vocabulary

__all__ = ["COLUMNS", "sssom"]

COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification", "confidence")
CONFIDENCE = {"exact": "0.95", "close": "0.9", "narrow": "0.9", "broad": "0.9", "related": "0.6"}
"""How sure a curator's mapping of each kind is: by convention, not by measurement."""


def sssom(vocabulary: Vocabulary, version: str) -> bytes:
    """The mapping set with its metadata in the header.

    :param version: the release.
    """
    rows = sorted(
        (_subject(term.curie), term.label, f"skos:{predicate}Match", curie, CONFIDENCE[predicate])
        for term in vocabulary.terms.values()
        for predicate, curie in term.mappings
    )
    prefixes = sorted({curie.partition(":")[0] for row in rows for curie in (row[0], row[2], row[3])} | {"semapv"})
    text = io.StringIO(newline="")
    text.write("#curie_map:\n")
    for prefix in prefixes:
        base = "https://w3id.org/semapv/vocab/" if prefix == "semapv" else expand(f"{prefix}:")
        text.write(f'#  {prefix}: "{base}"\n')
    text.write("#mapping_set_id: https://w3id.org/bevo/mappings\n")
    text.write(f'#mapping_set_version: "{version}"\n')
    text.write("#license: https://creativecommons.org/licenses/by/4.0/\n")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for subject, label, predicate, target, confidence in rows:
        writer.writerow((subject, label, predicate, target, "semapv:ManualMappingCuration", confidence))
    return text.getvalue().encode("utf-8")


def _subject(curie: str) -> str:
    """CURIEs of molecules with the prefix that Turtle uses for them."""
    return curie.replace("bevo:molecule/", "molecule:", 1)
