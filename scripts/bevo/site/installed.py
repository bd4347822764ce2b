"""What a wheel leaves out of a release, its site and search: made once, in the user's cache folder."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from bevo import __version__
from bevo.files import write_whole
from bevo.problems import BevoError
from bevo.project import Project, built
from bevo.questions.questions import read_queries
from bevo.search.index import Index, read_index
from bevo.site import index_of, write_site
from bevo.site.data.feeds import as_json

__all__ = ["installed_site", "search_index_of"]


def installed_site(project: Project, say: Callable[[str], None]) -> Path:
    """The release with its site.

    :param project: the data of an installed package.
    :param say: is told that the site is being made.
    :returns: a folder like ``dist/``.
    :raises BevoError: if the cache folder cannot be written.
    """
    folder = _folder(project)
    if not (folder / "site").is_dir():
        say(f"bevo: making the site in {folder} (once) ...")
        try:
            shutil.copytree(project.dist, folder, dirs_exist_ok=True)
            write_site(folder / "bevo-kg.ttl", project.queries, project.assets, folder / "site", __version__)
        except OSError as error:
            raise BevoError(f"cannot write {folder}: {error.strerror}; XDG_CACHE_HOME names another place") from error
    return folder


def search_index_of(project: Project, say: Callable[[str], None]) -> Index:
    """What the search of a release looks through: from its site, else made from its graph.

    :param say: is told that the index of an installed release is being made, which is kept in the user's cache folder.
    :raises BevoError: if nothing is built.
    """
    graph = built(project.dist / "bevo-kg.ttl")
    folders = [project.dist, *([_folder(project)] if project.installed else ())]
    names = ("site/data/search-all.json", "site/data/search.json", "search.json")
    found = next((folder / name for folder in folders for name in names if (folder / name).is_file()), None)
    if found:
        return read_index(found)
    say("bevo: making the index of the search ...")
    data = index_of(graph, read_queries(project.queries))
    if project.installed:
        with suppress(OSError):  # without a place to keep it, it is made each time
            write_whole(folders[-1] / "search.json", as_json(data))
    return Index(data)


def _folder(project: Project) -> Path:
    """Where what is made of an installed release is kept."""
    graph = project.dist / "bevo-kg.ttl"
    return user_cache_path("bevo") / f"{__version__}-{hashlib.sha256(graph.read_bytes()).hexdigest()[:16]}"
