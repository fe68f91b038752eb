"""Identification of a page: QR codes, fiducial ids and check character, which must all agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import zxingcpp

from print.errors import PaperError
from print.geometry import Page
from print.number import Payload, read_payload
from print.scanning.page.registration import Points, Registration, corners, through
from print.scanning.page_reasons import NotTaken

_MARGIN = 4.0  # millimetres round a code: its quiet zone and what the registration may be off
_CODE_PX = 10.0  # pixels per millimetre of a code that had to be cut out straight


@dataclass(frozen=True)
class Codes:
    """The QR codes of an image: the contents of ours, and the texts of others.

    ``places`` are the corners of ours in the order of ``payloads``, where the whole image was searched.
    """

    payloads: tuple[Payload, ...] = ()
    strangers: tuple[str, ...] = ()
    places: tuple[Points, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """The reason why a page is not identified; ``tag`` is that of another questionnaire."""

    why: NotTaken
    state: Literal["foreign", "unreadable"] = "unreadable"
    tag: str = ""


def read_codes(grey: np.ndarray, page: Page | None, registration: Registration | None) -> Codes:
    """Return the page's QR codes, looked for where they must be and else in the whole image."""
    if page is not None and registration is not None:
        payloads = [
            payload
            for code in page.codes
            for payload in _at(grey, registration, corners(code.box, _MARGIN)).payloads
        ]
        if payloads:
            return Codes(tuple(payloads))
    return _sorted(_decode(grey, thorough=True))


def _at(grey: np.ndarray, registration: Registration, box: Points) -> Codes:
    """Return the code in a place: read from the image as it is, else straightened and enlarged."""
    where = through(registration.matrix, box)
    low = np.maximum(np.floor(where.min(0)).astype(int), 0)
    high = np.ceil(where.max(0)).astype(int)
    cut = grey[low[1] : high[1], low[0] : high[0]]
    if min(cut.shape) < 8:
        return Codes()
    seen = _sorted(_decode(np.ascontiguousarray(cut), thorough=False))
    if seen.payloads:
        return seen
    side = round(float(np.ptp(box[:, 0])) * _CODE_PX)
    straight = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    matrix = cv2.getPerspectiveTransform(where.astype(np.float32), straight)
    flat = cv2.warpPerspective(grey, matrix, (side, side), flags=cv2.INTER_CUBIC, borderValue=255.0)
    return _sorted(_decode(flat, thorough=True))


def _decode(image: np.ndarray, *, thorough: bool) -> list[zxingcpp.Barcode]:
    return list(
        zxingcpp.read_barcodes(
            image,
            formats=zxingcpp.BarcodeFormat.QRCode,  # type: ignore[arg-type] # the stub knows sets only
            try_rotate=thorough,
            try_downscale=thorough,
            try_invert=False,
        )
    )


def _sorted(found: list[zxingcpp.Barcode]) -> Codes:
    payloads, places, strangers = [], [], []
    for code in found:
        try:
            payloads.append(read_payload(code.text))
        except PaperError:
            strangers.append(code.text)
            continue
        at = code.position
        spots = [(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        places.append(np.array(spots, float))
    return Codes(tuple(payloads), tuple(strangers), tuple(places))


def identify(codes: Codes, page: int | None, fiducials: int, tags: Mapping[str, object]) -> Payload | Unknown:
    """Return the tag, serial and page that all marks agree on, or the reason why there are none.

    Args:
        codes: what the QR codes say.
        page: the page the fiducials' ids agree on; None where they disagree or none was seen.
        fiducials: how many were seen.
        tags: the tags of the questionnaire being read.
    """
    payloads = set(codes.payloads)
    if not payloads:
        if codes.strangers and not fiducials:
            return Unknown("strange code", "foreign")
        return Unknown("no code" if fiducials else "no form")
    if len(payloads) > 1:
        return Unknown("codes disagree")
    payload = payloads.pop()
    if payload.tag not in tags:
        return Unknown("other questionnaire", "foreign", payload.tag)
    if not fiducials:
        return Unknown("no corner mark")
    if page != payload.page:
        return Unknown("corner marks disagree")
    return payload
