"""Each page says what it is in its title, which a tab and a screen reader show, and in its first heading."""

import html
import re

import pytest

from tests.survey_app.browsers import in_words
from tests.survey_app.department.test_department import WAVES_MADE_ONCE, answered
from tests.survey_app.world import QUESTIONNAIRE, SURVEY

__all__ = ["WAVES_MADE_ONCE", "answered"]

NAME = SURVEY.title.vi
FIRST = QUESTIONNAIRE.sections[0].title.vi
ONE = QUESTIONNAIRE.criteria[0].name.vi
NOT_THERE = "Không có trang này"
OF_EVERYBODY = {
    "/": (f"Nhập mã trên phiếu – {NAME}", "Ông/Bà có hài lòng với sự phục vụ của chính quyền?"),
    "/tai-khoan/dang-nhap": ("Đăng nhập", "Đăng nhập"),
    "/khong-co": (NOT_THERE, NOT_THERE),
}
OF_THE_DEPARTMENT = {
    "/so-noi-vu/": ("Tổng quan – Đợt thử", "Đợt thử"),
    "/so-noi-vu/dot": ("Đợt khảo sát", "Đợt khảo sát"),
    "/so-noi-vu/dot/thu": ("Đợt thu – Đợt thử", "Đợt thử"),
    "/so-noi-vu/dot/thu/dong": ("Đóng đợt thu", "Đóng đợt thu"),
    "/so-noi-vu/ke-hoach/moi": ("Chuẩn bị đợt khảo sát", "Chuẩn bị đợt khảo sát"),
    "/so-noi-vu/phan-cong": ("Gán bưu cục cho địa bàn", "Gán bưu cục cho địa bàn"),
    "/so-noi-vu/diem": ("Bảng điểm – Đợt thử", "Mức độ hài lòng so với chỉ tiêu 2025"),
    "/so-noi-vu/dia-ban?tieu-chi=1": ("Theo địa bàn – 1 – Đợt thử", f"1 {ONE}"),
    "/so-noi-vu/dia-ban/mo-hinh?tieu-chi=1": ("Ước lượng theo mô hình – 1 – Đợt thử", f"1 {ONE}"),
    "/so-noi-vu/trung": ("Trả lời trùng – Đợt thử", "Trả lời đến sau của phiếu đã có trả lời"),
    "/so-noi-vu/nhat-ky": ("Nhật ký", "Nhật ký thao tác có niêm phong"),
    "/so-noi-vu/tai-khoan": ("Tài khoản", "Tài khoản"),
    "/tai-khoan/mat-khau": ("Đổi mật khẩu", "Đổi mật khẩu"),
    "/buu-dien/": ("Lô phiếu – Đợt thử", "Lô phiếu"),
    "/buu-dien/lo/1": ("Lô 1 – Bưu cục Biên Hòa", "Lô 1 – Bưu cục Biên Hòa"),
    "/buu-dien/nhap": ("Nhập phiếu – Đợt thử", "Nhập phiếu"),
    "/buu-dien/quet": ("Quét phiếu – Đợt thử", "Quét phiếu"),
    "/buu-dien/phan-xu": ("Phân xử – Đợt thử", "Phân xử hai lần nhập khác nhau"),
}


def heads(page):
    """Return the title of a page and its first heading."""
    title = re.search(r"<title>(.*?)</title>", page.page.text, re.S)[1]
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page.page.text, re.S)[1]
    return html.unescape(" ".join(title.split())), in_words(heading)


@pytest.mark.parametrize("address", OF_EVERYBODY)
def test_a_page_of_everybody_says_what_it_is(browser, address):
    assert heads(browser.open(address)) == OF_EVERYBODY[address]


@pytest.mark.slow
def test_a_page_of_staff_says_what_it_is(browser, answered):
    page = browser.sign_in("so-noi-vu")
    assert {address: heads(page.open(address)) for address in OF_THE_DEPARTMENT} == OF_THE_DEPARTMENT
    number = answered.number(12)
    assert heads(page.open(f"/buu-dien/phieu/{number}")) == (f"Phiếu {number}", f"Phiếu {number}")


@pytest.mark.slow
def test_the_pages_of_a_form_say_which_part_they_are_and_a_mistake_stands_first(browser, new_browser, wave):
    page = browser.enter(wave.code(1))
    assert heads(page) == (f"{FIRST} – {NAME}", FIRST)
    wrong = new_browser().open("/").post("/", code="")
    assert heads(wrong)[0] == f"Lỗi: {OF_EVERYBODY['/'][0]}"
    assert '<div class="field wrong">' in wrong.page.text
    assert '<div class="field">' in new_browser().open("/").page.text
    asked = new_browser().open("/tai-khoan/dang-nhap").post(name="lan", password="khac")
    assert heads(asked) == ("Lỗi: Đăng nhập", "Đăng nhập")
    other = new_browser()
    other.enter(wave.code(1)).answer_all({"A1": "1"})
    page.answer_all({"A1": "2"})
    assert heads(page) == (f"Xem lại câu trả lời – {NAME}", "Xem lại câu trả lời trước khi gửi")
    assert heads(page.post("/phieu/gui")) == (
        f"Đã nhận câu trả lời – {NAME}",
        "Đã nhận câu trả lời. Xin cảm ơn Ông/Bà!",
    )
    assert heads(other.post("/phieu/gui")) == (
        f"Phiếu đã có câu trả lời – {NAME}", "Phiếu này đã có câu trả lời khác"
    )  # fmt: skip
