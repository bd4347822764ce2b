"""A table of made-up rows with messy names for ``bevo ingest``: ``python -m bevo_bench.table 100000 50``."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

__all__ = ["table"]

SOURCES = ("hBMSCs", "osteoclasts", "M2 macrophages", "BMSC", "human osteoblasts", "Osteocytes", "adipose-derived MSCs")
VESICLES = ("exosomes", "EVs", "small extracellular vesicles", "Exosome")
CARGOES = ("hsa-miR-21-5p", "miR214", "miR-196a", "mmu-miR-27a-3p", "BMP-2", "Runx2", "let-7a", "exosomal miR-21")
RECIPIENTS = ("osteoblasts", "BMSCs", "MC3T3-E1 cells", "chondrocyte", "osteoclast precursors")
VERBS = ("promotes", "inhibits", "up-regulates", "down-regulates")
OUTCOMES = ("osteoblast differentiation", "bone formation", "osteoclast differentiation", "osteoblast apoptosis")
BAD = ("IL10", "miR-99999", "2-Sep", "mіR-21", "no such thing", "CXCL12 or so")


def table(rows: int, bad: int = 0, seed: int = 0) -> Iterator[str]:
    """The lines of a TSV table.

    :param bad: of a hundred rows how many have a name that is rejected.
    """
    chosen = random.Random(seed)
    yield "\t".join(("PMID", "Source", "Vesicle", "Cargo", "Recipient", "Effect", "Process"))
    for row in range(rows):
        cargo = chosen.choice(BAD if chosen.random() * 100 < bad else CARGOES)
        names = (SOURCES, VESICLES, (cargo,), RECIPIENTS, VERBS, OUTCOMES)
        yield "\t".join((str(30_000_000 + row // 7), *(chosen.choice(some) for some in names)))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.stdout.writelines(f"{line}\n" for line in table(*numbers))
