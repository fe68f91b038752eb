"""Scored items of a questionnaire: the score of each code, and counts of answers by state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from questionnaires import missing, model
from questionnaires.model import ChoiceItem, Criterion, Questionnaire, ScaleItem
from scoring.columns.columns import Numbers
from scoring.errors import ScoringError
from scoring.method.method import Metric

Codes = NDArray[np.uint8]


def states() -> tuple[str, ...]:
    """Return the states that an answer can have, in the order of every table of denominators.

    ``valid`` is an option of the scale, ``other`` a code that is neither an option nor a missing kind.
    """
    return "valid", *(kind.state for kind in missing.KINDS), "other"


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """An item with its valid codes, those that count as satisfied, and the highest score."""

    id: str
    valid: frozenset[int]
    satisfied: frozenset[int]

    @property
    def highest(self) -> int:
        """The highest code of the scale, that of full satisfaction."""
        return max(self.valid)

    def state_of_code(self) -> NDArray[np.intp]:
        """Return, for each byte, the index of its state in ``states()``."""
        places = states()
        return np.array([places.index(self._state(code)) for code in range(256)])

    def _state(self, code: int) -> str:
        kind = missing.kind_of(code)
        return "valid" if code in self.valid else "other" if kind is None else kind.state


def refuse_without_criteria(questionnaire: Questionnaire) -> None:
    """Refuse a questionnaire that scores nothing.

    Raises:
        ScoringError: it declares no criterion.
    """
    if not questionnaire.criteria:
        raise ScoringError(
            f"Bộ câu hỏi «{questionnaire.id}» không khai báo tiêu chí nào nên không có gì để chấm điểm; câu trả lời vẫn "
            "tải về được, và tính được bằng sipas estimate.",
            f"Questionnaire “{questionnaire.id}” declares no criterion, so there is nothing to score; its answers can "
            "still be downloaded, and estimated with sipas estimate.",
        )


def scored_items(questionnaire: Questionnaire) -> dict[str, ScoredItem]:
    """Return the items that belong to any criterion, in the order of the questionnaire.

    Raises:
        ScoringError: when a criterion takes an item that has no scale with satisfied options.
    """
    in_criteria = {item for root in questionnaire.criteria for each in root.walk() for item, _ in each.items}
    return {name: _scored(questionnaire.items[name]) for name in questionnaire.items if name in in_criteria}


def _scored(item: model.Item) -> ScoredItem:
    if isinstance(item, ScaleItem) and item.scale.satisfied:
        return ScoredItem(
            item.id, frozenset(option.code for option in item.scale.options), item.scale.satisfied
        )
    kind = "lựa chọn" if isinstance(item, ChoiceItem) else "không có thang đo hài lòng"
    raise ScoringError(
        f"Câu {item.id} ({kind}) không chấm điểm được; tiêu chí chỉ nhận câu có thang đo với mức hài lòng.",
        f"Item {item.id} cannot be scored; a criterion takes items whose scale says which options are satisfied.",
    )


@dataclass(frozen=True, eq=False)
class ItemAnswers:
    """The codes of every scored item, row by row, as they were stored."""

    items: Mapping[str, ScoredItem]
    codes: Mapping[str, Codes]
    n: int

    def scores(self, metric: Metric) -> dict[str, Codes]:
        """Return one byte a row and item: 0 not valid; for shares 1 unsatisfied, 2 satisfied; else the code."""
        return {name: _table(item, metric)[self.codes[name]] for name, item in self.items.items()}

    def valid_codes(self, names: Sequence[str]) -> Numbers:
        """Return rows × items, NaN where there is no valid answer."""
        codes = np.stack([self.codes[name] for name in names], axis=1).astype(float)
        valid = np.stack(
            [np.isin(self.codes[name], sorted(self.items[name].valid)) for name in names], axis=1
        )
        return np.where(valid, codes, np.nan)

    def states(self, name: str, weight: Numbers) -> dict[str, dict[str, float]]:
        """Return the number of rows of positive weight and the sum of weights in each state of an item."""
        state = self.items[name].state_of_code()[self.codes[name]]
        rows = np.bincount(state[weight > 0], minlength=len(states()))
        weights = np.bincount(state, weight, minlength=len(states()))
        return {
            "n": {key: int(rows[i]) for i, key in enumerate(states())},
            "sum_w": {key: float(weights[i]) for i, key in enumerate(states())},
        }


def _table(item: ScoredItem, metric: Metric) -> Codes:
    table = np.zeros(256, dtype=np.uint8)
    for code in item.valid:
        table[code] = code if metric == "diem_quy_doi" else 1 + (code in item.satisfied)
    return table


def read_answers(data: pd.DataFrame, questionnaire: Questionnaire) -> ItemAnswers:
    """Return the codes of every scored item.

    Raises:
        ScoringError: no criterion is declared; naming every missing column, and the first row of a column that holds
            no answer code.
    """
    refuse_without_criteria(questionnaire)
    items = scored_items(questionnaire)
    absent = [name for name in items if name not in data.columns]
    if absent:
        raise ScoringError(
            f"Dữ liệu thiếu cột {', '.join(absent)}; cần một cột cho mỗi câu được chấm điểm.",
            f"The data has no column {', '.join(absent)}; every scored item needs one.",
        )
    return ItemAnswers(items, {name: read_codes(data[name], name) for name in items}, len(data))


def read_codes(column: "pd.Series[int]", name: str) -> Codes:
    """Return a column of answer codes as bytes.

    Raises:
        ScoringError: naming the column and the first row that holds no answer code.
    """
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    largest = missing.largest_code()
    wrong = ~((numbers >= 0) & (numbers <= largest) & (numbers == np.floor(numbers)))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise ScoringError(
            f"Cột {name}, dòng {row + 1}: «{str(column.iloc[row])[:40]}» không phải mã trả lời 0–{largest}; "
            f"bỏ trống là {missing.BLANK}, không biết là {missing.DONT_KNOW}.",
            f"Column {name}, row {row + 1}: “{str(column.iloc[row])[:40]}” is no answer code 0–{largest}; "
            f"blank is {missing.BLANK}, don't know is {missing.DONT_KNOW}.",
        )
    return numbers.astype(np.uint8)


def items_of(criterion: Criterion) -> dict[str, float]:
    """Return every item at or below a criterion with its weight, criteria outside the mean left out."""
    found = dict(criterion.items)
    for child in criterion.children:
        if not child.outside_mean:
            found |= items_of(child)
    return found
