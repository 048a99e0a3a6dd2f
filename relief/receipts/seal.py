"""The code of a receipt: unguessable, printed in its QR, and read back as people type it."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from uuid import UUID

CODE_LENGTH = 20  # of base32: 100 bits
_CODE = re.compile(rf"[A-Z2-7]{{{CODE_LENGTH}}}")
_LONGEST_TYPED = 60
# Base32 has none of these digits, so whoever types one meant the letter.
_MEANT = str.maketrans({"0": "O", "1": "I", "8": "B", "-": "", " ": ""})


@dataclass(frozen=True)
class Seal:
    """The application's current key and public address, under which papers are issued."""

    key: str = field(repr=False)
    base_url: str

    def code_of(self, receipt_id: UUID) -> str:
        """Return the check code of a receipt; the row keeps it, so that the key may change."""
        message = b"receipt-check:" + receipt_id.bytes
        digest = hmac.new(self.key.encode(), message, hashlib.sha256).digest()
        return base64.b32encode(digest).decode()[:CODE_LENGTH]

    def address_of(self, code: str) -> str:
        """Return the address of the check page, as the QR holds it."""
        return f"{self.base_url}/v/{code}"


def spaced(code: str) -> str:
    """Return a code as papers print it: ABCD-EFGH-IJKL-MNOP-QRST."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed, with or without hyphens; None for anything else."""
    if len(typed) > _LONGEST_TYPED:
        return None
    code = typed.upper().translate(_MEANT)
    return code if _CODE.fullmatch(code) else None
