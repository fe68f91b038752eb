"""Any block with ``where``: carried out on some rows, while the others stay in the design."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoring.specification.blocks.block import Block, BlockKind, Items, Setting
from scoring.specification.blocks.result import Result
from scoring.specification.columns.where import KEY, Where, read_where
from scoring.specification.toml_keys import Keys


@dataclass(frozen=True, kw_only=True)
class RestrictedBlock:
    """A block of any kind, about the rows for which a rule holds.

    Args:
        block: the block.
        where: the rule.
    """

    block: Block
    where: Where

    @property
    def name(self) -> str:
        """What the block is called."""
        return self.block.name

    @property
    def levels(self) -> Sequence[str]:
        """The columns whose levels it is about, and those of the rule: their labels have to be told apart too."""
        return [*self.block.levels, *self.where.columns]

    @property
    def columns(self) -> Sequence[str]:
        """All columns it reads beside the items."""
        return [*self.block.columns, *self.where.columns]

    @property
    def of_sums(self) -> bool:
        """No: which rows fit is seen row by row."""
        return False

    def carry_out(self, setting: Setting) -> Sequence[Result]:
        """Return the results of the block for the rows that fit, the first with the notes on the rule."""
        design, notes = self.where.within(setting.design, setting.data, setting.names)
        first, *others = self.block.carry_out(replace(setting, design=design))
        return [replace(first, notes=[*notes, *first.notes]), *others]


def read_any_block(kind: BlockKind, keys: Keys, items: Items) -> Block:
    """Return a block of a kind; ``where`` is read here for all of them."""
    rest = {name: value for name, value in keys.values.items() if name != KEY}
    block = kind.read(replace(keys, values=rest, beside=(KEY,)), items)
    where = read_where(keys)
    return block if where is None else RestrictedBlock(block=block, where=where)
