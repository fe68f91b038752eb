"""The one error of this package: it speaks Vietnamese first, English second, and says what to do.

It has the two sentences of ``questionnaires.errors.SpokenError`` and does not descend from it: sampling imports no
other package.
"""

from typing import TypeAlias

# What people read, in Vietnamese and in English.
Sentence: TypeAlias = tuple[str, str]


class SamplingError(Exception):
    """A mistake in what a person gave us; ``str()`` is the Vietnamese sentence.

    Args:
        vi: what is wrong and what to do, in Vietnamese.
        en: the same in English.
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en
