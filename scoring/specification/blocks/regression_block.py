"""One block ``[[regression]]`` of a specification: a linear or logistic model, in the whole or domain by domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from scoring.columns.levels import label
from scoring.design.domains import domains_of
from scoring.errors import ScoringError, Sentence
from scoring.reduction.code_scores import Code
from scoring.regression.fit import Kind
from scoring.regression.marginal_effects import marginal_effects
from scoring.regression.regression import Regression, RegressionModel, read_rows, regress_rows
from scoring.specification.blocks.block import Items, Setting
from scoring.specification.blocks.interval_keys import confidence
from scoring.specification.blocks.regression_rows import ModelRow, coefficient_rows, regression_result
from scoring.specification.blocks.result import Result
from scoring.specification.blocks.significance_rows import Significance, significance_result
from scoring.specification.toml_keys import Keys

KEYS = ("name", "kind", "outcome", "ones", "terms", "factors", "reference", "by", "effects", "confidence")
EFFECTS = ("none", "marginal")


@dataclass(frozen=True, kw_only=True)
class RegressionBlock:
    """One block ``[[regression]]``; the keys are explained in docs/estimation.md.

    Args:
        place: what to call it in a message.
        name: its name.
        by: the columns whose combinations are the domains, each with a model of its own.
        effects: average marginal effects are asked for.
        model: the model.
    """

    place: str
    name: str
    by: Sequence[str]
    effects: bool
    model: RegressionModel
    of_sums = False

    @property
    def levels(self) -> Sequence[str]:
        """The columns of domains, and those of the terms: their labels may be merged."""
        return [*self.by, *self._variables()]

    @property
    def columns(self) -> Sequence[str]:
        """The same columns, and the outcome."""
        return [*self.levels, self.model.outcome]

    def _variables(self) -> list[str]:
        return list(dict.fromkeys(part for term in self.model.terms for part in term.split(":")))

    def carry_out(self, setting: Setting) -> Sequence[Result]:
        """Return the coefficients and effects of every domain, and the Wald tests of the terms.

        Raises:
            ScoringError: the model of a block without domains has no estimate.
        """
        design, model = setting.design, self._model(setting)
        try:
            read = read_rows(design, model)
        except ScoringError as error:
            raise self._placed(error) from None
        domains = domains_of(design, self.by, None)
        rows: list[ModelRow] = []
        tests: list[Significance] = []
        made: list[Regression] = []
        for at in range(domains.count):
            by = domains.by(at)
            try:
                one = regress_rows(design, model, read, (domains.of_row == at) & design.counts)
            except ScoringError as error:
                if not self.by:
                    raise self._placed(error) from None
                rows.append(ModelRow(by=by, why=(error.vi, error.en)))
                continue
            made.append(one)
            rows += self._rows(one, by)
            tests += _tests(one, by)
        labels = getattr(setting.data, "labels", {})
        result = regression_result(self.name, model, rows, labels, notes=_notes(made))
        return [result, *([significance_result(self.name, tests)] if tests else [])]

    def _rows(self, made: Regression, by: Mapping[str, str]) -> list[ModelRow]:
        odds = made.model.kind == "logistic"
        rows = coefficient_rows(made, made.coefficients, "coefficient", by, odds=odds)
        if self.effects:
            rows += coefficient_rows(made, marginal_effects(made), "marginal", by, odds=False)
        return rows

    def _model(self, setting: Setting) -> RegressionModel:
        """Return the model; columns that are items have the items' valid codes."""
        valid = setting.valid
        items = {name for name in (self.model.outcome, *self._variables()) if name in setting.items}
        return self.model if valid is None else replace(self.model, valid=dict.fromkeys(items, valid))

    def _placed(self, error: ScoringError) -> ScoringError:
        return ScoringError(f"{self.place}: {error.vi}", f"{self.place}: {error.en}")


def _tests(made: Regression, by: Mapping[str, str]) -> list[Significance]:
    out = []
    for test in made.tests:
        numbers = {"df": float(test.df1), "df2": float(test.df2)}
        if test.statistic is not None and test.p is not None:
            numbers |= {"statistic": test.statistic, "p": test.p}
        out.append(Significance(test="wald F", variable=test.term, by=by, numbers=numbers, why=test.why))
    return out


def _notes(made: Sequence[Regression]) -> list[Sentence]:
    """Return how many rows a blank took out of the models, and what factors are compared with."""
    notes: list[Sentence] = []
    if blank := sum(one.blank for one in made):
        used = sum(one.n for one in made)
        notes.append(
            (
                f"{blank} dòng thiếu biến kết quả hoặc biến giải thích nên không vào mô hình ({used} dòng vào mô hình); "
                "các dòng đó vẫn ở trong thiết kế mẫu",
                f"{blank} rows lack the outcome or a term and are not in the model ({used} rows are); "
                "they stay in the design",
            )
        )
    first = {
        f"{one.name} = {one.levels[0]}": None
        for each in made
        for one in each.matrix.variables.values()
        if one.levels
    }
    if first:
        listed = ", ".join(first)
        notes.append((f"mức đối chiếu: {listed}", f"reference levels: {listed}"))
    return notes


def read_regression(keys: Keys, _: Items) -> RegressionBlock:
    """Return a block, its keys checked one by one."""
    keys.only(KEYS)
    model = RegressionModel(
        outcome=keys.needed_text("outcome"),
        terms=keys.texts("terms"),
        kind=cast(Kind, keys.choice("kind", get_args(Kind), "linear")),
        ones=keys.codes("ones"),
        factors=keys.texts("factors"),
        reference=_reference(keys),
        confidence=confidence(keys),
    )
    if not model.terms:
        raise keys.wrong("terms", "cần ít nhất một biến giải thích", "at least one term is needed")
    return RegressionBlock(
        place=keys.place,
        name=keys.text("name") or keys.place,
        by=keys.texts("by"),
        effects=keys.choice("effects", EFFECTS, "none") == "marginal",
        model=model,
    )


def _reference(keys: Keys) -> dict[str, str]:
    value = keys.values.get("reference", {})
    if not isinstance(value, dict):
        raise keys.wrong("reference", "phải là bảng cột = mức", "must be a table of column = level")
    out = {}
    for name, level in value.items():
        codes: tuple[Code, ...] | None = Keys(f"{keys.place} reference", {name: [level]}).codes(name)
        out[name] = label((codes or ("",))[0])
    return out
