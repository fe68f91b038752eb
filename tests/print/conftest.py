"""A small questionnaire with every kind of item, built by hand: the paper does not need a file to be tested."""

from dataclasses import replace

import pytest

from questionnaires.missing import DONT_KNOW, named
from questionnaires.model import (
    ChoiceItem,
    ChoicesItem,
    Criterion,
    Offer,
    Option,
    PaperHints,
    Questionnaire,
    Scale,
    ScaleItem,
    Section,
    Text,
    TextItem,
)

SATISFACTION = Scale(
    "hai-long",
    tuple(
        Option(code, Text(words))
        for code, words in enumerate(
            ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"), start=1
        )
    ),
    satisfied=frozenset({4, 5}),
    not_satisfied=frozenset({1, 2, 3}),
    offers=(Offer(named(DONT_KNOW), Text("Không biết")),),
)
ROWS = (
    "Nơi tiếp nhận, trả kết quả có biển hiệu, chỉ dẫn rõ ràng, dễ nhìn, dễ tìm.",
    "Có đủ ghế ngồi chờ, bàn viết, nước uống và điều kiện phục vụ thuận tiện.",
    "Kết quả được trả đúng hẹn hoặc sớm hơn; nếu trễ hẹn thì có thông báo, xin lỗi.",
    "Công chức làm việc thành thạo, đúng quy định, không gây phiền hà.",
)
AGES = ("18–24", "25–34", "35–49", "50–60", "trên 60")
TRADES = (
    "Nông, lâm, ngư nghiệp",
    "Công nhân, người lao động",
    "Cán bộ, công chức, viên chức, lực lượng vũ trang",
    "Kinh doanh, tự làm",
    "Học sinh, sinh viên",
    "Nội trợ, nghỉ hưu",
    "Khác",
)
CHANNELS = ("Loa truyền thanh", "Họp tổ dân phố, ấp", "Báo, đài", "Mạng xã hội, Zalo", "Khác")


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(code, Text(text)) for code, text in enumerate(texts, start=1))


def questionnaire(rows: int = 12) -> Questionnaire:
    """Return a form with ``rows`` grid rows and one item of every other kind."""
    asked = Section(
        "A",
        Text("A. Thông tin chung"),
        None,
        (
            ChoiceItem(id="A2", section="A", text=Text("Nhóm tuổi của Ông/Bà"), options=options(*AGES)),
            ChoiceItem(id="A5", section="A", text=Text("Nghề nghiệp chính"), options=options(*TRADES)),
            ChoiceItem(
                id="D00",
                section="A",
                text=Text("Trong 12 tháng qua, Ông/Bà có làm thủ tục hành chính không?"),
                options=options("Có, đã nhận kết quả", "Có, chưa nhận kết quả", "Không"),
                offers=(Offer(named(DONT_KNOW), Text("Không nhớ")),),
                paper=PaperHints(skip_note=Text("Nếu chọn «Không»: xin chuyển sang câu F1.")),
            ),
            ChoicesItem(
                id="B2",
                section="A",
                text=Text("Kênh thông tin thường dùng"),
                options=options(*CHANNELS),
                at_most=5,
            ),
        ),
    )
    grid = Section(
        "C",
        Text("C. Mức độ hài lòng"),
        Text("Xin cho biết mức độ hài lòng của Ông/Bà trong 12 tháng qua:"),
        tuple(
            ScaleItem(id=f"C{i:02d}", section="C", text=Text(ROWS[i % 4]), scale=SATISFACTION, scored=True)
            for i in range(1, rows + 1)
        ),
    )
    wishes = Section(
        "F",
        Text("F. Nhu cầu, mong đợi"),
        None,
        (TextItem(id="F2", section="F", text=Text("Ý kiến khác (ghi rõ)"), paper=PaperHints(lines=3)),),
    )
    return Questionnaire(
        id="thu-nghiem",
        version="0123456789abcdef",
        title=Text("Phiếu khảo sát ý kiến người dân về sự phục vụ của cơ quan hành chính nhà nước"),
        intro=Text("Kính thưa Ông/Bà! Việc trả lời là tự nguyện; không ghi họ tên."),
        closing=Text("Trân trọng cảm ơn Ông/Bà!"),
        sections=(asked, grid, wishes),
        criteria=(
            Criterion(
                "2.1",
                Text("Tiếp cận dịch vụ"),
                "item_weighted",
                items=tuple((f"C{i:02d}", 1.0) for i in range(1, rows + 1)),
            ),
        ),
        scales=(SATISFACTION,),
    )


@pytest.fixture(scope="session")
def small() -> Questionnaire:
    return questionnaire()


@pytest.fixture(scope="session")
def long() -> Questionnaire:
    """A form of more than one sheet."""
    return replace(questionnaire(rows=50), version="fedcba9876543210")
