"""Why a row is certain, or why a person looks at it: codes that stay; who shows them has words of their own."""

from typing import Literal

Certain = Literal["one mark", "clean band"]
Doubt = Literal[
    "several marks",
    "circled",
    "faint",
    "small mark",
    "struck through",
    "scribbled",
    "ink beside",
    "pale ink beside",
    "ovals not found",
    "oval covered",
    "streak",
]
# What spoils the whole sheet is said of each of its rows.
OfSheet = Literal["bilevel", "photocopied"]

RowCode = Literal[Certain, Doubt, OfSheet]
