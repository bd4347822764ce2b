"""``bevo background``: what is known beside the findings, renewed, listed and put to the test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bevo.cli.common import ROOT, Root, checkout, fail, repository, say
from bevo.problems import BevoError, InputError, errors

if TYPE_CHECKING:
    from bevo.build.prepare import Checked

__all__ = ["background_app"]

background_app = typer.Typer(
    no_args_is_help=True, help="Background: which molecule promotes or inhibits which process, beside the findings."
)


@background_app.command()
def update(
    annotations: Annotated[
        Path, typer.Argument(help="GO annotations: GAF, GPAD, or a table with hgnc, go, evidence_code.")
    ],
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


@background_app.command()
def weigh(root: Root = ROOT) -> None:
    """Say of how many plain claims the mechanism explains the sign, speaks against it or stays open, and by which way.

    A rule engine in place of HermiT; a test of the release holds both to the same answer.
    """
    from bevo.background.weigh import way_in_words
    from bevo.build.background import labels, reasoned_by_rules, weighed

    checked = _checked(root)
    called = labels(checked)
    found = weighed(checked, reasoned_by_rules(checked))
    names = {"explained": "explained", "against": "against its mechanism", "divided": "divided", "open": "open"}
    closed = [one for one in found.values() if one.status == "explained"]
    for status, name in names.items():
        print(f"{sum(one.status == status for one in found.values()):5d}  {name}")
    print(f"{sum(f.is_plain_claim for f in checked.findings):5d}  plain claims in all")
    print(f"{sum(one.by_steps for one in closed):5d}  of the explained by stated steps alone")
    print(f"{sum(not one.by_steps for one in closed):5d}  of the explained only with background")
    print(f"{sum(len(one.predictions) for one in found.values()):5d}  predicted signs")
    for finding, one in found.items():
        for mark, ways in (("+", one.ways_for[:1]), ("-", one.ways_against[:1])):
            for way in ways:
                print(f"{finding} {mark} {way_in_words(way, called)}")
        if one.status == "explained" and not one.ways_for:
            print(f"{finding} + its own steps reach the outcome")


@background_app.command()
def test(root: Root = ROOT) -> None:
    """Take the stated signs away and predict them from background: a table of accuracy by tier, as Markdown.

    A claim gets no help from what it or its studies told to background. Guessing the more frequent sign is beside it.
    """
    from bevo.background.hidden import interval
    from bevo.build.background import tested

    head = (
        "background",
        "claims",
        "predicted",
        "right",
        "accuracy (95 %)",
        "always the more frequent sign",
        "both ways",
    )
    print(f"| {' | '.join(head)} |")
    print(f"|{' --- |' * len(head)}")
    for row in tested(_checked(root)):
        low, high = interval(len(row.right), row.predicted)
        share = len(row.right) / max(row.predicted, 1)
        guess = row.majority / max(row.predicted, 1)
        print(
            f"| {row.tiers} | {row.claims} | {row.predicted} | {len(row.right)} "
            f"| {share:.0%} ({low:.0%} to {high:.0%}) | {guess:.0%} | {len(row.divided)} |"
        )


def _checked(root: Path) -> Checked:
    from bevo.build.prepare import check

    try:
        checked = check(checkout(root))
        if errors(checked.problems):
            raise InputError(checked.problems)
    except BevoError as error:
        fail(error)
    return checked
