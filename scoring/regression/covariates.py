"""The variables of a model: numbers as they are, factors by the levels that differ from a reference level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Flags, Indices, Numbers, Values, missing
from scoring.columns.levels import factorize, ordered
from scoring.errors import ScoringError
from scoring.reduction.code_scores import Code, among, number_of
from scoring.reduction.coded_answers import finite


@dataclass(frozen=True, eq=False, kw_only=True)
class Covariate:
    """One variable of a model.

    Args:
        name: its column.
        values: rows, the number, or the place of the level in ``levels``; NaN where blank.
        levels: the levels of a factor, the reference first; none for a number.
    """

    name: str
    values: Numbers
    levels: tuple[str, ...] = ()

    @property
    def labels(self) -> list[str]:
        """The names of its columns in the model."""
        return [f"{self.name}={level}" for level in self.levels[1:]] if self.levels else [self.name]

    def block(self) -> Numbers:
        """Return rows × columns: the number itself, or 1 where the row has the level."""
        if not self.levels:
            return self.values[:, None]
        return np.asarray(self.values[:, None] == np.arange(1, len(self.levels)), np.float64)

    def block_at(self, level: int) -> Numbers:
        """Return rows × columns as if every row had one level."""
        out = np.zeros((self.values.size, len(self.levels) - 1))
        if level:
            out[:, level - 1] = 1.0
        return out

    def among(self, rows: Flags, reference: str | None) -> "Covariate":
        """Return the variable on some rows, with the levels that occur there and the reference first.

        Raises:
            ScoringError: the factor has one level there, or not the reference.
        """
        values = self.values[rows]
        if not self.levels:
            return Covariate(name=self.name, values=values)
        used = [int(at) for at in np.unique(values)]
        listed = [self.levels[at] for at in used]
        if len(listed) < 2:
            raise ScoringError(
                f"Yếu tố «{self.name}» chỉ có một mức ({', '.join(listed)}) trong các dòng được tính; hãy bỏ yếu tố này.",
                f"The factor “{self.name}” has a single level ({', '.join(listed)}) in the rows used; leave it out.",
            )
        first = self._reference(listed, reference)
        order = [first, *(at for at in range(len(listed)) if at != first)]
        place = np.full(len(self.levels), np.nan)
        place[[used[at] for at in order]] = np.arange(len(order))
        return Covariate(
            name=self.name, values=place[values.astype(np.int64)], levels=tuple(listed[at] for at in order)
        )

    def _reference(self, listed: Sequence[str], reference: str | None) -> int:
        if reference is None:
            return 0
        found = [at for at, level in enumerate(listed) if among(reference, [level])]
        if not found:
            raise ScoringError(
                f"Yếu tố «{self.name}»: không dòng nào được tính có mức đối chiếu «{reference}»; có: {', '.join(listed)}.",
                f"The factor “{self.name}”: no row used has the reference level “{reference}”; there are: {', '.join(listed)}.",
            )
        return found[0]


def covariate(
    name: str, values: Values, valid: Sequence[Code] | None, *, factor: bool, order: Sequence[str] = ()
) -> Covariate:
    """Return a column as a variable; text that is no number makes a factor without being asked.

    Args:
        name: its column.
        values: the column.
        valid: the codes that are answers; None: all that are not blank.
        factor: take its levels one by one although they are numbers.
        order: the order of its levels, where labels are not to be sorted.
    """
    if factor or _worded(values):
        codes, levels = ordered(factorize(values), order)
        return Covariate(name=name, values=_valid_codes(codes, levels, valid), levels=tuple(levels))
    found = finite(values, name)
    if valid is not None:
        found = np.where(np.isin(found, [number_of(code) for code in valid]), found, np.nan)
    return Covariate(name=name, values=found)


def outcome(name: str, values: Values, valid: Sequence[Code] | None, ones: Sequence[Code] | None) -> Numbers:
    """Return the outcome of each row, NaN where there is none; 1 for the codes in ``ones``, where they are given."""
    if ones is None:
        return covariate(name, _numeric(name, values), valid, factor=False).values
    codes, levels = factorize(values)
    if not any(among(level, ones) for level in levels):
        listed = ", ".join(str(code) for code in ones)
        raise ScoringError(
            f"Biến kết quả «{name}»: không dòng nào có mã trong [{listed}]; có: {', '.join(levels[:8])}.",
            f"The outcome “{name}”: no row has a code among [{listed}]; there are: {', '.join(levels[:8])}.",
        )
    hit = np.array([float(among(level, ones)) for level in levels] + [np.nan])
    places = _valid_codes(codes, levels, valid)
    return np.where(np.isnan(places), np.nan, hit[codes])


def _numeric(name: str, values: Values) -> Values:
    if _worded(values):
        word = next(value for value in values.tolist() if not missing(value) and np.isnan(number_of(value)))
        raise ScoringError(
            f"Biến kết quả «{name}»: «{word}» không phải là số; hãy khai các mã được tính là 1 (ones).",
            f"The outcome “{name}”: “{word}” is not a number; say which codes count as 1 (ones).",
        )
    return values


def _worded(values: Values) -> bool:
    """Tell whether a column is text of which some is no number."""
    if values.dtype.kind in "iufb":
        return False
    return any(np.isnan(number_of(level)) for level in factorize(values)[1])


def _valid_codes(codes: Indices, levels: Sequence[str], valid: Sequence[Code] | None) -> Numbers:
    counts = [valid is None or among(level, valid) for level in levels]
    place = np.where(np.append(counts, False), np.arange(len(levels) + 1), np.nan)
    return np.asarray(place[codes], np.float64)


def blocks(variables: Mapping[str, Covariate]) -> dict[str, Numbers]:
    """Return the columns of every variable."""
    return {name: variable.block() for name, variable in variables.items()}
