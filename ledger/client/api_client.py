"""Requests to one server with one login, repeated after a lost connection.

Only idempotent requests are repeated, a few times with growing pauses: reads, and submissions, since a statement
that is submitted again gets its first receipt. A bearer that was refused is renewed once. The server's refusal is
raised as the ledger's own error.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from ledger.client.http import JSON, HttpClient, HttpRequest, HttpResponse, ResponseStream
from ledger.client.login import Login
from ledger.client.paths import Query
from ledger.client.problems import problem_of, read_object
from schemas.errors import CradleError

PAUSES: Final = (0.2, 0.8, 3.2)
"""Seconds between one attempt and the next."""

PATIENCE: Final = 300.0
"""Seconds to wait for a piece of a response: a large figure takes time to compute."""

LARGEST: Final = 1 << 30
"""Bytes of a response; the largest are audit bundles."""

LOST: Final = "remote.unreachable"
_UNAUTHORIZED, _BETWEEN = 401, (502, 504)
_SUCCESS = range(200, 300)


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
        """Read a path.

        Raises:
            CradleError: the server's refusal, or `remote.*`.
        """
        return self._repeat(HttpRequest(_with(path, query)))

    def post(
        self, path: str, body: bytes, query: Query | None = None, media_type: str = JSON
    ) -> HttpResponse:
        """Send an idempotent request, again if its response was lost.

        Raises:
            CradleError: as `get`.
        """
        return self._repeat(HttpRequest(_with(path, query), body, media_type))

    def post_once(self, path: str, body: bytes) -> HttpResponse:
        """Send JSON once.

        Raises:
            CradleError: as `get`; after `remote.unreachable`, check whether the server acted on it.
        """
        return self._once(HttpRequest(path, body, JSON))

    def send(self, request: HttpRequest, query: Query | None = None, *, once: bool) -> HttpResponse:
        """Send a request, again if its response was lost, unless that would do something twice (`once`).

        Raises:
            CradleError: as `get`.
        """
        whole = replace(request, path=_with(request.path, query))
        return self._once(whole) if once else self._repeat(whole)

    def put(self, path: str, body: bytes) -> None:
        """Put JSON at a path.

        Raises:
            CradleError: as `get`.
        """
        self._repeat(HttpRequest(path, body, JSON, method="PUT"))

    def delete(self, path: str) -> None:
        """Delete the resource at a path.

        Raises:
            CradleError: as `get`.
        """
        self._repeat(HttpRequest(path, method="DELETE"))

    def read(self, path: str, query: Query | None = None) -> dict[str, object]:
        """Read the JSON object at a path.

        Raises:
            CradleError: as `get`.
        """
        return read_object(self.get(path, query).body)

    @contextmanager
    def stream(self, path: str, body: bytes, media_type: str) -> Iterator[ResponseStream]:
        """Send a body and read the response line by line as it arrives; the caller handles a lost connection.

        Raises:
            CradleError: as `get`.
        """
        with self._admitted(HttpRequest(path, body, media_type)) as response:
            if response.status not in _SUCCESS:
                raise _refusal(response.read())
            yield response

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
        with self._admitted(request) as response:
            answer = response.read()
        if answer.status not in _SUCCESS:
            raise _refusal(answer)
        return answer

    @contextmanager
    def _admitted(self, request: HttpRequest) -> Iterator[ResponseStream]:
        """The response, of any status; the second one if the first refused the bearer."""
        for last in (False, True):
            token = self.login.bearer(self.base)
            with self.http.stream(replace(request, token=token)) as response:
                if last or response.status != _UNAUTHORIZED or not self.login.renew():
                    yield response
                    return


def open_api_client(address: str, login: Login) -> ApiClient:
    """Prepare requests to the server at an address.

    Raises:
        CradleError: `remote.address`.
    """
    base = address.rstrip("/")
    return ApiClient(base, login, HttpClient(base, timeout=PATIENCE, limit=LARGEST))


def _with(path: str, query: Query | None) -> str:
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _refusal(answer: HttpResponse) -> CradleError:
    if answer.status in _BETWEEN:
        detail = (
            f"The proxy before the server does not reach it ({answer.status}); try again later."
        )
        return CradleError(LOST, detail)
    return problem_of(answer)
