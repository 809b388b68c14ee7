"""The address and the certificate of a server, tried before it starts: its own failure is a page of its log."""

import socket
import ssl
from pathlib import Path

from schemas.errors import CradleError


def require_address(host: str, port: int) -> None:
    """Refuse an address that this machine cannot listen on.

    Raises:
        CradleError: `serve.address` for a host that is not of this machine, or a port that is in use.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not a host name"
        detail = f"Listening on {host}:{port} failed ({reason}); name another --host or --port."
        raise CradleError("serve.address", detail, "--host") from None


def require_certificate(certificate: Path, key: Path) -> None:
    """Refuse files that are not a certificate and its private key.

    Raises:
        CradleError: `option.tls`.
    """
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "they are not in PEM"
        detail = (
            f"The certificate and its key cannot be loaded ({reason}); name a certificate in PEM and"
            " its unencrypted private key."
        )
        raise CradleError("option.tls", detail, "--tls-cert") from None
