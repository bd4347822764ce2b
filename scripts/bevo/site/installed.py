"""The site of an installed release, which a wheel leaves out: it is made once, in the user's cache folder."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

from bevo import __version__
from bevo.problems import BevoError
from bevo.project import Project
from bevo.site import write_site

__all__ = ["installed_site"]


def installed_site(project: Project, say: Callable[[str], None]) -> Path:
    """The release with its site.

    :param project: the data of an installed package.
    :param say: is told that the site is being made.
    :returns: a folder like ``dist/``.
    :raises BevoError: if the cache folder cannot be written.
    """
    graph = project.dist / "bevo-kg.ttl"
    folder = user_cache_path("bevo") / f"{__version__}-{hashlib.sha256(graph.read_bytes()).hexdigest()[:16]}"
    if not (folder / "site").is_dir():
        say(f"bevo: making the site in {folder} (once) ...")
        try:
            shutil.copytree(project.dist, folder, dirs_exist_ok=True)
            write_site(folder / "bevo-kg.ttl", project.queries, project.assets, folder / "site", __version__)
        except OSError as error:
            raise BevoError(f"cannot write {folder}: {error.strerror}; XDG_CACHE_HOME names another place") from error
    return folder
