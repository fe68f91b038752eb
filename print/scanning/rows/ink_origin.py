"""The origin of free ink in a row: the row's own mark, the mark of a neighbouring row, or neither."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from print.scanning.page.flat_page import PX
from print.scanning.rows.regions import Stencil
from print.scanning.rows.row_ink import CLEAN_MM2, RowInk, cut

Place = tuple[int, int]


def with_origins(
    measured: Sequence[RowInk], strong: np.ndarray, stencils: Sequence[Stencil], places: Sequence[Place]
) -> list[RowInk]:
    """Return the rows with ``linked``, ``spilt`` and ``across`` filled in where there is free ink.

    Strokes are told apart as connected pieces of ink; a piece belongs to the ovals in whose inside it lies.
    A thin line down through an oval leaves hardly any free ink, but some on both edges of the band.
    """
    to_trace = [
        ink.free > CLEAN_MM2 or _on_both_edges(strong, each, place)
        for ink, each, place in zip(measured, stencils, places, strict=True)
    ]
    if not any(to_trace):
        return list(measured)
    _, pieces = cv2.connectedComponents(strong, connectivity=8, ltype=cv2.CV_32S)
    inside = [
        [_pieces_in_oval(pieces, each, place, k) for k in range(each.ovals)]
        for each, place in zip(stencils, places, strict=True)
    ]
    anywhere = [frozenset().union(*ovals) for ovals in inside]
    out = []
    for i, ink in enumerate(measured):
        if not to_trace[i]:
            out.append(ink)
            continue
        others = frozenset().union(*anywhere[:i], *anywhere[i + 1 :]) - anywhere[i]
        free = _free_pieces(pieces, stencils[i], places[i])
        linked = sum(count for piece, count in free.items() if piece in inside[i][ink.darkest])
        spilt = sum(count for piece, count in free.items() if piece in others)
        across = bool(inside[i][ink.darkest] & _over_both_edges(pieces, stencils[i], places[i]))
        out.append(replace(ink, linked=linked / PX**2, spilt=spilt / PX**2, across=across))
    return out


def _pieces_in_oval(pieces: np.ndarray, each: Stencil, place: Place, oval: int) -> frozenset[int]:
    here = cut(pieces, *place, each.regions.shape)
    first = each.first(oval)
    found = np.unique(here[(each.regions == first) | (each.regions == first + 1)])
    return frozenset(int(piece) for piece in found if piece)


def _free_pieces(pieces: np.ndarray, each: Stencil, place: Place) -> dict[int, int]:
    here = cut(pieces, *place, each.regions.shape)[each.regions == 0]
    found, counts = np.unique(here[here > 0], return_counts=True)
    return {int(piece): int(count) for piece, count in zip(found, counts, strict=True)}


def _on_both_edges(strong: np.ndarray, each: Stencil, place: Place) -> bool:
    here = cut(strong, *place, each.regions.shape)
    return bool(here[0].any() and here[-1].any())


def _over_both_edges(pieces: np.ndarray, each: Stencil, place: Place) -> frozenset[int]:
    here = cut(pieces, *place, each.regions.shape)
    return frozenset(here[0].tolist()) & frozenset(here[-1].tolist()) - {0}
