"""What people may write in a record, and what is said of what they may not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from pydantic import ValidationError

from bevo.curation.records import YEARS, By, CargoMention, Discrepancy, Finding, Mention, Review, StepMention, Study
from bevo.exports.graphs import finding_schema
from bevo.signs import AMOUNTS, SIGNS, VERBS
from checkout import ROOT
from made_up import PLACE, record


def faults(keys: dict[str, Any]) -> list[str]:
    """What is wrong with a record that has these keys put in."""
    with pytest.raises(ValidationError) as refused:
        record(keys)
    return [error["msg"].removeprefix("Value error, ") for error in refused.value.errors()]


@pytest.mark.parametrize(
    ("written", "mentions"),
    [
        ("osteocyte", (Mention("osteocyte"),)),
        (" osteocyte ", (Mention("osteocyte"),)),
        (["osteocyte", "osteoblast"], (Mention("osteocyte"), Mention("osteoblast"))),
        ({"osteocyte": "senescent"}, (Mention("osteocyte", ("senescent",)),)),
        ({"BM-MSC": ["aged", "hypoxia"]}, (Mention("BM-MSC", ("aged", "hypoxia")),)),
        ([{"osteocyte": "aged"}, "osteoblast"], (Mention("osteocyte", ("aged",)), Mention("osteoblast"))),
    ],
)
def test_a_source_is_a_name_several_or_a_name_with_states(written: Any, mentions: tuple[Mention, ...]) -> None:
    assert record({"from": written, "collective": True}).source == mentions


def test_a_cargo_may_have_an_amount() -> None:
    written = ["miR-21", {"miR-214": "less", "miR-29a": "altered"}]
    assert record({"cargo": written, "collective": True}).cargo == (
        CargoMention("miR-21"),
        CargoMention("miR-214", "less"),
        CargoMention("miR-29a", "altered"),
    )


@pytest.mark.parametrize(
    ("written", "by"),
    [
        ("scaffold", By("scaffold")),
        ({"CD9 knockout": "less vesicle"}, By("CD9 knockout", "less", "vesicle")),
        ({"scaffold": "more uptake"}, By("scaffold", "more", "uptake")),
    ],
)
def test_an_agent_may_change_something(written: Any, by: By) -> None:
    assert record({"by": written}).by == by


def test_steps_are_kept_in_order() -> None:
    written = [["miR-214", verb, "ATF4"] for verb in reversed(VERBS)]
    assert record({"via": written}).via == tuple(StepMention("miR-214", verb, "ATF4") for verb in reversed(VERBS))


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_a_key_and_its_value_the_outcome(sign: str) -> None:
    finding = record({"inhibits": None, sign: "ossification"})
    assert (finding.sign, finding.outcome) == (sign, "ossification")


def test_without_a_sign_there_is_no_outcome() -> None:
    finding = record({"inhibits": None})
    assert (finding.sign, finding.outcome) == (None, None)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"promotes": "ossification"}, "two signs, promotes and inhibits"),
        ({"inhibits": None, "cargo": None}, "no sign"),
        ({"inhibits": None, "by": "aged"}, "no sign: an agent needs an outcome"),
        ({"binds": "ossification"}, "Extra inputs are not permitted"),
        ({"vesicle": None}, "a source without a vesicle"),
        ({"from": None, "vesicle": None}, "no vesicle: say which vesicle it is, or which agent acts"),
        ({"by": {"aged": "less cargo"}, "cargo": None}, "there is no cargo"),
        ({"from": None, "vesicle": None, "by": {"aged": "less uptake"}}, "there is no vesicle"),
        ({"by": {"aged": "less cargo"}, "cargo": {"miR-214": "more"}}, "but cargo says otherwise"),
        ({"by": "aged", "versus": "osteocyte"}, "by and versus each take the sign"),
        ({"from": ["osteoclast", "osteocyte"]}, "split the finding, or say collective: true"),
        ({"cites": ["li-2016"]}, "say which studies it cites, or with uncited why there is none"),
        ({"uncited": None}, "say which studies it cites, or with uncited why there is none"),
        ({"unknown": ["osteoblast"]}, "it has no participants"),
        ({"cargo": {"miR-214": "lower"}}, f"an amount is one of {', '.join(AMOUNTS)}, not 'lower'"),
        ({"cargo": ""}, "a cargo must be a name, not ''"),
        ({"vesicle": ["exosome", "microvesicle"]}, "takes one name"),
        ({"by": {"aged": "less"}}, "not 'less'"),
        ({"by": {"aged": "less vesicle", "young": "more vesicle"}}, "takes one agent"),
        ({"via": [["miR-214", "activates", "ATF4"]]}, f"one of {', '.join(VERBS)}"),
        ({"via": [["miR-214", "inhibits"]]}, "a step is [subject, verb, object]"),
        ({"via": ["miR-214 inhibits ATF4"]}, "a step is [subject, verb, object]"),
        ({"id": "F12"}, "String should match pattern"),
        ({"kind": "effect"}, "Input should be 'therapy' or 'summary'"),
        ({"groups": {"osteoporosis": 0}}, "greater than 0"),
        ({"auc": 1.2}, "less than or equal to 1"),
        ({"counts": {"guessed": 3}}, "Input should be 'identified', 'overlap', 'altered', 'more' or 'less'"),
    ],
)
def test_what_may_not_be_written_is_told(keys: dict[str, Any], message: str) -> None:
    said = faults(keys)
    assert len(said) == 1
    assert message in said[0]


def test_a_range_of_diameters_is_two_numbers_the_smallest_first() -> None:
    finding = record({"defines": "exosome", "diameter": ["40", "160.5"]}, of=PLACE)
    assert finding.diameter is not None
    assert (finding.diameter.smallest, finding.diameter.largest) == (40, 160.5)


@pytest.mark.parametrize("written", [["160", "40"], ["40"], "40", ["0", "40"], ["forty", "160"], ["40", "inf"]])
def test_any_other_range_is_refused(written: Any) -> None:
    with pytest.raises(ValidationError):
        record({"defines": "exosome", "diameter": written}, of=PLACE)


def test_the_schema_for_editors_knows_the_keys_and_the_words() -> None:
    schema = Finding.model_json_schema(by_alias=True)
    assert {"from", "vesicle", "via", *SIGNS} <= schema["properties"].keys()
    text = json.dumps(schema)
    assert json.dumps({"enum": list(VERBS)}) in text
    assert json.dumps({"enum": list(AMOUNTS)}) in text
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("model", "keys"),
    [
        (Study, {"id": "Li 2016", "cited_as": {}, "resolution": "resolved"}),
        (Study, {"id": "li-2016", "cited_as": {}, "resolution": "sure"}),
        (Study, {"id": "li-2016", "cited_as": {}, "resolution": "resolved", "doi": "doi:10.1038/x"}),
        (Study, {"id": "li-2016", "cited_as": {}, "resolution": "resolved", "pmid": "\u0661\u0662"}),
        (Study, {"id": "li-2016", "cited_as": {}, "resolution": "resolved", "pmcid": "PMC\uff11"}),
        (Study, {"id": "li-2016", "cited_as": {}, "resolution": "resolved", "doi": "10.\uff11038/x"}),
        (Study, {"id": "con", "cited_as": {}, "resolution": "resolved"}),
        (Study, {"id": "a" * 101, "cited_as": {}, "resolution": "resolved"}),
        (Review, {"id": "yang-2021", "title": "T", "sections": [], "licence": 'https://a/"> <b'}),
        (Review, {"id": "yang-2021", "title": "Friend or foe", "sections": [{"name": "Aims", "lines": 3}]}),
        (Discrepancy, {"id": "D\u0661\u0661\u0661\u0661", "type": "name", "at": {}, "says": "a", "reading": "b"}),
        (Discrepancy, {"id": "D0001", "type": "mood", "at": {}, "says": "a", "reading": "b"}),
    ],
)
def test_other_records_are_held_to_their_form(model: Any, keys: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(keys)


STUDY = {"id": "li-2016", "resolution": "resolved"}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        *(({"pmid": text}, "pmid") for text in ("9" * 5000, "123456789", "0", "012", "", "1 2", "-1")),
        *(({"pmcid": text}, "pmcid") for text in ("PMC" + "1" * 5000, "PMC")),
        *(({"doi": text}, "doi") for text in ("10.1234/" + "a" * 5000, "10.1234/a\u200b", "10.1234/\uff11")),
        *(
            ({"year": year}, "is no year from 1900 to 2028")
            for year in (
                "20250",
                "-1",
                "0",
                "1899",
                "2029",
                "2_016",
                "2016.0",
                "\uff12\uff10\uff11\uff16",
                2016.5,
                True,
                "",
            )
        ),
        *(({key: ""}, key) for key in ("title", "first_author", "journal", "note")),
        *(({key: "\u200b"}, "no letter and no digit") for key in ("title", "first_author", "journal", "note")),
        *(({key: "-- ."}, "no letter and no digit") for key in ("title", "first_author", "journal", "note")),
        ({"title": "Vesi\u00adcles"}, "the invisible character U+00AD (soft hyphen)"),
        ({"first_author": "Li\u200b A"}, "the invisible character U+200B (zero width space)"),
        ({"cited_as": {"r": ["\uff11\uff15"]}}, "the digit U+FF11 (fullwidth digit one); use 0 to 9"),
        ({"cited_as": {"r": ["\uff2ci, 2016"]}}, "the character U+FF2C"),
        ({"cited_as": {"r": ["Are\u0301valo, 2022"]}}, "Unicode NFC"),
        ({"cited_as": {"r": "\u200b"}}, "must be a name"),
        ({"sections": [{"name": "\u200b", "rows": "1"}]}, "no letter and no digit"),
        ({"id": "index"}, "cannot be the name of a page"),
    ],
)
def test_what_a_study_may_not_say_is_told(keys: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)) as refused:
        Study.model_validate(STUDY | keys)
    assert len(refused.value.errors()) == 1


@pytest.mark.parametrize(
    "keys",
    [
        {"title": "\u0627\u0644\u0639\u0638\u0645 \u0645\u06cc\u200c\u0634\u0648\u062f"},
        {"title": "\u9aa8\uff0c\u5916\u6ccc\u4f53 \u03b1 10\u207b\u00b3"},
        {"first_author": "\u0141ukasz \u00c9"},
        {"year": 2016, "pmid": "38046234", "pmcid": "PMC1", "doi": "10.1016/S0092-8674(00)80405-5<1::x>"},
        {"year": "1900"},
    ],
)
def test_what_a_study_may_say(keys: dict[str, Any]) -> None:
    assert Study.model_validate(STUDY | keys)


def test_the_years_are_those_of_the_shape() -> None:
    shape = (ROOT / "shapes" / "source.ttl").read_text(encoding="utf-8")
    modified = re.search(r'dcterms:modified "(\d{4})', (ROOT / "ontology" / "bevo.ttl").read_text(encoding="utf-8"))
    assert modified and "YEAR(?modified) + 3 AS ?limit" in shape and f"sh:minInclusive {YEARS[0]} " in shape
    assert YEARS[1] == int(modified[1]) + 2


@pytest.mark.parametrize("digits", ["\u0661\u0662\u0663\u0664", "\uff11\uff12\uff13\uff14", "1234\n"])
def test_an_id_has_the_digits_of_ascii(digits: str) -> None:
    with pytest.raises(ValidationError):
        record({"id": f"F{digits}"})


def test_the_schema_does_not_depend_on_how_python_is_started() -> None:
    """``python -OO`` drops docstrings, of which pydantic makes descriptions."""
    command = ["-c", "from bevo.exports.graphs import finding_schema; print(finding_schema().decode(), end='')"]
    made = {
        subprocess.run([sys.executable, *option, *command], capture_output=True, check=True).stdout
        for option in ([], ["-OO"])
    }
    assert made == {finding_schema()}
