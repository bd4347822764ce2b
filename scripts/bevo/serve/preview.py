"""A small server for one curator: pages made just now before those of the built site, each of which loads itself anew.

It listens on this machine alone, answers GET, and runs nothing that a visitor sends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition
from urllib.parse import unquote, urlsplit

__all__ = ["Pages", "server"]

CHANGES, SCRIPT = "/.changes", "/.reload.js"
WAIT_SECONDS = 20
RELOAD = f"""let seen = null;
const wait = async () => {{
  try {{
    const answer = await fetch("{CHANGES}" + (seen === null ? "" : "?" + seen));
    const now = await answer.json();
    if (seen !== null && now !== seen) return location.reload();
    seen = now;
    setTimeout(wait, 50);
  }} catch {{
    setTimeout(wait, 1000);
  }}
}};
wait();
"""


class Pages:
    """The pages of now, each made when it is read, and a number that grows with each change."""

    def __init__(self) -> None:
        self.makes: dict[str, Callable[[], bytes]] = {}
        self.number = 0
        self.changed = Condition()

    def put(self, pages: Mapping[str, Callable[[], bytes]]) -> None:
        """Show these pages from now on, beside those shown before.

        :param pages: by path, what makes each.
        """
        with self.changed:
            self.makes = {**self.makes, **pages}
            self.number += 1
            self.changed.notify_all()

    def after(self, seen: str) -> int:
        """The number, as soon as it is another one than a page has seen; or after a while."""
        with self.changed:
            self.changed.wait_for(lambda: str(self.number) != seen, WAIT_SECONDS)
            return self.number


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, pages: Pages, *args: object, directory: str) -> None:
        self.pages = pages
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host not in ("127.0.0.1", "localhost"):  # another site's name that was made to lead here
            self.send_error(403)
            return
        url = urlsplit(self.path)
        path = unquote(url.path)
        if path == CHANGES:
            self._send("application/json", json.dumps(self.pages.after(url.query)).encode())
        elif path == SCRIPT:
            self._send("text/javascript", RELOAD.encode())
        elif page := self._page(path):
            script = f'<script src="{SCRIPT}"></script></body>'.encode()
            self._send("text/html; charset=utf-8", page.replace(b"</body>", script, 1))
        else:
            super().do_GET()

    def _page(self, path: str) -> bytes | None:
        name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        name = name if Path(name).suffix else f"{name}.html"
        if name in self.pages.makes:
            return self.pages.makes[name]()
        file = Path(self.translate_path(f"/{name}"))  # never above the folder
        return file.read_bytes() if file.suffix == ".html" and file.is_file() else None

    def _send(self, media: str, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for faults."""


def server(pages: Pages, site: Path, port: int) -> ThreadingHTTPServer:
    """A server on this machine's own address; ``serve_forever`` runs it.

    :param site: the built site; it need not be there.
    :param port: 0 picks a free one.
    :raises OSError: if the port is taken.
    """
    made = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, pages, directory=str(site)))
    made.daemon_threads = True
    return made
