"""An id asked of its public register, over the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bevo.curation.registers import ADDRESSES, Id, Record, address, read_answer
from bevo.problems import BevoError

__all__ = ["Unreachable", "answer_of", "look_up"]

LARGEST = 20 * 2**20
"""Bytes of an answer that are read at most; the record of a trial with results has some megabytes."""
OFFLINE = "without a network, --offline writes what the id alone tells"


class Unreachable(BevoError):
    """A register gives no answer of its own: no network, or something else between.

    :param where: the address.
    :param why: the reason.
    """

    def __init__(self, where: str, why: str) -> None:
        self.why = why
        super().__init__(f"{where} cannot be reached: {why}")


def look_up(wanted: Id, timeout: float = 30, addresses: Mapping[str, str] = ADDRESSES) -> Record:
    """What the register says of an id.

    No credentials are sent, and nothing but the id.

    :param addresses: by register, to ask another server.
    :raises BevoError: in a sentence, if there is no answer, if the register does not know the id, or if it says
        something else than a record of it.
    """
    try:
        answer = answer_of(wanted, timeout, addresses)
    except Unreachable as error:
        raise BevoError(f"{error}; {OFFLINE}") from error
    return read_answer(wanted, answer)


def answer_of(wanted: Id, timeout: float = 30, addresses: Mapping[str, str] = ADDRESSES) -> Any:
    """The JSON that the register of an id answers with.

    :raises Unreachable: in a sentence, if the register was not reached.
    :raises BevoError: in a sentence, if it answers that there is none.
    """
    where = address(wanted, addresses)
    request = Request(where, headers={"User-Agent": "bevo (https://w3id.org/bevo/)", "Accept": "application/json"})
    try:
        with urlopen(request, timeout=timeout) as answer:
            data = answer.read(LARGEST + 1)
    except HTTPError as error:
        if error.code in (400, 404):
            raise BevoError(f"{where} does not know {wanted.value} ({error.code}); is the id right?") from error
        raise BevoError(f"{where} answers {error.code} {error.reason}; try again later") from error
    except (URLError, TimeoutError, OSError) as error:
        raise Unreachable(where, str(getattr(error, "reason", error))) from error
    if len(data) > LARGEST:
        raise BevoError(f"{where} answers with more than {LARGEST} bytes")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreachable(where, "it does not answer with JSON; is there a login page between?") from error
