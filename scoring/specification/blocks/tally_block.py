"""One block ``[[tally]]`` of a specification: every answer of a column, valid or not, in rows and weights."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.estimation.answer_counts import BLANK, tally
from scoring.specification.blocks.block import Items, Setting
from scoring.specification.blocks.result import Cell, Column, Result
from scoring.specification.matching import matching
from scoring.specification.toml_keys import Keys

COLUMNS = (
    Column(name="variable", head=("Biến", "Variable"), holds="text"),
    Column(name="by", head=("Nhóm", "Domain"), holds="levels"),
    Column(name="answer", head=("Trả lời", "Answer"), holds="text"),
    Column(name="valid", head=("Hợp lệ (1: có)", "Valid (1: yes)"), holds="count"),
    Column(name="n", head=("Số dòng", "Rows"), holds="count"),
    Column(name="sum_w", head=("Tổng trọng số", "Sum of weights")),
)


@dataclass(frozen=True, kw_only=True)
class TallyBlock:
    """One block ``[[tally]]``; the keys are explained in docs/estimation.md."""

    keys: Keys
    name: str
    of: Sequence[str]
    by: Sequence[str]
    of_sums = False

    @property
    def levels(self) -> Sequence[str]:
        """The columns that make the domains."""
        return self.by

    @property
    def columns(self) -> Sequence[str]:
        """The columns of domains, and those that are counted."""
        return [*self.by, *self.of]

    def carry_out(self, setting: Setting) -> Sequence[Result]:
        """Return the counts, column by column and domain by domain; answers nobody gave in a domain have 0 rows."""
        names = matching(self.of, setting.names, (self.keys.place, "of")) or list(setting.items)
        counts = tally(setting.design, names, self.by)
        domains = counts.domains
        rows: list[tuple[Cell, ...]] = []
        for name in names:
            for d in range(domains.count):
                for answer, n in counts.n[name].items():
                    valid = self._valid(setting, name, answer)
                    weight = float(counts.weight[name][answer][d])
                    rows.append((name, domains.by(d), answer, valid, int(n[d]), weight))
        return [Result(kind="tally", name=self.name, columns=COLUMNS, rows=rows)]

    def _valid(self, setting: Setting, name: str, answer: str) -> int:
        """Return 1 where estimates take an answer, else 0."""
        if answer == BLANK:
            return 0
        codes = setting.valid if name in setting.items else None
        return int(codes is None or answer in {str(code) for code in codes})


def read_tally(keys: Keys, items: Items) -> TallyBlock:
    """Return a block, its keys checked."""
    keys.only(("name", "of", "by"))
    of = keys.texts("of")
    if not of:
        items.needed()
    return TallyBlock(keys=keys, name=keys.text("name") or keys.place, of=of, by=keys.texts("by"))
