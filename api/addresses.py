"""The public address of this server, for absolute links."""

from fastapi import Request

from api.configuration import Configuration


def base_url(request: Request, configuration: Configuration) -> str:
    """Return the public address without a slash at its end: as configured, else as in the request."""
    if configuration.public_url is not None:
        return str(configuration.public_url).rstrip("/")
    return f"{request.url.scheme}://{request.url.netloc}"
