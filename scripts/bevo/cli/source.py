"""``bevo source``: what findings are curated from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from bevo.cli.common import ROOT, Root, checkout, fail, report, repository, say
from bevo.cli.overlay import overlays_of
from bevo.problems import BevoError, InputError, errors

__all__ = ["source_app"]

source_app = typer.Typer(no_args_is_help=True, help="Sources: reviews, studies, trials and datasets.")


@source_app.callback()
def main() -> None:
    """Sources: reviews, studies, trials and datasets."""


@source_app.command("add")
def add(
    doi: Annotated[str | None, typer.Option("--doi", help="A DOI, looked up at Crossref.")] = None,
    pmid: Annotated[str | None, typer.Option("--pmid", help="A PMID, looked up at PubMed.")] = None,
    nct: Annotated[str | None, typer.Option("--nct", help="A number of ClinicalTrials.gov, looked up there.")] = None,
    kind: Annotated[
        str | None, typer.Option("--as", metavar="KIND", help="study, review or dataset; a study if left out.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="The title, in place of the one that is told.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody; write what the id alone tells.")] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Print the record and write nothing.")] = False,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for an answer.", min=1)] = 30,
    root: Root = ROOT,
    beside: Annotated[
        Path | None, typer.Option("--with", metavar="DIR", help="Write into this overlay instead of the release.")
    ] = None,
) -> None:
    """Write the record of a study, review, trial or dataset from its id; its findings then go into a folder of that id.

    A study goes into instances/studies.yaml, a review into reviews.yaml, a trial or dataset into sources.yaml. What is
    there already is refused.
    """
    from bevo.curation.lookup import look_up
    from bevo.curation.new_source import Kind, append, new_source, standing
    from bevo.curation.read import read_instances
    from bevo.curation.registers import read_id, skeleton

    given = [(name, text) for name, text in (("doi", doi), ("pmid", pmid), ("nct", nct)) if text is not None]
    if len(given) != 1:
        raise typer.BadParameter("give one of --doi, --pmid and --nct")
    if kind not in (None, "study", "review", "dataset"):
        raise typer.BadParameter("study, review or dataset", param_hint="--as")
    if nct is not None and kind is not None:
        raise typer.BadParameter("what has an NCT number is a trial", param_hint="--as")
    overlay = overlays_of([beside])[0] if beside else None
    project = checkout(root) if overlay else repository(root, "a new source (without --with DIR)")
    try:
        wanted = read_id(*given[0])
        instances, problems = read_instances(project.instances)
        if overlay:
            release = instances
            instances, more = read_instances(overlay.instances, beside=release, prefix=overlay.prefix)
            problems += more
        if errors(problems):
            raise InputError(problems)
        record = skeleton(wanted)
        if there := standing(record, instances) or (standing(record, release) if overlay else ""):
            raise BevoError(f"it is there already: {there}")
        if not offline:
            record = look_up(wanted, timeout)
        told = "trial" if nct is not None else kind or ("dataset" if record.get("is_dataset") else "study")
        record |= {"title": title} if title else {}
        if there := standing(record, release) if overlay else "":  # a PMID may bring a DOI along
            raise BevoError(f"it is there already: {there}")
        written = new_source(record, cast(Kind, told), instances, not offline, f"{overlay.prefix}_" if overlay else "")
        print(written.text, end="")
        if not dry:
            path = append(written, overlay.instances if overlay else project.instances)
            say(f"added to {path}; its findings go into findings/{written.id}/")
    except BevoError as error:
        fail(error)
    if record.get("is_review") and told == "study":
        say("PubMed calls it a review: as a study it corroborates nothing; to curate it, add it --as review")


@source_app.command("notices")
def notices(
    crossref: Annotated[
        str, typer.Option(help="Where a DOI is asked for; {id} stands for it.")
    ] = "https://api.crossref.org/works/{id}",
    timeout: Annotated[float, typer.Option(help="Seconds to wait for an answer.", min=1)] = 30,
    root: Root = ROOT,
) -> None:
    """Ask Crossref which studies are retracted, corrected or in doubt; say what no record says yet.

    Prints a 'notice' for each such study, to be written into its record in instances/studies.yaml. The exit code is 1
    if there is any, or if Crossref does not know a DOI. If Crossref cannot be reached, the command ends at once.
    """
    from bevo.curation.lookup import Unreachable, answer_of
    from bevo.curation.notices import notice_of, words
    from bevo.curation.read import read_instances
    from bevo.curation.registers import Id

    instances, problems = read_instances(checkout(root).instances)
    report(problems)
    asked = [study for study in instances.studies.values() if study.doi]
    found = silent = 0
    for study in asked:
        try:
            notice = notice_of(answer_of(Id("doi", str(study.doi)), timeout, {"doi": crossref}))
        except Unreachable as error:
            fail(BevoError(f"Crossref cannot be reached: {error.why}; nothing was written"))
        except BevoError as error:
            silent += 1
            say(f"{study.id}: {error}")
            continue
        if notice and (study.notice is None or study.notice.kind != notice.kind):
            found += 1
            values = ", ".join(f"{key}: {value}" for key, value in notice.model_dump(exclude_none=True).items())
            print(f"{study.id}: {words(notice)} Write: notice: {{{values}}}")
    say(f"{len(asked)} studies with a DOI, {found} with a notice that their record lacks, {silent} not answered")
    if found or silent:
        raise typer.Exit(1)
