"""Printed forms as paper: the PDF that people print, rasterised to RGB at 300 dpi."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import pypdfium2

from print.batch import FormToPrint
from print.geometry import Layout
from print.layout.compose import lay_out
from print.number import write
from print.papers.forms import draw_batch
from questionnaires.model import Language, Questionnaire
from tests.print.filled_forms import DPI


def printed(
    questionnaire: Questionnaire, serials: list[int], *, large: bool = False, language: Language = "vi"
) -> Iterator[np.ndarray]:
    """Yield every page of every form, in order."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "forms.pdf"
        forms = [FormToPrint(write(s)) for s in serials]
        draw_batch(path, questionnaire, None, forms, large=large, language=language)
        document = pypdfium2.PdfDocument(path)
        try:
            for page in document:
                yield raster(page, DPI)
        finally:
            document.close()


def raster(page: pypdfium2.PdfPage, dpi: float) -> np.ndarray:
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    return bitmap.to_numpy()[:, :, :3].copy()


class BlankForm:
    """Blank pages of one questionnaire, printed once: same number on every copy."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        *,
        serial: int = 1234,
        large: bool = False,
        language: Language = "vi",
    ) -> None:
        self.questionnaire = questionnaire
        self.layout: Layout = lay_out(questionnaire, large=large, language=language)
        self.number = write(serial)
        self._pages = list(printed(questionnaire, [serial], large=large, language=language))
        self._grey = [cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) for page in self._pages]

    def page(self, number: int) -> np.ndarray:
        return self._pages[number - 1]

    def grey_page(self, number: int) -> np.ndarray:
        return self._grey[number - 1]

    @property
    def pages_with_rows(self) -> list[int]:
        return [page.number for page in self.layout.pages if page.rows]


@cache
def blank_form(path: str, *, large: bool = False) -> BlankForm:
    from questionnaires.load import load

    return BlankForm(load(Path(path)), large=large)
