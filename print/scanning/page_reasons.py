"""Why a page was not taken, and what to beware of on one that was: codes that stay, each with its sentence.

Who has words of their own for a page keys them by the code; the sentence may change.
"""

from typing import Final, Literal

# Scanned again, keyed from the paper or put aside: nothing on the page is taken as it is.
NotTaken = Literal[
    "no form",
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
# Read all the same.
Beware = Literal["streak", "photo", "uneven light"]
# Only the batch shows it, and nothing is wrong with the page.
OfBatch = Literal["copies agree", "other side missing"]

PageCode = Literal[NotTaken, Beware, OfBatch]

SENTENCES: Final[dict[PageCode, str]] = {
    "no form": "no form found",
    "no code": "no code",
    "strange code": "another paper's code",
    "codes disagree": "codes disagree",
    "other questionnaire": "questionnaire {tag}",
    "no corner mark": "no corner mark",
    "corner marks disagree": "corner marks and code disagree",
    "no such page": "no such page",
    "few corner marks": "too few corner marks",
    # What is wrong with a file is told to people where it is found.
    "bad file": "{message}",
    "page too large": "too large for the memory a page may take",
    "gave up": "too large, too slow or damaged",
    "copies differ": "page came {times} times, marks differ",
    "bilevel": "bilevel",
    "photocopied": "photocopied",
    "streak": "streak",
    "photo": "photo",
    "uneven light": "uneven light",
    "copies agree": "page came {times} times, same marks",
    "other side missing": "page {pages} was not scanned",
}


def sentence(code: PageCode, **filled: object) -> str:
    """Return the English sentence of a code; ``filled`` is what it leaves open.

    >>> sentence("other side missing", pages="2, 3")
    'page 2, 3 was not scanned'
    """
    return SENTENCES[code].format(**filled)
