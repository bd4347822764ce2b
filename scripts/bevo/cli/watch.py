"""``bevo watch``: faults and the page, each time a record is saved."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Annotated

import typer

from bevo.cache import Keep, remembering
from bevo.cli.common import ROOT, Root, fail, report, repository, say
from bevo.problems import BevoError, InputError, errors, relative
from bevo.project import Project

__all__ = ["watch"]


def watch(
    root: Root = ROOT,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 picks a free port.", min=0, max=65535)] = 8002,
) -> None:
    """Check the records each time one is saved, and show its findings in the browser, until stopped.

    Faults are printed; without faults the pages of the findings in the saved files are made, and a page that is open
    loads itself anew. The rules reason over these findings alone, and nothing in the checkout is written: 'bevo build'
    has the last word. All other pages are those of the built site. It listens on this machine alone.
    """
    from watchfiles import watch as changes

    from bevo.serve.preview import Pages, server

    project = repository(root, "bevo watch")
    pages, keep = Pages(), remembering()
    try:
        web = server(pages, project.dist / "site", port)
    except OSError as error:
        fail(BevoError(f"cannot listen on port {port}: {error}; choose another with --port"))
    Thread(target=web.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{web.server_address[1]}/"
    gc.disable()  # looking for the few cycles of a check takes a sixth of it; it is done when the page is there
    _made(project, [], address, keep)
    say(f"bevo: {address} shows what you save below {relative(project.instances)}; Ctrl-C ends it")
    for changed in changes(project.instances, project.ontology, debounce=100, step=20, raise_interrupt=False):
        saved = sorted({Path(path) for _, path in changed if path.endswith((".yaml", ".tsv")) and Path(path).exists()})
        if saved:
            pages.put(_made(project, saved, address, keep))
            gc.collect()


def _made(project: Project, saved: list[Path], address: str, keep: Keep) -> dict[str, Callable[[], bytes]]:
    from bevo.build.preview import preview

    start = perf_counter()
    say(f"bevo: {', '.join(map(relative, saved)) or 'terms'}")
    try:
        made = preview(project, saved, keep)
    except InputError as error:
        report(error.problems)
        return {}
    except (BevoError, OSError) as error:
        say(f"bevo: {error}")
        return {}
    faults = errors(made.problems)
    report(made.problems)
    shown = sorted(made.pages)
    if shown:
        more = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
        say(f"bevo: {address}{shown[0]}{more}")
    say(f"bevo: {'faults; the pages stay as they were' if faults else 'no faults'} ({perf_counter() - start:.1f} s)")
    return made.pages
