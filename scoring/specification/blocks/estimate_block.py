"""One block ``[[estimate]]`` of a specification: read, checked, carried out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import cast, get_args

from scoring.criteria.groups import Combine, estimate_groups
from scoring.errors import ScoringError, Sentence
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import How, HowOptions, Rule
from scoring.estimation.population_variance import population_variance
from scoring.estimation.quantile import quantile
from scoring.estimation.ratio import ratio
from scoring.estimation.standardise import standardise
from scoring.reduction.code_scores import Code, CodeScores, Statistic
from scoring.specification.blocks.block import Items, Setting
from scoring.specification.blocks.distribution import distribution
from scoring.specification.blocks.estimate_rows import estimate_result
from scoring.specification.blocks.interval_keys import INTERVAL_KEYS, interval_options
from scoring.specification.blocks.result import Result
from scoring.specification.blocks.standard_keys import Standard, read_standard
from scoring.specification.toml_keys import Keys

KEYS = (
    "name", "of", "combine", "statistic", "satisfied", "codes", "by", "denominator", "p", "rule", "standardise", *INTERVAL_KEYS,
)  # fmt: skip
SCORED = ("satisfied", "share", "mean", "mean5", "mean01")
STATISTICS = (*SCORED, "distribution", "count", "total", "variance", "ratio", "quantile")
OF_CODES = ("share", "count")  # statistics that say which codes they are about
OF_ITEMS = ("distribution", "count", "variance", "ratio", "quantile")
ROWS_NEEDED = ("variance", "ratio", "quantile")
NO_PEOPLE = (
    'total cộng các mã trả lời như cộng số, không phải số người; muốn biết bao nhiêu người có một mã, dùng statistic = "count" với codes',
    'total adds codes up as numbers and is no number of people; for how many have a code use statistic = "count" with codes',
)


@dataclass(frozen=True, kw_only=True)
class EstimateBlock:
    """One block ``[[estimate]]``; the keys are explained in docs/estimation.md."""

    name: str
    of: str
    combine: Combine
    statistic: str
    by: Sequence[str]
    options: HowOptions
    denominator: str | None
    p: Sequence[float]
    standard: Standard | None = None

    @property
    def levels(self) -> Sequence[str]:
        """The columns that make the domains, and the one that is standardised by, last."""
        return [*self.by, *([self.standard.column] if self.standard else [])]

    @property
    def columns(self) -> Sequence[str]:
        """The same columns, and the denominator."""
        return [*self.levels, *([self.denominator] if self.denominator else [])]

    @property
    def of_sums(self) -> bool:
        """Whether sums over clusters are enough: not for criteria, nor where single rows are looked at."""
        likelihood = self.options.get("interval") == "likelihood"  # its fit starts from single weights
        return self.of == "items" and self.statistic not in ROWS_NEEDED and not likelihood

    def carry_out(self, setting: Setting) -> Sequence[Result]:
        """Return its estimates, one result; of quantiles one result each."""
        options: HowOptions = {**self.options, "valid": setting.valid}
        design, items = setting.design, setting.items
        if self.standard is not None:
            return [self._standardised(setting, options, self.standard)]
        if self.of == "criteria":
            return [self._result(self._criteria(setting, self._with(options)))]
        if self.statistic == "distribution":
            return [distribution(self.name, self.by, setting, options)]
        if self.statistic == "quantile":
            tables = {p: quantile(design, items, p, self.by, **options) for p in self.p}
            return [estimate_result(self.name, table, p=p) for p, table in tables.items()]
        if self.statistic == "variance":
            return [self._result(population_variance(design, items, self.by, **options))]
        if self.statistic == "ratio":
            table = ratio(design, items, self.denominator or "", self.by, **options)
            named = replace(table, variables=tuple(items))
            return [estimate_result(self.name, named, denominator=self.denominator)]
        notes = [NO_PEOPLE] if self.statistic == "total" and setting.valid is not None else []
        table = setting.estimate(self.by, self._with(options))
        if self.statistic in ("satisfied", *OF_CODES):
            notes += _unused(table, self.options.get("satisfied", How().satisfied))
        return [self._result(table, notes=notes)]

    def _standardised(self, setting: Setting, options: HowOptions, standard: Standard) -> Result:
        levels: HowOptions = {**self._with(options), "deff": "wr"}
        by_level = (
            self._criteria(setting, levels)
            if self.of == "criteria"
            else setting.estimate(self.levels, levels)
        )
        made = standardise(by_level, standard.column, standard.shares, self.options.get("deff", "wor"))
        return self._result(made.table, made.whys)

    def _result(
        self,
        table: Estimates,
        whys: Mapping[str, Sentence] | None = None,
        notes: Sequence[Sentence] = (),
    ) -> Result:
        shares = self.statistic in ("satisfied", "share", "mean5", "mean01")
        return estimate_result(self.name, table, shares=shares, whys=whys or {}, notes=notes)

    def _with(self, options: HowOptions) -> HowOptions:
        statistic = "satisfied" if self.statistic == "share" else self.statistic
        return {**options, "statistic": cast(Statistic, statistic)}

    def _criteria(self, setting: Setting, options: HowOptions) -> Estimates:
        if not setting.criteria:
            raise ScoringError(
                f"[[estimate]] «{self.name}»: of = criteria nhưng không có [criteria].",
                f"[[estimate]] “{self.name}”: of = criteria but there is no [criteria].",
            )
        if self.statistic in OF_ITEMS:
            raise ScoringError(
                f"[[estimate]] «{self.name}»: {self.statistic} chỉ tính cho items.",
                f"[[estimate]] “{self.name}”: {self.statistic} is for items only.",
            )
        return estimate_groups(setting.design, setting.criteria, self.levels, combine=self.combine, **options)


def _unused(table: Estimates, codes: Collection[Code]) -> list[Sentence]:
    """Return one sentence on the items that somebody answers, and nobody with one of the codes."""
    rows = [row for row in table if row.n]
    some = {row.variable for row in rows if row.estimate != 0}
    lacking = dict.fromkeys(row.variable for row in rows if row.variable not in some)
    if not lacking:
        return []
    items, listed = ", ".join(lacking), ", ".join(str(code) for code in codes)
    return [
        (
            f"không câu trả lời nào của {items} có mã {listed}; hãy xem lại cách viết mã.",
            f"no answer to {items} has a code of {listed}; check how the codes are written.",
        )
    ]


def read_estimate(keys: Keys, items: Items) -> EstimateBlock:
    """Return a block, its keys and the items checked."""
    block = read_block(keys)
    if block.statistic != "distribution":
        scored = block.options.get("satisfied", How().satisfied)
        check_codes(keys, block.statistic, scored, items.needed())
    return block


def read_block(keys: Keys) -> EstimateBlock:
    """Return a block, its keys checked one by one."""
    keys.only(KEYS)
    statistic = keys.choice("statistic", STATISTICS, "satisfied")
    if statistic == "ratio" and "denominator" not in keys.values:
        raise keys.wrong(
            "denominator", "statistic = ratio cần cột mẫu số", "statistic = ratio needs a denominator"
        )
    return EstimateBlock(
        name=keys.text("name") or keys.place,
        of=keys.choice("of", ("items", "criteria"), "items"),
        combine=cast(Combine, keys.choice("combine", get_args(Combine), "mean_of_items")),
        statistic=statistic,
        by=keys.texts("by"),
        options=_options(keys, statistic),
        denominator=keys.text("denominator"),
        p=_quantiles(keys),
        standard=read_standard(keys, keys.texts("by"), statistic, SCORED),
    )


def check_codes(keys: Keys, statistic: str, satisfied: Collection[Code], items: Items) -> None:
    """Refuse codes that leave nothing to estimate: a satisfied code that is not valid, a mean of words."""
    valid = items.valid
    if valid is None:
        return
    if statistic in ("satisfied", *OF_CODES):
        scores = CodeScores("satisfied", satisfied, valid)
        if not any(scores.of(code) == 1 for code in satisfied):
            listed = ", ".join(str(code) for code in satisfied)
            raise keys.wrong(
                "codes" if statistic in OF_CODES else "satisfied",
                f"không mã nào trong [{listed}] nằm trong «valid» của [items]",
                f"none of [{listed}] is among “valid” of [items]",
            )
    elif words := [code for code in valid if isnan(CodeScores("mean").of(code))]:
        raise items.keys.wrong(
            "valid",
            f"«{words[0]}» không phải là số nên không tính được {statistic}",
            f"“{words[0]}” is no number, so there is no {statistic}",
        )


def _options(keys: Keys, statistic: str) -> HowOptions:
    options: HowOptions = {
        **interval_options(keys),
        "rule": cast(Rule, keys.choice("rule", get_args(Rule), "math")),
    }
    if codes := scored_codes(keys, statistic):
        options["satisfied"] = codes
    return options


def scored_codes(keys: Keys, statistic: str) -> tuple[Code, ...] | None:
    """Return the codes that a statistic scores 1, None for its default.

    Codes under the key of another statistic, which would be passed over in silence, are refused.
    """
    if statistic in OF_CODES and "codes" not in keys.values:
        raise keys.wrong(
            "codes",
            f"còn thiếu: statistic = {statistic} cần danh sách mã, như codes = [4, 5]",
            f"is missing: statistic = {statistic} needs the codes, such as codes = [4, 5]",
        )
    if "codes" in keys.values and statistic not in OF_CODES:
        raise keys.wrong(
            "codes",
            f"chỉ dùng với statistic = share hoặc count, ở đây là {statistic}",
            f"goes with statistic = share or count, here it is {statistic}",
        )
    if "satisfied" in keys.values and statistic in OF_CODES:
        raise keys.wrong(
            "satisfied",
            f"dùng «codes» với statistic = {statistic}",
            f"with statistic = {statistic} the key is “codes”",
        )
    return keys.codes("satisfied") or keys.codes("codes")


def _quantiles(keys: Keys) -> list[float]:
    value = keys.values.get("p", 0.5)
    listed = value if isinstance(value, list) and value else [value]
    out = [Keys(keys.place, {"p": one}).number("p") for one in listed]
    if not all(one is not None and 0 < one < 1 for one in out):
        raise keys.wrong("p", "phải là phân vị giữa 0 và 1", "must be a quantile between 0 and 1")
    return [float(one) for one in out if one is not None]
