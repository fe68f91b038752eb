"""Mistakes collected into one refusal: twenty are shown, of rows five a check, and the rest is counted."""

import numpy as np
import pytest

from sampling.errors import SamplingError
from sampling.frame.frame import frame_from
from sampling.frame.frame_problems import FrameProblems
from sampling.plan.problems import Problems


def told(problems):
    with pytest.raises(SamplingError) as refused:
        problems.stop_if_any()
    return refused.value


@pytest.mark.parametrize(
    ("made", "tail", "english"),
    [(1, [], []), (20, [], []), (21, ["… và 1 lỗi nữa"], ["… and 1 more"]), (23, ["… và 3 lỗi nữa"], ["… and 3 more"])],
)  # fmt: skip
def test_twenty_mistakes_are_shown_and_the_others_counted(made, tail, english):
    problems = Problems("Có lỗi:", "Wrong:")
    for number in range(made):
        problems.add(f"lỗi {number}", f"mistake {number}")
    shown = range(min(made, 20))

    assert len(problems) == made
    assert told(problems).vi.split("\n") == ["Có lỗi:", *(f"- lỗi {one}" for one in shown), *tail]
    assert told(problems).en.split("\n") == ["Wrong:", *(f"- mistake {one}" for one in shown), *english]


def test_without_a_mistake_nothing_is_refused():
    problems = Problems("a", "b")
    problems.stop_if_any()
    assert len(problems) == 0


@pytest.mark.parametrize(
    ("rows", "tail"), [(1, []), (5, []), (6, ["… và 1 dòng nữa như thế"]), (9, ["… và 4 dòng nữa như thế"])]
)
def test_five_rows_of_a_mistake_are_shown_with_the_rows_they_repeat(rows, tail):
    frame = frame_from([{"a": str(row)} for row in range(12)])
    problems = FrameProblems(frame, "Có lỗi:", "Wrong:")
    problems.add_rows(np.arange(1, rows + 1), "lặp lại", "is repeated", earlier=np.arange(rows))
    shown = [f"- dòng {line}: lặp lại (dòng {line - 1})" for line in range(3, 3 + min(rows, 5))]

    assert told(problems).vi.split("\n") == ["Có lỗi:", *shown, *(f"- {one}" for one in tail)]


def test_the_text_of_a_refusal_is_its_vietnamese_sentence():
    assert str(SamplingError("sai", "wrong")) == "sai"
