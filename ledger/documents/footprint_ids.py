"""The UUID of a delivery's footprint in exchange formats, by which a file says whose goods it is about.

It is derived from the id of the delivery (RFC 9562, version 5). The same delivery is therefore the same footprint in
every export, and every holder of the delivery can compute the name.
"""

from uuid import NAMESPACE_URL, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "urn:cradle:pact:footprint")
"""The UUID namespace of Cradle's footprints."""


def footprint_id(delivery: str) -> str:
    """The UUID of the footprint of a delivery."""
    return str(uuid5(NAMESPACE, delivery))
