"""What is taken for the arguments of a tool, and the sentence that is said of wrong ones."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bevo.agents.arguments import Form, Ids, wrong


class Given(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ids: Ids = Field(default=["F0026"])
    form: Form = "txt"
    limit: int = Field(default=5, ge=1, le=10)
    text: str = Field(default="", max_length=5)
    values: dict[str, str | int | float] | None = None


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("txt", "txt"),
        ("Text", "txt"),
        ("plain text", "txt"),
        ("BibTeX", "bib"),
        (".bib", "bib"),
        ("RIS", "ris"),
        ("CSL-JSON", "json"),
        ("csl_json", "json"),
        ("JSON", "json"),
    ],
)
def test_the_usual_names_of_the_forms_are_taken(said: str, form: str) -> None:
    assert Given(form=said).form == form  # type: ignore[arg-type]  # what a client sends


@pytest.mark.parametrize(
    ("ids", "read"),
    [("F0026", ["F0026"]), ("F0026, F0027", ["F0026", "F0027"]), (["F0026"], ["F0026"])],
)
def test_a_single_id_is_taken(ids: Any, read: list[str]) -> None:
    assert Given(ids=ids).ids == read


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"form": "pdf"}, "'form' should be one of 'txt', 'bib', 'ris' or 'json', not 'pdf'."),
        ({"form": 3}, "'form' should be one of 'txt', 'bib', 'ris' or 'json', not 3."),
        ({"ids": []}, "'ids' should hold at least 1."),
        ({"ids": [1]}, "'ids' (0) should be a text, not 1."),
        ({"ids": " "}, "'ids' should be a list, not ' '."),
        ({"ids": ["F0026"] * 101}, "'ids' should have at most 100 members."),
        ({"limit": 0}, "'limit' should be at least 1."),
        ({"limit": 11}, "'limit' should be at most 10."),
        ({"limit": 1.5}, "'limit' should be a whole number, not 1.5."),
        ({"text": "abcdef"}, "'text' should have at most 5 characters."),
        ({"values": {"cargo": [1]}}, "'values' (cargo) should be a text or a whole number or a number, not [1]."),
        ({"text": 1, "limit": "x"}, "'limit' should be a whole number, not 'x'; 'text' should be a text, not 1."),
        ({"limits": 3}, "tool has no argument 'limits'; nearest: limit; it has: ids, form, limit, text, values."),
    ],
)
def test_a_wrong_argument_is_told_in_a_sentence(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as error:
        Given(**given)
    assert wrong("tool", error.value, Given.model_fields) == said


def test_one_that_is_missing_or_very_long_is_told_too() -> None:
    class Needs(BaseModel):
        id: str

    with pytest.raises(ValidationError) as missing:
        Needs()  # type: ignore[call-arg]  # as a client forgets it
    assert wrong("tool", missing.value, Needs.model_fields) == "tool needs 'id'."
    with pytest.raises(ValidationError) as long:
        Needs(id=["x" * 1000])  # type: ignore[arg-type]  # as a client sends it
    assert len(wrong("tool", long.value, Needs.model_fields)) < 90
