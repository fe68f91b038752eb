"""The department holds a wave against targets of its own."""

from dataclasses import replace

import pypdfium2
import pytest
from sqlalchemy import func, select

from scoring.errors import ScoringError
from scoring.targets import toml_files
from survey_app.errors import AppError
from survey_app.scores import score_terminal, scores
from survey_app.scores.score_report import write_report
from survey_app.tables import Wave
from survey_app.waves import target_sets
from survey_app.waves.opening import open_wave
from tests.survey_app.scores.test_scores import fill
from tests.survey_app.world import QUESTIONNAIRE, SURVEY, keys_from, opening

OWN = """
id = "noi-bo-2026"
title = "Chỉ tiêu nội bộ 2026"
source = "Quyết định thử của Sở Nội vụ"
[sipas]
baseline_year = 2025
target_year = 2026
[[sipas.row]]
code = "1.1"
name = "Trách nhiệm giải trình"
baseline = 78.5
target = 84.25
"""


def own(text=OWN, **changes):
    return opening(code="2026-1", targets="noi-bo.toml", targets_text=text, **changes)


def opened(session, world, text=OWN):
    return open_wave(session, own(text), stamp=world.stamp(), new_key=keys_from(50))


def test_a_wave_keeps_the_targets_it_was_opened_with(session, world):
    wave = opened(session, world)
    session.commit()

    assert wave.targets == "noi-bo-2026"
    assert wave.targets_text == OWN
    assert target_sets.of_wave(wave)["1.1"].share == pytest.approx(0.8425)
    assert target_sets.of_wave(world.wave).id == "plan-336"


def test_the_scores_are_held_against_them(session, world):
    world = replace(world, wave=opened(session, world))
    fill(session, world)
    run = scores.score_wave(session, world.wave, SURVEY.breakdown)

    assert (run.targets.title, run.targets.target_year) == ("Chỉ tiêu nội bộ 2026", 2026)
    judged = {row.code for row in run.scored if row.target is not None}
    assert judged == {"1.1"}


def test_the_table_of_the_terminal_and_the_report_name_the_years_of_the_targets(session, world, tmp_path):
    world = replace(world, wave=opened(session, world))
    fill(session, world)
    run = scores.score_wave(session, world.wave, SURVEY.breakdown)
    printed = score_terminal.render(run)
    write_report(run, tmp_path / "report.pdf", wave="Đợt thử", survey=SURVEY)
    with pypdfium2.PdfDocument((tmp_path / "report.pdf").read_bytes()) as pdf:
        signed = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)

    assert "Chỉ tiêu 2026" in printed
    assert "giá trị công bố 2025" in signed
    assert "chỉ tiêu 2026" in signed
    for text in (printed, signed):
        assert "2023" not in text


def test_the_file_of_the_library_is_a_pattern_for_ones_own(session, world):
    text = toml_files.library("plan-336").replace('"plan-336"', '"plan-337"', 1).replace("83.25", "84.5", 1)

    assert target_sets.of_opening(own(text)).id == "plan-337"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "noi-bo.toml không đúng cú pháp TOML"),
        (OWN.replace("84.25", "184.25"), r"sipas.row\[1\].target: 184.25 không nằm trong 0–100"),
        (OWN.replace("baseline = 78.5", ""), "baseline: thiếu"),
        (OWN.replace("noi-bo-2026", "../plan"), "noi-bo.toml: id «../plan» phải là chữ thường"),
        (OWN.replace('"1.1"', '"7.1"'), "không có tiêu chí 7.1; các tiêu chí có: 1, 1.0, 1.1, "),
        ("", "noi-bo.toml có 7 lỗi"),
    ],
    ids=["no TOML", "beyond 100", "no baseline", "id", "no such criterion", "empty"],
)
def test_a_bad_file_opens_nothing_and_says_what_is_wrong_in_one_line(session, world, text, message):
    with pytest.raises((AppError, ScoringError), match=message) as told:
        opened(session, world, text)

    assert "\n" not in told.value.vi
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Wave)) == 1


def test_criteria_the_questionnaire_has_not_are_named_up_to_eight_in_both_languages():
    rows = "".join(OWN[OWN.index("[[") :].replace("1.1", f"9.{n}") for n in range(1, 10))
    criteria = replace(QUESTIONNAIRE, criteria=QUESTIONNAIRE.criteria[:1])
    codes = ", ".join(sorted(each.code for each in criteria.criteria[0].walk()))
    strange = ", ".join(f"9.{n}" for n in range(1, 9))
    with pytest.raises(AppError) as told:
        target_sets.of_opening(own(OWN[: OWN.index("[[")] + rows, questionnaire=criteria))

    assert told.value.vi == (
        f"Tệp chỉ tiêu noi-bo.toml: bộ câu hỏi «{criteria.id}» không có tiêu chí {strange}; các tiêu chí có: {codes}."
    )
    assert told.value.en == (
        f"Target file noi-bo.toml: the questionnaire '{criteria.id}' has no criterion {strange}; it has: {codes}."
    )
    with pytest.raises(AppError) as told:
        target_sets.of_opening(own(questionnaire=replace(QUESTIONNAIRE, criteria=())))
    assert (told.value.vi[-19:], told.value.en[-10:]) == ("các tiêu chí có: –.", "it has: –.")


def test_an_id_has_two_to_thirty_nine_letters():
    for id_ in ("ab", "a" * 39):
        assert target_sets.of_opening(own(OWN.replace("noi-bo-2026", id_))).id == id_
    for id_ in ("a", "a" * 40, "-ab"):
        with pytest.raises(AppError, match="2–39 ký tự"):
            target_sets.of_opening(own(OWN.replace("noi-bo-2026", id_)))
