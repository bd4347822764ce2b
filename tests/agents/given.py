"""What several tests of the tools share."""

from __future__ import annotations

from typing import Any

from mcp.types import TextContent

__all__ = ["sentence", "text"]


def text(answer: Any) -> str:
    """The text of an answer."""
    (content,) = answer.content
    assert isinstance(content, TextContent)
    return content.text


def sentence(answer: Any) -> str:
    """The text of an answer that tells what cannot be done."""
    assert answer.is_error, text(answer)
    return text(answer)
