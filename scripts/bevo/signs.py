"""The verbs that a finding may say and the amounts in which a thing may differ, each once; all else is fed from here.

A new verb of steps takes two edits: a row here, and its property in ``ontology/bevo.ttl``, with the words as the label.
One that a finding may also say of its outcome takes three: the property then names the kind of finding that it makes
(``bevo:makesKind``), by which the shapes know it, and :class:`bevo.curation.records.Finding` gets the word as a key.
``tests/test_signs.py`` tells what was forgotten.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["AMOUNTS", "SIGNS", "VERBS", "VERDICTS", "Amount", "Verb"]

VERDICTS = {
    "BoneGainFinding": "bone gain",
    "BoneLossFinding": "bone loss",
    "CartilageGainFinding": "cartilage gain",
    "CartilageLossFinding": "cartilage loss",
    "JointReliefFinding": "joint relief",
    "JointHarmFinding": "joint harm",
    "VascularisingFinding": "vessel growth",
}
"""The verdicts that tables, facets and pictures show, by the class that HermiT infers."""


class Verb(NamedTuple):
    """What a subject does to an object.

    :param word: as people write it in YAML.
    :param property: the local name of the property.
    :param words: as people read it; the label of the property.
    :param sign: 1 for more of the object, -1 for less, 0 for as much as before, None where no sign is told.
    :param kind: the kind of finding that it makes where a finding says it of its outcome; none for steps alone.
    :param biolink: the Biolink predicate; its qualifiers follow from the sign.
    """

    word: str
    property: str
    words: str
    sign: int | None
    kind: str | None
    biolink: str


class Amount(NamedTuple):
    """How much there is of a thing in another.

    :param word: as people write and read it.
    :param property: the local name of the property.
    :param sign: 1 for more, -1 for less, None where no direction is told.
    """

    word: str
    property: str
    sign: int | None


VERBS = {
    verb.word: verb
    for verb in (
        Verb("promotes", "promotes", "promotes", 1, "effect", "affects"),
        Verb("inhibits", "inhibits", "inhibits", -1, "effect", "affects"),
        Verb("has_no_effect_on", "hasNoEffectOn", "has no effect on", 0, "no effect", "affects"),
        Verb("affects", "affects", "affects", None, "effect", "affects"),
        Verb("associated_with", "associatedWith", "is associated with", None, "association", "associated_with"),
        Verb("binds", "binds", "binds", None, None, "directly_physically_interacts_with"),
    )
}
"""By word, in the order in which people are offered them."""

SIGNS = tuple(word for word, verb in VERBS.items() if verb.kind)
"""The words that a finding may say of its outcome."""

AMOUNTS = {
    amount.word: amount
    for amount in (Amount("less", "lessIn", -1), Amount("more", "moreIn", 1), Amount("altered", "alteredIn", None))
}
"""By word; the one without a direction last, for it follows from the others."""
