"""The error of this package, in Vietnamese and in English: what is wrong and what to do."""


class QuestionnaireError(Exception):
    """A mistake in what a person gave us; ``str()`` is the Vietnamese sentence.

    Args:
        vi: what is wrong and what to do, in Vietnamese.
        en: the same in English.
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en
