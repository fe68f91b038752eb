"""What is said before papers are printed: names nobody knows, letters the font lacks, no address."""

import pytest

from survey_app.errors import AppError
from survey_app.fieldwork import papers, print_warnings
from survey_app.tables import Area
from tests.builders.areas import unit

pytestmark = pytest.mark.slow
ADDRESS = "2 Nguyễn Văn Trị"


def told(session, world, office=None, address=ADDRESS, base_url="https://x.vn"):
    job = papers.PrintJob(None, base_url, world.stamp(), "Sở Nội vụ", address=address)
    return print_warnings.warnings(session, world.wave.code, office, job)


def codes_for_villages(session, world):
    """Call every village of the wave by a code, in its cells and on its labels."""
    for form in papers.forms_of(session, world.wave):
        (cluster,) = form.cell.clusters
        form.cell.clusters = [cluster.replace("Ấp ", "A")]
        form.label = form.label.replace("Ấp ", "A")
        session.flush()


def test_a_wave_with_names_and_an_address_has_nothing_to_warn_of(session, world):
    assert told(session, world) == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "127.1.2.3", "[::1]:80"])
def test_a_web_address_of_this_machine_alone_is_told_but_for_a_synthetic_wave(session, world, host):
    world.wave.synthetic = False
    (only,) = told(session, world, base_url=f"http://{host}")
    assert "SIPAS_BASE_URL" in only.vi
    assert "SIPAS_BASE_URL" in only.en

    world.wave.synthetic = True
    assert told(session, world, base_url=f"http://{host}") == []


@pytest.mark.parametrize("address", ["", "  "])
def test_no_address_is_told(session, world, address):
    (only,) = told(session, world, address=address)

    assert only.vi.startswith("Chưa có địa chỉ nhận lại thư")
    assert "[owner]" in only.vi
    assert "[owner]" in only.en


def test_villages_known_by_code_alone_are_counted_and_named(session, world):
    codes_for_villages(session, world)

    (only,) = told(session, world)

    assert only.vi.startswith("Không biết tên thôn, ấp, khu phố của 6 tuyến (")
    assert "26041/A" in only.vi
    assert "…" in only.vi
    assert "load-areas" in only.vi
    assert "6 routes" in only.en
    (near,) = told(session, world, "BC2")
    assert "của 2 tuyến (26206/A" in near.vi


def test_villages_loaded_as_areas_are_warned_of_no_more(session, world):
    codes_for_villages(session, world)
    commune = session.query(Area).filter_by(code="26206").one()
    for number in range(1, 5):
        session.add(unit(f"A{number}", f"Ấp {number}", level="village", kind="ấp", parent=commune))
    session.flush()

    assert told(session, world) == []


def test_a_commune_without_a_name_is_told(session, world):
    session.query(Area).filter_by(code="26206").one().name = "26206"
    session.flush()

    (only,) = told(session, world)

    assert only.vi.startswith("Không biết tên 1 xã, phường (26206)")


def test_letters_the_font_lacks_are_told_wherever_they_stand(session, world):
    session.query(Area).filter_by(code="26206").one().name = "Kŏng"
    session.flush()

    (only,) = told(session, world, address="2 村")

    assert "ŏ (U+014F)" in only.vi
    assert "村 (U+6751)" in only.vi


def test_an_office_without_batches_is_refused_before_anything_is_printed(session, world):
    with pytest.raises(AppError, match="BC9"):
        told(session, world, "BC9")
