"""Where a site lies: by its entry's word, and by the registration that a registrar countersigned.

A site whose country is in the registration lies there. Of another site only the country of its firm is confirmed, so
its stated country is a claim. Left out: sites that a firm opens after it was registered; for these an auditor's visit
settles the country.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from schemas.signed.entry import Entry
from schemas.signed.participant import Profile
from schemas.values import Country


class Home(NamedTuple):
    """The country in which a firm is registered, and those of its sites that its registration states, by code."""

    country: Country
    sites: Mapping[str, Country] = MappingProxyType({})

    def of(self, site: str) -> Country:
        """The confirmed country of a site, or that of its firm."""
        return self.sites.get(site, self.country)


Homes = Mapping[str, Home]
"""The registrations of firms that are known; a firm that is absent is registered where its sites are."""


def home_of(profile: Profile) -> Home:
    """What a registration says of places."""
    sites = {row.site: row.country for row in profile.sites or () if row.country is not None}
    return Home(profile.country, sites)


def countries_of(entry: Entry, homes: Homes) -> tuple[Country, ...]:
    """The country that an entry states for its site, and the confirmed one if it is another."""
    country, home = entry.site.country, homes.get(entry.issuer)
    return tuple(dict.fromkeys((country, country if home is None else home.of(entry.site.code))))
