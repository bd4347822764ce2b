"""What chance decides is told by a seed, and what was tried is counted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from chaotic import Small, small_checkout

COUNTED = pytest.StashKey[Counter[str]]()


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The same for the same seed and test."""
    return random.Random(f"{request.config.option.seed} {request.node.name}")


@pytest.fixture(scope="session")
def counted(request: pytest.FixtureRequest) -> Counter[str]:
    """What was tried, by name; told at the end."""
    return request.config.stash.setdefault(COUNTED, Counter())


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """A checkout of a few findings, and what it gives in two states."""
    yield small_checkout(tmp_path_factory.mktemp("chaos"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    tried = config.stash.get(COUNTED, None)
    if tried:
        said = ", ".join(f"{name} {number}" for name, number in sorted(tried.items()))
        terminalreporter.write_line(f"chaos: --seed {config.option.seed} --rounds {config.option.rounds}: {said}")
