"""The units that come with the product, and those in force on a day."""

import csv
import datetime as dt
import unicodedata

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from survey_app.areas import areas
from survey_app.commands.load_areas import command
from survey_app.errors import AppError
from survey_app.surveys import surveys
from survey_app.surveys.survey import AreaList
from survey_app.tables import Area, AreaSuccessor

LISTED = surveys.load().areas
PLAN = dt.date(2024, 10, 15)
REFORM = dt.date(2025, 7, 1)

# Codes of the second public list where it disagrees with ours; the official list was not read.
DISPUTED = {"25252": "25264", "25333": "25336", "25450": "25453", "26332": "26329"}


def load_listed(session):
    areas.load_list(session, LISTED)


MADE_ONCE = {"dong_nai": load_listed}


@pytest.fixture
def dong_nai(session):
    return session


def facts(name):
    with (LISTED.files[0].parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kinds(found):
    return {kind: sum(area.kind == kind for area in found) for kind in sorted({area.kind for area in found})}


def test_since_july_2025_there_are_72_communes_and_23_wards_and_no_district(dong_nai):
    found = areas.in_force(dong_nai, REFORM)

    assert kinds(found) == {"phường": 23, "tỉnh": 1, "xã": 72}
    assert {area.level for area in found} == {"province", "commune"}
    assert {area.parent.code for area in found if area.level == "commune"} == {"75"}


def test_at_the_time_of_the_plan_there_were_11_districts_and_170_communes(dong_nai):
    assert kinds(areas.in_force(dong_nai, PLAN, level="district")) == {"huyện": 9, "thành phố": 2}
    communes = areas.in_force(dong_nai, PLAN, level="commune")
    assert kinds(communes) == {"phường": 40, "thị trấn": 9, "xã": 121}
    assert {commune.parent.level for commune in communes} == {"district"}


def test_the_communes_of_each_district_are_as_many_as_published(dong_nai):
    communes = areas.in_force(dong_nai, PLAN, level="commune")
    names = ["Biên Hòa", "Long Khánh", "Tân Phú", "Vĩnh Cửu", "Định Quán", "Trảng Bom"]
    names += ["Thống Nhất", "Cẩm Mỹ", "Long Thành", "Xuân Lộc", "Nhơn Trạch"]

    counts = [sum(commune.parent.name == name for commune in communes) for name in names]

    assert counts == [30, 15, 18, 12, 14, 17, 10, 13, 14, 15, 12]


def test_old_dong_nai_is_55_of_the_95_units(dong_nai):
    old = areas.in_force(dong_nai, REFORM, level="commune", scope=LISTED.scopes[0].tag)

    assert len(old) == 55
    assert {"26041", "26068", "26503"} <= {area.code for area in old}
    assert "25210" not in {area.code for area in old}


def test_one_day_before_the_reform_the_old_province_is_still_there(dong_nai):
    (province,) = areas.in_force(dong_nai, REFORM - dt.timedelta(days=1), level="province")

    assert (province.code, province.valid_to) == ("75", REFORM)


def test_every_unit_says_where_it_is_known_from_and_is_written_composed():
    for row in facts("dong-nai-2024.csv") + facts("dong-nai-2025.csv"):
        assert row["source"]
        assert all(unicodedata.is_normalized("NFC", cell) for cell in row.values())


def test_codes_on_which_public_lists_disagree_carry_a_note():
    noted = {
        row["code"]: row["note"] for row in facts("dong-nai-2025.csv") if "vietnam-provinces" in row["note"]
    }

    assert noted.keys() == DISPUTED.keys()
    assert all(DISPUTED[code] in note for code, note in noted.items())


def test_successors_are_told_only_where_a_source_tells_them(dong_nai):
    links = dong_nai.scalars(select(AreaSuccessor)).all()
    names = {(dong_nai.get(Area, link.old_id).name, dong_nai.get(Area, link.new_id).name) for link in links}

    assert names == {
        ("Hòa Bình", "Quang Vinh"), ("Thanh Bình", "Trung Dũng"), ("Quyết Thắng", "Trung Dũng"),
        ("Tân Tiến", "Tân Mai"), ("Tam Hòa", "Bình Đa"), ("Tam Phước", "Tam Phước"), ("Phước Tân", "Phước Tân"),
    }  # fmt: skip
    assert all(link.source for link in links)


def test_loading_twice_changes_nothing(session):
    first = areas.load_list(session, LISTED)
    session.commit()
    count = session.scalar(select(func.count()).select_from(Area))

    again = areas.load_list(session, LISTED)

    assert first == areas.Loaded(added=182 + 96 + 7)
    assert again == areas.Loaded(unchanged=182 + 96 + 7)
    assert session.scalar(select(func.count()).select_from(Area)) == count == 278


def test_a_survey_without_files_of_areas_asks_for_one(session):
    with pytest.raises(AppError, match="không kèm tệp đơn vị hành chính «ha-noi»"):
        areas.load_list(session, AreaList("ha-noi", ()))


def test_a_list_that_does_not_come_with_the_survey_is_refused(sqlite_database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", sqlite_database)

    refused = CliRunner().invoke(command, ["ha-noi"]).exception

    assert isinstance(refused, AppError)
    assert "hiện có: dong-nai" in refused.vi
    assert "there is: dong-nai" in refused.en


def test_the_command_loads_and_says_what_it_did(sqlite_database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", sqlite_database)

    first = CliRunner().invoke(command, ["dong-nai"])
    again = CliRunner().invoke(command, [])

    assert first.output == "dong-nai: thêm 285, sửa 0, giữ nguyên 0.\n"
    assert again.output == "dong-nai: thêm 0, sửa 0, giữ nguyên 285.\n"
