"""One block ``[[test]]`` of a specification: t tests, independence of two columns, goodness of fit, in domains."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

import numpy as np

from scoring.columns.columns import Flags
from scoring.comparison.chi_square import ChiSquareKind, chi_square
from scoring.comparison.goodness import goodness
from scoring.comparison.ttest import ttest
from scoring.design.design import Design
from scoring.design.domains import domains_of, levels_of
from scoring.errors import ScoringError
from scoring.estimation.options import How, HowOptions
from scoring.reduction.code_scores import Statistic
from scoring.specification.blocks.block import Items, Setting
from scoring.specification.blocks.estimate_block import SCORED, check_codes, scored_codes
from scoring.specification.blocks.interval_keys import confidence
from scoring.specification.blocks.result import Result
from scoring.specification.blocks.significance_rows import Significance, significance_result
from scoring.specification.matching import matching
from scoring.specification.toml_keys import Keys

KEYS = {
    "t": ("of", "statistic", "satisfied", "codes", "between", "levels", "value", "confidence"),
    "chi_square": ("rows", "columns", "method"),
    "goodness": ("column", "shares"),
}
Tested = Callable[[Design, Flags | None], dict[str, float]]


@dataclass(frozen=True, kw_only=True)
class SignificanceBlock:
    """One block ``[[test]]``; the keys are explained in docs/estimation.md.

    Args:
        keys: the block's keys, checked.
        name: its name.
        kind: ``t``, ``chi_square`` or ``goodness``.
        by: the columns whose combinations are the domains.
        about: the columns that are compared.
    """

    keys: Keys
    name: str
    kind: str
    by: Sequence[str]
    about: Sequence[str]
    of_sums = False

    @property
    def levels(self) -> Sequence[str]:
        """The columns of domains, and those compared."""
        return [*self.by, *self.about]

    @property
    def columns(self) -> Sequence[str]:
        """The same columns, and those whose means are tested."""
        return [*self.levels, *self.keys.texts("of")]

    def carry_out(self, setting: Setting) -> Sequence[Result]:
        """Return the tests of every domain."""
        domains = domains_of(setting.design, self.by, None)
        tests = []
        for name, test in self._tests(setting).items():
            for at in range(domains.count):
                where = domains.of_row == at if self.by else None
                tests.append(self._tested(name, test, setting.design, where, domains.by(at)))
        return [significance_result(self.name, tests)]

    def _tested(
        self, variable: str, test: Tested, design: Design, where: Flags | None, by: Mapping[str, str]
    ) -> Significance:
        """Return a test, or the reason why there is none in this domain."""
        kind = self.kind if self.kind != "chi_square" else f"chi_square {self.keys.text('method', 'F')}"
        try:
            return Significance(test=kind, variable=variable, by=by, numbers=test(design, where))
        except ScoringError as error:
            if not self.by:
                raise
            return Significance(test=kind, variable=variable, by=by, why=(error.vi, error.en))

    def _tests(self, setting: Setting) -> dict[str, Tested]:
        if self.kind == "chi_square":
            return {" × ".join(self.about): self._chi_square}
        if self.kind == "goodness":
            return {self.about[0]: self._goodness}
        names = matching(self.keys.texts("of"), setting.names, (self.keys.place, "of")) or setting.items
        options = self._options()
        return {
            name: self._t_of(name, {**options, "valid": setting.valid if name in setting.items else None})
            for name in names
        }

    def _chi_square(self, design: Design, where: Flags | None) -> dict[str, float]:
        kind = cast(ChiSquareKind, self.keys.text("method", "F"))
        row, column = self.about
        return chi_square(design, row, column, kind, where).numbers

    def _goodness(self, design: Design, where: Flags | None) -> dict[str, float]:
        made = goodness(design, self.about[0], self.keys.counts("shares"), where)
        return {"statistic": made.statistic / made.scale, "df": made.df, "p": made.p}

    def _t_of(self, variable: str, options: HowOptions) -> Tested:
        def tested(design: Design, where: Flags | None) -> dict[str, float]:
            made = ttest(
                design,
                variable,
                self.about,
                self._chosen(design, where),
                against=self.keys.number("value", 0.0) or 0.0,
                **options,
            )
            numbers = (made.estimate, made.low, made.high, made.statistic)
            chosen = self.keys.texts("levels")
            if chosen and chosen != [
                level for level in levels_of(design, self.about[0])[1] if level in chosen
            ]:
                numbers = (-made.estimate, -made.high, -made.low, -made.statistic)
            names = ("estimate", "low", "high", "statistic")
            return dict(zip(names, numbers, strict=True)) | {"se": made.se, "df": float(made.df), "p": made.p}

        return tested

    def _chosen(self, design: Design, where: Flags | None) -> Flags | None:
        """Return the rows of the two levels that are compared, where the block names them."""
        chosen = self.keys.texts("levels")
        if not chosen:
            return where
        codes, levels = levels_of(design, self.about[0])
        absent = [level for level in chosen if level not in levels]
        if absent:
            raise self.keys.wrong(
                "levels",
                f"cột «{self.about[0]}» không có mức «{absent[0]}»",
                f"column “{self.about[0]}” has no level “{absent[0]}”",
            )
        inside = np.isin(codes, [levels.index(level) for level in chosen])
        return inside if where is None else inside & where

    def _options(self) -> HowOptions:
        statistic = self.keys.choice("statistic", SCORED, "mean")
        options: HowOptions = {
            "statistic": cast(Statistic, "satisfied" if statistic == "share" else statistic),
            "confidence": confidence(self.keys),
        }
        if codes := scored_codes(self.keys, statistic):
            options["satisfied"] = codes
        return options


def read_significance(keys: Keys, items: Items) -> SignificanceBlock:
    """Return a block, its keys checked one by one."""
    kind = keys.choice("kind", tuple(KEYS), "t")
    keys.only(("name", "kind", "by", *KEYS[kind]))
    about = {"t": _between, "chi_square": _crossed, "goodness": _fitted}[kind](keys)
    if kind == "t":
        statistic = keys.choice("statistic", SCORED, "mean")
        codes = scored_codes(keys, statistic) or How().satisfied
        if not keys.texts("of"):
            check_codes(keys, statistic, codes, items.needed())
        confidence(keys)
    return SignificanceBlock(
        keys=keys,
        name=keys.text("name") or keys.place,
        kind=kind,
        by=keys.texts("by"),
        about=about,
    )


def _between(keys: Keys) -> list[str]:
    between, levels = keys.text("between"), keys.texts("levels")
    if levels and (between is None or len(set(levels)) != 2):
        raise keys.wrong("levels", "là hai mức của cột «between»", "are two levels of the column “between”")
    if between is not None and "value" in keys.values:
        raise keys.wrong("value", "không đi cùng «between»", "does not go together with “between”")
    keys.number("value")
    return [] if between is None else [between]


def _crossed(keys: Keys) -> list[str]:
    keys.choice("method", get_args(ChiSquareKind), "F")
    return [keys.needed_text("rows"), keys.needed_text("columns")]


def _fitted(keys: Keys) -> list[str]:
    keys.counts("shares")
    return [keys.needed_text("column")]
