"""The address of this server as clients know it, for links that must be absolute."""

from fastapi import Request

from api.configuration import Configuration


def base_url(request: Request, configuration: Configuration) -> str:
    """The public address without a slash at its end: as configured, else as the request was sent."""
    if configuration.public_url is not None:
        return str(configuration.public_url).rstrip("/")
    return f"{request.url.scheme}://{request.url.netloc}"
