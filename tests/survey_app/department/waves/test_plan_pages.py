"""A plan's preview, its drawn sample, the wave it opens and who serves which area, each table row by row."""

import hashlib
import math
import re
from statistics import NormalDist

import pytest
import sqlalchemy as sa

from sampling.drawing.draw import draw
from sampling.frame.frame import frame_from
from sampling.plan.plan_file import plan_from
from survey_app import db
from survey_app.tables import Area, OfficeArea
from tests.builders.areas import unit
from tests.survey_app.browsers import in_words
from tests.survey_app.department.waves.typed import PLAN, TYPED, VILLAGES, as_csv, files, plan
from tests.survey_app.web.test_titles import heads

pytestmark = pytest.mark.slow
PLACES = {"26041": "Phường Trấn Biên", "26068": "Phường Biên Hòa"}


def facts(page):
    """The words of each fact of the page by its name."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page.page.text, re.S)
    return {in_words(name): in_words(value) for name, value in found}


def steps(page):
    """Each step of planning: done, the one at hand, or to come, and its words."""
    line = re.search(r'<ol class="stepline">(.*?)</ol>', page.page.text, re.S)[1]
    found = re.findall(r"<li([^>]*)>(.*?)</li>", line, re.S)
    return [("".join(re.findall(r'"(\w+)"', marks)), in_words(words)) for marks, words in found]


def tiles(page):
    return [in_words(one) for one in re.findall(r"<li>(\s*<b>.*?)</li>", page.page.text, re.S)]


def comma(value, places):
    return f"{value:.{places}f}".replace(".", ",")


def drawn_sample():
    return draw(
        frame_from(VILLAGES, name="khung mẫu.csv"), plan_from(PLAN, name="ke-hoach"), seed=TYPED["seed"]
    )


def test_the_preview_counts_and_judges_each_area_and_the_whole(department):
    page = plan(department, rho="0,1", response="60")
    # 5 forms of a village, 3 answers: deff = 1 + (3 - 1)·0.1; 9 answers of the 6,720 adults of a commune.
    deff, people = 1.2, 6720
    error = math.sqrt(deff * 0.8 * 0.2 / 9 * (1 - 9 / people))
    whole = error / math.sqrt(2)
    z = NormalDist().inv_cdf(0.975)
    row = ["6.720", "3,0", "15,0", "9,0", comma(100 * error, 1), f"± {comma(100 * z * error, 1)}"]
    unit = "thôn, ấp, khu phố"

    assert page.table("phan-bo") == [
        ["Mã", "Địa bàn", "Tầng", "Số người", f"Số đơn vị chọn ({unit})", "Phiếu chính", "Trả lời chờ đợi", "Sai số chuẩn", "Nửa khoảng 95 %"],
        *([code, name, code, *row] for code, name in PLACES.items()),
        ["Cộng", "", "", "13.440", "6", "30", "18,0", comma(100 * whole, 2), f"± {comma(100 * z * whole, 2)}"],
    ]  # fmt: skip
    assert "nếu 60 % số phiếu có trả lời và ρ = 0,1" in page.text
    assert page.page.text.count('<tr class="indicative">') == 2
    assert heads(page) == ("Xem trước – Đợt một năm 2026", "Đợt một năm 2026")
    assert in_words(re.search(r'<p class="lead">.*?</p>', page.page.text)[0]) == "Kế hoạch thử"
    assert steps(page) == [
        ("done", "1 Kế hoạch"),
        ("step", "2 Xem trước"),
        ("", "3 Rút mẫu"),
        ("", "4 Khóa và mở đợt"),
    ]
    half = comma(100 * z * whole, 1)
    assert tiles(page) == [
        "30 phiếu chính",
        "12 phiếu dự phòng",
        f"± {half} điểm phần trăm cho tỷ lệ 80 % của toàn địa bàn (khoảng 95 %)",
        "18 trả lời chờ đợi, nếu 60 % số phiếu có trả lời",
    ]
    shown = re.search(r'<ul class="tilemap">(.*?)</ul>', page.page.text, re.S)[1]
    assert [in_words(one) for one in re.findall(r"<li.*?</li>", shown, re.S)] == [
        f"{name} 15 ± {comma(100 * z * error, 0)}" for name in PLACES.values()
    ]
    assert facts(page) == {
        "Người trong khung": "13.440",
        f"Chọn ở giai đoạn đầu ({unit})": "6 / 24",
        "Trả lời mỗi đơn vị": "3,0",
        "Hệ số thiết kế do chọn cụm": "1,20",
        "Hệ số thiết kế của cả kế hoạch": comma(whole**2 / (0.16 / 18), 2),
        "Sai số chuẩn của toàn địa bàn": comma(100 * whole, 2),
        "Đơn vị chắc chắn được chọn": "0",
        "Khung mẫu: SHA-256, công bố trước khi có hạt giống": "khung mẫu.csv, 24 dòng, lập ngày 01/09/2025 "
        + hashlib.sha256(as_csv(VILLAGES)).hexdigest(),
        "Kế hoạch: SHA-256, công bố trước khi có hạt giống": f"ke-hoach {hashlib.sha256(PLAN.encode()).hexdigest()}",
    }


def test_the_preview_names_the_villages_taken_for_certain_and_tells_the_effect_of_the_whole(department):
    large = [{"commune": "26041", "village": "26041-99", "adults": 20000}]
    page = plan(department, files(as_csv([*VILLAGES, *large])), rho="0,1")
    # 5 forms of a village, 4 answers; both communes give 12 of them, one for 26,720 people, one for 6,720.
    deff, people, answers = 1.3, (26720, 6720), 12
    errors = [math.sqrt(deff * 0.16 / answers * (1 - answers / each)) for each in people]
    whole = math.sqrt(
        sum((each / sum(people) * error) ** 2 for each, error in zip(people, errors, strict=True))
    )
    told = facts(page)

    assert told["Đơn vị chắc chắn được chọn"] == "1"
    assert "Các đơn vị chắc chắn được chọn 26041/26041-99" in page.text
    assert told["Hệ số thiết kế do chọn cụm"] == "1,30"
    assert told["Hệ số thiết kế của cả kế hoạch"] == comma(whole**2 / (0.16 / 24), 2) != "1,30"


def test_a_drawn_sample_shows_each_unit_with_its_chance_and_its_forms(drawn):
    sample = drawn_sample()
    rows = sample.rows
    units = [
        [psu, PLACES[area], stratum, comma(pi, 4), str((own["role"] == "main").sum()), str((own["role"] != "main").sum())]
        for (psu, area, stratum, pi), own in rows.groupby(["psu", "commune", "stratum", "pi_1"], sort=True)
    ]  # fmt: skip
    page = drawn.open("/so-noi-vu/ke-hoach/1/mau")

    assert len(units) == 6
    assert page.table("da-rut") == [
        ["Đơn vị", "Địa bàn", "Tầng", "Xác suất chọn", "Phiếu chính", "Dự phòng"],
        *units,
    ]
    assert tiles(page) == [
        "30 phiếu chính",
        "12 phiếu dự phòng",
        "6 thôn, ấp, khu phố",
        "1 lần rút khác nhau",
    ]
    assert "mẫu khác nhau; mọi lần" not in page.text
    assert heads(page) == ("Mẫu đã rút – Đợt một năm 2026", "Mẫu đã rút: Đợt một năm 2026")
    assert steps(page) == [
        ("done", "1 Kế hoạch"),
        ("done", "2 Xem trước"),
        ("step", "3 Rút mẫu"),
        ("", "4 Khóa và mở đợt"),
    ]
    seed = TYPED["seed"]
    assert facts(page) == {
        "Niêm của biên bản rút mẫu (SHA-256)": sample.manifest["seal"],
        "Khung mẫu": f"khung mẫu.csv, 24 dòng {hashlib.sha256(as_csv(VILLAGES)).hexdigest()}",
        "Dòng chữ làm hạt giống": f"{seed} {hashlib.sha256(seed.encode()).hexdigest()}",
    }


def test_a_sample_of_persons_stands_by_stratum_and_of_a_large_one_every_unit_is_shown(department):
    persons = PLAN.replace("take = 3", "take = 8").replace("take = 5", "take = 1")
    other = [{"xa": row["commune"], **{key: row[key] for key in ("village", "adults")}} for row in VILLAGES]
    sent = files(as_csv(other), persons.replace('"commune"', '"xa"'))
    page = plan(department, sent, area_column="xa")
    page.post("/so-noi-vu/ke-hoach/1/rut")
    shown = page.table("da-rut")[1:]
    assert len(shown) == 16
    assert {row[1] for row in shown} == set(PLACES.values())

    one = '[[stage]]\nunit = "person"\nstrata = ["commune"]\ntake = 9\nreserve = 4\ncount = "adults"\n'
    page = plan(department, files(plan=one), code="2026-2")
    page.post("/so-noi-vu/ke-hoach/2/rut")
    assert page.table("da-rut")[1:] == [
        [code, name, code, comma(9 / 6720, 4), "9", "4"] for code, name in PLACES.items()
    ]
    assert "Số phiếu đã rút theo tầng" in page.text


def test_a_plan_drawn_twice_says_so_before_and_after_the_wave_is_open(drawn):
    drawn.open("/so-noi-vu/ke-hoach/1").post("/so-noi-vu/ke-hoach/1", **{**TYPED, "seed": "khác"})
    drawn.post("/so-noi-vu/ke-hoach/1/rut")

    assert tiles(drawn)[-1] == "2 lần rút khác nhau"
    assert "Kế hoạch này đã rút ra 2 mẫu khác nhau; mọi lần đều có trong nhật ký" in drawn.text
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")
    opened = drawn.open("/so-noi-vu/dot/2026-1")
    assert facts(opened)["Số mẫu khác nhau đã rút trước khi khóa"] == "2"
    assert "Việc tiếp theo" in opened.text
    opened.open("/so-noi-vu/dot/2026-1/dong").post("/so-noi-vu/dot/2026-1/dong", code="2026-1")
    assert "đã kết thúc ngày 15/09/2025" in opened.text
    assert "Việc tiếp theo" not in opened.text


def test_an_opened_wave_shows_what_was_declared_drawn_and_comes_next(drawn, new_browser, rows):
    sample = drawn_sample()
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")
    page = drawn.open("/so-noi-vu/dot/2026-1")
    ((version,),) = rows("SELECT questionnaire_version FROM wave WHERE code = '2026-1'")
    frame = hashlib.sha256(as_csv(VILLAGES)).hexdigest()
    told = facts(page)
    questionnaire = told.pop("Bộ câu hỏi")

    assert "Mở ngày 15/09/2025, nhận trả lời đến 31/12/2025" in page.text
    assert questionnaire.endswith(f" {version[:12]}")
    assert told == {
        "Điện thoại hỗ trợ": "–",
        "Ai hỏi và để làm gì": "–",
        "Câu trả lời được dùng thế nào": "–",
        "Cách gửi lại phiếu": "–",
        "Mã đợt": "2026-1",
        "Số đo so với chỉ tiêu": "Điểm quy đổi (điểm trung bình/5)",
        "Bộ chỉ tiêu": told["Bộ chỉ tiêu"],
        "Tỷ lệ phiếu giấy nhập hai lần (%)": "12,5",
        "Nhận dòng quét theo nét tay riêng của phiếu": "đang tắt Bật",
        "Phiếu chính": "30",
        "Dự phòng": "12",
        "Kế hoạch": "ke-hoach",
        "Dòng chữ làm hạt giống": TYPED["seed"],
        "Số mẫu khác nhau đã rút trước khi khóa": "1",
        "Niêm của biên bản rút mẫu (SHA-256)": sample.manifest["seal"],
        "Khung mẫu": f"khung mẫu.csv {frame}",
    }
    assert told["Bộ chỉ tiêu"].endswith(" (2025)")
    assert "Việc tiếp theo" in page.text
    assert "Không có sample.csv ở đây" not in page.text
    downloads = re.search(r'<p class="downloads">.*?</p>', page.page.text, re.S)[0]
    assert in_words(downloads) == "Tải về: manifest.json · sample.csv"
    supervisor = new_browser().sign_in("giam-sat").open("/so-noi-vu/dot/2026-1")
    assert "Việc tiếp theo" not in supervisor.text
    assert "sample.csv" not in in_words(
        re.search(r'<p class="downloads">.*?</p>', supervisor.page.text, re.S)[0]
    )


def test_areas_stand_with_their_office_those_without_one_first(department, wave):
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("DELETE FROM office_area WHERE area_id = (SELECT id FROM area WHERE code = '26068')")
        )
    engine.dispose()
    page = department.open("/so-noi-vu/phan-cong")

    def listed():
        shown = re.search(r'<ul class="areas">(.*?)</ul>', page.page.text, re.S)[1]
        return [in_words(one) for one in re.findall(r"<li>.*?</li>", shown, re.S)]

    assert listed() == ["Phường Biên Hòa 26068 · chưa có", "Phường Trấn Biên 26041 · Bưu cục Biên Hòa"]
    assert "1 địa bàn chưa có bưu cục." in page.text
    offices = re.search(r'<select[^>]*name="office".*?</select>', page.page.text, re.S)[0]
    assert re.findall(r">([^<]+)</option>", offices) == [
        "– bưu cục mới –",
        "Bưu cục Biên Hòa",
        "Bưu cục Long Thành",
    ]
    ids = dict(zip(("bh", "tb"), re.findall(r'name="area" value="(\d+)"', page.page.text), strict=True))
    page.post("/so-noi-vu/phan-cong", office="", code="", name="", area=[ids["tb"]])
    assert page.status == 422
    assert re.findall(r'name="area" value="(\d+)"\s+checked', page.page.text) == [ids["tb"]]
    page.post("/so-noi-vu/phan-cong", office="2", code="", name="", area=[ids["bh"]])
    assert listed() == [
        "Phường Trấn Biên 26041 · Bưu cục Biên Hòa",
        "Phường Biên Hòa 26068 · Bưu cục Long Thành",
    ]
    assert "Mọi địa bàn ở cấp này đã có bưu cục." in page.text

    with db.session_factory(wave.url, durable=False) as sessions, sessions() as session:
        above = unit("75", "Đồng Nai", level="province", kind="tỉnh")
        session.add(above)
        session.flush()
        session.execute(sa.update(Area).where(Area.id != above.id).values(parent_id=above.id))
        session.execute(sa.delete(OfficeArea).where(OfficeArea.area_id == int(ids["tb"])))
        session.add(OfficeArea(area_id=above.id, office_id=1))
        session.commit()
    page.open("/so-noi-vu/phan-cong")
    assert listed() == [
        "Phường Trấn Biên 26041 · Bưu cục Biên Hòa (theo cấp trên)",
        "Phường Biên Hòa 26068 · Bưu cục Long Thành",
    ]
    levels = re.findall(r'href="(/so-noi-vu/phan-cong\?cap=\w+)"[^>]*>([^<]+)</a>', page.page.text)
    assert levels == [
        ("/so-noi-vu/phan-cong?cap=province", "Tỉnh (1)"),
        ("/so-noi-vu/phan-cong?cap=commune", "Xã, phường (2)"),
    ]
    assert page.open("/so-noi-vu/phan-cong?cap=village").status == 404
    page.open("/so-noi-vu/phan-cong?cap=province")
    kept = page.client.post(
        "/so-noi-vu/phan-cong?cap=province",
        data={name: values[0] for name, values in page.hidden().items()}
        | {
            "office": "2",
            "code": "",
            "name": "",
            "area": re.findall(r'name="area" value="(\d+)"', page.page.text),
        },
    )
    assert (kept.status_code, kept.location) == (303, "/so-noi-vu/phan-cong?cap=province")
