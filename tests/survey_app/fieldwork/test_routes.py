"""Routes of a batch: places by name, forms in the order of a walk, reserves last."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from print.batch import Reserve, Route
from survey_app.fieldwork import routes
from survey_app.fieldwork.routes import AreaNames
from survey_app.tables import SampleRole
from tests.builders.areas import unit

WARD = unit("25195", "Bình Phước")
WARD.id = 1
NAMES = AreaNames({"25195": "phường Bình Phước", "2519502": "khu phố Phú Lợi"})


@dataclass
class Cell:
    """A design cell as a route reads it."""

    clusters: list[str]
    area: object = WARD
    stratum: str = "25195"

    @property
    def area_id(self):
        return self.area.id


@dataclass
class Numbered:
    """A form as a route reads it."""

    serial: int
    label: str | None
    cell: Cell = field(default_factory=lambda: Cell(["25195/25195-02"]))
    role: SampleRole = SampleRole.MAIN
    place: int = 1
    last_stratum: str | None = None
    replaces: object = None


@pytest.fixture(autouse=True)
def _no_codes(monkeypatch):
    monkeypatch.setattr("survey_app.waves.catalogue.access_code", lambda _form: "KLY")


def walked(*forms, names=NAMES):
    return routes.walked(forms, names, base_url="https://x.vn")


def village(code, **more):
    return Cell([f"25195/{code}"], **more)


def places(*forms, names=NAMES):
    return [(one.route.village, one.place) for one in walked(*forms, names=names)]


def test_forms_go_village_by_village_and_by_the_number_in_the_list_of_each():
    forms = [
        Numbered(1, "100", village("25195-10")),
        Numbered(2, "9", village("25195-2")),
        Numbered(3, "20", village("25195-10")),
        Numbered(4, "80", village("25195-2")),
    ]

    assert [(one.route.code, one.place) for one in walked(*forms)] == [
        ("25195/25195-2", "số 9"),
        ("25195/25195-2", "số 80"),
        ("25195/25195-10", "số 20"),
        ("25195/25195-10", "số 100"),
    ]


def test_the_name_of_a_village_is_what_the_labels_of_each_route_share():
    forms = [
        Numbered(1, "Khu phố 2 · 404"),
        Numbered(2, "Khu phố 2 · 725"),
        Numbered(3, "Khu phố 4 · 404", village("25195-04")),
    ]

    assert places(*forms) == [("Khu phố 2", "số 404"), ("Khu phố 2", "số 725"), ("Khu phố 4", "số 404")]
    assert {one.route.commune for one in walked(*forms)} == {"phường Bình Phước"}


def test_the_name_of_a_village_that_is_an_area_is_the_areas():
    forms = [Numbered(1, "2519502 · 7", village("2519502")), Numbered(2, "2519502 · 8", village("2519502"))]

    assert places(*forms) == [("khu phố Phú Lợi", "số 7"), ("khu phố Phú Lợi", "số 8")]


def test_a_village_called_by_its_name_in_the_frame_keeps_it():
    assert places(Numbered(1, "Ấp 3 · 17", village("Ấp 3"))) == [("Ấp 3", "số 17")]


def test_what_two_parts_of_a_label_say_of_every_route_both_name_it():
    forms = [Numbered(n, f"Ấp 3 · chợ mới · {n}", village("A03")) for n in (1, 2)]

    assert places(*forms) == [("Ấp 3, chợ mới", "số 1"), ("Ấp 3, chợ mới", "số 2")]


def test_a_code_alone_is_no_name_and_stays_on_the_row_where_it_tells_forms_apart():
    assert places(Numbered(1, "25195-02 · 1648"), Numbered(2, "25195-02 · 7")) == [
        ("", "số 7"),
        ("", "số 1648"),
    ]
    assert places(Numbered(1, "HO12 · 3"), Numbered(2, "HO12 · 4")) == [
        ("", "HO12 · số 3"),
        ("", "HO12 · số 4"),
    ]


def test_routes_of_one_form_keep_what_their_labels_say_on_the_row():
    assert places(Numbered(1, "Hộ bên cầu"), Numbered(2, "Hộ nhà đèn", village("25195-04"))) == [
        ("", "Hộ bên cầu"),
        ("", "Hộ nhà đèn"),
    ]


def test_forms_without_a_label_are_a_route_all_the_same():
    assert places(Numbered(2, None), Numbered(1, None)) == [("", None), ("", None)]
    assert [one.number[:6] for one in walked(Numbered(2, None), Numbered(1, None))] == ["000001", "000002"]


def test_a_sample_without_villages_has_the_commune_as_its_route():
    (one,) = walked(Numbered(1, "17", Cell([])))

    assert one.route == Route("25195", "", "phường Bình Phước")


def test_a_cluster_that_is_the_commune_itself_is_no_village():
    (one,) = walked(Numbered(1, "17", Cell(["25195", "25195/Ấp 3"])))

    assert one.route == Route("25195/Ấp 3", "Ấp 3", "phường Bình Phước")


def test_a_group_within_a_village_is_named_before_it():
    (one,) = walked(Numbered(1, "17", Cell(["25195/Ấp 3", "25195/Ấp 3/Tổ 5"])))

    assert one.route == Route("25195/Ấp 3/Tổ 5", "Tổ 5, Ấp 3", "phường Bình Phước")


def test_a_village_that_is_the_area_itself_stands_in_its_commune():
    hamlet = unit("2519502", "Phú Lợi", level="village", kind="khu phố", parent=WARD)
    hamlet.id = 2
    (one,) = walked(Numbered(1, "17", Cell([], area=hamlet)))

    assert (one.route.village, one.route.commune) == ("khu phố Phú Lợi", "phường Bình Phước")


@pytest.mark.parametrize("name", ["", "  ", "25195"])
def test_an_area_without_a_name_has_none(name):
    assert routes.area_name(unit("25195", name)) == ""


def test_an_area_says_its_kind_once():
    assert routes.area_name(unit("25195", "Phường Bình Phước")) == "Phường Bình Phước"
    assert routes.area_name(unit("25195", "Bình Phước ")) == "phường Bình Phước"
    assert routes.area_name(None) == ""


def test_reserves_come_last_in_their_order_and_not_in_that_of_the_list():
    forms = [
        Numbered(1, "50", role=SampleRole.RESERVE, place=2),
        Numbered(2, "90", role=SampleRole.RESERVE, place=1),
        Numbered(3, "70"),
        Numbered(4, "60"),
    ]

    assert [(one.place, one.reserve) for one in walked(*forms)] == [
        ("số 60", None),
        ("số 70", None),
        ("số 90", Reserve(1)),
        ("số 50", Reserve(2)),
    ]


def test_a_reserve_says_its_group_where_the_route_has_several_and_whose_place_it_took():
    forms = [
        Numbered(1, "1", last_stratum="nữ"),
        Numbered(2, "2", last_stratum="nam"),
        Numbered(3, "3", last_stratum="nữ", role=SampleRole.RESERVE, replaces=SimpleNamespace(serial=1)),
        Numbered(4, "4", last_stratum="nam", role=SampleRole.RESERVE),
    ]

    *_, men, women = walked(*forms)

    assert men.reserve == Reserve(1, "nam")
    assert women.reserve == Reserve(1, "nữ", "000001-3")


def test_a_form_is_drawn_with_its_code_and_its_address():
    (one,) = walked(Numbered(1, None))

    assert (one.number, one.access_code, one.web_url) == ("000001-3", "KLY", "https://x.vn/p/KLY")
