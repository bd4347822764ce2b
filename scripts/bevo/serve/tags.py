"""Entity tags (RFC 9110, section 8.8.3)."""

from __future__ import annotations

import hashlib

__all__ = ["tag_of"]


def tag_of(body: bytes | bytearray | memoryview) -> str:
    """A strong tag: a hash of the content."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
