"""A cross of the demo lies in the oval of its answer, and in no other."""

import numpy as np
from PIL import Image

from print.layout.compose import lay_out
from questionnaires import load
from survey_app.demo import pen


def test_each_answer_of_a_page_is_one_cross_in_its_own_oval():
    page = lay_out(load.published("sipas-2025")).pages[0]
    codes = {row.item: row.ovals[place % len(row.ovals)].code for place, row in enumerate(page.rows)}
    ovals = [oval.box for row in page.rows for oval in row.ovals if oval.code == codes[row.item]]
    strokes = pen.strokes(page, codes | {"of another page": 1}, rng=np.random.default_rng(1))

    assert len(strokes) == 2 * len(ovals) == 2 * len(page.rows)
    for place, box in enumerate(ovals):
        for stroke in strokes[2 * place : 2 * place + 2]:
            middle = stroke.mean(axis=0)
            assert abs(middle - [box.x + box.w / 2, box.y + box.h / 2]).max() < 1.5
            assert (abs(stroke[1] - stroke[0]) > [box.w / 2, box.h / 2]).all()

    sheet = Image.new("L", (840, 1188), 255)
    pen.draw(sheet, strokes)
    dark = np.asarray(sheet) < 128
    assert all(
        dark[
            round(box.y * 4) : round((box.y + box.h) * 4), round(box.x * 4) : round((box.x + box.w) * 4)
        ].any()
        for box in ovals
    )
    assert dark.mean() < 0.02
    assert pen.strokes(page, {}, rng=np.random.default_rng(1)) == []
