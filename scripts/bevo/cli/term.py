"""``bevo term``: terms of public vocabularies, looked up and brought into the tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bevo.cli.common import ROOT, Root, fail, repository, say
from bevo.cli.ground import Form
from bevo.cli.overlay import overlays_of
from bevo.problems import BevoError
from bevo.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bevo.curation.overlay import Overlay
    from bevo.ontology.rows import Row
    from bevo.ontology.terms import Term, Vocabulary
    from bevo.vocabulary.pack import Entry, Pack

__all__ = ["term_app"]

term_app = typer.Typer(
    no_args_is_help=True, help="Terms: look one up without a network, add it to the tables, mint one."
)

Below = Annotated[
    list[str] | None, typer.Option("--below", metavar="CURIE", help="A parent, in place of the one found.")
]
Beside = Annotated[
    Path | None, typer.Option("--with", metavar="DIR", help="Write into this overlay instead of the release.")
]
Dry = Annotated[bool, typer.Option("--dry-run", help="Print the row and write nothing.")]


def _pack() -> Pack:
    from bevo.vocabulary.pack import default_pack

    try:
        pack = default_pack()
        if pack is None:
            raise BevoError("the vocabularies are not there; 'bevo term update' fetches them")
    except BevoError as error:
        fail(error)
    return pack


def _vocabulary(root: Path, overlay: Overlay | None) -> Vocabulary:
    from bevo.ontology.merge import read_ontology

    more = {overlay.prefix: overlay.terms} if overlay else {}
    try:
        return read_ontology(Project(root.resolve()).ontology, more).vocabulary
    except BevoError as error:
        fail(error)


def _terms(root: Path) -> list[Term]:
    from bevo.ontology.terms import read_terms

    try:
        return read_terms(Project(root.resolve()).ontology / "terms")
    except BevoError as error:
        fail(error)


def _told(entry: Entry, terms: list[Term]) -> dict[str, Any]:
    from bevo.ontology.borrowed import home_of

    owners = [
        term.curie
        for term in terms
        if term.curie == entry.curie or any(curie == entry.curie for _, curie in term.mappings)
    ]
    return {
        "curie": entry.curie,
        "label": entry.label,
        "kind": list(home_of(entry)),
        "source": entry.vocabulary,
        "in_bevo": owners,
        "synonyms": list(entry.synonyms),
    }


def _own(text: str, terms: list[Term], kind: str | None, known: set[str]) -> Iterator[dict[str, Any]]:
    """The terms of BEVO that bear a name and that are not found already, as :func:`_told` tells those of others."""
    from bevo.ontology.terms import Vocabulary

    read = Vocabulary.of(terms).read(text, [kind] if kind else sorted({term.kind for term in terms}))
    for term in [read.term] if read.term else read.choices:
        if term.curie not in known:
            told = {"curie": term.curie, "label": term.label, "kind": [term.kind], "source": "bevo"}
            yield {**told, "in_bevo": [term.curie], "synonyms": list(term.synonyms), "how": read.status}


@term_app.command("find")
def find(
    text: Annotated[list[str], typer.Argument(help="A name, or words of it.")],
    kind: Annotated[str | None, typer.Option("--kind", help="Terms for this table alone, for example cells.")] = None,
    most: Annotated[int, typer.Option("--most", help="How many to show of those that are merely alike.", min=0)] = 25,
    form: Annotated[Form, typer.Option("--format", help="How to print.")] = Form.tsv,
    root: Root = ROOT,
) -> None:
    """Look a name up in the public vocabularies that come along; needs no network.

    Prints id, label, the tables it may go into, its vocabulary, the terms of BEVO that are it or are mapped to it, how
    it was found (label, synonym, spelling, rule, words, similar), and synonyms. Exit code 1 where nothing is found.
    """
    from bevo.vocabulary.resolve import VOCABULARIES
    from bevo.vocabulary.search import search

    if kind is not None and kind not in VOCABULARIES:
        raise typer.BadParameter(f"one of {', '.join(sorted(VOCABULARIES))}", param_hint="--kind")
    pack = _pack()
    own = _terms(root)
    matches = search(" ".join(text), pack, VOCABULARIES[kind] if kind else pack.vocabularies, most)
    told = [{**_told(match.entry, own), "how": match.how} for match in matches]
    told = [*_own(" ".join(text), own, kind, {one["curie"] for one in told}), *told]
    if form is Form.json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        print("curie", "label", "kind", "source", "in_bevo", "how", "synonyms", sep="\t")
        for one in told:
            lists = (" ".join(one["kind"]), one["source"], " ".join(one["in_bevo"]), one["how"])
            print(one["curie"], one["label"], *lists, " | ".join(one["synonyms"][:6]), sep="\t")
    if not told:
        say("nothing found")
        raise typer.Exit(1)


@term_app.command("show")
def show(curie: Annotated[str, typer.Argument(help="A CURIE, IRI or accession.")], root: Root = ROOT) -> None:
    """Print all that is held on a term of a public vocabulary, and what BEVO makes of it."""
    from bevo.vocabulary.identifiers import as_curie

    pack = _pack()
    entry = pack.entry(as_curie(curie) or curie)
    if entry is None:
        fail(BevoError(f"no vocabulary has '{curie}'"))
    told = _told(entry, _terms(root))
    print(f"{entry.curie}\t{entry.label or '(merged into another)'}")
    if entry.obsolete:
        print(f"  obsolete{', replaced by ' + entry.replaced_by if entry.replaced_by else ''}")
    for name, values in (
        ("vocabulary", [entry.vocabulary]),
        ("tables", told["kind"]),
        ("in BEVO", told["in_bevo"]),
        ("synonyms", entry.synonyms),
        ("parents", [f"{c} {parent.label}" if (parent := pack.entry(c)) else c for c in entry.parents]),
        ("part of", entry.part_of),
        ("belongs to", entry.links),
        ("about", [entry.about] if entry.about else []),
    ):
        if values:
            print(f"  {name}: {' | '.join(values)}")


@term_app.command("add")
def add(
    curies: Annotated[list[str], typer.Argument(help="CURIEs, IRIs or accessions.")],
    kind: Annotated[
        str | None, typer.Option("--as", metavar="KIND", help="The table, where it cannot be told.")
    ] = None,
    below: Below = None,
    dry: Dry = False,
    root: Root = ROOT,
    beside: Beside = None,
) -> None:
    """Add terms of public vocabularies to the tables: label, parents that BEVO has, synonyms, cross-references.

    A gene or a microRNA becomes a molecule of any species, mapped to its ids; an arm brings its microRNA along. What is
    obsolete is refused, and what replaced it is said. Read the rows: a parent that gives a process its polarity or a
    cell its role is for you to add, with a reason.
    """
    from bevo.ontology.rows import borrowed_rows

    pack, overlay = _pack(), _overlay(beside)
    for curie in curies:
        try:
            rows = borrowed_rows(curie, _vocabulary(root, overlay), pack, kind, below or ())
        except BevoError as error:
            fail(error)
        _write(rows, root, dry, overlay)


@term_app.command("mint")
def mint(
    name: Annotated[str, typer.Argument(help="The label.")],
    kind: Annotated[str, typer.Option("--kind", help="The table.")],
    definition: Annotated[str, typer.Option("--definition", help="What it is, in own words.")] = "",
    below: Below = None,
    xrefs: Annotated[
        list[str] | None, typer.Option("--xref", help="A mapping, for example 'close mesh:D000469'.")
    ] = None,
    dry: Dry = False,
    root: Root = ROOT,
    beside: Beside = None,
) -> None:
    """Mint an own term, where no vocabulary has it; what is near in the vocabularies is told as mappings to judge."""
    from bevo.ontology.rows import minted_row
    from bevo.vocabulary.resolve import VOCABULARIES
    from bevo.vocabulary.search import search

    pack, overlay = _pack(), _overlay(beside)
    own = _vocabulary(root, overlay)
    try:
        row = minted_row(name, kind, definition, own, below or (), xrefs or ())
    except BevoError as error:
        fail(error)
    for match in [] if xrefs else search(name, pack, {*VOCABULARIES.get(kind, ()), "mesh"}, 5):
        certain = match.how in ("label", "synonym", "spelling") or match.how.startswith("rule")
        what = "the same? rather: bevo term add" if certain else "near:"
        say(f"{what} {match.entry.curie} '{match.entry.label}' ({match.how})")
    for broad in [] if xrefs else search(name.split()[-1], pack, VOCABULARIES.get(kind, ()), 0)[:3]:
        say(f"a mapping to judge: --xref 'broad {broad.entry.curie}' ({broad.entry.label})")
    _write([row], root, dry, overlay)


@term_app.command("sources")
def sources() -> None:
    """Print which vocabularies come along: version, origin, licence, how many terms."""
    print(_pack().sources, end="")


@term_app.command("update")
def update(
    timeout: Annotated[float, typer.Option(help="Seconds to wait for a source.", min=1)] = 60,
    root: Root = ROOT,
) -> None:
    """Renew the vocabularies from their public services, for this user; needs a network, and some minutes.

    Then says which borrowed terms and mappings are obsolete or have another label, as 'bevo check' does.
    """
    from bevo.ontology.borrowed import faults_of_borrowed
    from bevo.vocabulary.update import update as renew

    try:
        path = renew(say, timeout)
    except BevoError as error:
        fail(error)
    say(f"the vocabularies are now those of {path}")
    for fault in faults_of_borrowed(_vocabulary(root, None), _pack()):
        say(str(fault))


@term_app.command("pack")
def make_pack(
    out: Annotated[Path, typer.Option(help="The file to write.")],
    releases: Annotated[Path | None, typer.Option(help="A folder with the sources' release files.")] = None,
    tables: Annotated[
        Path | None, typer.Option(help="A folder of gzipped tables with SOURCES.tsv in their place.")
    ] = None,
) -> None:
    """Make the file of vocabularies that comes along with the product: for maintainers, at a release."""
    from bevo.vocabulary.pack import pack_bytes
    from bevo.vocabulary.releases import read_releases
    from bevo.vocabulary.tables import read_tables

    if (releases is None) == (tables is None):
        raise typer.BadParameter("give one of --releases and --tables")
    try:
        entries, table = read_tables(tables) if tables else read_releases(releases or Path())
        data = pack_bytes(entries, table)
        out.write_bytes(data)
    except BevoError as error:
        fail(error)
    except OSError as error:
        fail(BevoError(f"{out} cannot be written: {error}"))
    print(f"{out}: {len(data) / 1e6:.1f} MB, {sum(map(len, entries.values()))} terms")


@term_app.command("genes")
def genes(
    release: Annotated[Path, typer.Argument(help="hgnc_complete_set.txt, as HGNC publishes it.")], root: Root = ROOT
) -> None:
    """Write anew which other ids the genes have that terms are mapped to (ontology/crosswalk/genes.tsv)."""
    from bevo.exports.crosswalk import GENES, gene_table
    from bevo.files import write_whole
    from bevo.vocabulary.registers import read_gene_ids

    project = repository(root, "the table of genes")
    try:
        with release.open(encoding="utf-8") as stream:
            table = gene_table(read_gene_ids(stream), _vocabulary(root, None).terms.values())
        write_whole(project.ontology / GENES, table)
    except BevoError as error:
        fail(error)
    except (OSError, UnicodeDecodeError) as error:
        fail(BevoError(f"{release} cannot be read: {error}"))
    print(f"{GENES}: {table.count(bytes([10])) - 1} genes")


def _overlay(beside: Path | None) -> Overlay | None:
    return overlays_of([beside])[0] if beside else None


def _write(rows: list[Row], root: Path, dry: bool, overlay: Overlay | None) -> None:
    from bevo.ontology.rows import append, of_overlay

    project = Project(root.resolve())
    if project.installed and not dry and not overlay:
        fail(
            BevoError("an installed release is not written to: name an overlay with --with, or a checkout with --root")
        )
    folder = overlay.terms if overlay else project.ontology / "terms"
    for row in of_overlay(rows, overlay.prefix) if overlay else rows:
        print(row.line())
        if not dry:
            try:
                say(f"added to {append(row, folder, new=bool(overlay))}")
            except BevoError as error:
                fail(error)
