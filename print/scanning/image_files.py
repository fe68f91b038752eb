"""Scanned files as grey images: PDF, TIFF, PNG and JPEG, known by content, refused when too large.

Of a coloured image the darkest channel counts, so that blue and red pens stay dark.
"""

import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from print.errors import PaperError
from print.scanning.find_files import kind_of
from print.scanning.pdf_pages import drawn_size, picture_of

MOST_PIXELS = 80_000_000  # A4 at 800 dpi
LEAST_SIDE = 400  # A4 at 50 dpi
MOST_IMAGES = 50_000
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    KeyError,
    IndexError,
    struct.error,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    pypdfium2.PdfiumError,
    cv2.error,
)

Load = Callable[[int], np.ndarray]


@contextmanager
def open_images(path: Path) -> Iterator[tuple[int, Load]]:
    """Give the number of images in a file and a function that loads one as 8-bit grey.

    Raises:
        PaperError: the file or one of its images is not readable, too large, too small or of another kind.
    """
    kind = kind_of(path)
    with _paper_errors(path):
        count, load, close = (_open_pdf if kind == "PDF" else _open_picture)(path)
    try:
        if not 1 <= count <= MOST_IMAGES:
            raise PaperError(
                f"Tệp {path.name} có {count} trang; mỗi tệp phải có từ 1 đến {MOST_IMAGES} trang, hãy tách nhỏ.",
                f"{path.name} has {count} pages; a file must have 1 to {MOST_IMAGES}, please split it.",
            )

        def checked(index: int) -> np.ndarray:
            with _paper_errors(path):
                return load(index)

        yield count, checked
    finally:
        close()


@contextmanager
def _paper_errors(path: Path) -> Iterator[None]:
    """Turn the image libraries' exceptions on damaged input into ``PaperError``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(path) from error
    except _BROKEN as error:
        raise (_locked(path) if _is_locked(error) else _unreadable(path)) from error


def _is_locked(error: Exception) -> bool:
    return isinstance(error, pypdfium2.PdfiumError) and error.err_code == int(pypdfium2.raw.FPDF_ERR_PASSWORD)


def _locked(path: Path) -> PaperError:
    return PaperError(
        f"Tệp {path.name} có mật khẩu; hãy lưu lại không đặt mật khẩu.",
        f"{path.name} has a password; save it without one.",
    )


def _unreadable(path: Path) -> PaperError:
    return PaperError(
        f"Không đọc được tệp {path.name}: tệp hỏng hoặc bị cắt cụt; hãy quét lại.",
        f"{path.name} cannot be read: it is damaged or cut short; please scan again.",
    )


def _too_large(path: Path) -> PaperError:
    return PaperError(
        f"Ảnh trong {path.name} lớn hơn {MOST_PIXELS // 1_000_000} triệu điểm ảnh; hãy quét lại ở 200 dpi.",
        f"An image in {path.name} has more than {MOST_PIXELS // 1_000_000} megapixels; scan again at 200 dpi.",
    )


def _check_size(path: Path, wide: float, high: float) -> None:
    if wide * high > MOST_PIXELS:
        raise _too_large(path)
    if min(wide, high) < LEAST_SIDE:
        raise PaperError(
            f"Ảnh trong {path.name} chỉ có {wide:.0f} × {high:.0f} điểm ảnh; hãy quét lại ở 200 dpi.",
            f"An image in {path.name} is only {wide:.0f} × {high:.0f} pixels; scan again at 200 dpi.",
        )


def _open_pdf(path: Path) -> tuple[int, Load, Callable[[], None]]:
    document = pypdfium2.PdfDocument(path)

    def load(index: int) -> np.ndarray:
        page = document[index]
        try:
            _check_size(path, *drawn_size(page))
            return darkest(picture_of(page, path))
        finally:
            page.close()

    return len(document), load, document.close


def _open_picture(path: Path) -> tuple[int, Load, Callable[[], None]]:
    picture = Image.open(path, formats=("PNG", "JPEG", "TIFF"))

    def load(index: int) -> np.ndarray:
        picture.seek(index)
        _check_size(path, *picture.size)
        return _grey(picture)

    return int(getattr(picture, "n_frames", 1)), load, picture.close


def _grey(picture: Image.Image) -> np.ndarray:
    """Return the picture as 8-bit grey whatever its mode; transparent is white, 16 bits are scaled down."""
    if picture.mode in {"1", "L"}:
        return np.asarray(picture if picture.mode == "L" else picture.convert("L"))
    if picture.mode.startswith("I") or picture.mode == "F":
        deep = np.asarray(picture, dtype=np.float32)
        return cv2.convertScaleAbs(deep, alpha=255 / max(float(deep.max()), 1.0))
    if "A" in picture.mode or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        picture = Image.alpha_composite(white, clear)
    return darkest(np.asarray(picture.convert("RGB")))


def darkest(colour: np.ndarray) -> np.ndarray:
    """Return the darkest of the first three channels; a grey image as it is."""
    if colour.ndim == 2:
        return colour
    if colour.shape[2] == 1:
        return np.ascontiguousarray(colour[:, :, 0])
    first, second, third = (cv2.extractChannel(colour, i) for i in range(3))
    return cv2.min(cv2.min(first, second), third)
