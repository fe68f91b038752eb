"""The error of this package: a sentence in Vietnamese and one in English, with what to do."""


class PaperError(Exception):
    """A mistake in a person's input; ``str()`` is the Vietnamese sentence.

    Args:
        vi: what is wrong and what to do, in Vietnamese.
        en: the same in English.
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en
