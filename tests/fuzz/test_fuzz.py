"""Every parser of ours under texts that chance made, and under those that once broke one (``found/``).

No traceback, no hang, and what was written is read back. ``--rounds`` tries for longer; with a seed of hypothesis'
own (``--hypothesis-seed``) a run is made again.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuzz.parsers import PARSERS

FOUND = Path(__file__).parent / "found"
WORDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
SECONDS = 2.0
"""Of a processor, for one text of some hundred characters; what grows with the square of its length takes longer."""


def _holds(name: str, text: str) -> None:
    start = time.process_time()
    PARSERS[name](text)
    taken = time.process_time() - start
    assert taken < SECONDS, f"{name} takes {taken:.1f} s for {len(text)} characters"


def _texts(name: str) -> st.SearchStrategy[str]:
    words = st.sampled_from(WORDS[name])
    return st.one_of(
        st.lists(words, max_size=25).map("".join),
        st.lists(words | st.text(max_size=3), max_size=15).map("".join),
        st.text(max_size=40),
        st.builds(lambda word, number: word * number, words, st.integers(1, 300)),
        st.builds(
            lambda start, word, number, end: start + word * number + end, words, words, st.integers(1, 300), words
        ),
    )


@pytest.mark.chaos
@pytest.mark.parametrize("name", PARSERS)
def test_any_text_is_read_or_told(name: str, rounds: int) -> None:
    PARSERS[name]("")  # what is read once and kept

    @settings(
        max_examples=60 * rounds,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.target, Phase.shrink),
        print_blob=True,
    )
    @given(_texts(name))
    def holds(text: str) -> None:
        _holds(name, text)

    holds()


CASES = [
    pytest.param(path.stem, json.loads(line), id=f"{path.stem}-{number}")
    for path in sorted(FOUND.glob("*.jsonl"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
]


@pytest.mark.parametrize(("name", "text"), CASES)
def test_what_once_broke_a_parser_does_so_no_more(name: str, text: str) -> None:
    _holds(name, text)
