"""One block ``[[contrast]]`` of a specification: differences, combinations and quotients of named estimates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from scoring.comparison.contrast import Contrast, contrast, quotient
from scoring.errors import Sentence
from scoring.estimation.estimate_row import Estimate, key
from scoring.estimation.estimates import Estimates
from scoring.estimation.row_reason import NEGATIVE
from scoring.specification.blocks.block import Items, Setting
from scoring.specification.blocks.interval_keys import confidence
from scoring.specification.blocks.result import Cell, Column, Result, as_shares
from scoring.specification.toml_keys import Keys

COLUMNS = (
    Column(name="variable", head=("Biến", "Variable"), holds="text"),
    Column(name="by", head=("Nhóm", "Domain"), holds="levels"),
    Column(name="minus", head=("Trừ đi", "Minus"), holds="level", optional=True),
    Column(name="estimate", head=("Ước lượng", "Estimate")),
    Column(name="se", head=("Sai số chuẩn", "Standard error")),
    Column(name="low", head=("Cận dưới", "Lower bound")),
    Column(name="high", head=("Cận trên", "Upper bound")),
    Column(name="statistic", head=("Trị kiểm định", "Statistic")),
    Column(name="df", head=("Bậc tự do", "Degrees of freedom"), holds="count"),
    Column(name="p", head=("Giá trị p", "P value"), holds="p"),
    Column(name="why", head=("Lý do", "Reason"), holds="sentence", optional=True),
)
NO_DF = ("không còn bậc tự do nào để so sánh", "no degrees of freedom are left for a comparison")
NO_QUOTIENT = ("mẫu số bằng 0 nên không có thương số", "the divisor is 0, so there is no quotient")
SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Combination:
    """One combination: what it is called, its domain, what is subtracted, its factors, or the two rows of a quotient."""

    variable: str
    factors: Mapping[str, float]
    by: Mapping[str, str] = field(default_factory=dict)
    minus: str | None = None
    is_quotient: bool = False


@dataclass(frozen=True, kw_only=True)
class ContrastBlock:
    """One block ``[[contrast]]``; the keys are explained in docs/estimation.md."""

    keys: Keys
    name: str
    of: Sequence[str]
    terms: Mapping[str, float]
    quotient: Sequence[str]
    between: str | None
    reference: str | None
    confidence: float
    levels: Sequence[str] = ()
    columns: Sequence[str] = ()
    of_sums = True

    def carry_out(self, setting: Setting) -> Sequence[Result]:
        """Return the combinations of rows of the blocks it names."""
        named = self._named(setting)
        tables = [result.estimates for result in named if result.estimates is not None]
        known = [*tables, *(_prefixed(name, table) for name, table in zip(self.of, tables, strict=True))]
        rows = [self._row(combination, known) for combination in self._combinations(tables)]
        shares = not self.quotient and all(result.has_shares for result in named)
        columns = as_shares(COLUMNS) if shares else COLUMNS
        if self.between is None:
            at = [column.name for column in columns].index("minus")
            columns, rows = columns[:at] + columns[at + 1 :], [row[:at] + row[at + 1 :] for row in rows]
        return [Result(kind="contrast", name=self.name, columns=columns, rows=rows)]

    def _named(self, setting: Setting) -> list[Result]:
        """Return the results of the blocks that are named; quantiles by their name with the p, such as ``a p=0.5``."""
        made = [result for result in setting.results if result.estimates is not None]
        named: list[Result] = []
        for name in self.of:
            found = [each for each in made if name in (each.name, each.title)]
            if len(found) != 1:
                titles = ", ".join(dict.fromkeys(each.title or each.name for each in made))
                raise self.keys.wrong(
                    "of",
                    f"có {len(found)} kết quả tên «{name}», cần đúng một; các kết quả: {titles}",
                    f"{len(found)} results are called “{name}”, one is needed; there are: {titles}",
                )
            named += found
        return named

    def _combinations(self, tables: Sequence[Estimates]) -> list[Combination]:
        if self.between is not None:
            return [each for table in tables for each in self._differences(table, self.between)]
        if self.quotient:
            above, below = self.quotient
            return [
                Combination(
                    variable=f"{above} / {below}", factors={above: 1.0, below: -1.0}, is_quotient=True
                )
            ]
        return [Combination(variable=_written(self.terms), factors=self.terms)]

    def _differences(self, table: Estimates, between: str) -> list[Combination]:
        """Return for every row its difference from the row of the reference level, in the same rest of the domain."""
        if between not in table.domains.columns:
            raise self.keys.wrong(
                "between",
                f"khối trong «of» không có «by» = «{between}»",
                f"the block in “of” has no “by” = “{between}”",
            )
        at = table.domains.columns.index(between)
        found = list(dict.fromkeys(levels[at] for levels in table.domains.levels))
        reference = self.reference if self.reference is not None else found[0]
        if reference not in found:
            raise self.keys.wrong(
                "reference",
                f"cột «{between}» không có mức «{reference}»; có: {', '.join(found)}",
                f"column “{between}” has no level “{reference}”; there are: {', '.join(found)}",
            )
        out = []
        for by in map(table.domains.by, range(table.domains.count)):
            base = {**by, between: reference}
            if by[between] != reference:
                out += [
                    Combination(
                        variable=name,
                        by=by,
                        minus=f"{between}={reference}",
                        factors={key(name, by): 1.0, key(name, base): -1.0},
                    )
                    for name in table.variables
                ]
        return out

    def _row(self, combination: Combination, tables: Sequence[Estimates]) -> tuple[Cell, ...]:
        rows = [self._found(name, tables) for name in combination.factors]
        lacking = _lacking(rows, combination)
        numbers: tuple[Cell, ...] = (None,) * 7
        if lacking is None:
            made = self._contrast(combination, tables)
            numbers = self._numbers(made)
            if numbers[1] is None:
                lacking = NO_DF if made.df < 1 else NEGATIVE
        return (combination.variable, combination.by, combination.minus, *numbers, lacking)

    def _contrast(self, combination: Combination, tables: Sequence[Estimates]) -> Contrast:
        if combination.is_quotient:
            above, below = combination.factors
            return quotient(above, below, *tables)
        return contrast(combination.factors, *tables)

    def _numbers(self, made: Contrast) -> tuple[Cell, ...]:
        if made.df < 1 or made.se != made.se:
            return made.estimate, None, None, None, None, made.df, None
        low, high = made.interval(self.confidence)
        tested = made.se > 0
        return (
            made.estimate,
            made.se,
            low,
            high,
            made.t if tested else None,
            made.df,
            made.p if tested else None,
        )

    def _found(self, name: str, tables: Sequence[Estimates]) -> Estimate:
        table = next((table for table in tables if table.has(name)), None)
        if table is None:
            some = ", ".join(f"«{each}»" for each in islice((k for t in tables for k in t.keys), SHOWN))
            raise self.keys.wrong(
                "quotient" if self.quotient else "terms",
                f"không có dòng «{name}» trong «of»; tên có dạng {some} …",
                f"there is no row “{name}” in “of”; names look like {some} …",
            )
        return table[name]


def _prefixed(block: str, table: Estimates) -> Estimates:
    """Return a table whose rows are named with their block: ``men: q01``, where two blocks have rows of one name."""
    return replace(table, variables=tuple(f"{block}: {name}" for name in table.variables))


def _lacking(rows: Sequence[Estimate], combination: Combination) -> Sentence | None:
    """Return why a combination has no number: the reason of the first row that lacks one, a divisor of 0."""
    for row in rows:
        if row.estimate is None or row.se is None:
            why = row.why or ("", "")
            return f"«{row.key}»: {why[0]}", f"“{row.key}”: {why[1]}"
    return NO_QUOTIENT if combination.is_quotient and rows[1].estimate == 0 else None


def _written(terms: Mapping[str, float]) -> str:
    """Return a combination as people write it.

    >>> _written({"a": 1, "b": -1, "c": 0.5})
    'a − b + 0.5·c'
    """
    out = ""
    for name, factor in terms.items():
        sign = (" − " if factor < 0 else " + ") if out else ("−" if factor < 0 else "")
        out += f"{sign}{name}" if abs(factor) == 1 else f"{sign}{abs(factor):g}·{name}"
    return out


def read_contrast(keys: Keys, _: Items) -> ContrastBlock:
    """Return a block, its keys checked."""
    keys.only(("name", "of", "terms", "quotient", "between", "reference", "confidence"))
    ways = [name for name in ("terms", "quotient", "between") if name in keys.values]
    if len(ways) != 1:
        raise keys.wrong(
            "terms",
            "cần đúng một trong: terms, quotient, between",
            "one of terms, quotient, between is needed",
        )
    of, pair = keys.texts("of"), keys.texts("quotient")
    if not of:
        raise keys.wrong("of", "cần tên của khối [[estimate]] hoặc [[table]]", "needs the name of a block")
    if "quotient" in ways and len(set(pair)) != 2:
        raise keys.wrong("quotient", "phải là hai dòng [tử số, mẫu số]", "must be two rows [above, below]")
    if "reference" in keys.values and "between" not in ways:
        raise keys.wrong("reference", "chỉ dùng với «between»", "goes with “between”")
    return ContrastBlock(
        keys=keys,
        name=keys.text("name") or keys.place,
        of=of,
        terms=keys.counts("terms") if "terms" in ways else {},
        quotient=pair,
        between=keys.needed_text("between") if "between" in ways else None,
        reference=keys.text("reference"),
        confidence=confidence(keys),
    )
