"""The table on a terminal, ``docs/performance.md`` and the plot, all made from one run."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from bevo_bench.measure import Measured
from bevo_bench.results import Results, exponent, targets

__all__ = ["engines", "markdown", "page", "plot", "questions", "table", "verdicts"]

TEMPLATE = Path(__file__).with_name("performance.md.j2")
QUERY = "query: "


def table(results: Results) -> list[list[str]]:
    """One row a way: step, way, time and memory at each size, growth, and whether its answer is that of the first.

    The questions are apart, see :func:`questions`.
    """
    head = ["step", "way", *(f"{size}x" for size in results.sizes), "exponent", "same"]
    return [head, *_rows(results)]


def _rows(results: Results) -> Iterator[list[str]]:
    steps = [s for s in dict.fromkeys(m.step for m in results.measured) if not s.startswith(QUERY)]
    for step in steps:
        ways = results.ways(step)
        for way in ways:
            here = [results.of(step, way, size) for size in results.sizes]
            slope = exponent((m.size, m.cpu) for m in here if m and m.cpu)
            first = [results.of(step, ways[0], size) for size in results.sizes]
            yield [step, way, *map(_cell, here), "" if slope is None else f"{slope:.2f}", _same(here, first)]


def _cell(one: Measured | None) -> str:
    if one is None:
        return ""
    if one.wall is None or one.cpu is None or one.memory is None:
        return one.why
    return f"{_seconds(one.wall)} ({_seconds(one.cpu)}), {one.memory:.0f} MB"


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 0.1 else f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def _same(here: list[Measured | None], first: list[Measured | None]) -> str:
    """Whether the answers are those of the first way, as far as both tell more than a number."""
    pairs = [(a.answer, b.answer) for a, b in zip(here, first, strict=True) if a and b and a.answer and b.answer]
    if not pairs:
        return ""
    if all(a == b or (" " not in a and a == b.split()[0]) for a, b in pairs):
        return "yes"
    return "in number" if all(a.split()[0] == b.split()[0] for a, b in pairs) else "no"


def questions(results: Results) -> list[list[str]]:
    """One row a question: milliseconds by engine and size."""
    columns = list(dict.fromkeys((m.step, m.size) for m in results.measured if m.step.startswith(QUERY)))
    names = dict.fromkeys(m.way for m in results.measured if m.step.startswith(QUERY))
    head = ["question", *(f"{step.removeprefix(QUERY)} {size}x" for step, size in columns), "same"]
    rows = [head]
    for name in names:
        here = [results.of(step, name, size) for step, size in columns]
        by_size = [{m.answer for m in here if m and m.answer and m.size == size} for size in results.sizes]
        cells = ["" if m is None else _briefly(m.why) if m.wall is None else f"{m.wall * 1000:.0f}" for m in here]
        rows.append([name, *cells, "yes" if all(len(answers) <= 1 for answers in by_size) else "no"])
    return rows


NO_VIEW = "no view"
"""What an engine of SQL says of a question that no view answers."""


def engines(results: Results) -> list[list[str]]:
    """One row an engine and size: how many questions it answers, with the rows of Oxigraph (of those
    that it answers too), and how soon.
    """
    head = ["engine", "size", "asked", "answered", "same rows", "seconds together", "slowest", "lost, or other rows"]
    columns = list(dict.fromkeys((m.step, m.size) for m in results.measured if m.step.startswith(QUERY)))
    first = {n: min((step for step, size in columns if size == n), key=_trust) for _, n in columns}
    rows = [head]
    for step, size in columns:
        asked = [m for m in results.measured if (m.step, m.size) == (step, size) and m.why != NO_VIEW]
        answered = [(m, m.wall) for m in asked if m.wall is not None]
        expected = {m.way: m.answer for m in results.measured if (m.step, m.size) == (first[size], size)}
        known = [m for m, _ in answered if expected.get(m.way)]
        other = [m.way for m in known if expected[m.way] != m.answer]
        lost = [f"{m.way} ({_briefly(m.why)})" for m in asked if m.wall is None]
        slowest, name = max(((wall, m.way) for m, wall in answered), default=(0.0, ""))
        same = f"{len(known) - len(other)} of {len(known)}"
        cells = [len(asked), len(answered), same, f"{sum(wall for _, wall in answered):.1f}"]
        told = [*lost, *(f"{way} (rows)" for way in other)]
        most = f"{name} {_seconds(slowest)}"
        rows.append([step.removeprefix(QUERY), f"{size}x", *map(str, cells), most, ", ".join(told) or "none"])
    return rows


def _trust(step: str) -> int:
    """Which engine the others are compared with: the first of these that was asked."""
    return next((i for i, name in enumerate(("Oxigraph, in memory", "Oxigraph, on disk")) if step.endswith(name)), 9)


def _briefly(why: str) -> str:
    """What a cell has room for; what an engine said word by word is in the JSON."""
    return why if len(why) < 20 else "failed"


def verdicts(results: Results) -> list[list[str]]:
    """One row a target: what it is, what was measured, whether it is met."""
    head = ["target", "measured", "met"]
    told = {None: "not measured", True: "yes", False: "no"}
    return [head, *([target.name, target.figure, told[target.met]] for target in targets(results))]


def page(results: Results) -> str:
    """``docs/performance.md``."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    return template.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        facts=results.facts,
        steps=markdown(table(results)),
        targets=markdown(verdicts(results)),
        engines=markdown(engines(results)),
        questions=markdown(questions(results)),
    )


def markdown(rows: list[list[str]]) -> str:
    """A table whose first row is its head."""
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plot(results: Results) -> bytes:
    """Time over size as SVG, one panel for each step of several sizes; the same bytes for the same run."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "bevo", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    told = [s for s in dict.fromkeys(m.step for m in results.measured) if not s.startswith(QUERY)]
    steps = [s for s in told if len({m.size for m in results.measured if m.step == s}) > 1] or told
    figure, panels = pyplot.subplots(1, len(steps), figsize=(3.4 * len(steps), 3.6), sharey=True, squeeze=False)
    for step, panel in zip(steps, panels[0], strict=True):
        for way in results.ways(step):
            points = [(m.size, m.cpu) for m in results.measured if (m.step, m.way) == (step, way) and m.cpu]
            if points:
                panel.plot(*zip(*points, strict=True), marker="o", markersize=3, label=way)
        panel.set(title=step, xscale="log", yscale="log", xlabel="times the release")
        panel.legend(fontsize=7)
    panels[0][0].set_ylabel("CPU seconds")
    figure.tight_layout()
    out = io.BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    pyplot.close(figure)
    return out.getvalue()
