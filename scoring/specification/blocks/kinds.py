"""The kinds of blocks by their names in TOML: the one place where a kind is entered.

Blocks are carried out, and written, kind by kind in this order, and in the order of the file within a kind, so that a
block can speak of those of the kinds before.
"""

from scoring.specification.blocks import (
    contrast_block,
    estimate_rows,
    regression_rows,
    significance_rows,
    table_block,
    tally_block,
)
from scoring.specification.blocks.block import BlockKind
from scoring.specification.blocks.contrast_block import read_contrast
from scoring.specification.blocks.estimate_block import read_estimate
from scoring.specification.blocks.regression_block import read_regression
from scoring.specification.blocks.significance_block import read_significance
from scoring.specification.blocks.table_block import read_table
from scoring.specification.blocks.tally_block import read_tally

KINDS: dict[str, BlockKind] = {
    "estimate": BlockKind(
        plural="estimates",
        heading=("Ước lượng", "Estimates"),
        columns=estimate_rows.COLUMNS,
        read=read_estimate,
    ),
    "table": BlockKind(
        plural="tables", heading=("Bảng chéo", "Tables"), columns=table_block.COLUMNS, read=read_table
    ),
    "contrast": BlockKind(
        plural="contrasts",
        heading=("So sánh", "Contrasts"),
        columns=contrast_block.COLUMNS,
        read=read_contrast,
    ),
    "regression": BlockKind(
        plural="regressions",
        heading=("Hồi quy", "Regressions"),
        columns=regression_rows.COLUMNS,
        read=read_regression,
    ),
    "test": BlockKind(
        plural="tests",
        heading=("Kiểm định", "Tests"),
        columns=significance_rows.COLUMNS,
        read=read_significance,
    ),
    "tally": BlockKind(
        plural="tallies", heading=("Đếm câu trả lời", "Tallies"), columns=tally_block.COLUMNS, read=read_tally
    ),
}
