"""The door of one server: a request with its login, sent again where the connection was lost.

Only what may be said twice is sent again, a few times with growing pauses: reading, and submitting, for the
same statement again is answered with its first receipt. A bearer that was refused is renewed once. What
the server refuses is raised as its own error.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote, urlencode

from ledger.client.http import JSON, HttpClient, HttpRequest, HttpResponse, ResponseStream
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
_UNAUTHORIZED, _BETWEEN = 401, (502, 504)
_SUCCESS = range(200, 300)

Query = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class ApiClient:
    """Requests to one server with one login, over one pool of connections.

    Attributes:
        base: the server's address without a slash at its end.
        http: the connections to `base`.
    """

    base: str
    login: Login
    http: HttpClient = field(repr=False, compare=False)

    def get(self, path: str, query: Query | None = None) -> HttpResponse:
        """What is at a path.

        Raises:
            CradleError: what the server refuses, or `remote.*`.
        """
        return self._repeat(HttpRequest(_with(path, query)))

    def post(
        self, path: str, body: bytes, query: Query | None = None, media_type: str = JSON
    ) -> HttpResponse:
        """The answer to what may be sent twice: it is, where the first answer was lost.

        Raises:
            CradleError: as `get`.
        """
        return self._repeat(HttpRequest(_with(path, query), body, media_type))

    def post_once(self, path: str, body: bytes) -> HttpResponse:
        """The answer to JSON that is sent once.

        Raises:
            CradleError: as `get`; after `remote.unreachable` look whether it was done.
        """
        return self._once(HttpRequest(path, body, JSON))

    def delete(self, path: str) -> None:
        """End what is at a path.

        Raises:
            CradleError: as `get`.
        """
        self._repeat(HttpRequest(path, method="DELETE"))

    def read(self, path: str, query: Query | None = None) -> dict[str, object]:
        """The JSON object at a path.

        Raises:
            CradleError: as `get`.
        """
        return read_object(self.get(path, query).body)

    @contextmanager
    def stream(self, path: str, body: bytes, media_type: str) -> Iterator[ResponseStream]:
        """The answer to what is sent, line by line while it comes; a loss is the caller's to mend.

        Raises:
            CradleError: as `get`.
        """
        with self._admitted(HttpRequest(path, body, media_type)) as found:
            if found.status not in _SUCCESS:
                raise _refusal(found.read())
            yield found

    def _repeat(self, request: HttpRequest) -> HttpResponse:
        for pause in PAUSES:
            try:
                return self._once(request)
            except CradleError as error:
                if error.code != LOST:
                    raise
            time.sleep(pause)
        return self._once(request)

    def _once(self, request: HttpRequest) -> HttpResponse:
        with self._admitted(request) as found:
            answer = found.read()
        if answer.status not in _SUCCESS:
            raise _refusal(answer)
        return answer

    @contextmanager
    def _admitted(self, request: HttpRequest) -> Iterator[ResponseStream]:
        """The answer, of whatever status; the second one where the first did not take the bearer."""
        for last in (False, True):
            token = self.login.bearer(self.base)
            with self.http.stream(replace(request, token=token)) as found:
                if last or found.status != _UNAUTHORIZED or not self.login.renew():
                    yield found
                    return


def open_api_client(address: str, login: Login) -> ApiClient:
    """Prepare requests to the server at an address.

    Raises:
        CradleError: `remote.address`.
    """
    base = address.rstrip("/")
    return ApiClient(base, login, HttpClient(base, timeout=PATIENCE, limit=LARGEST))


def step(name: str) -> str:
    """A name that somebody gave, as one step of a path whatever is in it."""
    quoted = quote(name, safe=":@")
    return quoted if quoted.strip(".") else quoted.replace(".", "%2E")  # `..` would end elsewhere


def _with(path: str, query: Query | None) -> str:
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _refusal(answer: HttpResponse) -> CradleError:
    if answer.status in _BETWEEN:
        detail = f"What stands before the server does not reach it ({answer.status})."
        return CradleError(LOST, detail)
    return problem_of(answer)
