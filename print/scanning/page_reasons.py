"""Reasons why a page was not read, and warnings on one that was: codes that stay, each with its sentence.

Callers with words of their own key them by the code; the sentence may change.
"""

from typing import Final, Literal

# Scanned again, keyed from the paper or put aside: nothing on the page is taken as it is.
NotTaken = Literal[
    "no form",
    "negative",
    "mirrored",
    "no code",
    "strange code",
    "codes disagree",
    "other questionnaire",
    "no corner mark",
    "corner marks disagree",
    "no such page",
    "few corner marks",
    "bad file",
    "page too large",
    "gave up",
    "copies differ",
    "bilevel",
    "photocopied",
]
# Warnings: the page is read all the same.
Beware = Literal["streak", "photo", "uneven light", "no mark", "margin note", "print unknown"]
# Only the batch shows it, and nothing is wrong with the page.
OfBatch = Literal["copies agree", "other side missing"]

PageCode = Literal[NotTaken, Beware, OfBatch]

SENTENCES: Final[dict[PageCode, str]] = {
    "no form": "no form found",
    "negative": "the image is a negative: black is white",
    "mirrored": "the image is mirrored",
    "no code": "no code",
    "strange code": "another paper's code",
    "codes disagree": "codes disagree",
    "other questionnaire": "questionnaire {tag}",
    "no corner mark": "no corner mark",
    "corner marks disagree": "corner marks and code disagree",
    "no such page": "no such page",
    "few corner marks": "too few corner marks",
    # The sentence is made where the file is opened.
    "bad file": "{message}",
    "page too large": "too large for the memory a page may take",
    "gave up": "too large, too slow or damaged",
    "copies differ": "page came {times} times, marks differ",
    "bilevel": "bilevel",
    "photocopied": "photocopied",
    "streak": "streak",
    "photo": "photo",
    "uneven light": "uneven light",
    "no mark": "no mark on the whole page",
    "margin note": "ink beside the questions",
    "print unknown": "words not looked at, their print is not known",
    "copies agree": "page came {times} times, same marks",
    "other side missing": "page {pages} was not scanned",
}


def sentence(code: PageCode, **filled: object) -> str:
    """Return the English sentence of a code; ``filled`` are the values of its fields.

    >>> sentence("other side missing", pages="2, 3")
    'page 2, 3 was not scanned'
    """
    return SENTENCES[code].format(**filled)
