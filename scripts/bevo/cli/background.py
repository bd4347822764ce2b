"""``bevo background``: what is known beside the findings, renewed, listed and put to the test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bevo.cli.common import ROOT, Root, checkout, fail, repository, say
from bevo.problems import BevoError, InputError, errors

__all__ = ["background_app"]

background_app = typer.Typer(
    no_args_is_help=True, help="Background: which molecule promotes or inhibits which process, beside the findings."
)


@background_app.command()
def update(
    annotations: Annotated[Path, typer.Argument(help="GO annotations: GAF, GPAD, or a table with hgnc, go, evidence_code.")],
    relations: Annotated[Path, typer.Option(help="go.obo, or a table of GO terms with positively_regulates.")],
    source: Annotated[str, typer.Option(help="The id of the source in instances/background/sources.yaml.")],
    root: Root = ROOT,
) -> None:
    """Make instances/background/go.tsv anew from a release of the GO annotations.

    Kept are rows on genes that a molecule of the tables is mapped to, with a term that positively or negatively
    regulates a process of instances/background/processes.tsv. Rows with NOT are left out.
    """
    from bevo.background.update import read_annotations, read_relations, table
    from bevo.build.prepare import check
    from bevo.files import write_whole
    from bevo.vocabulary.pack import default_pack

    project = repository(root, "new background")
    try:
        checked = check(project)
        here = f"{project.instances / 'background'}"
        if faults := [p for p in errors(checked.problems) if not p.file.endswith("background/go.tsv")]:
            raise InputError(faults)
        knowledge = checked.background
        if source not in knowledge.sources:
            raise BevoError(f"{here}/sources.yaml has no source '{source}': add it, with its date and licence")
        molecules = [t for t in checked.ontology.vocabulary.terms.values() if t.kind == "molecules"]
        genes = {curie for m in molecules for _, curie in m.mappings if curie.startswith("hgnc:")}
        pack = default_pack()
        entries = [entry for gene in sorted(genes) if pack and (entry := pack.entry(gene))]
        text = table(
            read_annotations(annotations),
            read_relations(relations),
            knowledge.processes,
            molecules,
            {entry.curie: entry.label for entry in entries},
            knowledge.sources[source],
        )
        if text.count("\n") < 2:
            raise BevoError(f"{annotations}: no row annotates a gene of ours with a signed term; nothing is written")
        write_whole(project.instances / "background" / "go.tsv", text.encode("utf-8"))
    except BevoError as error:
        fail(error)
    say(f"bevo: {text.count(chr(10)) - 1} rows in instances/background/go.tsv")
