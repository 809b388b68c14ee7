"""The public address of this server, for absolute links, and the address of a client, for quotas."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from fastapi import Request

from api.configuration import Configuration

Network = IPv4Network | IPv6Network
_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")


def base_url(request: Request, configuration: Configuration) -> str:
    """Return the public address without a slash at its end: as configured, else as in the request."""
    if configuration.public_url is not None:
        return str(configuration.public_url).rstrip("/")
    return f"{request.url.scheme}://{request.url.netloc}"


def trusted_networks(configuration: Configuration) -> tuple[Network, ...]:
    """The networks of the proxies that the operator trusts.

    Raises:
        ValueError: as `ip_network`, for what is no address or network.
    """
    stated = [one.strip() for one in configuration.trusted_proxies.split(",") if one.strip()]
    named = [one for each in stated for one in (_EVERYWHERE if each == "*" else (each,))]
    return tuple(ip_network(one, strict=False) for one in named)


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """True if an address is in one of these networks."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in networks)


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
