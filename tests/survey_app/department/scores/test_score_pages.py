"""The pages of scores show every value of a run: row by row, cell by cell, with what each opens to."""

import re
from dataclasses import replace

import pytest

from questionnaires import missing
from scoring.method.disclosure import Flag, Publish
from scoring.score_table.wording import formula
from scoring.targets import actions
from scoring.targets.verdict import Judgement, Verdict
from survey_app import db
from survey_app.department.scores import area_lines, lines, views
from survey_app.scores import scores
from survey_app.scores.responsibilities import duties_of
from survey_app.waves import catalogue
from survey_app.web.number_formats import count, number, signed
from tests.survey_app.browsers import in_words
from tests.survey_app.department.test_department import WAVES_MADE_ONCE, answered, department
from tests.survey_app.world import QUESTIONNAIRE, SURVEY

PLAN = actions.load("plan-336-actions")

__all__ = ["WAVES_MADE_ONCE", "answered", "department"]

NAMES = {"1": "Nam", "2": "Nữ"}
JUDGED = Judgement(verdict=Verdict.MISSED_UNSURE, target=0.8325, gap=-0.0318, n_to_settle=1234)


@pytest.fixture
def in_vietnamese(app):
    with app.test_request_context():
        yield


@pytest.fixture
def run(answered):
    """A run in which rows and cells of every publication status occur, with and without a verdict."""
    with db.session_factory(answered.url) as sessions, sessions.reading() as session:
        found = scores.score_wave(session, catalogue.find(session, "thu"), SURVEY.breakdown)
    statuses = [Publish.FULL, Publish.INDICATIVE, Publish.HIDDEN]
    rows = tuple(
        replace(row, cell=replace(row.cell, publish=statuses[place % 2], flags=(Flag.WIDE,)))
        for place, row in enumerate(found.rows)
    )
    first = replace(rows[0], judgement=JUDGED)
    middle = rows[2].measure.estimate
    even = replace(rows[2], measure=replace(rows[2].measure, low=middle - 0.0321, high=middle + 0.0321))
    rows = (*rows[:2], even, *rows[3:])
    cells, place = [], 0
    for cell in found.cells:
        if cell.column == "A2" and cell.code == "1":
            measure = replace(cell.measure, n=25 + place, estimate=0.8007, se=0.05, low=0.7, high=0.91, df=6)
            if statuses[place % 3] is Publish.HIDDEN:
                measure = replace(measure, why=("ẩn vì ít người trả lời", "hidden"))
            cell = replace(
                cell,
                measure=measure,
                publish=statuses[place % 3],
                flags=(Flag.FEW_DF,),
                judgement=JUDGED if place % 4 < 3 else None,
            )
            place += 1
        cells.append(cell)
    assert place >= 4
    return replace(found, rows=(first, *rows[1:]), cells=tuple(cells))


@pytest.fixture
def shown(run, monkeypatch):
    """The pages show this run."""
    monkeypatch.setattr(views.scores, "score_wave", lambda *_: run)
    return run


def percents(measure):
    return [value and 100 * value for value in (measure.estimate, measure.low, measure.high, measure.se)]


def test_a_line_carries_every_value_of_its_row(run, in_vietnamese):
    duties = duties_of(run, PLAN)
    for row, line in zip(run.rows, lines.lines(run, QUESTIONNAIRE, PLAN), strict=True):
        assert [line.shown.estimate, line.shown.low, line.shown.high, line.shown.se] == percents(row.measure)
        assert line.shown.half == (pytest.approx(3.21) if row is run.rows[2] else None)
        assert (line.shown.n, line.shown.df, line.other.estimate) == (
            row.measure.n,
            row.measure.df,
            100 * row.other.estimate,
        )
        assert (line.code, line.name, line.parts) == (row.code, row.name[0], row.parts)
        assert (line.is_heading, line.outside) == (
            row.heading is None and not row.outside_mean,
            row.outside_mean,
        )
        assert (line.baseline, line.target) == (
            (float(row.target.baseline), float(row.target.target)) if row.target else (None, None)
        )
        assert line.gap == (None if row.gap is None else 100 * row.gap)
        assert (line.verdict, line.mark) == lines.verdict(row.judgement)
        assert line.settle == (row.judgement and row.judgement.n_to_settle)
        assert line.indicative == (row.cell.publish is Publish.INDICATIVE)
        assert line.flags == ("Sai số lớn hơn ±10 điểm.",)
        assert (line.formula, line.duties) == (formula(row, run.method.metric)[0], duties.get(row.code))
        assert [(each, one.estimate) for each, one in line.alternatives] == [
            (lines.strategy(each.strategy), 100 * each.measure.estimate) for each in row.alternatives
        ]
        assert [(item.id, item.text, item.weight, item.shown.n) for item in line.items] == [
            (item.id, QUESTIONNAIRE.items[item.id].text.vi, item.weight, item.measure.n) for item in row.items
        ]
        assert [item.states for item in line.items] == [
            {name: int(n) for name, n in item.states["n"].items() if n} for item in row.items
        ]
        said = in_words(str(line.chart).partition('aria-label="')[2].partition('"')[0])
        low, high = number(line.shown.low), number(line.shown.high)
        assert said.startswith(f"{row.code}; kỳ này {number(line.shown.estimate)}; khoảng {low} đến {high}")
        assert (f"năm 2023 {number(line.baseline)}" in said) if line.baseline else ("năm" not in said)


def with_reason(each, words):
    return f"{words} {each.shown.why}" if each.indicative and each.shown.why else words


def with_half(measure):
    if measure.estimate is None:
        return "–"
    if measure.half is not None:
        return f"{number(measure.estimate)} ± {number(measure.half)}"
    return f"{number(measure.estimate)} ({number(measure.low)}–{number(measure.high)})"


def test_the_score_page_shows_each_line_in_its_columns(browser, shown, app):
    page = browser.sign_in("so-noi-vu").open("/so-noi-vu/diem")
    rows = page.table("bang-diem")
    with app.test_request_context():
        found = lines.lines(shown, QUESTIONNAIRE, PLAN)
        assert [row for row in rows if len(row) == 8][1:] == [
            [
                line.code,
                line.name + (" (đứng riêng, không tính vào mục lớn)" if line.outside else ""),
                "–" if line.baseline is None else number(line.baseline),
                with_half(line.shown) + (" tham khảo" if line.indicative else ""),
                "–" if line.target is None else number(line.target),
                "–" if line.gap is None else signed(line.gap),
                with_reason(line, line.verdict) if line.verdict else "–",
                "",
            ]
            for line in found
        ]
        opened = [row for row in rows if len(row) == 5 and row[0] in QUESTIONNAIRE.items]
        assert opened == [
            [
                item.id,
                item.text,
                with_half(item.shown),
                count(item.shown.n),
                "; ".join(
                    f"{views.state(name)} {count(n)}" for name, n in item.states.items() if name != "valid"
                )
                or "–",
            ]
            for line in found
            if not line.is_heading
            for item in line.items
        ]
        assert [row[:1] for row in rows[:1]] == [["Mã"]]
        facts = [shown.design.n, shown.design.n_psu, shown.design.n_strata, shown.design.df]
        assert re.findall(r"<dd>([^<]+)</dd>", page.page.text.partition('<nav class="switch')[0])[-4:] == [
            count(value) for value in facts
        ]
    assert [row[3].partition(" tham")[0] for row in rows if len(row) == 8][3].endswith(" ± 3,21")
    assert page.page.text.count('class="mark near">') == sum(line.mark == "near" for line in found)
    assert "Số trả lời đủ để kết luận 1.234" in page.text
    assert page.page.text.count('<tbody class="heading">') == sum(line.is_heading for line in found)


def test_the_area_page_shows_each_cell_as_far_as_it_may_be_published(browser, shown, app):
    page = browser.sign_in("so-noi-vu").open("/so-noi-vu/dia-ban?tieu-chi=1&theo=A2")
    rows = page.table("bang-dia-ban")
    names = {str(option.code): option.text.vi for option in QUESTIONNAIRE.items["A2"].options}
    with app.test_request_context():
        found = area_lines.cells(shown, "A2", "1", names)
    assert {cell.publish for cell in shown.cells if cell.column == "A2" and cell.code == "1"} == set(Publish)
    assert [row[:5] for row in rows[1:]] == [
        [
            cell.level,
            "không công bố" if cell.hidden else "80,07 (70,00–91,00)" + " tham khảo" * cell.indicative,
            "–" if cell.hidden else str(cell.shown.n),
            "–" if cell.gap is None else "\u22123,18",
            with_reason(cell, cell.verdict) if cell.verdict and not cell.hidden else "–",
        ]
        for cell in found
    ]
    for cell, row in zip(found, rows[1:], strict=True):
        interval = "Sai số chuẩn 5,000 Khoảng tin cậy 70,00 – 91,00 Bậc tự do 6"
        assert (interval in row[5]) is not cell.hidden
        assert ("Dưới 8 bậc tự do" in row[5]) is not cell.hidden
        assert ("ẩn vì ít người trả lời" in row[5]) is cell.hidden
    caption = f"{len(found)} dòng; dưới 10 trả lời thì không công bố, từ 10 đến 29 chỉ để tham khảo"
    assert caption in page.text
    assert rows[0] == [QUESTIONNAIRE.items["A2"].text.vi, "Kỳ này (khoảng tin cậy)", "n", "Chênh lệch với chỉ tiêu", "Kết luận", "Chi tiết"]  # fmt: skip
    assert page.page.text.count('<tr class="indicative">') == sum(cell.indicative for cell in found)


def switches(page):
    """Return the links of each switch of a page: address, words, and whether it is the choice made."""
    found = re.findall(r'<nav class="switch.*?</nav>', page.page.text, re.S)
    links = [
        re.findall(r'<a href="([^"]+)"\s*( aria-current="true")?\s*>([^<]+)</a>', one, re.S) for one in found
    ]
    return [
        [(address.replace("&amp;", "&"), words, bool(here)) for address, here, words in one] for one in links
    ]


def test_the_page_says_what_the_run_was_made_from(department, shown):
    said = dict(
        re.findall(
            r"<dt>([^<]+)</dt><dd><code>([^<]+)</code></dd>", department.open("/so-noi-vu/diem").page.text
        )
    )
    hashes = shown.hashes

    assert said == {
        "Dữ liệu (SHA-256)": hashes.data,
        "Phiên bản bộ câu hỏi": hashes.questionnaire,
        "Chỉ tiêu (SHA-256)": hashes.targets,
        "Phương pháp (SHA-256)": hashes.method,
        **hashes.versions,
    }
    assert len(hashes.versions) > 1


def test_metric_and_weights_are_one_step_away_and_the_other_choice_stays(department, shown):
    page = department.open("/so-noi-vu/diem?so-do=ty_le_hai_long&trong-so=base")
    at = "/so-noi-vu/diem?dot=thu"

    assert switches(page) == [
        [
            (f"{at}&so-do=ty_le_hai_long&trong-so=base", "Tỷ lệ hài lòng (mức 4–5)", True),
            (f"{at}&so-do=diem_quy_doi&trong-so=base", "Điểm quy đổi (điểm trung bình/5)", False),
        ],
        [
            (f"{at}&so-do=ty_le_hai_long&trong-so=base", "thiết kế", True),
            (f"{at}&so-do=ty_le_hai_long&trong-so=nonresponse", "hiệu chỉnh không trả lời", False),
        ],
    ]


def offered(page):
    """Return what each choice of the page offers, and what is chosen."""
    found = re.findall(r'<select id="([^"]+)" name="([^"]+)">(.*?)</select>', page.page.text, re.S)
    assert all(id_ == name for id_, name, _ in found)
    return {
        name: [
            (value, in_words(words), bool(chosen))
            for value, chosen, words in re.findall(
                r'<option value="([^"]*)"( selected)?>(.*?)</option>', options, re.S
            )
        ]
        for name, _, options in found
    }


def test_the_area_page_offers_criteria_columns_metrics_weights_and_scopes(department, shown):
    page = department.open("/so-noi-vu/dia-ban?tieu-chi=1.1&trong-so=base")
    choices = offered(page)
    scopes = [(scope.id, scope.name.vi, False) for scope in SURVEY.areas.scopes]
    texts = {
        name: QUESTIONNAIRE.items[name].text.vi for name in shown.method.by if name in QUESTIONNAIRE.items
    }

    assert [(code, chosen) for code, _, chosen in choices["tieu-chi"]] == [
        (row.code, row.code == "1.1") for row in shown.rows
    ]
    assert all(words.startswith(f"{code} ") for code, words, _ in choices["tieu-chi"])
    assert choices["theo"] == [
        (name, {"area": "Địa bàn", "mode": "Hình thức trả lời", **texts}[name], name == "area")
        for name in shown.method.by
    ]
    assert [chosen for _, _, chosen in choices["so-do"]] == [True, False]
    assert choices["trong-so"] == [
        ("base", "thiết kế", True),
        ("nonresponse", "hiệu chỉnh không trả lời", False),
    ]
    assert choices["pham-vi"] == [("", "Toàn tỉnh", False), *scopes]
    assert page.hidden()["dot"] == ["thu"]
    assert "pham-vi" not in offered(page.open("/so-noi-vu/dia-ban?theo=A2"))


def test_a_wave_without_answers_says_why_and_leads_back_to_design_weights(department, wave):
    for weights, back in (("base", []), ("nonresponse", ["/so-noi-vu/diem?dot=thu&amp;so-do=diem_quy_doi"])):
        page = department.open(f"/so-noi-vu/diem?so-do=diem_quy_doi&trong-so={weights}").page.text
        assert in_words(re.search(r'<p class="lead">.*?</p>', page, re.S)[0]) == "Đợt thử"
        assert "<title>Bảng điểm – Đợt thử</title>" in page
        assert "chưa có" in in_words(re.search(r'<p class="notice near">.*?</p>', page, re.S)[0]).lower()
        assert re.findall(r'<a href="([^"]+)"\s*>Xem theo trọng số thiết kế</a>', page) == back


def test_a_cell_carries_every_value_and_missing_kinds_come_last(run, in_vietnamese):
    names = {str(option.code): option.text.vi for option in QUESTIONNAIRE.items["A2"].options}
    chosen = [cell for cell in run.cells if cell.column == "A2" and cell.code == "1"]
    blank = replace(chosen[0], level="blank", missing=missing.KINDS[0])
    found = area_lines.cells(replace(run, cells=(blank, *run.cells)), "A2", "1", names)

    assert [line.level for line in found] == [
        *sorted(names[cell.level] for cell in chosen),
        missing.KINDS[0].name.vi,
    ]
    lines_of = {line.level: line for line in found[:-1]}
    for cell in chosen:
        line = lines_of[names[cell.level]]
        assert [line.shown.estimate, line.shown.low, line.shown.high, line.shown.se] == percents(cell.measure)
        assert (line.hidden, line.indicative) == (
            cell.publish is Publish.HIDDEN,
            cell.publish is Publish.INDICATIVE,
        )
        assert line.target == (None if cell.target is None else float(cell.target))
        assert line.gap == (cell.judgement and 100 * cell.judgement.gap)
        assert (line.verdict, line.mark) == lines.verdict(cell.judgement)


@pytest.mark.parametrize("address", ["/so-noi-vu/diem", "/so-noi-vu/dia-ban"])
def test_pages_of_a_questionnaire_without_criteria_say_that_nothing_is_scored(
    department, answered, monkeypatch, address
):
    asked = replace(QUESTIONNAIRE, criteria=())
    monkeypatch.setattr(catalogue, "questionnaire", lambda wave: asked)
    page = department.open(address).page
    assert page.status_code == 200
    assert "không khai báo tiêu chí nào" in page.text
    assert "tải về được" in page.text


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "pdf"])
def test_downloads_of_a_questionnaire_without_criteria_are_refused_in_words(
    department, answered, monkeypatch, kind
):
    asked = replace(QUESTIONNAIRE, criteria=())
    monkeypatch.setattr(catalogue, "questionnaire", lambda wave: asked)
    page = department.open(f"/so-noi-vu/diem.{kind}").page
    assert 400 <= page.status_code < 500
    assert "không khai báo tiêu chí nào" in page.text
