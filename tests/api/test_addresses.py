"""The proxies that are trusted, and the address by which a client is counted."""

import pytest
from support.refusal import refused

from api.addresses import is_within, trusted_networks
from api.configuration import Configuration
from api.serving import read_configuration


@pytest.mark.parametrize(
    ("stated", "address", "trusted"),
    [
        ("127.0.0.1,::1", "127.0.0.1", True),
        ("127.0.0.1,::1", "127.0.0.2", False),
        ("10.1.0.0/16, 192.0.2.7", "10.1.200.3", True),
        ("10.1.0.0/16", "10.2.0.1", False),
        ("*", "2001:db8::1", True),
        ("*", "no address", False),
        ("", "127.0.0.1", False),
    ],
)
def test_a_proxy_is_trusted_by_its_address_or_network(
    stated: str, address: str, *, trusted: bool
) -> None:
    """Several are separated by commas, and a star is every address."""
    networks = trusted_networks(Configuration(_env_file=None, trusted_proxies=stated))
    assert is_within(address, networks) is trusted


def test_what_is_no_network_is_refused() -> None:
    """A server does not start with a proxy that it cannot read."""
    with refused("setting.trusted_proxies", "trusted_proxies"):
        read_configuration(trusted_proxies="10.1.0.0/16, proxy.example")
