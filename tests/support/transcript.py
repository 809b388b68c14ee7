"""A transcript without values that differ from run to run: ids, digests and paths."""

import re


def normalized(text: str) -> str:
    """The text with statement ids, digests and paths replaced by words of their own."""
    text = re.sub(r"sha256:[0-9a-f]{64}", "sha256:ID", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "ID", text)
    text = re.sub(r"\b[0-9a-f]{12}\b", "SHORT_ID", text)
    return re.sub(r"/\S*/(?=[\w.-]+)", "DIR/", text)
