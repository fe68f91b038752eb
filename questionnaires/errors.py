"""Errors that speak to people, Vietnamese first, English second, and say what to do.

``SpokenError`` is the base of the errors of every package that may import this one: scoring, print, survey_app.
Sampling imports no other package; its error has the same two sentences.
"""


class SpokenError(Exception):
    """A mistake in what a person gave us; ``str()`` is the Vietnamese sentence.

    Args:
        vi: what is wrong and what to do, in Vietnamese.
        en: the same in English.
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en


class QuestionnaireError(SpokenError):
    """A mistake in a questionnaire's file, or in answers to it."""
