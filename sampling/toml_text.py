"""TOML from people, parsed within limits: depth, digits and dotted keys that would cost the parser its stack or memory.

``tomllib`` refuses what is no TOML and falls over what is hostile TOML: brackets in brackets end in a
``RecursionError``, a dotted key of n parts costs n² memory, and a number of 20,000 digits is read but never written.
"""

import re
import tomllib
from collections.abc import Callable

LARGEST_NUMBER = 1 << 63  # what TOML asks of a reader, and more than any count or code needs
LONGEST_FLOAT = 60
LARGEST_EXPONENT = 308
LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){20,}""")


class NotToml(ValueError):  # noqa: N818 - it says what the text is, as the two sentences do
    """A text that is no TOML, or TOML beyond the limits; ``vi`` and ``en`` say why, without a full stop."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en


def parse_toml(text: str, *, parse_float: Callable[[str], object] = float) -> dict[str, object]:
    """Return the tables of a TOML text.

    Args:
        text: the text, of a size its caller has limited.
        parse_float: makes a number with a point or an exponent of its digits.

    Raises:
        NotToml: not TOML; brackets too deep; a key of more than 20 parts; a number beyond 64 bits.

    >>> parse_toml("a = [1, 2]")
    {'a': [1, 2]}
    >>> parse_toml("a = " + "9" * 20)
    Traceback (most recent call last):
    sampling.toml_text.NotToml: có số nguyên quá lớn; hãy viết số ngắn hơn
    """
    long_key = LONG_KEY.search(text)
    if long_key:
        line = text.count("\n", 0, long_key.start()) + 1
        raise NotToml(
            f"dòng {line} có khóa với quá nhiều dấu chấm", f"line {line} has a key with too many dots"
        )
    try:
        found = tomllib.loads(text, parse_float=_limited(parse_float))
    except (NotToml, tomllib.TOMLDecodeError) as error:
        raise error if isinstance(error, NotToml) else NotToml(str(error), str(error)) from None
    except RecursionError:
        raise NotToml(
            "có quá nhiều dấu ngoặc lồng nhau; hãy viết lại cho phẳng hơn",
            "brackets are nested too deeply; write it flatter",
        ) from None
    except ValueError:
        raise _too_large() from None
    _refuse_large_numbers(found)
    return found


def _limited(parse_float: Callable[[str], object]) -> Callable[[str], object]:
    def parse(digits: str) -> object:
        exponent = digits.lower().partition("e")[2]
        if len(digits) > LONGEST_FLOAT or (exponent and abs(int(exponent)) > LARGEST_EXPONENT):
            raise NotToml(
                "có số quá dài hoặc số mũ quá lớn; hãy viết số ngắn hơn",
                "a number has too many digits or too large an exponent; write a shorter one",
            )
        return parse_float(digits)

    return parse


def _refuse_large_numbers(found: object) -> None:
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, int) and not -LARGEST_NUMBER <= value < LARGEST_NUMBER:
            raise _too_large()


def _too_large() -> NotToml:
    return NotToml(
        "có số nguyên quá lớn; hãy viết số ngắn hơn", "a whole number is too large; write a shorter one"
    )
