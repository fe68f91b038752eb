"""The report on a list: its hash, its counts, what was found, and room for a signature."""

import hashlib
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner

from sampling.errors import SamplingError
from sampling.frame.frame_report import report_on
from sampling.plan.plan_file import load_plan, plan_from
from survey_app.commands.frame import command

CASES = Path("tests/golden/frames")


def test_a_good_list_is_reported_with_hash_counts_and_findings():
    path = CASES / "title-rows.xlsx"

    report = report_on(path, load_plan(CASES / "title-rows.plan.toml"))

    assert report.usable
    assert hashlib.sha256(path.read_bytes()).hexdigest() in report.text
    assert "Tên cột nằm ở dòng 3" in report.text
    assert "«village»: 12" in report.text
    assert "| commune | 2 | 0 |" in report.text
    assert report.text.index("**Dùng được**") < report.text.index("**Can be used**")
    assert "Chữ ký / Signature" in report.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("two-blank-headers.xlsx", "cột thứ 4 không có tên"),
        ("hidden-rows.xlsx", "có 1 dòng bị ẩn"),
        ("small-villages.csv", "3 «village» có ít"),
    ],
)
def test_a_list_that_cannot_be_drawn_from_is_reported_too(name, said):
    plan = CASES / f"{Path(name).stem}.plan.toml"

    report = report_on(CASES / name, load_plan(plan) if plan.is_file() else None)

    assert not report.usable
    assert said in report.text
    assert "Cannot be used yet" in report.text
    assert "Chữ ký / Signature" in report.text


def test_the_command_writes_the_report_and_its_exit_tells_whether_the_list_is_good(tmp_path):
    run = CliRunner().invoke
    out = tmp_path / "bien-ban.md"

    assert run(command, ["check", str(CASES / "title-rows.xlsx"), "--out", str(out)]).exit_code == 0
    assert out.read_text("utf-8").startswith("# Biên bản kiểm tra danh sách")
    assert run(command, ["check", str(CASES / "one-blank-header.xlsx")]).exit_code == 1


def test_the_command_writes_minutes_to_be_signed_where_the_file_ends_in_pdf(tmp_path):
    out = tmp_path / "bien-ban.pdf"

    result = CliRunner().invoke(
        command,
        [
            "check",
            str(CASES / "title-rows.xlsx"),
            "--plan",
            str(CASES / "title-rows.plan.toml"),
            "--out",
            str(out),
        ],
    )

    assert result.exit_code == 0
    with pypdfium2.PdfDocument(out.read_bytes()) as pdf:
        page = " ".join(pdf[0].get_textpage().get_text_bounded().split())
    assert hashlib.sha256((CASES / "title-rows.xlsx").read_bytes()).hexdigest() in page
    assert "Dùng được theo kế hoạch này." in page
    assert "Tên cột nằm ở dòng 3" in page
    assert "«village»: 12" in page


def test_a_list_that_is_not_there_has_no_report(tmp_path):
    with pytest.raises(SamplingError, match="Không có tệp khung mẫu"):
        report_on(tmp_path / "none.csv")


WHOLE = """# Biên bản kiểm tra danh sách / Report on a sampling frame

- Tệp / File: «list.xlsx», {size} byte
- SHA-256: `{sha256}`
- Kế hoạch / Plan: «Kế hoạch»

## Kết luận / Result

**Dùng được** theo kế hoạch này.

**Can be used** by this plan.

## Nội dung / Content

3 dòng / rows, 4 cột / columns.

| cột / column | giá trị khác nhau / different values | ô trống / blank | tổng nếu là số / sum of numbers |
|---|---:|---:|---:|
| xã\\|thôn | 2 | 0 | – |
| village | 3 | 0 | – |
| tên | 2 | 1 | – |
| people | 3 | 0 | 50 |

## Lưu ý / Found

- Tên cột nằm ở dòng 2; bỏ qua 1 dòng ở trên.
  The names of the columns stand in row 2; 1 rows above are left out.
- Bảng tính có 1 dòng bị ẩn: 5.
  The workbook has 1 hidden rows: 5.

## Đơn vị theo kế hoạch / Units of the plan

- «village»: 2
- «person»: 42 (đếm ở cột «people»)
  «person»: 42 (counted in column «people»)
- 1 dòng ẩn bỏ ra
  1 hidden rows are left out

## Ký xác nhận / Signature

Đơn vị lập danh sách / List made by: ……………………………………

Người kiểm tra / Checked by: ……………………………………

Ngày / Date: ……/……/…………    Chữ ký / Signature: ……………………………………
"""
PERSONS = """title = "Kế hoạch"
hidden = "skip"
[[stage]]
unit = "village"
take = 1
[[stage]]
unit = "person"
take = 2
count = "people"
"""


@pytest.fixture
def listed(tmp_path):
    """A list with a title above its header, a blank cell, a bar in a name and a hidden row."""
    book = openpyxl.Workbook()
    for row in (
        ["Danh sách"],
        ["xã|thôn", "village", "tên", "people"],
        ["a", "1", 7, 30],
        ["a", "2", None, 12],
        ["b", "3", "Ấp 3", 8],
    ):
        book.active.append(row)
    book.active.row_dimensions[5].hidden = True
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def test_the_whole_report_on_a_list_that_can_be_used(listed):
    data = listed.read_bytes()
    said = WHOLE.format(size=len(data), sha256=hashlib.sha256(data).hexdigest())

    assert report_on(listed, plan_from(PERSONS, name="p")).text == said


def test_without_a_plan_the_report_says_so_and_tells_the_same_content(listed):
    text = report_on(listed).text

    assert "**Dùng được** (chưa kiểm tra theo kế hoạch)." in text
    assert "**Can be used** (not yet checked for a plan)." in text
    assert "Plan:" not in text
    assert "Units of the plan" not in text
    content = WHOLE.split("## Nội dung")[1].split("## Đơn vị")[0]
    assert content.replace("| village | 3 | 0 | – |", "| village | 3 | 0 | 6 |") in text


def test_hidden_rows_that_are_used_are_said_to_be(listed):
    text = report_on(
        listed, plan_from(PERSONS.replace("skip", "use").replace('title = "Kế hoạch"\n', ""), name="p")
    ).text

    assert "- Kế hoạch / Plan: «p»\n" in text
    assert "- «village»: 3\n- «person»: 50 (đếm ở cột «people»)\n" in text
    assert "- 1 dòng ẩn vẫn dùng\n  1 hidden rows are used\n" in text
