"""A SoftHSM2 token of one test in a folder of its own, and the same token made to misbehave.

The module reads its settings (SOFTHSM2_CONF) each time it is initialised, and a use of a key here begins and
ends with that; so each test has its tokens, in this process and in those that it starts.
"""

import ctypes
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.need import need_command, need_path

from ledger.cli.keys.private_keys import MODULE, PIN
from ledger.token.session import Access
from ledger.token.uri import KeyUri

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
RIGHT_PIN, SO_PIN = "314159", "271828"
LABEL = "plant"

GET_MECHANISM_LIST, LOGIN, GET_ATTRIBUTE_VALUE, SIGN, GENERATE_KEY_PAIR = 7, 18, 24, 43, 59
"""Places of functions in the module's table (PKCS #11 2.40, CK_FUNCTION_LIST)."""

CKM_EDDSA, CKA_ALWAYS_AUTHENTICATE, CKR_ATTRIBUTE_TYPE_INVALID = 0x1057, 0x202, 0x12

Fault = Callable[..., int]


@dataclass(frozen=True)
class Token:
    """A token with a PIN; its keys are named by their labels."""

    folder: Path

    def uri(self, label: str) -> KeyUri:
        """The key of a label."""
        return KeyUri(token=LABEL, object=label)

    def access(self, pin: str = RIGHT_PIN) -> Access:
        """The access to it, with this PIN."""
        return Access(str(SOFTHSM), lambda: pin)

    def tool(self, *arguments: object) -> None:
        """Run SoftHSM's own tool on the tokens of this folder."""
        command = [need_command("softhsm2-util"), *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True)

    def add(self, label: str) -> None:
        """A further token, with the same PIN."""
        pins = ("--pin", RIGHT_PIN, "--so-pin", SO_PIN)
        self.tool("--init-token", "--free", "--label", label, *pins)


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Token:
    """An empty token; the environment gives its settings to commands."""
    need_path(SOFTHSM)
    folder = tmp_path / "softhsm"
    (folder / "tokens").mkdir(parents=True)
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings))
    monkeypatch.setenv(MODULE, str(SOFTHSM))
    monkeypatch.setenv(PIN, RIGHT_PIN)
    made = Token(folder)
    made.add(LABEL)
    return made


@contextmanager
def faulty(function: int, fault: Callable[[Callable[..., int]], Fault]) -> Iterator[None]:
    """Replace a function of the module by another, which receives the real one."""
    library = ctypes.CDLL(os.fspath(SOFTHSM))
    table = ctypes.POINTER(ctypes.c_void_p)()
    assert library.C_GetFunctionList(ctypes.byref(table)) == 0
    kind = ctypes.CFUNCTYPE(ctypes.c_ulong, *[ctypes.c_void_p] * 8)
    place = 1 + function  # Behind the version, which takes the room of a pointer.
    real = table[place]
    assert real is not None
    other = kind(fault(kind(real)))
    table[place] = ctypes.cast(other, ctypes.c_void_p).value
    try:
        yield
    finally:
        table[place] = real


def refusing(value: int) -> Callable[[Callable[..., int]], Fault]:
    """A fault that is a return value (CKR_...) alone."""
    return lambda _: lambda *_arguments: value


def flipping(real: Callable[..., int]) -> Fault:
    """C_Sign with one bit of the signature flipped."""

    def sign(*arguments: int) -> int:
        answer = real(*arguments)
        if arguments[3]:  # Else it asks for the length.
            length = ctypes.c_ulong.from_address(arguments[4]).value
            ctypes.c_ubyte.from_address(arguments[3] + length - 1).value ^= 1
        return answer

    return sign


def without_ed25519(real: Callable[..., int]) -> Fault:
    """C_GetMechanismList without CKM_EDDSA."""

    def mechanisms(*arguments: int) -> int:
        answer = real(*arguments)
        count = ctypes.c_ulong.from_address(arguments[2]).value
        if arguments[1]:
            listed = (ctypes.c_ulong * count).from_address(arguments[1])
            for index, row in enumerate(listed):
                listed[index] = 0 if row == CKM_EDDSA else row
        return answer

    return mechanisms


def older(real: Callable[..., int]) -> Fault:
    """C_GetAttributeValue of a module that does not know CKA_ALWAYS_AUTHENTICATE."""

    def attribute(*arguments: int) -> int:
        asked = ctypes.c_ulong.from_address(arguments[2]).value
        return CKR_ATTRIBUTE_TYPE_INVALID if asked == CKA_ALWAYS_AUTHENTICATE else real(*arguments)

    return attribute
