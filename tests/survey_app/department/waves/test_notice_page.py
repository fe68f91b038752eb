"""The page of what a wave says on its forms and letters: planned, warned of, and changed until the wave closes."""

import json
import re

import pytest

from tests.survey_app.department.waves.typed import TYPED, kept, plan

# A wave is planned, opened and printed from its pages.
pytestmark = pytest.mark.slow

SAID = {
    "help_line": "0000 000 000",
    "purpose": "Sở hỏi để phục vụ tốt hơn.",
    "purpose_en": "We ask to serve better.",
    "use": "Chỉ công bố số liệu chung.",
    "use_en": "",
    "giving_back": "Đưa lại người phát phiếu.",
    "giving_back_en": "",
}
PAGE = "/so-noi-vu/dot/2026-1/loi-in"
LACKING = "Chưa có điện thoại hỗ trợ"


def written(page, name):
    return re.search(rf'<textarea[^>]*name="{name}"[^>]*>\s*(.*?)</textarea>', page.page.text, re.S)[1]


def opened(department, **said):
    plan(department, **said)
    department.post("/so-noi-vu/ke-hoach/1/rut")
    department.post("/so-noi-vu/ke-hoach/1/khoa")
    return department


def notice_of(rows):
    ((kept_notice,),) = rows("SELECT notice FROM wave WHERE code = '2026-1'")
    return json.loads(kept_notice) if isinstance(kept_notice, str) else kept_notice


def test_a_new_plan_begins_with_what_the_survey_says_but_with_no_telephone(department):
    page = department.open("/so-noi-vu/ke-hoach/moi")

    assert written(page, "use").startswith("Câu trả lời chỉ công bố")
    assert written(page, "use_en").startswith("Only totals are published")
    assert 'name="help_line"' in page.page.text
    assert kept(page, "help_line") == ""


def test_a_plan_without_a_help_line_is_warned_of_and_opens_all_the_same(department, rows):
    assert LACKING in plan(department).text
    assert LACKING not in plan(department, **SAID).text

    opened(department, code="2026-1")
    assert LACKING in department.open("/so-noi-vu/dot/2026-1").text
    assert notice_of(rows) == dict.fromkeys(SAID, "")


def test_what_was_typed_in_a_plan_is_what_the_wave_says(department, rows):
    opened(department, **SAID)

    assert notice_of(rows) == SAID
    text = department.open("/so-noi-vu/dot/2026-1").text
    assert LACKING not in text
    assert "0000 000 000" in text


def test_what_does_not_fit_the_form_is_told_before_a_sample_is_drawn(department):
    refused = plan(department, **SAID | {"purpose": "Sở hỏi. " * 36})

    assert refused.status == 422
    assert "Lời về mục đích khảo sát và việc dùng câu trả lời cần" in refused.text


def test_words_are_changed_until_the_wave_closes_and_the_log_says_by_whom(department, rows):
    opened(department, **SAID)
    page = department.open(PAGE)
    assert kept(page, "help_line") == "0000 000 000"

    department.post(PAGE, **SAID | {"help_line": "0000 000 111"})
    assert notice_of(rows)["help_line"] == "0000 000 111"
    assert "đổi lời in trên phiếu và thư" in department.open("/so-noi-vu/nhat-ky").text


def test_what_is_wrong_is_said_with_what_was_typed_kept(department, rows):
    opened(department, **SAID)
    department.open(PAGE)

    long = department.post(PAGE, **SAID | {"giving_back": "Đưa lại. " * 30})
    assert long.status == 422
    assert "cách gửi lại phiếu cần" in long.text
    assert written(long, "giving_back").startswith("Đưa lại.")
    over = department.post(PAGE, **SAID | {"help_line": "0" * 61})
    assert over.status == 422
    assert "tối đa 60 ký tự" in over.text
    assert notice_of(rows) == SAID


def test_a_supervisor_sees_what_a_wave_says_but_changes_nothing(department, new_browser, rows):
    opened(department)
    supervisor = new_browser().sign_in("giam-sat")
    page = supervisor.open("/so-noi-vu/dot/2026-1")

    assert LACKING in page.text
    assert PAGE not in page.page.text
    assert supervisor.open(PAGE).status == 403


def test_the_page_is_there_in_english(department):
    opened(department, **SAID)
    department.open("/ngon-ngu/en?next=" + PAGE)
    text = department.open(PAGE).text

    assert "What forms and letters say" in text
    assert re.search(r"The last day for answers, .*2025, is on forms and letters too", text)
    assert TYPED["name"] in text
