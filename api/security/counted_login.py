"""The counting of a login by name and password: before the password is checked, and for nobody if the server failed.

An attempt counts first, so that many at once cannot pass together. A success forgets the attempts of the name at the
address, and so does a failure of the server itself, such as a full disk.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from api.problems import is_own_failure
from api.security.quota import Quota
from schemas.errors import CradleError


@contextmanager
def counted_login(quota: Quota, address: str, name: str) -> Iterator[None]:
    """Count the login that the body attempts.

    Raises:
        CradleError: `quota.logins` after too many, or what the body raises.
    """
    quota.count_login(address, name)
    try:
        yield
    except CradleError as error:
        if is_own_failure(error):
            quota.forget_logins(address, name)
        raise
    quota.forget_logins(address, name)
