"""Values derived from a wave's secret key: form keys, response ids, access codes, receipt references.

Everything here is a keyed hash (HMAC-SHA-256), so nothing needs a random source and a reprint gives the same code.
Once the key is destroyed none of it can be computed again.
"""

import hashlib
import hmac
from collections.abc import Mapping

from questionnaires.answers import Answers
from survey_app.errors import AppError
from survey_app.tables import Mode, Wave

# No vowels (no words), and none of I O Q Z, 0 1 that are taken for each other in print and on the phone.
ALPHABET = "BCDFGHJKLMNPRSTVWXY"
CODE_LENGTH = 9
REFERENCE_LENGTH = 12


def key_of(wave: Wave) -> bytes:
    """Return the secret key of an open wave.

    Raises:
        AppError: (410) when the wave is closed and the key destroyed.
    """
    if wave.key is None:
        raise AppError(
            f"Đợt khảo sát «{wave.name}» đã kết thúc, không nhận thêm câu trả lời.",
            f"The wave '{wave.name}' is closed and takes no more answers.",
            status=410,
        )
    return wave.key


def form_key(key: bytes, serial: int) -> bytes:
    """Return the 32 bytes under which the answers of a form are kept while its wave is open."""
    return _keyed(key, "form", str(serial))


def response_id(key: bytes, serial: int) -> int:
    """Return a positive 62-bit number that looks drawn at random."""
    return int.from_bytes(_keyed(key, "response", str(serial))[:8]) >> 2


def access_code(key: bytes, serial: int) -> str:
    """Return the access code of a form, in groups of three letters.

    >>> access_code(b"0" * 32, 1)
    'HWG-SKC-LNS'
    """
    return "-".join(_groups(_letters(_keyed(key, "code", str(serial)), CODE_LENGTH), 3))


def receipt_reference(key: bytes, serial: int) -> str:
    """Return the reference on a receipt; without the key it does not reveal the form."""
    return "-".join(_groups(_letters(_keyed(key, "receipt", str(serial)), REFERENCE_LENGTH), 4))


def code_hash(typed: str) -> bytes:
    """Return the hash stored of an access code, whatever case, spaces and dashes it was typed with.

    >>> code_hash("kly fjc ylj") == code_hash("KLY-FJC-YLJ")
    True
    """
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return hashlib.sha256(f"access code {letters}".encode()).digest()


def digest(key: bytes, answers: Answers, mode: Mode) -> bytes:
    """Return the digest that distinguishes an equal replay from different answers."""
    return _keyed(key, "content", mode.value, answers.codes.hex(), *_flat(answers.texts))


def is_chosen(key: bytes, serial: int, share: float) -> bool:
    """Return whether this form is in the ``share`` keyed twice, which nobody can predict without the key."""
    return int.from_bytes(_keyed(key, "double", str(serial))[:8]) < share * 2**64


def _keyed(key: bytes, purpose: str, *parts: str) -> bytes:
    # Lengths go in, so that two different lists of parts never give the same message.
    message = "".join(f"{len(part)}:{part}" for part in (purpose, *parts))
    return hmac.digest(key, message.encode(), "sha256")


def _letters(digest_: bytes, length: int) -> str:
    number = int.from_bytes(digest_)
    return "".join(ALPHABET[number // len(ALPHABET) ** i % len(ALPHABET)] for i in range(length))


def _groups(letters: str, size: int) -> list[str]:
    return [letters[start : start + size] for start in range(0, len(letters), size)]


def _flat(texts: Mapping[str, str]) -> list[str]:
    return [part for item in sorted(texts) for part in (item, texts[item])]
