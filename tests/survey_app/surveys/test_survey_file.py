"""The file of a survey: what it holds, and every mistake of it told at once."""

import pytest

from questionnaires.model import Text
from survey_app import config
from survey_app.errors import AppError
from survey_app.surveys import action_plan, surveys
from survey_app.surveys.notice import Notice
from survey_app.surveys.survey_file import read
from tests.builders import second_survey

# What is written instead of what, and the words of the mistake in both languages.
MISTAKES = {
    "a key nobody knows": ('id = "hai', 'colour = 1\nid = "hai', "colour: khóa này không có", "colour: unknown key"),
    "a title in one language": (', en = "Voices of Lam Dong"', "", "title.en: thiếu", "title.en: missing"),
    "no lines of a title": ('["Báo cáo ý kiến người dân", "về việc tiếp dân"]', "[]", "report_title: thiếu", "report_title: missing"),
    "a questionnaire of no library": ('"phieu-tiep-dan.toml"', '"phieu"', "questionnaire: thư viện không có «phieu»", "the library has no “phieu”"),
    "a plan that is not there": ('"hai-cap.toml"', '"ba-cap.toml"', "plan: không có tệp ba-cap.toml", "plan: there is no file ba-cap.toml"),
    "targets of no library": ('"chi-tieu-tinh.toml"', '"nghi-quyet"', "targets: thư viện không có", "targets: the library has no"),
    "areas that are not there": ('["don-vi.csv"]', '["xa.csv"]', "areas.files: không có tệp xa.csv", "areas.files: there is no file xa.csv"),
    "a scope twice": ("[new_wave]", '[[areas.scope]]\nid = "mien-nui"\ntag = "x"\nname = { vi = "x", en = "x" }\n[new_wave]', "areas.scope: mã mien-nui có hai lần", "the id mien-nui is there twice"),
    "a column nobody asks": ('["G1"]', '["A1"]', "breakdown: bộ câu hỏi «phieu-tiep-dan» không có câu chọn một phương án A1", "no choose-one item A1"),
    "a column that is a scale": ('["G1"]', '["G2"]', "không có câu chọn một phương án G2", "no choose-one item G2"),
    "a metric nobody knows": ('"diem_quy_doi"', '"trung_vi"', "new_wave.metric: «trung_vi» không có", "new_wave.metric: there is no “trung_vi”; choose one of"),
    "a share above one": ("double_keying = 0.25", "double_keying = 25", "new_wave.double_keying: 25 không nằm trong 0–1", "25 is not between 0 and 1"),
    "no form that comes back": ("response = 0.6", "response = 0", "new_wave.response: 0 không nằm trong 0.01–1", "0 is not between 0.01 and 1"),
    "a notice nobody prints": ("[new_wave]", '[notice]\nphone = "1"\n[new_wave]', "notice.phone: khóa này không có", "notice.phone: unknown key"),
    "a notice in one language": ("[new_wave]", '[notice]\nuse = { vi = "x" }\n[new_wave]', "notice.use.en: thiếu", "notice.use.en: missing"),
    "no owner": ("[owner]", "[owners]", "owner: thiếu", "owners: unknown key"),
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    return second_survey.write(tmp_path)


def change(file, before, after):
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


@pytest.mark.parametrize(("before", "after", "vi", "en"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_key_in_both_languages(file, before, after, vi, en):
    change(file, before, after)

    with pytest.raises(AppError) as refused:
        read(file)
    assert vi in refused.value.vi
    assert en in refused.value.en


def test_what_papers_say_may_be_left_out_whole_or_in_part(file):
    assert read(file).notice == Notice()
    change(
        file,
        "[new_wave]",
        '[notice]\nhelp_line = "0000"\nuse = { vi = "Chỉ số chung.", en = "Totals." }\n[new_wave]',
    )

    assert read(file).notice == Notice(help_line="0000", use=Text("Chỉ số chung.", "Totals."))


def test_all_mistakes_are_told_at_once(file):
    change(file, 'metric = "diem_quy_doi"', 'metric = "trung_vi"')
    change(file, '"hai-cap.toml"', '"ba-cap.toml"')

    with pytest.raises(AppError, match=r"khao-sat.toml có 2 lỗi.*ba-cap.*trung_vi"):
        read(file)


def test_a_questionnaire_with_mistakes_is_told_where_it_is_named(file):
    change(file.with_name("phieu-tiep-dan.toml"), 'kind = "choice"', 'kind = "essay"')

    with pytest.raises(
        AppError,
        match=r"questionnaire: Bộ câu hỏi có 1 lỗi cần sửa:\nphieu-tiep-dan\.toml, dòng 26, G1\.kind",
    ):
        read(file)


def test_the_files_a_survey_names_lie_beside_it(file):
    survey = read(file)

    assert survey.plan.given == str(file.with_name("hai-cap.toml"))
    assert survey.plan.chosen("hai-cap") == str(file.with_name("hai-cap.toml"))
    assert survey.areas.files == (file.with_name("don-vi.csv"),)


def test_without_a_setting_the_survey_that_comes_with_the_product_is_held():
    (name,) = surveys.published()
    survey = surveys.load(config.from_environment({}).survey)

    assert survey.id == name == "sipas-dong-nai"
    assert (survey.questionnaire.given, survey.plan.given) == ("sipas-2025", "dong-nai-recommended")
    assert survey.targets.given == survey.scorecards.given == "plan-336"
    assert survey.actions.given == "plan-336-actions"
    assert survey.breakdown == ("A1", "A2", "A6", "A7")
    assert (survey.new_wave.metric, survey.new_wave.double_keying) == ("ty_le_hai_long", 0.15)


def test_the_setting_chooses_a_file_or_a_name(file):
    chosen = config.from_environment({"SIPAS_SURVEY": str(file)}).survey

    assert surveys.load(chosen).id == "hai-long-lam-dong"
    assert surveys.load("sipas-dong-nai") is surveys.load("sipas-dong-nai")


def test_a_survey_that_is_not_there_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(AppError, match=r"«lam-dong» \(SIPAS_SURVEY\); hiện có: sipas-dong-nai"):
        surveys.load("lam-dong")
    with pytest.raises(AppError, match=r"Không đọc được tệp khong-co.toml"):
        surveys.load(str(tmp_path / "khong-co.toml"))


ACTIONS = """
id = "viec"
targets = "nghi-quyet-9"
source = "Nghị quyết thử của tỉnh"
[[agency]]
name = "Thanh tra tỉnh"
role = "thực hiện"
place = "Mục 1"
[[agency.action]]
line = 1
criterion = "1"
name = "Việc tiếp dân"
expected = []
tasks = ["Tiếp dân đúng giờ"]
"""


def test_what_the_plan_asks_of_agencies_is_a_file_beside_the_survey(file):
    change(file, 'targets = "chi-tieu-tinh.toml"', 'targets = "chi-tieu-tinh.toml"\nactions = "viec.toml"')
    file.with_name("viec.toml").write_text(ACTIONS, "utf-8")

    plan = action_plan.load(read(file))

    assert (plan.targets, plan.agencies("1")) == ("nghi-quyet-9", ("Thanh tra tỉnh",))


def test_a_mistake_in_the_actions_is_told_when_the_survey_is_read(file):
    change(file, 'targets = "chi-tieu-tinh.toml"', 'targets = "chi-tieu-tinh.toml"\nactions = "viec.toml"')
    file.with_name("viec.toml").write_text(ACTIONS.replace("thực hiện", "làm"), "utf-8")

    with pytest.raises(AppError, match=r"actions: .*viec\.toml(.|\n)*«làm» phải là"):
        read(file)


def test_a_survey_without_actions_asks_nothing_of_agencies(file):
    assert action_plan.load(read(file)) is None


def test_the_postal_address_of_the_owner_may_be_left_out(file):
    assert read(file).owner.address == ""
    change(file, "[owner]\n", '[owner]\naddress = "1 Trần Phú"\n')

    assert read(file).owner.address == "1 Trần Phú"
