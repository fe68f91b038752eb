"""The minutes of a checked list: what they say, where they are signed, and lists that are hard to print."""

from dataclasses import replace

import pypdfium2
import pytest

from print.report.frame_minutes import FrameMinutes, draw_minutes

MINUTES = FrameMinutes(
    title="Biên bản kiểm tra\ndanh sách chọn mẫu",
    wave="thon.xlsx",
    organisation="Sở Nội vụ",
    superior="Ủy ban nhân dân tỉnh",
    place="Đồng Nai",
    kind="BB",
    facts=(("Tệp", "«thon.xlsx», 512 byte"), ("SHA-256", "a" * 64)),
    verdict="Chưa dùng được.",
    reasons=("Không chọn mẫu:\n- dòng 14: là dòng cộng, không phải đơn vị",),
    size="12 dòng, 1 cột.",
    columns=(("Số người", "12", "0", "4296"),),
    units=("«thôn»: 12",),
)


@pytest.fixture
def read(tmp_path):
    def read(minutes):
        number = draw_minutes(tmp_path / "m.pdf", minutes)
        with pypdfium2.PdfDocument((tmp_path / "m.pdf").read_bytes()) as pdf:
            pages = [page.get_textpage().get_text_bounded() for page in pdf]
        assert len(pages) == number
        return [" ".join(page.split()) for page in pages]

    return read


def test_the_minutes_say_what_was_found_and_who_signs(read):
    (page,) = read(MINUTES)

    for text in (
        "SỞ NỘI VỤ", "/BB-", "BIÊN BẢN KIỂM TRA", "a" * 64, "Chưa dùng được.", "- dòng 14: là dòng cộng",
        "12 dòng, 1 cột.", "Số người 12 0 4296", "Không có gì cần lưu ý.", "«thôn»: 12", "ĐƠN VỊ LẬP DANH SÁCH",
        "NGƯỜI KIỂM TRA", "Trang 1/1",
    ):  # fmt: skip
        assert text in page


def test_a_list_that_could_not_be_read_has_minutes_without_a_table(read):
    (page,) = read(
        FrameMinutes(
            **{
                name: getattr(MINUTES, name)
                for name in ("title", "wave", "organisation", "place", "facts", "verdict")
            }
        )
    )

    assert "Nội dung" not in page
    assert "Đơn vị theo kế hoạch" not in page
    assert "NGƯỜI KIỂM TRA" in page


def test_names_that_are_too_long_or_that_the_font_lacks_are_printed_all_the_same(read):
    hard = replace(
        MINUTES,
        wave="x" * 200 + ".xlsx",
        columns=(("y" * 150, "1", "0", "–"), ("Mã\U0001f642", "1", "0", "–")),
        found=("z" * 300,),
    )

    (page,) = read(hard)

    assert "x" * 63 + "…" in page
    assert "y" * 30 in page
    assert "Mã?" in page
    assert "z" * 64 in page


def test_the_signatures_stand_together_on_the_last_page_of_a_long_list(read):
    *_, last = read(replace(MINUTES, columns=tuple((f"Cột {n}", "1", "0", "–") for n in range(200))))

    assert "ĐƠN VỊ LẬP DANH SÁCH" in last
    assert "NGƯỜI KIỂM TRA" in last
