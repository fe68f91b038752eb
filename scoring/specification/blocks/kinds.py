"""The kinds of blocks by their names in TOML: the one place where a kind is entered.

Blocks are carried out, and written, kind by kind in this order, and in the order of the file within a kind, so that a
block can speak of those of the kinds before.
"""

from scoring.specification.blocks.block import BlockKind
from scoring.specification.blocks.estimate_block import read_estimate
from scoring.specification.blocks.estimate_rows import COLUMNS

KINDS: dict[str, BlockKind] = {
    "estimate": BlockKind(
        plural="estimates", heading=("Ước lượng", "Estimates"), columns=COLUMNS, read=read_estimate
    ),
}
