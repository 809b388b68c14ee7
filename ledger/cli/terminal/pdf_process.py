"""PDF files read in a process of their own, which `comparison.pdf_reading` limits in time and memory."""

import base64
import json
import subprocess
import sys

from ledger.exchange.comparison.line_items import PdfContent
from schemas.errors import CradleError

SECONDS = 90
"""The time after which the process is ended."""

_READER = "ledger.exchange.comparison.pdf_reading"


def read_pdf(data: bytes) -> PdfContent:
    """Read a PDF.

    Raises:
        CradleError: `document.unreadable` if it cannot be read, or not within the limits.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module, under the interpreter that runs this one
            [sys.executable, "-I", "-m", _READER],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_costly() from None
    if done.returncode:
        raise _too_costly()
    answer = json.loads(done.stdout)
    if "code" in answer:
        raise CradleError(answer["code"], answer["detail"])
    files = {name: base64.b64decode(row) for name, row in answer["attachments"].items()}
    return PdfContent(**{**answer, "attachments": files})


def _too_costly() -> CradleError:
    detail = (
        f"Reading this PDF takes more than {SECONDS} s or more memory than it is given, or ends PDFium;"
        " export it again, or ask for its HTML or JSON."
    )
    return CradleError("document.unreadable", detail)
