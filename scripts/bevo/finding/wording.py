"""A finding in one plain sentence, made from its terms: its label on pages and in lists."""

from __future__ import annotations

from bevo.finding.ground import Grounded, Participant, Step, Thing
from bevo.signs import AMOUNTS, VERBS

__all__ = ["agent_in_words", "in_words", "participant_in_words", "sentence", "step_in_words", "steps_in_words"]


def in_words(thing: Thing) -> str:
    """A thing in words: ``osteoblast apoptotic process``, ``CD9 knockout``."""
    part = thing.cell or thing.molecule
    return f"{part.label} {thing.term.label}" if part else thing.term.label


def participant_in_words(participant: Participant) -> str:
    """A participant in words: ``osteocyte (senescent)``."""
    states = ", ".join(map(in_words, participant.states))
    return f"{participant.term.label} ({states})" if states else participant.term.label


def agent_in_words(finding: Grounded) -> str:
    """The agent, its states and what it changes: ``CD9 knockout (less vesicle)``; empty where there is none."""
    if not finding.agent:
        return ""
    by = finding.record.by
    told = [*map(in_words, finding.agent_states), *([f"{by.amount} {by.target}"] if by and by.amount else [])]
    return in_words(finding.agent) + (f" ({', '.join(told)})" if told else "")


def step_in_words(step: Step) -> str:
    """A step in words: ``miR-214 inhibits ATF4``."""
    return f"{_end(step.subject)} {VERBS[step.verb].words} {_end(step.object)}"


def steps_in_words(finding: Grounded) -> str:
    """The mechanism in words, its steps in order, separated by ``;``."""
    return "; ".join(map(step_in_words, finding.steps))


def _end(end: Thing | str) -> str:
    return in_words(end) if isinstance(end, Thing) else end


def _listed(participants: tuple[Participant, ...]) -> str:
    return " and ".join(map(participant_in_words, participants))


def _references(participants: tuple[Participant, ...]) -> str:
    """What it is compared with: vesicles of another source, or an arm without vesicles."""
    origins = tuple(p for p in participants if not p.is_arm)
    arms = tuple(p for p in participants if p.is_arm)
    return " and ".join([*([f"that of {_listed(origins)}"] if origins else []), *([_listed(arms)] if arms else [])])


def _vesicle(finding: Grounded) -> str:
    if finding.vesicle is None:
        return " and ".join(cargo.term.label for cargo in finding.cargo)
    words = participant_in_words(finding.vesicle)
    if finding.source:
        words += f" of {_listed(finding.source)}"
    for amount in (None, *AMOUNTS):
        molecules = [cargo.term.label for cargo in finding.cargo if cargo.amount == amount]
        if molecules:
            words += f", {f'with {amount}' if amount else 'carrying'} {', '.join(molecules)},"
    return words


def sentence(finding: Grounded) -> str:
    """One sentence that says what a finding states, without its mechanism."""
    if finding.unknown:
        return f"Open: {', '.join(term.label for term in finding.unknown)}"
    if finding.defines:
        return f"Definition of {finding.defines.label}"
    words = _vesicle(finding)
    if finding.agent:
        about = f", as to {words.rstrip(',')}," if words else ""
        words = f"{agent_in_words(finding)}{about}"
    if finding.reference:
        words += f", compared with {_references(finding.reference)},"
    if finding.undergoes:
        words += f" takes part in {finding.undergoes.label}"
    if finding.record.sign and finding.outcome:
        words += f" {VERBS[finding.record.sign].words} {in_words(finding.outcome)}"
    if finding.to:
        words += f" in {_listed(finding.to)}"
    return words.strip(", ").replace(",,", ",")
