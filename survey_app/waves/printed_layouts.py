"""Layouts that a wave's forms were printed by, kept with it until they come back.

- ``keep(wave, form)``: when a batch is printed; each layout once
- ``of_wave(wave) -> list[Layout]``: for the reader, with the print of their pages

The program may be newer when a form comes back and lay it out otherwise; its QR codes carry the tag of the layout it was
printed by.
"""

from base64 import b64decode, b64encode
from dataclasses import replace

from print.geometry import Layout
from print.layout.compose import Composition
from print.layout.layout_json import from_json, to_json
from survey_app.tables import Wave


def keep(wave: Wave, form: Composition) -> None:
    """Keep the layout of a form with its wave, by its tag, and pictures of what is printed on its pages."""
    # OpenCV is loaded when forms are printed or scanned, not when the application starts.
    from print.scanning.page.printed import prints

    if form.tag not in wave.layouts:
        pictures = [b64encode(picture).decode("ascii") for picture in prints(form)]
        kept = {"layout": to_json(form.layout), "prints": pictures}
        wave.layouts = wave.layouts | {form.tag: kept}


def of_wave(wave: Wave) -> list[Layout]:
    """Return the layouts that a wave's forms were printed by, in the order of printing."""
    return [
        replace(from_json(kept["layout"]), prints=tuple(map(b64decode, kept["prints"])))
        for kept in wave.layouts.values()
    ]
