"""Which office serves which area, and what a frame covers of the areas in force."""

import datetime as dt

import pytest
from sqlalchemy import select

from survey_app.areas import coverage, destinations, frame, offices
from survey_app.errors import AppError
from survey_app.people import accounts
from survey_app.people.stamp import Stamp
from survey_app.tables import Area, AreaPopulation, AuditEvent, OfficeArea, PostOffice
from tests.builders.areas import unit
from tests.survey_app.world import NOON, TODAY, add_areas


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


@pytest.fixture
def province(session):
    return add_areas(session)[0]


def commune(session, code):
    return session.scalars(select(Area).where(Area.code == code)).one()


def serve(session, code, *areas):
    return accounts.add_office(session, code, f"Bưu cục {code}", areas=areas)


def test_a_frame_is_held_against_the_level_most_of_its_codes_are_of(session, province):
    session.add(unit("1", "Ấp 1", level="village", parent=commune(session, "26041")))
    session.flush()
    found = coverage.coverage(session, ["26206", "1", "26041", "b", "a"], TODAY)

    assert found.names == {"26041": "Trấn Biên", "26206": "Định Quán", "1": "Ấp 1"}
    assert found.unknown == ("a", "b")
    assert found.unserved == ("1", "26041", "26206")
    assert [area.code for area in found.missing] == ["26068"]
    serve(session, "X", commune(session, "26041"))
    assert coverage.coverage(session, ["26206", "1", "26041"], TODAY).unserved == ("26206",)


def test_a_frame_of_strangers_leaves_nobody_out(session, province):
    assert coverage.coverage(session, ["a"], TODAY).missing == ()
    assert coverage.coverage(session, ["26041"], dt.date(2025, 6, 30)).unknown == ("26041",)


def test_levels_stand_with_the_fewest_units_first(session, province):
    session.add(unit("d", "Huyện", level="district"))
    session.add(unit("e", "Huyện", level="district"))
    session.flush()

    assert coverage.levels(session, TODAY) == [("province", 1), ("district", 2), ("commune", 3)]


def test_giving_areas_to_an_office_is_audited_and_takes_them_from_another(session, province):
    first, second = serve(session, "A", commune(session, "26041")), serve(session, "B")
    chosen = [commune(session, "26041"), commune(session, "26068")]
    coverage.assign(session, chosen, second, stamp=Stamp(None, NOON))

    kept = session.execute(select(OfficeArea.area_id, OfficeArea.office_id)).all()
    assert sorted(kept) == sorted((area.id, second.id) for area in chosen)
    act = session.scalars(select(AuditEvent)).one()
    assert (act.action, act.subject, act.details) == (
        "office_assigned",
        "office:B",
        {"areas": ["26041", "26068"]},
    )
    served = coverage.served_areas(session, TODAY, "commune")
    assert [(one.area.code, one.office and one.office.code, one.own) for one in served] == [
        ("26041", "B", True), ("26068", "B", True), ("26206", None, False)
    ]  # fmt: skip
    assert first.id != second.id


def test_an_area_goes_to_its_own_office_before_that_of_an_area_above(session, province):
    above, own = serve(session, "A", province), serve(session, "B", commune(session, "26206"))
    found = destinations.destinations_of(session, ["26206", "26041", "26041"], day=TODAY)

    assert {code: (one.area_id, one.office_id) for code, one in found.items()} == {
        "26041": (commune(session, "26041").id, above.id),
        "26206": (commune(session, "26206").id, own.id),
    }


@pytest.mark.parametrize(("number", "shown"), [(5, "1, 2, 3, 4, 5."), (6, "1, 2, 3, 4, 5 ….")])
def test_five_codes_are_named_and_more_are_dots(session, province, number, shown):
    with pytest.raises(AppError) as told:
        destinations.destinations_of(session, map(str, range(1, number + 1)), day=TODAY)

    assert told.value.vi.startswith(f"Không có đơn vị hành chính đang có hiệu lực với mã {shown} Hãy nạp")
    assert told.value.en.startswith(f"No area in force has the code {shown} Load")


def test_an_area_without_an_office_is_named(session, province):
    with pytest.raises(AppError, match=r"Chưa có bưu cục phụ trách đơn vị 26041, 26206\. Hãy gán") as told:
        destinations.destinations_of(session, ["26206", "26041"], day=TODAY)
    assert told.value.en.startswith("No post office serves the area 26041, 26206. Assign one")


def size(session, code, what="adults", day=TODAY, count=100, synthetic=False):
    session.add(
        AreaPopulation(
            area_id=commune(session, code).id,
            what=what,
            as_of=day,
            count=count,
            synthetic=synthetic,
            source="thử",
        )
    )
    session.flush()


def test_the_frame_holds_every_size_there_is_and_leaves_out_other_levels(session, province):
    for code in ("26041", "26068", "26206"):
        size(session, code, count=int(code), synthetic=True, day=TODAY - dt.timedelta(days=1))
        size(session, code, count=int(code) + 1)
        size(session, code, what="households", count=7)
    size(session, "75", what="people", synthetic=True)
    found = frame.frame_in_force(session, TODAY)

    assert list(found.frame.columns) == ["commune", "name", "kind", "adults", "households"]
    assert found.frame.numbers("adults").tolist() == [26042, 26069, 26207]
    assert list(found.frame.labels("name")) == ["Trấn Biên", "Biên Hoà", "Định Quán"]
    assert found.frame.name == "don-vi-hanh-chinh.csv"
    # The invented sizes of the day before count no more, nor those of the province.
    assert not found.synthetic
    size(session, "26041", what="people", synthetic=True)
    assert frame.frame_in_force(session, TODAY).synthetic


@pytest.fixture
def load(session, tmp_path):
    def _load(text):
        path = tmp_path / "bc.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return offices.load_offices(session, path)

    return _load


def test_offices_are_made_with_trimmed_words_for_the_unit_that_began_last(session, province, load):
    older = unit("26041", "Trấn Biên cũ")
    older.valid_from, older.valid_to = dt.date(1990, 1, 1), dt.date(2025, 7, 1)
    session.add(older)
    session.flush()

    assert load("\ufeffarea,office,name\n 26041 , BC1 , Bưu cục Biên Hoà \n26206,BC2,Bưu cục Xa\n") == 2
    served = destinations.serving_offices(session)
    newest = session.scalars(select(Area).where(Area.code == "26041", Area.valid_to.is_(None))).one()
    assert {area: (office.code, office.name) for area, office in served.items()} == {
        newest.id: ("BC1", "Bưu cục Biên Hoà"),
        commune(session, "26206").id: ("BC2", "Bưu cục Xa"),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("area,office\n75,BC1\n", "bc.csv có 1 lỗi, chưa nạp gì: dòng 1: thiếu cột name"),
        ("area,office,name\n", "bc.csv có 1 lỗi, chưa nạp gì: dòng 1: tệp không có dòng dữ liệu nào"),
        ("area,office,name\n75,BC1,Bưu cục\n75,BC1,\n", "bc.csv có 1 lỗi, chưa nạp gì: dòng 3: cột name để trống"),
        ("area,office,name\n75,,Bưu cục\n", "bc.csv có 1 lỗi, chưa nạp gì: dòng 2: cột office để trống"),
        ("area,office,name\n7,BC1,Bưu cục\n", "bc.csv có 1 lỗi, chưa nạp gì: dòng 2: không có đơn vị hành chính mã «7»"),
        ("area,office,name\n7,BC1,\n8,BC1,X\n", "bc.csv có 3 lỗi, chưa nạp gì: dòng 2: "),
        (b"\xff", "Tệp bc.csv không phải UTF-8"),
        ("a" * 10_485_761, "Tệp bc.csv quá lớn: tối đa 10 MB"),
        ("area,office,name\n75,BC1," + "x" * 131_073 + "\n", "Tệp bc.csv không đọc được từ dòng 2: "),
        ('area,office,name\n75,BC1,Bưu cục\n75,"BC2,Bưu cục\n', "Tệp bc.csv không đọc được từ dòng 3: "),
        ("x" * 131_073 + ",office,name\n75,BC1,Bưu cục\n", "Tệp bc.csv không đọc được từ dòng 1: "),
    ],
    ids=[
        "column", "no row", "no name", "no code", "nobody", "all at once", "bytes", "too large", "long cell", "open quote",
        "long header",
    ],
)  # fmt: skip
def test_a_list_of_offices_with_a_mistake_says_where_and_makes_none(session, province, load, text, said):
    with pytest.raises(AppError) as told:
        load(text)

    assert told.value.vi.startswith(said)
    assert told.value.en.startswith("bc.csv ")
    assert session.scalars(select(PostOffice)).all() == []


def test_offices_may_come_from_a_spreadsheet_that_writes_semicolons_and_notes(session, province, load):
    assert load("area;office;name;note\r\n26041;BC1;Bưu cục Biên Hoà;gần chợ\r\n") == 1


def test_a_list_that_is_not_there_is_named(session, tmp_path):
    with pytest.raises(AppError, match=r"Không mở được tệp không có\.csv"):
        offices.load_offices(session, tmp_path / "không có.csv")
