"""A firm, its details and the towns of its sites, as options state them."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.signed.participant import BusinessDetails, Profile


@dataclass(frozen=True, slots=True)
class DetailOptions:
    """The options `--address`, `--trade-name` and `--contact`; None for each that was not given."""

    address: str | None = None
    trade_name: str | None = None
    contact: str | None = None

    def members(self) -> dict[str, str] | None:
        """The members of `details`; None if no option was given.

        Raises:
            CradleError: `option.details` if address or contact is missing.
        """
        options = (
            ("address", self.address),
            ("trade_name", self.trade_name),
            ("contact", self.contact),
        )
        given = {name: value for name, value in options if value is not None}
        if given and not {"address", "contact"} <= given.keys():
            missing = "--address" if self.address is None else "--contact"
            detail = f"A firm's details are an address and a contact; add {missing}."
            raise CradleError("option.details", detail, missing)
        return given or None

    def parse(self) -> BusinessDetails | None:
        """The details; None if no option was given.

        Raises:
            CradleError: `option.details`, or as the model.
        """
        members = self.members()
        return None if members is None else BusinessDetails.parse(canonical(members))


def parse_profile(
    name: str,
    country: str,
    identifiers: Iterable[str] = (),
    details: DetailOptions = DetailOptions(),
    sites: Iterable[str] = (),
) -> Profile:
    """Parse the firm that a user names; an identifier is scheme:value, a site is code=town.

    Raises:
        CradleError: `option.details`, `option.site`, or as the model.
    """
    rows = [
        {"scheme": scheme, "value": value}
        for scheme, _, value in (item.partition(":") for item in identifiers)
    ]
    members: dict[str, object] = {"legal_name": name, "country": country, "identifiers": rows}
    if (detail_members := details.members()) is not None:
        members["details"] = detail_members
    if sites:
        members["sites"] = sorted(map(_parse_site, sites), key=lambda place: place["site"])
    return Profile.parse(canonical(members))


def _parse_site(option: str) -> dict[str, str]:
    site, separator, place = option.partition("=")
    if not separator:
        detail = (
            "A site is written as CODE=TOWN, or CODE=TOWN,COUNTRY such as PACK-1=Exampletown,DE."
        )
        raise CradleError("option.site", detail, "--site")
    town, comma, country = place.partition(",")
    return {"site": site, "town": town.strip()} | ({"country": country.strip()} if comma else {})
