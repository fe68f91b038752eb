"""What is said in Vietnamese and in English says the same numbers and the same quoted names, whoever says it."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pytest

from questionnaires.errors import SpokenError
from sampling.errors import SamplingError
from scoring.score_table.score_run import ScoreRun
from scoring.specification.blocks.result import Result
from scoring.targets.scorecards import Scorecard
from scoring.targets.targets import TargetSet
from survey_app.errors import AppError

QUOTED = re.compile(r"«([^»]*)»|“([^”]*)”|(?<![\w’])'([^']*)'(?!\w)")
MARKS = re.compile(r"[«»“”]")


def values_of(text: str) -> tuple[list[str], list[str]]:
    """Return the quoted texts of a sentence and the runs of digits of its numbers, in order.

    Digits only, as the two languages group thousands and write decimals and days differently; zeros at the end of a
    run are left out, as one language rounds to two places and the other does not.

    >>> values_of("Cột «a»: 1.250 dòng, 0,50") == values_of("Column “a”: 1,250 rows, 0.5")
    True
    """
    quoted = sorted("".join(found) for found in QUOTED.findall(text))
    digits = re.findall(r"\d+", QUOTED.sub("", text))
    return quoted, sorted(run.rstrip("0") for run in digits if run.rstrip("0"))


def is_plain(text: str) -> bool:
    """Return whether nothing that is quoted has quotation marks of its own."""
    return not MARKS.search(QUOTED.sub("", text))


def check(vi: str, en: str) -> None:
    """Fail where the two languages say other values."""
    assert not (is_plain(vi) and is_plain(en)) or values_of(vi) == values_of(en), (
        f"the two languages say other values:\n{vi}\n{en}"
    )


def of_error(error: SpokenError | SamplingError) -> list[tuple[str, str]]:
    # Of a command line that cannot be read the English is that of click; a page quotes words, each in its language.
    if error.en.endswith("--help."):
        return []
    if isinstance(error, AppError):
        return [(QUOTED.sub(_value, error.vi), QUOTED.sub(_value, error.en))]
    return [(error.vi, error.en)]


def _value(quoted: re.Match[str]) -> str:
    """Return a quotation that holds a digit, a code or what somebody typed, and nothing for words."""
    return quoted[0] if re.search(r"\d", quoted[0]) else ""


def of_run(run: ScoreRun) -> Iterable[tuple[str, str]]:
    return [*run.notes, *(row.why for row in (*run.rows, *run.cells) if row.why)]


def of_result(result: Result) -> Iterable[tuple[str, str]]:
    sentences = [cell for row in result.rows for cell in row if isinstance(cell, tuple)]
    return [*result.notes, *sentences]


def of_warnings(made: TargetSet | Scorecard) -> Iterable[tuple[str, str]]:
    return made.warnings


SPEAKERS: dict[type, Callable[..., Iterable[tuple[str, str]]]] = {
    SpokenError: of_error,
    SamplingError: of_error,
    ScoreRun: of_run,
    Result: of_result,
    TargetSet: of_warnings,
    Scorecard: of_warnings,
}


@contextmanager
def checked_sentences() -> Iterator[None]:
    """Check every sentence at the moment its speaker is made, within the block."""
    with pytest.MonkeyPatch.context() as patch:
        for speaker, sentences in SPEAKERS.items():
            patch.setattr(speaker, "__init__", _checking(speaker.__init__, sentences))
        yield


def _checking(make: Callable[..., None], sentences: Callable) -> Callable[..., None]:
    @functools.wraps(make)
    def made(self, *given, **named):
        make(self, *given, **named)
        for vi, en in sentences(self):
            check(vi, en)

    return made
