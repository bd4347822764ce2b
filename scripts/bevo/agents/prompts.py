"""Prompts for the common jobs: what to call, in which order, and how to say what was found."""

from __future__ import annotations

__all__ = ["INSTRUCTIONS", "PROMPTS"]

INSTRUCTIONS = """\
BEVO holds what review articles report about extracellular vesicles (exosomes, microvesicles, apoptotic bodies) in \
bone: which cell releases them, with which cargo, to which cell, and whether that builds or breaks down bone or \
cartilage.

How to work: search finds names and ids. list_questions shows ready questions; ask_question answers one and is to be \
preferred to sparql. get_finding tells one finding with its studies, checks and who disagrees; explain says why it has \
its verdict. For a query of your own read the resource bevo://schema first.

How to answer: a finding is reported by reviews, not a fact. Say so. Name the ids (F0026), the review and the study \
with its DOI. Say what curators do not accept as told, and who disagrees. If nothing is found, say that BEVO holds \
nothing about it; do not fill in from memory. If an answer was cut, say so or go on."""

_END = (
    " Keep to what the tools answered. Name finding ids and DOIs, say that it is reported by reviews and not a fact, "
    "and say where findings disagree or curators do not accept what is told."
)


def friend_or_foe(source: str) -> str:
    """Whether the vesicles of a cell or tissue build bone or break it down."""
    return (
        f"Do vesicles from {source} build bone or break it down? Call search for '{source}' to find the cell, then "
        "ask_question 'cell-profile' with it as the cell, and read the rows where it sends. Call get_finding for the "
        "findings with a verdict that matter most, and explain for one of each side." + _END
    )


def cargo(molecule: str) -> str:
    """What is told of a molecule as cargo: from where, to where, with what effect."""
    return (
        f"What is reported of {molecule} as cargo of vesicles in bone? Call ask_question 'cargo-profile' with the "
        f"cargo '{molecule}', then ask_question 'molecule-roles' if it is there. Group the findings by source, "
        "recipient and outcome; call get_finding where two of them disagree." + _END
    )


def check_claim(claim: str) -> str:
    """Whether what is reported bears a sentence out."""
    return (
        f"Is this sentence borne out by what reviews report? '{claim}' Call search with its cells, molecules and "
        "outcome together; call get_finding for each finding that holds all of them. Say which findings "
        "agree, which disagree, whether a cited study was checked and what it says, and what is missing. Call cite for "
        "those you name." + _END
    )


def conflicts(topic: str) -> str:
    """Where findings disagree about something, and why."""
    return (
        f"Where do findings about {topic} disagree? Call ask_question 'conflicts' and keep the rows about "
        f"{topic}; call get_finding for both sides and compare source, state, recipient, model and study. Read the "
        "discrepancies and checks: a slip of a review is no conflict." + _END
    )


def gaps(topic: str) -> str:
    """What is not known or rests on little."""
    return (
        f"What about {topic} is not known, or rests on one study? Call ask_question 'open-gaps', 'thinly-studied' and "
        f"'untested-in-patients', and keep what is about {topic}." + _END
    )


PROMPTS = (friend_or_foe, cargo, check_claim, conflicts, gaps)
