"""The framing of requests: where a request ends, read in one way only (RFC 9112).

A proxy and a server that read the end of a request differently let a stranger smuggle a second one past the proxy.
h11 tolerates some ambiguous heads, as the RFC permits. This connection refuses them: both lengths, a repeated or
listed `Content-Length`, chunks in HTTP/1.0, folded lines, and line ends other than CR LF. h11 itself refuses other
transfer codings, bad chunks and a repeated `Host`.
"""

import re
from collections.abc import Sequence
from typing import Final

import h11

HEAD_BYTES: Final = 16 * 1024
"""The largest size of the head of a request."""

_LENGTH, _CODING = b"content-length", b"transfer-encoding"
_DIGITS: Final = re.compile(rb"[0-9]{1,18}")
_BARE: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n")


class StrictConnection(h11.Connection):
    """The server's side of a connection, which reads unambiguous requests only."""

    def __init__(self) -> None:
        super().__init__(h11.SERVER, HEAD_BYTES)

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return the next event.

        Raises:
            h11.RemoteProtocolError: the request is malformed or ambiguous; the connection must be closed.
        """
        if self.their_state is not h11.IDLE:
            return super().next_event()
        before, _ = self.trailing_data
        event = super().next_event()
        if isinstance(event, h11.Request):
            after, _ = self.trailing_data
            if len(before) - len(after) > HEAD_BYTES:
                raise h11.RemoteProtocolError("the head is too large")
            require_one_framing(before[: len(before) - len(after)])
        return event


def require_one_framing(head: bytes) -> None:
    """Refuse the head of a request that two programs may frame differently.

    Raises:
        h11.RemoteProtocolError: says what is ambiguous.
    """
    if _BARE.search(head):
        raise h11.RemoteProtocolError("a line does not end in CR LF")
    request, *lines = head.rstrip(b"\r\n").split(b"\r\n")
    if any(line.startswith((b" ", b"\t")) for line in lines):
        raise h11.RemoteProtocolError("a header line is folded")
    fields = [
        (name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in lines)
    ]
    lengths = [value for name, value in fields if name == _LENGTH]
    codings = [value for name, value in fields if name == _CODING]
    _check(request, lengths, codings)


def _check(request: bytes, lengths: Sequence[bytes], codings: Sequence[bytes]) -> None:
    if len(lengths) + len(codings) > 1:
        raise h11.RemoteProtocolError("the length of the body is stated twice")
    if any(_DIGITS.fullmatch(value) is None for value in lengths):
        raise h11.RemoteProtocolError("the Content-Length is not one number")
    if codings and request.endswith(b"HTTP/1.0"):
        raise h11.RemoteProtocolError("HTTP/1.0 has no Transfer-Encoding")
