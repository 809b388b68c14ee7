"""The languages of Cradle's texts."""

from collections.abc import Mapping
from typing import Literal, get_args

Language = Literal["en", "de", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

NAMES: Mapping[Language, str] = {"en": "English", "de": "Deutsch", "zh": "中文"}
"""The name of each language in itself."""
