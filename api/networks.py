"""Networks as an operator states them: addresses and networks with commas between, or * for all."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from schemas.base import broken

Network = IPv4Network | IPv6Network
_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")


def parse_networks(setting: str) -> tuple[Network, ...]:
    """The networks that the setting `trusted_proxies` states.

    Raises:
        PydanticCustomError: `setting.trusted_proxies`, for what is not an address or network.
    """
    parts = filter(None, (part.strip() for part in setting.split(",")))
    return tuple(network for part in parts for network in _networks(part))


def _networks(part: str) -> tuple[Network, ...]:
    try:
        return tuple(
            ip_network(address, strict=False)
            for address in (_EVERYWHERE if part == "*" else (part,))
        )
    except ValueError:
        detail = f"{part} is not an address or network; write one such as 10.1.0.0/16, or *"
        raise broken("setting.trusted_proxies", detail) from None
