"""QR codes as PDF operators: one path of dark runs, in whole modules."""

import re

import numpy as np
import zxingcpp

from print.geometry import Box

_DARK = re.compile(b"\x00+")
# "start row length 1 re" of every possible run, made once: a province's forms draw 73,050 codes.
_RUN = {
    (start, length): b"%d %%d %d 1 re" % (start, length) for start in range(60) for length in range(1, 60)
}


def modules(text: str, level: str = "M") -> list[bytes]:
    """Return the rows of a QR code without its quiet zone: a zero byte is a dark module."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    picture = np.array(code.to_image(scale=1, add_quiet_zones=False))
    side = picture.shape[1]
    flat = picture.tobytes()
    return [flat[i * side : (i + 1) * side] for i in range(side)]


def path(rows: list[bytes]) -> bytes:
    """Return the path of all dark modules, one unit a module, painted."""
    return (
        b"\n".join(
            _RUN[run.start(), run.end() - run.start()] % y
            for y, row in enumerate(rows)
            for run in _DARK.finditer(row)
        )
        + b" f"
    )


def placed(rows: list[bytes], box: Box) -> bytes:
    """Return the operators that draw the code so that its dark modules fill ``box``."""
    return at(path(rows), len(rows), box)


def at(drawn: bytes, side: int, box: Box) -> bytes:
    """Return the operators that draw a path of ``side`` modules in ``box``."""
    scale = box.w / side
    return b"q %.5f 0 0 %.5f %.3f %.3f cm 0 g\n%b\nQ" % (scale, box.h / side, box.x, box.y, drawn)
