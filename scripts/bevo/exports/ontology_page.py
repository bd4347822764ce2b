"""A page about the ontology, made from the ontology and the release: ``docs/ontology.md``.

Blank nodes have no lasting names, so whatever is listed is sorted by how it reads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Triple

from bevo.ontology.manchester import manchester
from bevo.rdf.index import Index, Node
from bevo.rdf.names import BASE, bevo, compact, node, slug
from bevo.rdf.vocabulary import ANNOTATED_SOURCE, ANNOTATED_TARGET, CLASS, DEFINITION, MEMBERS, SUBCLASS, TYPE

__all__ = ["ontology_markdown"]

REASON = bevo("reason")
ONTOLOGY = NamedNode(f"{BASE}ontology")
MATCHES = [node(f"skos:{strength}Match") for strength in ("exact", "close", "broad", "narrow", "related")]
DISJOINT = {"owl:disjointWith": "classes", "owl:propertyDisjointWith": "properties"}
EXAMPLES = 3
INTRODUCTION = """\
# The BEVO ontology

`make` writes this page from the release. Edit the ontology, not this page.

Class expressions are in Manchester syntax, with labels for names. *Asserted* members get their class from a record,
*inferred* ones by HermiT; a borrowed class keeps the IRI of its vocabulary.
"""
OWN = """\
## Own classes

A borrowed class is listed here only if one of our own classes is below it. Molecules are counted further down.
"""
DEFINED = "## Defined classes\n\nClasses that are defined by an axiom. The reasoner finds their members.\n"
BLOCKS = """\
## What the axioms build on

Roles and polarities that the axioms above use. People place terms under them.
"""


def ontology_markdown(ontology: Iterable[Triple], findings: Iterable[Triple], inferred: Iterable[Triple]) -> str:
    """The page as Markdown: metadata, hierarchy, defined classes, what excludes what, properties.

    :param ontology: with its metadata.
    :param findings: the asserted instances; members and examples are taken from them.
    :param inferred: what the reasoner added to both.
    :raises BevoError: if an axiom uses a construct that
        :meth:`bevo.ontology.manchester.manchester` does not know.
    """
    graph = Index(ontology)
    axioms = _Axioms(graph)
    members = _Members(findings, inferred)
    defined, blocks = axioms.defined(), axioms.building_blocks()
    lines = [
        INTRODUCTION,
        *_metadata(graph),
        *_hierarchy(graph, {*defined, *blocks}),
        *_counts(graph),
        DEFINED,
        *(line for cls in defined for line in _defined_class(graph, axioms, members, cls)),
        BLOCKS,
        *(line for cls in blocks for line in _defined_class(graph, axioms, members, cls)),
        *_exclusions(graph),
        *_properties(graph),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


class _Axioms:
    """The one-way axioms: what leads to a class, and why."""

    def __init__(self, graph: Index) -> None:
        self.graph = graph
        self.reasons: dict[tuple[Node, Node], str] = {}
        self.below: dict[NamedNode, list[Node]] = defaultdict(list)
        for subject, properties in graph.about.items():
            for parent in properties.get(SUBCLASS, ()):
                if isinstance(parent, NamedNode):
                    self.below[parent].append(subject)
            for source in properties.get(ANNOTATED_SOURCE, ()):
                for target in properties[ANNOTATED_TARGET]:
                    self.reasons[source, target] = graph.text(subject, REASON)

    def defined(self) -> list[NamedNode]:
        """The classes that an expression leads to."""
        return self.graph.by_label(c for c, below in self.below.items() if any(isinstance(b, BlankNode) for b in below))

    def building_blocks(self) -> list[NamedNode]:
        """The other own classes that such an expression names and under which terms are placed with a reason."""
        todo = [b for cls in self.defined() for b in self.below[cls] if isinstance(b, BlankNode)]
        used: set[NamedNode] = set()
        while todo:
            for objects in self.graph.about[todo.pop()].values():
                used |= {o for o in objects if isinstance(o, NamedNode) and o.value.startswith(BASE)}
                todo += [o for o in objects if isinstance(o, BlankNode)]
        placed = {target for source, target in self.reasons if isinstance(source, NamedNode)}
        return self.graph.by_label((used & placed) - set(self.defined()))

    def leading_to(self, cls: NamedNode) -> list[tuple[bool, str, str]]:
        """Each axiom that ends in a class: whether a name leads there, its left side as text, its reason."""
        return sorted(
            (isinstance(b, NamedNode), manchester(self.graph, b), self.reasons.get((b, cls), ""))
            for b in self.below[cls]
        )


def _by_class(triples: Iterable[Triple]) -> dict[Node, set[NamedNode]]:
    found: dict[Node, set[NamedNode]] = defaultdict(set)
    for t in triples:
        if t.predicate == TYPE and isinstance(t.subject, NamedNode):
            found[t.object].add(t.subject)
    return found


class _Members:
    """The members of each class in the release, and the findings that they belong to."""

    def __init__(self, findings: Iterable[Triple], inferred: Iterable[Triple]) -> None:
        stated = list(findings)
        self.record = Index(stated)
        self.asserted, self.inferred = _by_class(stated), _by_class(inferred)

    def counts(self, cls: NamedNode) -> tuple[int, int]:
        """How many members are asserted, and how many more are inferred."""
        asserted = self.asserted.get(cls, set())
        return len(asserted), len(self.inferred.get(cls, set()) & set(self.record.about) - asserted)

    def findings(self, cls: NamedNode) -> list[NamedNode]:
        """The findings that members belong to, or that are members themselves, in the order of their ids."""
        found = set()
        for member in self.asserted.get(cls, set()) | self.inferred.get(cls, set()):
            whole = self.record.objects(member, bevo("participantOf")) or [member]
            found |= {w for w in whole if isinstance(w, NamedNode) and w in self.record.about}
        return sorted(found, key=lambda f: f.value)


def _link(thing: NamedNode) -> str:
    return f"[`{compact(thing.value)}`]({thing.value})"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    header = list(header)
    for row in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _metadata(graph: Index) -> Iterator[str]:
    yield "## About it\n"
    rows = []
    for predicate, values in graph.about[ONTOLOGY].items():
        shown = (_link(v) if isinstance(v, NamedNode) else v.value for v in values if not isinstance(v, Triple))
        if predicate not in (TYPE, node("obo:IAO_0000700")):
            rows.append((graph.label(predicate), "; ".join(sorted(shown))))
    yield from _table(("", ""), [("IRI", _link(ONTOLOGY)), *sorted(rows)])


def _is_listed(cls: NamedNode) -> bool:
    """Own classes but the molecules, which are minted in hundreds after one pattern."""
    return cls.value.startswith(BASE) and "/" not in cls.value.removeprefix(BASE)


def _hierarchy(graph: Index, with_section: set[NamedNode]) -> Iterator[str]:
    """Own classes as an indented list, with the borrowed classes above them."""
    classes = graph.named(CLASS)
    shown = {above for cls in classes if _is_listed(cls) for above in graph.ancestors(cls)}
    children: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for cls in (c for c in classes if c in shown):
        for parent in graph.parents(cls):
            children[parent].append(cls)
    told: set[NamedNode] = set()

    def branch(cls: NamedNode, depth: int) -> Iterator[str]:
        label = graph.label(cls)
        name = f"[{label}](#{slug(label).lower()})" if cls in with_section else label
        definition = graph.text(cls, DEFINITION)
        tail = f": {definition}" if definition else ""
        if cls in told:
            tail = " (see above)" if children[cls] else ""
        yield f"{'  ' * depth}- {name} {_link(cls)}{tail}"
        if cls not in told:
            told.add(cls)
            for child in children[cls]:
                yield from branch(child, depth + 1)

    yield OWN
    for cls in classes:
        if cls in shown and not graph.parents(cls):
            yield from branch(cls, 0)
    yield ""


def _counts(graph: Index) -> Iterator[str]:
    """How many classes are borrowed, by vocabulary, and how many molecules are minted, by kind."""
    by_vocabulary: dict[str, list[str]] = defaultdict(list)
    molecules: Counter[NamedNode] = Counter()
    for cls in graph.named(CLASS):
        if not cls.value.startswith(BASE):
            by_vocabulary[compact(cls.value).partition(":")[0]].append(graph.label(cls))
        elif not _is_listed(cls):
            molecules.update(filter(_is_listed, graph.ancestors(cls)))
    yield "## Borrowed classes\n"
    rows = [(name, str(len(labels)), ", ".join(labels[:4])) for name, labels in sorted(by_vocabulary.items())]
    yield from _table(("vocabulary", "classes", "for example"), rows)
    yield "## Molecules\n\nNumber of molecules below each kind, at any depth.\n"
    order = sorted(molecules, key=lambda m: (-molecules[m], m.value))
    yield from _table(("kind", "", "molecules"), ((graph.label(m), _link(m), str(molecules[m])) for m in order))


def _defined_class(graph: Index, axioms: _Axioms, members: _Members, cls: NamedNode) -> Iterator[str]:
    label = graph.label(cls)
    yield f"### {label}\n\n{_link(cls)}: {graph.text(cls, DEFINITION)}\n"
    for _, left, reason in axioms.leading_to(cls):
        yield f"- `{left} SubClassOf {manchester(graph, cls)}`" + (f": {reason}" if reason else "")
    asserted, inferred = members.counts(cls)
    findings = members.findings(cls)
    yield f"\nMembers: {asserted} asserted, {inferred} inferred, in {len(findings)} findings."
    last = max(len(findings) - 1, 0)
    for finding in sorted({findings[last * n // (EXAMPLES - 1)] for n in range(EXAMPLES)} if findings else (), key=str):
        yield f"- {_link(finding)}: {members.record.label(finding)}"
    yield ""


def _exclusions(graph: Index) -> Iterator[str]:
    rows = set()
    for subject, properties in graph.about.items():
        for head in properties.get(MEMBERS, ()):
            names = ", ".join(sorted(manchester(graph, m) for m in graph.members(head)))
            rows.add(("classes", names, graph.text(subject, REASON)))
        for curie, kind in DISJOINT.items():
            for other in properties.get(node(curie), ()):
                rows.add((kind, ", ".join(sorted((manchester(graph, subject), manchester(graph, other)))), ""))
    yield "## What excludes what\n"
    yield from _table(("kind", "pairwise disjoint", "reason"), sorted(rows))


def _properties(graph: Index) -> Iterator[str]:
    header = ("label", "IRI", "definition", "domain", "range", "under", "stands under")
    for kind in ("Object", "Datatype", "Annotation"):
        yield f"## {kind} properties\n"
        rows = []
        for p in graph.named(node(f"owl:{kind}Property")):
            columns = [graph.objects(p, node(f"rdfs:{c}")) for c in ("domain", "range", "subPropertyOf")]
            cells = ["; ".join(sorted(manchester(graph, cell) for cell in column)) for column in columns]
            outside = [
                f"{_link(o)} ({compact(m.value)})"
                for m in MATCHES
                for o in graph.objects(p, m)
                if isinstance(o, NamedNode)
            ]
            rows.append((graph.label(p), _link(p), graph.text(p, DEFINITION), *cells, "; ".join(outside)))
        yield from _table(header, rows)
