"""The door of one server: a request with its login, sent again where the connection was lost.

Only what may be said twice is sent again, a few times with growing pauses: reading, and submitting, for the
same statement again is answered with its first receipt. A bearer that was refused is renewed once. What
the server refuses is raised as its own error.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from ledger.client.http import JSON, Answer, Asked, Opened, opened
from ledger.client.login import Login
from ledger.client.problems import problem_of, read_object
from schemas.errors import CradleError

PAUSES: Final = (0.2, 0.8, 3.2)
"""Seconds between one attempt and the next."""

PATIENCE: Final = 300.0
"""Seconds to wait for a piece of an answer: a large figure takes a while to compute."""

LARGEST: Final = 1 << 30
"""Bytes of an answer; the largest are audit bundles."""

LOST: Final = "remote.unreachable"
_REFUSED, _BETWEEN = 401, (502, 504)
_SUCCESS = range(200, 300)

Query = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Door:
    """A server's address without a slash at its end, and the login for it."""

    base: str
    login: Login

    def get(self, path: str, query: Query | None = None) -> Answer:
        """What is at a path.

        Raises:
            CradleError: what the server refuses, or `remote.*`.
        """
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        return self._repeat(Asked(self.base + path + asked))

    def put(self, path: str, body: bytes) -> Answer:
        """The answer to JSON that may be sent twice: it is, where the first answer was lost.

        Raises:
            CradleError: as `get`.
        """
        return self._repeat(Asked(self.base + path, body, media_type=JSON))

    def post(self, path: str, body: bytes) -> Answer:
        """The answer to JSON that is sent once.

        Raises:
            CradleError: as `get`; after `remote.unreachable` look whether it was done.
        """
        return self._once(Asked(self.base + path, body, media_type=JSON))

    def delete(self, path: str) -> None:
        """End what is at a path.

        Raises:
            CradleError: as `get`.
        """
        self._repeat(Asked(self.base + path, method="DELETE"))

    def read(self, path: str, query: Query | None = None) -> dict[str, object]:
        """The JSON object at a path.

        Raises:
            CradleError: as `get`.
        """
        return read_object(self.get(path, query).body)

    @contextmanager
    def stream(self, path: str, body: bytes, media_type: str) -> Iterator[Opened]:
        """The answer to what is sent, line by line while it comes; a loss is the caller's to mend.

        Raises:
            CradleError: as `get`.
        """
        with self._open(Asked(self.base + path, body, media_type=media_type)) as found:
            if found.status not in _SUCCESS:
                raise problem_of(found.read())
            yield found

    def _repeat(self, asked: Asked) -> Answer:
        for pause in PAUSES:
            try:
                return self._once(asked)
            except CradleError as error:
                if error.code != LOST:
                    raise
            time.sleep(pause)
        return self._once(asked)

    def _once(self, asked: Asked) -> Answer:
        answer = self._answer(asked)
        if answer.status == _REFUSED and self.login.renew():
            answer = self._answer(asked)
        if answer.status in _BETWEEN:
            detail = f"{asked.url} is not reached by what stands before it ({answer.status})."
            raise CradleError(LOST, detail)
        if answer.status not in _SUCCESS:
            raise problem_of(answer)
        return answer

    def _answer(self, asked: Asked) -> Answer:
        with self._open(asked) as found:
            return found.read()

    @contextmanager
    def _open(self, asked: Asked) -> Iterator[Opened]:
        token = self.login.bearer(self.base)
        with opened(replace(asked, token=token, timeout=PATIENCE, limit=LARGEST)) as found:
            yield found
