"""Faults that no shape can see, each with a reason: property (of a type its class), ways, reason. ``*`` stands for every property or way."""

# ruff: noqa: E501 -- a table

from __future__ import annotations

FREE = "Free text: only the source tells whether it is the right one."
OPTIONAL = "Optional: a record without it says less, and nothing wrong."
SOURCE = "Only the source tells which, and each is possible."
ELSEWHERE = "The statement is made once; only the record that makes it tells."

SURVIVORS: tuple[tuple[str, str, str, str], ...] = (
    ("*", "bevo:note bevo:when bevo:marker bevo:printedOutcome bevo:segment bevo:uncited bevo:differs bevo:facts", "another told-twice", FREE),
    ("*", "bevo:reading dcterms:description bevo:deprecated bevo:readOut bevo:safetyDetail bevo:dosePer bevo:journal", "another", FREE),
    ("*", "bevo:trialId", "another", "Registers of trials have ids of many forms."),
    ("*", "bevo:note bevo:when bevo:marker bevo:printedOutcome bevo:segment bevo:facts bevo:journal dcterms:title dcterms:creator", "left-out", OPTIONAL),
    ("*", "bevo:publicationYear bibo:doi bibo:pmid dcterms:license bevo:cargo bevo:model bevo:areaUnderCurve", "left-out", OPTIONAL),
    ("*", "bevo:countAltered bevo:countIdentified bevo:countLess bevo:countMore bevo:countOverlap", "left-out", OPTIONAL),
    ("experiment", "*", "left-out", OPTIONAL),
    ("arm", "bevo:armSize bevo:armState", "left-out", OPTIONAL),
    ("dose", "bevo:amountUpTo bevo:doseOf bevo:dosePer", "left-out", OPTIONAL),
    ("effect size", "bevo:intervalLevel bevo:readOut bevo:pValue", "left-out", OPTIONAL),
    ("discrepancy", "bevo:cites", "left-out told-twice another", SOURCE),
    ("finding", "bevo:cites bevo:evidence bevo:asksAbout bevo:model", "told-twice another", SOURCE),
    ("arm", "bevo:armOf bevo:armSize", "another", SOURCE),
    ("check", "bevo:seen dcterms:date dcterms:source", "another", SOURCE),
    ("dose", "bevo:amount bevo:amountUpTo bevo:doseOf bevo:inUnit", "another", SOURCE),
    ("time", "bevo:amount bevo:inUnit bevo:timeOf", "another", SOURCE),
    ("effect size", "bevo:amount bevo:inUnit bevo:intervalLow bevo:pSign bevo:pValue", "another", SOURCE),
    ("experiment", "bevo:isolatedBy bevo:route", "told-twice another", SOURCE),
    ("experiment", "bevo:recipientSex bevo:recipientSpecies", "another", SOURCE),
    ("group", "bevo:groupSize", "another", SOURCE),
    ("participant", "bevo:hasState", "told-twice", "Two participants of a finding may be in one state."),
    ("review", "bevo:publicationYear", "another", SOURCE),
    ("study", "bevo:resolution dcterms:creator", "another told-twice", SOURCE),
    ("finding", "bevo:evidenceLevelByModel bevo:evidenceLevelByText", "left-out", "The level is told by two, and stays."),
    ("finding", "bevo:hasDiscrepancy", "left-out told-twice another", ELSEWHERE),
    ("study", "bevo:CitedReview", "left-out told-twice another wrong-kind other-form nothing", "That a cited study is a review is told by its type alone."),
)  # fmt: skip


def reason(of: str, prop: str, way: str) -> str:
    """Why a fault is not seen; empty if it must be."""
    for whose, properties, ways, why in SURVIVORS:
        if (
            whose in ("*", of)
            and (properties == "*" or prop in properties.split())
            and way.replace(" ", "-") in ways.split()
        ):
            return why
    return ""
