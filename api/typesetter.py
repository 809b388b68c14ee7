"""PDFs, set in processes of their own: two at a time, each document once, and kept by content.

Typesetting takes a hundred MiB and more for Chinese, and holds no lock of the interpreter. In the server's own process
fifty requests at once took gigabytes; here they wait for the one process that sets their document. The key is the
content of the page, so an append that changes nothing of it sets nothing again.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from typing import Final

import orjson
from cachetools import LRUCache

from api.sandbox import AT_ONCE, Sandbox
from ledger.documents.page import Page
from ledger.documents.rendering.formats import Format, render_as
from ledger.documents.rendering.pdf import page_digest, render_pdf
from schemas.errors import CradleError

BYTES: Final = 64 << 20
"""Bytes of all files that are kept: those of some two hundred declarations in one language."""

WAITING: Final = 16
"""The most requests that wait for a PDF, each with a thread of the server."""

SECONDS: Final = 60.0
"""The most seconds that a PDF may take."""

_SET, _REFUSED = b"+", b"-"


def _empty() -> LRUCache[str, bytes]:
    return LRUCache(BYTES, len)


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, "typesetter")


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Renders documents; a PDF in a process of its own."""

    _sandbox: Sandbox = field(default_factory=Sandbox)
    _files: LRUCache[str, bytes] = field(default_factory=_empty)
    _under_way: dict[str, Future[bytes]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _threads: ThreadPoolExecutor = field(default_factory=_threads)
    _places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(WAITING))

    def render(self, form: Format, data: bytes, page: Page) -> bytes:
        """Render a document in a format.

        Args:
            form: the format.
            data: the document as JSON, which is the JSON format itself.
            page: the document laid out.

        Raises:
            CradleError: `document.busy`, or as `render_pdf`.
        """
        return self._pdf(page) if form == "pdf" else render_as(form, data, page)

    def _pdf(self, page: Page) -> bytes:
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            return self._begun(page).result()
        finally:
            self._places.release()

    def _begun(self, page: Page) -> Future[bytes]:
        """The file that is kept, that is being set, or that is set now."""
        key = page_digest(page)
        with self._lock:
            kept = self._files.get(key)
            if kept is not None:
                done = Future[bytes]()
                done.set_result(kept)
                return done
            future = self._under_way.get(key)
            if future is None:
                future = self._under_way[key] = self._threads.submit(self._set, key, page)
        return future

    def _set(self, key: str, page: Page) -> bytes:
        try:
            pdf = _opened(self._sandbox.run(SECONDS, set_pdf, page))
            with self._lock:
                if len(pdf) <= BYTES:
                    self._files[key] = pdf
        except CradleError as error:
            if error.code.startswith("sheet."):
                raise _busy() from None
            raise
        else:
            return pdf
        finally:
            with self._lock:
                self._under_way.pop(key, None)


def set_pdf(page: Page) -> bytes:
    """The PDF of a page, or the reason why there is none, for the server's own process."""
    try:
        return _SET + render_pdf(page)
    except CradleError as error:
        told = {"code": error.code, "detail": error.detail, "place": error.place}
        return _REFUSED + orjson.dumps(told)


def _opened(answer: bytes) -> bytes:
    """The PDF in an answer of `set_pdf`.

    Raises:
        CradleError: the refusal in it.
    """
    if answer[:1] == _REFUSED:
        raise CradleError(**orjson.loads(answer[1:]))
    return answer[1:]


def _busy() -> CradleError:
    detail = "The server is setting other documents; try again in a few seconds."
    return CradleError("document.busy", detail)
