"""The public address of this server, for absolute links, and the address of a client, for quotas."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from fastapi import Request

from api.configuration import Configuration
from api.networks import Network, parse_networks
from schemas.errors import CradleError

FORWARDED: Final = "x-forwarded-for"
"""The header in which a proxy states whom it forwards for."""

_PORTS: Final = {"http": 80, "https": 443}


def base_url(request: Request, configuration: Configuration) -> str:
    """Return the public address without a slash at its end: as configured, else that of the socket, on this machine.

    It is printed, stored and sent to others, so it has nothing that a request states, such as its `Host`.

    Raises:
        CradleError: `setting.public_url` behind a proxy, whose address only the operator knows.
    """
    if configuration.public_url is not None:
        return str(configuration.public_url).rstrip("/")
    if FORWARDED in request.headers:
        detail = "This server does not know its public address; its operator sets it."
        raise CradleError("setting.public_url", detail, "CRADLE_PUBLIC_URL")
    scheme, (host, port) = request.scope["scheme"], request.scope["server"]
    named = f"[{host}]" if ":" in host else host
    return f"{scheme}://{named}" + ("" if port == _PORTS[scheme] else f":{port}")


def trusted_networks(configuration: Configuration) -> tuple[Network, ...]:
    """The networks of the proxies that the operator trusts."""
    return parse_networks(configuration.trusted_proxies)


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """True if an address is in one of these networks."""
    try:
        host = ip_address(address)
    except ValueError:
        return False
    return any(host in network for network in networks)


def client_address(request: Request) -> str:
    """Return the address by which a client is counted: of IPv6 the first 64 bits, which one subscriber has.

    Behind a trusted proxy it is the address that the proxy states (`X-Forwarded-For`).
    """
    host = request.client.host if request.client is not None else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return str(address)
