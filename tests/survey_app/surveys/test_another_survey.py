"""Another province writes one file, and every page and paper says its words and none of Đồng Nai's."""

import re
import unicodedata
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from questionnaires import answers
from survey_app import create_app, db
from survey_app.cli import cli
from survey_app.collection import collect
from survey_app.config import Config
from survey_app.scores import scores
from survey_app.tables import Form, Mode, SampleRole, Wave
from survey_app.waves import catalogue
from tests.builders import second_survey
from tests.survey_app.browsers import Browser
from tests.survey_app.world import NOON, TODAY

pytestmark = pytest.mark.slow

OF_THE_FIRST = re.compile(
    r"đồng nai|dong.?nai|sở nội vụ|home affairs|plan-336|336/kh|sipas-2025|biên hòa", re.IGNORECASE
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of a second survey whose wave was opened, printed and answered by the commands of the product."""
    folder = tmp_path_factory.mktemp("lam-dong")
    file = second_survey.write(folder)
    settings = {
        "SIPAS_SURVEY": str(file),
        "DATABASE_URL": f"sqlite:///{folder}/sipas.db",
        "SIPAS_PASSWORD": "mat-khau-dai",
    }
    commands = (
        ("init-db", "--account", "thanh-tra"),
        ("load-areas",),
        (
            *("open-wave", "2026-1", str(folder / "khung.csv"), "--seed", "xổ số", "--closes", "2099-12-31"),
            *("--offices", str(folder / "buu-cuc.csv")),
        ),
        ("print", "--wave", "2026-1", "--out", str(folder / "in")),
    )
    for words in commands:
        done = CliRunner().invoke(cli, list(words), env=settings, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert not OF_THE_FIRST.search(done.output), done.output
    _answer(settings["DATABASE_URL"])
    return folder


def _answer(url):
    with db.session_factory(url, durable=False) as sessions, sessions() as session:
        wave = catalogue.all_waves(session)[0]
        questionnaire = catalogue.questionnaire(wave)
        main = select(Form).where(Form.wave_id == wave.id, Form.role == SampleRole.MAIN)
        for number, form in enumerate(session.scalars(main).all()):
            given = {"G1": [str(1 + number % 2)], "G2": [str(2 + number % 4)]}
            read = answers.read(questionnaire, given, source="paper").answers
            collect.accept(session, form, read, mode=Mode.WEB, submission_id=f"s{number}", today=TODAY)
        session.commit()


@pytest.fixture
def department(folder):
    scores._RUNS.clear()
    config = Config(
        database_url=f"sqlite:///{folder}/sipas.db",
        secret_key="x" * 40,
        survey=str(folder / "khao-sat.toml"),
    )
    app = create_app(config, now=lambda: NOON)
    app.config["TESTING"] = True
    yield Browser(app.test_client()).sign_in("thanh-tra")
    app.extensions["sipas_database"].engine.dispose()


def words(pdf):
    with pypdfium2.PdfDocument(pdf) as opened:
        text = " ".join(page.get_textpage().get_text_range() for page in opened)
    return " ".join(unicodedata.normalize("NFC", text).split())


def test_the_wave_is_opened_with_what_the_survey_says(folder):
    with db.session_factory(f"sqlite:///{folder}/sipas.db") as sessions, sessions.reading() as session:
        wave = session.scalars(select(Wave)).one()

        assert wave.questionnaire.name == "phieu-tiep-dan"
        assert (wave.metric, wave.double_keying) == ("diem_quy_doi", 0.25)
        assert wave.targets == "nghi-quyet-9"
        assert "Nghị quyết 9" in wave.targets_text
        assert wave.manifest["plan"]["text"].strip() == second_survey.FILES["hai-cap.toml"].strip()


def test_the_papers_bear_the_name_of_the_owner(folder):
    (batch,) = (folder / "in").iterdir()
    letter, forms = words(batch / "thu-moi.pdf"), words(batch / "phieu.pdf")

    assert "THANH TRA TỈNH" in letter
    assert "Thanh tra tỉnh đang thực hiện «2026-1»" in letter
    assert "Thanh tra tỉnh giao bưu điện" in forms
    assert "Bưu điện trả Thanh tra tỉnh" in forms
    assert "Ông/Bà hài lòng với việc tiếp dân ở mức nào?" in forms
    assert not OF_THE_FIRST.search(letter + forms + words(batch / "nhan.pdf"))


def test_the_score_page_holds_the_answers_against_the_targets_of_the_owner(department):
    page = department.open("/so-noi-vu/diem")

    assert "Ý kiến người dân Lâm Đồng" in page.text
    assert "Thanh tra tỉnh hỏi ý kiến" in page.text
    assert "Việc tiếp dân" in page.text
    assert "78,50" in page.text
    assert not OF_THE_FIRST.search(page.text)


def test_the_areas_can_be_limited_to_the_scope_of_the_survey(department):
    whole = department.open("/so-noi-vu/dia-ban").text
    highlands = department.open("/so-noi-vu/dia-ban?pham-vi=mien-nui").text

    assert "Miền núi" in whole
    assert "Tà Nung" in whole
    assert "Xuân Trường" in whole
    assert "Tà Nung" in highlands
    assert "Xuân Trường" not in highlands
    assert not OF_THE_FIRST.search(whole)
    assert department.open("/so-noi-vu/dia-ban?pham-vi=cu").status == 404


def test_the_scores_are_broken_down_by_the_columns_of_the_survey(department):
    page = department.open("/so-noi-vu/dia-ban?theo=G1").text

    assert "Ông/Bà là người dân tộc nào?" in page
    assert "Cơ Ho" in page
    assert department.open("/so-noi-vu/dia-ban?theo=A1").status == 404


def test_the_report_has_the_letterhead_and_the_title_of_the_owner(department):
    report = words(department.open("/so-noi-vu/diem.pdf").page.data)

    assert "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG" in report
    assert "THANH TRA TỈNH" in report
    assert "Lâm Đồng, ngày" in report
    assert "BÁO CÁO Ý KIẾN NGƯỜI DÂN" in report
    assert "Nghị quyết 9" in report
    assert not OF_THE_FIRST.search(report)


def test_the_workbook_names_no_other_owner(department):
    book = openpyxl.load_workbook(BytesIO(department.open("/so-noi-vu/diem.xlsx").page.data))
    cells = " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)

    assert "Nghị quyết thử của tỉnh" in cells
    assert not OF_THE_FIRST.search(cells)


def test_the_plan_of_the_next_wave_begins_with_what_the_survey_says(department):
    page = department.open("/so-noi-vu/ke-hoach/moi").page.text

    for name, chosen in (
        ("questionnaire", "phieu-tiep-dan"),
        ("targets", "chi-tieu-tinh"),
        ("plan", "hai-cap"),
    ):
        options = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)[0]
        assert re.search(rf'<option selected[^>]*value="{chosen}"', options), options
    assert re.search(r'<input[^>]*name="double_keying"[^>]*value="25"', page)
    assert re.search(r'<input[^>]*name="rho"[^>]*value="0,1"', page)
    assert re.search(r'<input[^>]*name="response"[^>]*value="60"', page)
    assert department.open("/so-noi-vu/chi-tieu/chi-tieu-tinh.toml").page.text.strip().startswith("id =")


def test_a_wave_is_planned_and_opened_with_the_files_of_the_survey(department, folder):
    typed = {
        "code": "2026-2", "name": "Đợt hai", "closes_on": "2026-12-31", "questionnaire": "phieu-tiep-dan",
        "metric": "diem_quy_doi", "targets": "chi-tieu-tinh", "source": "tep", "frame_made_on": "2025-09-01",
        "area_column": "", "label_columns": "", "plan": "hai-cap", "seed": "xổ số", "double_keying": "25",
        "batch_size": "", "response": "60", "rho": "0,1",
    }  # fmt: skip
    frame = (BytesIO((folder / "khung.csv").read_bytes()), "khung.csv")
    preview = department.open("/so-noi-vu/ke-hoach/moi").post("/so-noi-vu/ke-hoach/moi", **typed, frame=frame)

    assert preview.status == 200, preview.text
    assert "Hai cấp: thôn, người" in preview.text
    assert not OF_THE_FIRST.search(preview.text)
    drawn = preview.post(f"{preview.path.removesuffix('/xem-truoc')}/rut")
    drawn.post(f"{drawn.path.removesuffix('/mau')}/khoa")
    with db.session_factory(f"sqlite:///{folder}/sipas.db") as sessions, sessions.reading() as session:
        wave = catalogue.find(session, "2026-2")
        assert (wave.questionnaire.name, wave.targets) == ("phieu-tiep-dan", "nghi-quyet-9")


def test_the_published_indices_of_another_plan_are_not_shown(department):
    page = department.open("/so-noi-vu/chi-so-khac")

    assert page.status == 200
    assert not OF_THE_FIRST.search(page.text)
