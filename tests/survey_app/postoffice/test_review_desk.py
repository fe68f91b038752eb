"""The review desk in a browser without a screen: scans in, rows looked at, forms keyed."""

import re
from io import BytesIO

import cv2
import numpy as np
import pytest

from print.layout.compose import lay_out
from print.number import write
from questionnaires import load
from tests.print.blank_forms import printed
from tests.print.damage import CONDITIONS, scan
from tests.print.filled_forms import Hand, fill, page_of

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

HAND = Hand("blue", "cross", ambiguous={"circled": 0.08}, strays=0)
SERIAL = 1


@pytest.fixture(scope="session")
def sheets():
    """The pages of one filled form as PNG, and the code meant by item."""
    questionnaire = load.published("sipas-2025")
    layout = lay_out(questionnaire)
    pictures, meant = [], {}
    for number, blank in enumerate(printed(questionnaire, [SERIAL]), start=1):
        filled = fill(blank, page_of(layout, number), write(SERIAL), HAND, seed=number)
        meant |= {item: truth.code for item, truth in filled.truth.items()}
        coded = cv2.imencode(".png", scan(filled.image, CONDITIONS["100 dpi grey"], seed=number))[1]
        pictures.append(coded.tobytes())
    return pictures, meant


@pytest.fixture
def desk(app, browser, tmp_path):
    app.config["SCANS_FOLDER"] = str(tmp_path / "scans")
    return browser.sign_in("lan").open("/buu-dien/quet")


def upload(desk, pictures, **more):
    files = [(BytesIO(picture), f"{i}.png") for i, picture in enumerate(pictures)]
    return desk.post("/buu-dien/quet", files=files, **more)


def test_a_form_goes_from_scans_to_an_accepted_response(desk, sheets, rows):
    pictures, meant = sheets
    upload(desk, pictures)
    assert f"Đã đọc {len(pictures)} trang" in desk.text

    desk.open("/buu-dien/quet/soat")
    looked = 0
    while "/quet/soat" in desk.path:
        looked += 1
        item = re.search(r'alt="Ảnh của dòng (\w+)"', desk.page.text)[1]
        picture = desk.client.get(re.search(r'src="(/buu-dien/quet/anh/\d+)"', desk.page.text)[1])
        assert (picture.status_code, picture.mimetype) == (200, "image/png")
        whole = desk.client.get(re.search(r'src="(/buu-dien/quet/trang/\d+)"', desk.page.text)[1])
        assert whole.mimetype == "image/jpeg"
        address = re.search(r'id="soat" action="([^"]+)"', desk.page.text)[1]
        desk.post(address, code=str(meant.get(item, 0)))
    assert looked > 0
    assert "Không còn dòng nào phải soát" in desk.text
    desk.post("/buu-dien/quet/nhap")

    assert "Máy đã nhập 1 phiếu" in desk.text
    assert rows("SELECT count(*) FROM keying WHERE source = 'scan'") == [(1,)]


NOTE, BESIDE = "#margin-1-1", "không nhớ"


@pytest.fixture
def noted(sheets):
    """The same pages with four lines of writing at the top of the first one, above its head."""
    pictures, meant = sheets
    first = cv2.imdecode(np.frombuffer(pictures[0], np.uint8), cv2.IMREAD_GRAYSCALE)
    for k in range(4):
        y = round((4.5 + k) * 100 / 25.4)
        cv2.line(first, (100, y), (500, y + 3), 40, 2)
    return [cv2.imencode(".png", first)[1].tobytes(), *pictures[1:]], meant


def test_what_is_written_in_a_margin_is_typed_at_the_desk_and_kept_beside_the_answers(desk, noted, rows):
    pictures, meant = noted
    upload(desk, pictures)
    desk.open("/buu-dien/quet/soat")

    assert "Ghi chú ngoài lề, trang 1" in desk.text
    assert '<textarea id="text" name="text"' in desk.page.text
    beside = ""  # the first row that waits: what is written beside it is typed with it
    while "/quet/soat" in desk.path:
        item = re.search(r'alt="Ảnh của dòng ([^"]+)"', desk.page.text)[1]
        beside = beside or ("" if item.startswith("#") else item)
        text = {NOTE: "Xin gọi lại", beside: BESIDE}.get(item, "")
        picture = desk.client.get(re.search(r'src="(/buu-dien/quet/anh/\d+)"', desk.page.text)[1])
        assert picture.status_code == 200
        address = re.search(r'id="soat" action="([^"]+)"', desk.page.text)[1]
        desk.post(address, code=str(meant.get(item, 0)), text=text)
    desk.post("/buu-dien/quet/nhap")

    assert "Máy đã nhập 1 phiếu: 1 được nhận" in desk.text
    kept = dict(rows("SELECT text, item FROM answer_text"))
    assert kept.keys() == {"Xin gọi lại", BESIDE}
    assert kept["Xin gọi lại"] == NOTE
    assert re.fullmatch(rf"#margin-\d-{beside}", kept[BESIDE])


def test_a_file_that_is_no_scan_is_named_and_the_others_are_read(desk, sheets):
    pictures, _ = sheets

    upload(desk, [b"not a picture", pictures[0]])

    assert "Đã đọc 2 trang" in desk.text
    assert "nhập tay" in desk.text


def test_an_upload_by_script_is_answered_in_json(desk, sheets):
    pictures, _ = sheets

    upload(desk, pictures[:1], headers={"Accept": "application/json"})

    assert desk.page.json["message"].startswith("Đã đọc 1 trang")
    assert desk.page.json["beware"] == []


def test_an_upload_of_nothing_says_what_to_do(desk):
    desk.post("/buu-dien/quet")

    assert desk.status == 400
    assert "Chưa chọn tệp quét nào" in desk.text


def test_an_odd_picture_goes_from_the_contact_sheet_to_the_queue(desk, sheets, rows):
    pictures, _ = sheets
    upload(desk, pictures[:1])
    address = re.search(r'href="(/buu-dien/quet/bang-anh[^"]+)"', desk.page.text)[1].replace("&amp;", "&")

    desk.open(address)
    row = re.search(r'name="row" value="(\d+)"', desk.page.text)[1]
    desk.post(row=row)

    assert "Đã chuyển 1 dòng" in desk.text
    assert rows(f"SELECT code FROM scan_row WHERE id = {row}") == [(None,)]


def test_a_large_request_is_let_in_for_scans_alone(desk, app):
    big = (BytesIO(b"x" * 300_000), "big.png")
    desk.post("/buu-dien/quet", files=[big])
    assert desk.status == 200

    desk.open("/buu-dien/nhap").post("/buu-dien/nhap", number="1" * 200_000)
    assert desk.status == 413
