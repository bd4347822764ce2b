"""An id asked of its public register, over the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bevo.curation.registers import ADDRESSES, Id, Record, address, read_answer
from bevo.problems import BevoError

__all__ = ["answer_of", "look_up"]

LARGEST = 20 * 2**20
"""Bytes of an answer that are read at most; the record of a trial with results has some megabytes."""
OFFLINE = "without a network, --offline writes what the id alone tells"


def look_up(wanted: Id, timeout: float = 30, addresses: Mapping[str, str] = ADDRESSES) -> Record:
    """What the register says of an id.

    No credentials are sent, and nothing but the id.

    :param addresses: by register, to ask another server.
    :raises BevoError: in a sentence, if there is no answer, if the register does not know the id, or if it says
        something else than a record of it.
    """
    return read_answer(wanted, answer_of(wanted, timeout, addresses))


def answer_of(wanted: Id, timeout: float = 30, addresses: Mapping[str, str] = ADDRESSES) -> Any:
    """The JSON that the register of an id answers with.

    :raises BevoError: in a sentence, if there is none.
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
        raise BevoError(f"{where} cannot be reached: {getattr(error, 'reason', error)}; {OFFLINE}") from error
    if len(data) > LARGEST:
        raise BevoError(f"{where} answers with more than {LARGEST} bytes")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BevoError(f"{where} does not answer with JSON: is there a login page between? {OFFLINE}") from error
