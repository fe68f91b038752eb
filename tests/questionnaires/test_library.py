"""The published questionnaires say what the instrument says, once."""

import unicodedata

import pytest

from questionnaires import load
from questionnaires.authoring import canonical
from questionnaires.errors import QuestionnaireError
from questionnaires.model import ChoicesItem, ScaleItem, TextItem

# A published version never changes; a changed wording is a new version and a new line here.
PUBLISHED = {
    "sipas-2025": "5a7b39d8",
    "sipas-2025-long": "6484cdd2",
    "sipas-2025-perception": "7cea714e",
}


def scored(questionnaire):
    return {
        c.code: [item for item, _ in c.items] for h in questionnaire.criteria for c in h.walk() if c.items
    }


@pytest.mark.parametrize(("name", "version"), PUBLISHED.items())
def test_a_published_version_never_changes(name, version):
    assert load.published(name).short_version == version


def test_every_questionnaire_of_the_library_is_pinned():
    assert list(load.library_names()) == sorted(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_questionnaire_reads_without_a_warning(name):
    examined = load.examine(load.read_file(load.LIBRARY / f"{name}.toml"), name)

    assert examined.warnings == ()


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_a_wave_keeps_is_the_whole_questionnaire(name):
    questionnaire = load.published(name)

    assert load.restore(canonical.write(questionnaire), questionnaire.version) == questionnaire


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_sentence_is_composed_vietnamese(name):
    written = canonical.write(load.published(name))

    assert unicodedata.is_normalized("NFC", written)
    assert "  " not in written


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_units_of_today_are_asked_about_towns_and_districts_ended_on_1_july_2025(name):
    written = canonical.write(load.published(name)).casefold()

    assert "thị trấn" not in written
    assert "town" not in written
    assert written.count("huyện") == written.count("huyện (trước ngày 01/7/2025)") == 1
    assert [option.text.vi for option in load.published(name).items["A6"].options] == ["Phường", "Xã"]


def test_the_short_form_asks_the_number_of_items_of_each_criterion():
    counts = {code: len(items) for code, items in scored(load.published("sipas-2025")).items()}

    assert counts == {
        "1.1": 4, "1.2": 3, "1.3": 4, "1.4": 5, "1.0": 1,
        "2.1": 4, "2.2": 4, "2.3": 4, "2.4": 3, "2.5": 4, "2.6": 1,
    }  # fmt: skip


def test_the_long_form_differs_in_criterion_1_3_alone():
    short, long = load.published("sipas-2025"), load.published("sipas-2025-long")

    assert [f"C13{letter}" for letter in "abcdefgh"] == scored(long)["1.3"]
    assert scored(short) | {"1.3": ()} == scored(long) | {"1.3": ()}
    assert {i: t for i, t in short.items.items() if not i.startswith("C13")} == {
        i: t for i, t in long.items.items() if not i.startswith("C13")
    }


def test_the_long_form_has_forty_scored_items_beside_the_overall_policy_item():
    counted = scored(load.published("sipas-2025-long"))

    assert sum(map(len, counted.values())) - len(counted["1.0"]) == 40


def test_the_perception_form_asks_everybody_about_services():
    items = load.published("sipas-2025-perception").items

    assert [name for name, item in items.items() if item.applies is not None] == ["D00b", "D00c"]


def test_the_overall_policy_item_is_scored_outside_the_mean_of_its_heading():
    policy, service = load.published("sipas-2025").criteria

    assert [child.code for child in policy.children if child.outside_mean] == ["1.0"]
    assert [child.code for child in service.children] == ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"]
    assert {policy.strategy, service.strategy} == {"mean_of_children"}


def test_the_wording_is_that_of_the_instrument():
    items = load.published("sipas-2025").items

    assert items["C11a"].text.vi == "Chính quyền cung cấp thông tin về chính sách đầy đủ, kịp thời."
    assert items["D23d"].text.vi == "Công chức làm việc thành thạo, đúng quy định, không gây phiền hà."
    assert items["D26"].text.vi.startswith("Nhìn chung, Ông/Bà hài lòng ở mức nào đối với việc cung ứng")
    assert items["D24a"].grid.text.vi == "2.4 Kết quả giải quyết thủ tục hành chính"


def test_satisfaction_has_five_options_and_dont_know_and_two_of_them_count_as_satisfied():
    item = load.published("sipas-2025").items["D26"]

    assert isinstance(item, ScaleItem)
    assert [option.text.vi for option in item.options] == [
        "Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"
    ]  # fmt: skip
    assert [offer.text.vi for offer in item.offers] == ["Không biết/Không có ý kiến"]
    assert (item.scale.satisfied, item.scale.not_satisfied) == ({4, 5}, {1, 2, 3})


def test_expectations_are_up_to_three_of_ten_and_open_text():
    items = load.published("sipas-2025").items

    assert isinstance(items["F1"], ChoicesItem)
    assert (len(items["F1"].options), items["F1"].at_most) == (10, 3)
    assert isinstance(items["F2"], TextItem)


@pytest.mark.parametrize("name", ["sipas-2026", "", "../library/sipas-2025"])
def test_a_name_the_library_does_not_have_is_refused_with_those_it_has(name):
    with pytest.raises(QuestionnaireError, match="sipas-2025-long"):
        load.published(name)
