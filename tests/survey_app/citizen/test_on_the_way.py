"""A citizen's way from page to page: what is shown, kept, asked again and where each button leads."""

import datetime as dt
import html
import re
from itertools import pairwise

import pytest

from questionnaires import load
from survey_app.citizen import answering, review, ticket
from survey_app.citizen.instrument import Instrument
from survey_app.citizen.pages import applicable, codes, neighbour, split
from survey_app.citizen.shown_questions import BLANK, ask
from survey_app.citizen.ticket import THIRTY_DAYS

FORM = load.published("sipas-2025")
PAGES = split(FORM)


@pytest.fixture
def asked(app):
    with app.test_request_context():
        yield


def test_a_page_is_a_section_until_a_question_depends_on_one_before_it():
    assert [page.id for page in PAGES if page.place == 1] == [section.id for section in FORM.sections]
    assert [item.id for page in PAGES for item in page.items] == list(FORM.items)
    for before, page in pairwise(PAGES):
        if page.place > 1:
            assert page.section is before.section
            assert (page.id, before.place) == (f"{page.section.id}-{page.place}", page.place - 1)
            assert page.items[0].applies is not None
    assert any(page.place == 2 for page in PAGES)


def test_what_was_typed_is_read_as_codes_for_the_routing():
    raw = {"A1": ["2"], "A2": ["x"], "A3": ["1", "2"], "B2": ["1", "3", "?"], "F2": ["7"], "A4": ["²"]}
    found = codes(FORM, raw)
    assert (found["A1"], found["B2"]) == (2, frozenset({1, 3}))
    assert not {"A2", "A3", "A4"} & set(found)


def test_pages_that_do_not_apply_are_passed_over_in_both_directions():
    raw = {"D00": ["3"]}
    skipped = [page for page in PAGES if not applicable(FORM, page, raw)]
    assert skipped
    for page in PAGES:
        for step in (1, -1):
            place, found = PAGES.index(page) + step, None
            while 0 <= place < len(PAGES) and found is None:
                found = PAGES[place] if PAGES[place] not in skipped else None
                place += step
            assert neighbour(FORM, PAGES, page, raw=raw, step=step) is found
    assert neighbour(FORM, PAGES, PAGES[0], raw=raw, step=-1) is None
    assert neighbour(FORM, PAGES, PAGES[-1], raw=raw, step=1) is None


def test_a_form_is_resumed_at_the_first_page_that_was_not_saved():
    made = Instrument(FORM, PAGES)
    nothing = answering.Saved({}, {}, {})
    assert answering.resume(made, nothing) is PAGES[0]
    first = nothing.with_page(PAGES[0], {"A1": ["1"]}, 3)
    assert (first.raw, first.versions, first.confirmed) == ({"A1": ["1"]}, {PAGES[0].id: 3}, frozenset())
    assert answering.resume(made, first) is PAGES[1]
    assert answering.resume(made, answering.Saved({}, {}, {page.id: 1 for page in PAGES})) is None
    assert made.page("zz") is None
    assert (made.page(PAGES[2].id), made.page_of("A1")) == (PAGES[2], PAGES[0])
    typed = answering.typed_on(PAGES[0], {"A1": ["1", " "], "B2": ["1"], "zz": ["1"]})
    assert (typed["A1"], "B2" in typed, set(typed)) == (["1"], False, {item.id for item in PAGES[0].items})


def test_a_question_shows_its_words_choices_hint_and_answer(asked):
    one = ask(FORM.items["A1"], {"A1": ["2"]})
    assert (one.kind, one.hint, one.grid, one.first_field) == ("one", "", "", "A1-1")
    assert [(choice.token, choice.label, choice.ticked, choice.aside) for choice in one.choices][:2] == [
        ("1", "Nam", False, False), ("2", "Nữ", True, False)
    ]  # fmt: skip
    assert (one.answered, one.typed, one.problems, one.hard, one.blank, one.required) == (
        ("Nữ",),
        "2",
        (),
        False,
        False,
        FORM.items["A1"].required,
    )
    scale = ask(FORM.items["C11a"], {"C11a": ["kb"]})
    assert (scale.kind, scale.grid) == ("scale", FORM.items["C11a"].grid.text.vi)
    assert [(choice.token, choice.ticked) for choice in scale.choices if choice.aside] == [("kb", True)]
    many, limited = ask(FORM.items["B2"], {"B2": ["1", "3"]}), ask(FORM.items["F1"], {})
    assert (many.kind, len(many.answered), limited.hint) == ("several", 2, "Chọn tối đa 3 ô.")
    whole = [
        ask(item, {}).hint
        for item in FORM.items.values()
        if getattr(item, "at_most", 0) >= len(getattr(item, "options", ())) > 0
    ]
    assert set(whole) <= {"Có thể chọn nhiều ô."}
    text = ask(FORM.items["F2"], {"F2": ["Tốt"]})
    most = FORM.items["F2"].max_length
    assert (text.kind, text.hint, text.max_length) == (
        "text",
        f"Không ghi họ tên, số điện thoại. Tối đa {most} chữ cái.",
        most,
    )
    assert (text.typed, text.answered, text.first_field, text.choices) == ("Tốt", ("Tốt",), "F2", ())
    assert ask(FORM.items["F2"], {"F2": [" "]}).answered == ()


def test_what_is_wrong_with_one_question_is_not_said_of_another(asked):
    found = review.check(Instrument(FORM, PAGES), answering.Saved({"D25": ["2"]}, {}, {})).problems
    wrong = {problem.item: problem for problem in found}
    hard = next(item for item, problem in wrong.items() if problem.level == "hard")

    assert len(wrong) > 2
    for item in ("A1", hard):
        question = ask(FORM.items[item], {}, found)
        assert question.problems == (wrong[item].message.vi,)
        assert (question.hard, question.blank) == (item == hard, wrong[item].check == BLANK)
    alone = ask(FORM.items["D25"], {"D25": ["2"]}, found)
    assert (alone.problems, alone.hard, alone.blank) == ((), False, False)


def test_a_ticket_is_of_one_form_for_thirty_days_and_signed_here(app, monkeypatch):
    with app.test_request_context():
        made = ticket.issue(7)
        text = made.sign()
        assert (ticket.read(text), made.form_id, len(made.submission_id)) == (made, 7, 32)
        assert ticket.issue(7).submission_id != made.submission_id
        for wrong in (None, "", text[:-1], text + "x"):
            assert ticket.read(wrong) is None
        import itsdangerous.timed as timed

        start = timed.time.time()
        for seconds, kept in ((THIRTY_DAYS - 5, made), (THIRTY_DAYS + 5, None)):
            monkeypatch.setattr(timed.time, "time", lambda later=start + seconds: later)
            assert ticket.read(text) == kept
        assert dt.timedelta(days=30).total_seconds() == THIRTY_DAYS


def test_each_page_says_how_far_one_is_and_offers_its_buttons(browser, wave):
    page = browser.enter(wave.code(1)).page.text
    sections = len(FORM.sections)
    assert f"Phần 1 trên {sections}" in browser.text
    assert f'<progress max="{sections}" value="0"' in page
    assert 'value="back"' not in page
    assert ('role="alert"' in page, "Lỗi:" in page) == (False, False)
    second = browser.open("/phieu/B").page.text
    assert f"Phần 2 trên {sections}" in browser.text
    assert 'value="back"' in second
    continued = next(one for one in PAGES if one.place == 2)
    shown = browser.open(f"/phieu/{continued.id}").text
    assert f"{continued.section.title.vi} (tiếp)" in shown
    opened = next(section for section in FORM.sections if section.intro is not None)
    assert opened.intro.vi in browser.open(f"/phieu/{opened.id}").text
    assert browser.open("/phieu/zz").status == 404
    text = next(item for item in FORM.items.values() if hasattr(item, "max_length"))
    area = re.search(r"<textarea.*?>", browser.open(f"/phieu/{text.section}").page.text, re.S)[0]
    assert re.findall(r'(id|name|maxlength)="([^"]*)"', area) == [
        ("id", text.id), ("name", text.id), ("maxlength", str(text.max_length))
    ]  # fmt: skip
    labelled = f'<label for="{text.id}">{text.text.vi}</label>'
    assert labelled in " ".join(html.unescape(browser.page.text).split())
    assert f'aria-describedby="{text.id}-goi-y"' in area


def test_the_buttons_lead_on_back_and_to_the_other_language(browser, wave, rows):
    page = browser.enter(wave.code(1)).open("/phieu/B")
    data = page.hidden()

    def leads(**fields):
        data["version"] = [
            str(
                max([row[0] for row in rows("SELECT version FROM draft_page WHERE section = 'B'")], default=0)
            )
        ]
        return browser.client.post("/phieu/B", data=data | fields).location

    assert leads(go="back") == "/phieu/A"
    assert leads(go="language") == "/phieu/B"
    assert '<html lang="en"' in browser.open("/phieu/B").page.text
    assert leads(go="language") == "/phieu/B"
    assert '<html lang="vi"' in browser.open("/phieu/B").page.text
    first = browser.open("/phieu/A").hidden()
    assert browser.client.post("/phieu/A", data=first | {"go": "back"}).location == "/phieu/A"


def test_of_two_windows_only_what_differs_is_shown(browser, wave):
    shown = browser.enter(wave.code(1)).hidden()
    browser.client.post("/phieu/A", data={**shown, "go": "back", "A1": "1", "A2": "3"})
    browser.page = browser.client.post("/phieu/A", data={**shown, "go": "on", "A1": "2", "A2": "3"})

    notice = browser.page.text.partition('role="alert"')[2].partition("</div>")[0]
    assert "Ở cửa sổ kia đã chọn:" in notice
    assert re.findall(r'href="#([^"]+)"', notice) == ["A1-1"]
    assert browser.hidden()["version"] == ["1"]


def test_a_code_typed_after_the_page_grew_old_stays_typed(browser, wave):
    browser.open("/")
    browser.client.delete_cookie("sipas")
    browser.page = browser.client.post("/", data={"csrf_token": "x", "code": wave.code(1)})
    assert (browser.status, f'value="{wave.code(1)}"' in browser.page.text) == (400, True)
    assert "Trang đã mở quá lâu. Mã vẫn còn ở dưới, xin bấm nút lần nữa." in browser.text
    assert browser.post("/", code=wave.code(1)).path == "/phieu/A"


@pytest.mark.parametrize("address", ["/phieu/A", "/phieu/gui"])
def test_a_stale_page_without_a_ticket_asks_for_the_code(browser, address):
    browser.page = browser.client.post(address, data={"csrf_token": "x"}, follow_redirects=True)
    assert browser.path == "/"
    assert "Hãy nhập mã in trên phiếu để mở hoặc trả lời tiếp." in browser.text


def test_the_review_shows_each_answer_and_where_it_is_changed(browser, wave):
    ticks = {"A1": "2", "B2": ["1", "3"], "F2": "Cảm <b>ơn</b>"}
    page = browser.enter(wave.code(1)).answer_all(ticks)
    raw = {id_: [value] if isinstance(value, str) else value for id_, value in ticks.items()}
    raw |= {"D00": ["3"], "D25": ["2"]}
    expected = []
    for each in PAGES:
        if items := applicable(FORM, each, raw):
            said = [(item.text.vi, in_words(item, raw.get(item.id, []))) for item in items]
            expected.append((each.section.title.vi, said, f"/phieu/{each.id}"))

    assert len(expected) < len(PAGES)
    assert reviewed(page.page.text) == expected
    hidden = page.hidden()
    assert (hidden["A1"], hidden["B2"], hidden["F2"]) == (["2"], ["1", "3"], ["Cảm &lt;b&gt;ơn&lt;/b&gt;"])
    receipt = page.post("/phieu/gui")
    assert FORM.closing.vi in receipt.text
    assert receipt.open("/phieu/xem-lai").path == "/phieu/bien-nhan"


def in_words(item, tokens):
    """Return what the review says of an answer: what was typed, or the labels of the ticked choices."""
    if not hasattr(item, "options"):
        return tokens
    return [option.text.vi for option in item.options if str(option.code) in tokens] or ["Chưa trả lời"]


def reviewed(page):
    """Return the parts of a review page: title, questions with their answers, and where they are changed."""
    found = []
    for part in page.split("<h2>")[1:]:
        words = html.unescape
        asked = [
            (words(question), [words(answer) for answer in re.findall(r"<dd[^>]*>([^<]*)</dd>", answers)])
            for question, answers in re.findall(r"<dt>([^<]*)</dt>(.*?)</div>", part, re.S)
        ]
        found.append((words(part.partition("<")[0]), asked, re.search(r'<a href="([^"]+)">Sửa', part)[1]))
    return found


def test_the_review_tells_what_must_be_corrected_from_what_can_be_sent_as_it_is(asked):
    made, whole = Instrument(FORM, PAGES), {"D00": ["3"], "D25": ["2"]}
    student = {"A2": ["5"], "A3": ["1"], "A4": ["3"], "A5": ["5"]}
    send, correct = "Nếu đúng như vậy, xin bấm Gửi câu trả lời, không cần sửa.", "Có câu cần xem lại"
    for raw, levels, notice in (
        (whole | student, {"soft"}, ("near", False, True)),
        ({"D25": ["2"]}, {"soft", "hard"}, ("bad", True, False)),
    ):
        saved = answering.Saved(raw, {}, {})
        found = review.check(made, saved).problems
        assert {problem.level for problem in found} == levels
        page = review.show(made, saved, ticket="phiếu")
        color = re.search(r'<div class="notice (\w+)" role="alert"', page)[1]
        assert (color, correct in page, send in page) == notice
        assert [html.unescape(message) for message in re.findall(r"</a> – ([^<]+)</li>", page)] == [
            problem.message.vi for problem in found if problem.check != BLANK
        ]
        links = re.findall(r'<li><a href="/phieu/[^#]+#(\w+?)(?:-\w+)?">', page)
        assert sorted(links) == sorted(problem.item for problem in found)
        confirmed = re.findall(r'name="#confirmed" value="([^"]+)"', page)
        assert confirmed == sorted(problem.key for problem in found if problem.level == "soft")


def test_one_who_was_second_goes_back_to_the_first_page_and_leaving_forgets_the_form(
    browser, new_browser, wave
):
    other = new_browser()
    other.enter(wave.code(1)).answer_all()
    browser.enter(wave.code(1)).open("/phieu/A").post(go="on", A1="1")
    browser.client.post("/phieu/xong", data=browser.open("/phieu/A").hidden())
    assert browser.open("/phieu/A").path == "/"
    browser.enter(wave.code(1)).answer_all({"A1": "1"}).post("/phieu/gui")
    refused = other.post("/phieu/gui")
    assert (refused.status, 'href="/"' in refused.page.text) == (409, True)
    alert = re.search(r'role="alert"><p>(.*?)</p>', refused.page.text, re.S)[1]
    assert "đã có câu trả lời khác" in html.unescape(alert)
    late = new_browser().open("/")
    late.page = late.client.post("/phieu/A", data=late.hidden() | {"ticket": "x"}, follow_redirects=True)
    assert late.path == "/"


def test_twenty_wrong_codes_are_enough_whatever_was_wrong(new_browser):
    typed = [new_browser().enter("BCD" if n % 2 else "x" * 41).status for n in range(21)]
    assert typed == [422, 404] * 10 + [429]
