"""The second view of the page by area: each area's own answers beside the model, small cells hidden in both."""

import re
from dataclasses import replace

import pytest

from scoring.errors import ScoringError
from scoring.method.disclosure import Publish
from scoring.method.method import Method
from scoring.run import score
from scoring.small_area.area_model import model_areas
from scoring.small_area.area_notes import ALIKE
from scoring.targets import target_files
from survey_app.scores import modelled_areas
from survey_app.scores.modelled_areas import model_of_areas
from survey_app.web.number_formats import number
from tests.builders.waves import SIPAS, wave
from tests.survey_app.department.test_department import WAVES_MADE_ONCE, answered, department

# Areas are modelled here.
pytestmark = pytest.mark.slow

__all__ = ["WAVES_MADE_ONCE", "answered", "department"]

PAGE = "/so-noi-vu/dia-ban/mo-hinh"
METHOD = Method(wave="thu", by=("mode", "area"))


@pytest.fixture
def small(monkeypatch):
    """A wave of twelve areas, two of which have too few answers to be published and one few."""
    data = wave()
    place = data.groupby("area").cumcount()
    few = {"26000": 7, "26001": 8, "26002": 20}
    data = data[place < data["area"].map(few).fillna(99)].reset_index(drop=True)
    run = score(data, SIPAS, target_files.load("plan-336"), METHOD)
    monkeypatch.setattr(modelled_areas.scores, "score_wave", lambda *_: run)
    monkeypatch.setattr(modelled_areas.scores, "weighted_responses", lambda *_: (data, None))
    monkeypatch.setattr(modelled_areas, "_MODELS", {})
    return data, run


@pytest.fixture
def model(small):
    data, run = small
    return model_areas(data, SIPAS, target_files.load("plan-336"), method=run.method, at=("1", "area"))


def test_each_area_stands_with_its_own_answers_and_the_model(department, answered, small, model):
    _, run = small
    cells = {cell.level: cell for cell in run.cells if cell.column == "area" and cell.code == "1"}
    rows = department.open(PAGE).table("bang-mo-hinh")
    known = {each.area: each for each in model.model.areas}
    shown = {row[0]: row[1:] for row in rows[1:]}

    assert rows[0] == ["Địa bàn", "Trực tiếp (khoảng tin cậy)", "Theo mô hình", "Khoảng của mô hình", "n", "Phần lấy từ mức chung, %"]  # fmt: skip
    assert sorted(shown) == sorted(cells)
    assert {cell.publish for cell in cells.values()} == set(Publish)
    for area, (direct, modelled, bounds, n, part) in shown.items():
        cell, each = cells[area], known[area]
        if cell.publish is Publish.HIDDEN:
            assert (direct, modelled, bounds, n, part) == ("không công bố", "–", "–", "–", "–")
            continue
        assert direct.startswith(number(100 * cell.measure.estimate))
        assert direct.endswith("tham khảo") is (cell.publish is Publish.INDICATIVE)
        assert modelled == number(100 * each.benchmarked)
        assert bounds == f"{number(100 * each.low)}–{number(100 * each.high)}"
        assert (n, part) == (str(cell.measure.n), number(100 * each.shrinkage, 0))


def test_it_says_what_the_model_is_when_not_to_use_it_and_its_notes_and_gives_no_verdict(
    department, answered, small, model
):
    page = department.open(PAGE)

    assert "Mô hình Fay–Herriot ghép câu trả lời" in page.text
    assert "Không dùng số này để kết luận" in page.text
    assert len(model.notes) >= 1
    assert all(vi in page.text for vi, _ in model.notes)
    assert "Kết luận" not in page.text
    assert not re.search('class="mark (good|bad)"', page.page.text)


def test_areas_that_do_not_differ_are_said_to(department, answered, small, model, monkeypatch):
    alike = replace(model, notes=(ALIKE,), model=replace(model.model, sigma2=0.0))
    monkeypatch.setattr(modelled_areas, "model_areas", lambda *_, **__: alike)

    assert ALIKE[0] in department.open(PAGE).text


def test_the_two_views_lead_to_each_other_with_what_was_chosen(department, answered, small):
    page = department.open("/so-noi-vu/dia-ban?tieu-chi=2&so-do=ty_le_hai_long").page.text
    there = re.search(r'href="([^"]*mo-hinh[^"]*)"', page)[1].replace("&amp;", "&")

    assert "tieu-chi=2" in there
    second = department.open(there).page.text
    assert re.search(r'<option value="2" selected>', second)
    assert re.search(r'href="/so-noi-vu/dia-ban\?[^"]*tieu-chi=2', second)
    assert re.search(r'dia-ban[^>]*aria-current="page">Theo địa bàn', second)
    assert "mo-hinh" not in department.open("/so-noi-vu/dia-ban?theo=mode").page.text
    assert department.open(PAGE + "?tieu-chi=x").status == 404


def test_a_row_that_cannot_be_modelled_says_why(department, answered):
    page = department.open(PAGE)

    assert page.status == 200
    assert "Không dùng số này để kết luận" in page.text
    assert 'id="bang-mo-hinh"' not in page.page.text
    assert re.search(r'notice near">[^<]+\.<', page.page.text)


def test_a_model_is_fitted_once_for_a_run_and_again_for_another(small, monkeypatch):
    data, run = small
    fitted = []
    monkeypatch.setattr(modelled_areas.catalogue, "questionnaire", lambda _: SIPAS)
    monkeypatch.setattr(modelled_areas.target_sets, "of_wave", lambda _: target_files.load("plan-336"))
    monkeypatch.setattr(modelled_areas, "model_areas", lambda *_, at, **__: fitted.append(at) or at)

    for code in ("1", "1", "2", "1"):
        assert model_of_areas(None, None, run, code) == (code, "area")
    assert fitted == [("1", "area"), ("2", "area")]
    other = score(data.iloc[:-1], SIPAS, target_files.load("plan-336"), METHOD)
    model_of_areas(None, None, other, "1")
    assert len(fitted) == 3


def test_a_refusal_is_kept_too(small, monkeypatch):
    fitted = []

    def refuse(*_, at, **__):
        fitted.append(at)
        raise ScoringError("không đủ", "too few")

    monkeypatch.setattr(modelled_areas.catalogue, "questionnaire", lambda _: SIPAS)
    monkeypatch.setattr(modelled_areas.target_sets, "of_wave", lambda _: target_files.load("plan-336"))
    monkeypatch.setattr(modelled_areas, "model_areas", refuse)
    for _ in range(2):
        with pytest.raises(ScoringError, match="không đủ"):
            model_of_areas(None, None, small[1], "1")
    assert fitted == [("1", "area")]
