"""Sample size and its allocation to strata."""

from sampling.size.size import (
    Need,
    Slovin,
    best_cluster,
    design_effect,
    for_change,
    for_cv,
    for_margin,
    for_target,
    for_wilson,
    slovin,
)

__all__ = [
    "Need",
    "Slovin",
    "best_cluster",
    "design_effect",
    "for_change",
    "for_cv",
    "for_margin",
    "for_target",
    "for_wilson",
    "slovin",
]
