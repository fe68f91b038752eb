import hashlib
import json
import re

import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from sampling.drawing.draw import draw, load_plan, plan_from
from sampling.drawing.manifest import FORMAT, as_json, sample_csv, write
from sampling.drawing.number_text import number
from sampling.drawing.verify import verify
from sampling.errors import SamplingError
from sampling.frame.frame import canonical_csv, frame_from, read_frame
from sampling.selection.randomness import Stream, permanent_numbers
from survey_app.commands.sample import command
from survey_app.errors import AppError

PLAN = """
[[stage]]
unit = "village"
strata = ["district"]
size = "adults"
method = "{method}"
take = 3
reserve = 1
[[stage]]
unit = "person"
take = 4
reserve = 2
count = "adults"
"""
SEED = "Xổ số Đồng Nai 25/11/2026: 123456"
METHODS = ["pps_systematic", "sampford", "pivotal", "brewer", "poisson", "cube"]


@pytest.fixture
def folder(tmp_path, province):
    (tmp_path / "frame.csv").write_bytes(canonical_csv(frame_from(province).table(np.arange(len(province)))))
    (tmp_path / "plan.toml").write_text(PLAN.format(method="pps_systematic"), "utf-8")
    return tmp_path


@pytest.fixture
def drawn(folder):
    sample = draw(read_frame(folder / "frame.csv"), load_plan(folder / "plan.toml"), seed=SEED)
    write(sample, folder / "out")
    return folder / "out"


def test_permanent_numbers_and_streams_never_change():
    assert permanent_numbers("seed|village|", ["26041/3"])[0] == int("fe7efb542fab5", 16) / 16**13
    assert Stream("seed").random(3).tolist() == STREAM


STREAM = [0.6181004300632308, 0.6535342990420636, 0.49106496069884753]


@pytest.mark.parametrize("method", METHODS)
def test_a_sample_has_the_same_bytes_on_every_machine(province, method):
    sample = draw(frame_from(province), plan_from(PLAN.format(method=method)), seed=SEED)

    assert hashlib.sha256(sample_csv(sample)).hexdigest()[:16] == BYTES[method]


BYTES = {
    "pps_systematic": "58cdf796dd306e1d",
    "sampford": "de0f14c25b10f941",
    "pivotal": "1784aa5f01826b7f",
    "brewer": "bbd0a8ccb3ab0744",
    "poisson": "24e39c6b30dea314",
    "cube": "9015a30181ee7dbb",
}


def test_two_draws_give_the_same_files(folder, drawn):
    again = draw(read_frame(folder / "frame.csv"), load_plan(folder / "plan.toml"), seed=SEED)
    write(again, folder / "again")

    for name in ("sample.csv", "manifest.json"):
        assert (folder / "again" / name).read_bytes() == (drawn / name).read_bytes()


def test_sample_csv_has_exactly_the_columns_promised(drawn):
    header = (drawn / "sample.csv").read_text("utf-8").splitlines()[0]

    assert header == (
        "district,commune,urban,village,adults,person,list_position,stratum,pi_1,pi_2,weight,role,order"
    )


def test_a_list_of_persons_adds_no_column(people, tmp_path):
    plan = plan_from('[[stage]]\nunit = "person"\nid = ["village", "person"]\ntake = 3\n')

    header = sample_csv(draw(frame_from(people), plan, seed="x")).decode().splitlines()[0]

    assert header == "district,commune,urban,village,adults,person,stratum,pi_1,weight,role,order"


def test_a_manifest_tells_frame_plan_seed_numbers_and_counts(folder, drawn):
    manifest = json.loads((drawn / "manifest.json").read_text("utf-8"))

    assert manifest["frame"]["sha256"] == hashlib.sha256((folder / "frame.csv").read_bytes()).hexdigest()
    assert manifest["plan"]["text"] == (folder / "plan.toml").read_text("utf-8")
    assert manifest["seed"] == SEED
    assert [cell["take"] for cell in manifest["stages"][0]["strata"]] == [3] * 4
    assert len(manifest["stages"][0]["selected"]) == 16
    assert (manifest["sample"]["rows"], manifest["sample"]["main"], manifest["sample"]["reserve"]) == (
        96,
        48,
        48,
    )
    rows = pd.read_csv(drawn / "sample.csv", dtype=str)
    main = rows.loc[rows["role"] == "main", "weight"].astype(float).sum()
    assert float(manifest["sample"]["main_weight"]) == pytest.approx(main, rel=1e-9)
    path, role, order, text, digits = manifest["stages"][1]["selected"][0].split("\t")
    assert path.startswith(text.split("/")[0])
    assert hashlib.sha256(f"{SEED}|person|{text}".encode()).hexdigest().startswith(digits)
    assert (role, order) == ("main", "1")


def test_a_manifest_tells_what_each_stratum_gave(folder, drawn, province):
    manifest = json.loads((drawn / "manifest.json").read_text("utf-8"))

    adults = province.groupby("district")["adults"].agg(["size", "sum"])
    for cell, (district, row) in zip(manifest["stages"][0]["strata"], adults.iterrows(), strict=True):
        assert cell == {
            "parent": "",
            "stratum": district,
            "units": row["size"],
            "size": str(row["sum"]),
            "take": 3,
            "taken": 3,
            "reserve": 1,
            "certain": [],
            "interval": number(row["sum"] / 3),
        }
    assert manifest["frame"]["rows"] == len(province)
    assert manifest["frame"]["columns"] == list(province.columns)
    assert manifest["seed_sha256"] == hashlib.sha256(SEED.encode()).hexdigest()


def test_a_manifest_names_what_was_certain_and_counts_what_chance_gave():
    villages = [{"village": "lớn", "adults": 5000}, *({"village": f"v{n}", "adults": 100} for n in range(30))]
    plan = '[[stage]]\nunit = "village"\nsize = "adults"\nmethod = "poisson"\ntake = 12\n'

    cells = [
        draw(frame_from(villages), plan_from(plan), seed=f"lần {n}").manifest["stages"][0]["strata"][0]
        for n in range(5)
    ]

    assert {(cell["take"], *cell["certain"]) for cell in cells} == {(12, "lớn")}
    assert len({cell["taken"] for cell in cells}) > 1


def test_a_manifest_says_nothing_of_the_machine(drawn):
    text = (drawn / "manifest.json").read_text("utf-8")

    assert str(drawn.parent) not in text
    assert np.__version__ not in text


def test_an_untouched_sample_is_verified_with_and_without_the_frame(folder, drawn):
    assert verify(drawn / "manifest.json").untouched
    verification = verify(drawn / "manifest.json", frame=folder / "frame.csv")
    assert verification.untouched
    assert "từng byte" in verification.vi


def edit(path, old, new):
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def reseal(drawn):
    from sampling.drawing.manifest import as_json, seal

    path = drawn / "manifest.json"
    content = json.loads(path.read_bytes())
    content["sample"]["sha256"] = hashlib.sha256((drawn / "sample.csv").read_bytes()).hexdigest()
    content["seal"] = seal(content)
    path.write_bytes(as_json(content))


TOUCHES = {
    "a row of the sample": lambda out: edit(out / "sample.csv", b",main,1", b",reserve,1"),
    "the end of a line": lambda out: edit(out / "sample.csv", b"\n", b"\r\n"),
    "a row more": lambda out: (out / "sample.csv").write_bytes((out / "sample.csv").read_bytes() + b"x\n"),
    "no sample": lambda out: (out / "sample.csv").unlink(),
    "the seed": lambda out: edit(out / "manifest.json", b"123456", b"123457"),
    "a count": lambda out: edit(out / "manifest.json", b'"take": 3', b'"take": 4'),
    "the spacing": lambda out: edit(out / "manifest.json", b'"seed": ', b'"seed":  '),
    "half a manifest": lambda out: (out / "manifest.json").write_bytes(b"{"),
    "another format": lambda out: (out / "manifest.json").write_bytes(b"{}"),
}


def test_a_sample_is_written_into_a_folder_that_is_made_and_again_into_one_that_is_there(tmp_path):
    plan = '[[stage]]\nunit = "village"\nid = ["village"]\ntake = 2\n'
    rows = [{"village": str(number)} for number in range(5)]
    sample = draw(frame_from(rows), plan_from(plan), seed="x")
    for _ in range(2):
        write(sample, tmp_path / "mau" / "lan-1")
        assert verify(tmp_path / "mau" / "lan-1" / "manifest.json").untouched
    assert {path.name for path in (tmp_path / "mau" / "lan-1").iterdir()} == {"sample.csv", "manifest.json"}


OTHER_SAMPLE = "sample.csv không phải là tệp đã rút.", "sample.csv is not the file that was drawn."
BROKEN_SEAL = "niêm của manifest.json không khớp nội dung.", "the seal of manifest.json is broken."
TOLD = {
    "a row of the sample": OTHER_SAMPLE,
    "the end of a line": OTHER_SAMPLE,
    "a row more": OTHER_SAMPLE,
    "no sample": ("không có sample.csv bên cạnh.", "there is no sample.csv beside it."),
    "the seed": BROKEN_SEAL,
    "a count": BROKEN_SEAL,
    "the spacing": BROKEN_SEAL,
    "half a manifest": ("manifest.json không phải là JSON đọc được.", "manifest.json is not JSON."),
    "another format": (f"manifest.json không ở dạng {FORMAT}.", f"manifest.json is not of format {FORMAT}."),
}


@pytest.mark.parametrize("what", TOUCHES)
def test_whatever_is_touched_is_found_and_said(drawn, what):
    TOUCHES[what](drawn)

    verification = verify(drawn / "manifest.json")

    assert not verification.untouched
    assert (verification.vi, verification.en) == (f"ĐÃ BỊ SỬA: {TOLD[what][0]}", f"TOUCHED: {TOLD[what][1]}")


def test_what_is_not_there_cannot_be_verified(drawn, tmp_path):
    with pytest.raises(SamplingError, match=r"^Không có tệp «none.json»\.$"):
        verify(tmp_path / "none.json")
    with pytest.raises(SamplingError, match=re.escape("none.csv")):
        verify(drawn / "manifest.json", frame=tmp_path / "none.csv")


def test_a_forged_random_number_does_not_follow_from_the_seed(drawn):
    content = json.loads((drawn / "manifest.json").read_bytes())
    line = content["stages"][1]["selected"][0]
    edit(
        drawn / "manifest.json",
        line.encode().replace(b"\t", b"\\t"),
        (line[:-1] + ("1" if line.endswith("0") else "0")).encode().replace(b"\t", b"\\t"),
    )
    reseal(drawn)

    verification = verify(drawn / "manifest.json")

    unit = line.partition("\t")[0]
    assert verification.vi == f"ĐÃ BỊ SỬA: số ngẫu nhiên của «{unit}» không tính ra từ hạt giống."
    assert verification.en == f"TOUCHED: the random number of «{unit}» does not follow from the seed."


def test_a_sealed_manifest_without_its_stages_is_touched(drawn):
    content = json.loads((drawn / "manifest.json").read_bytes())
    (drawn / "manifest.json").write_text(json.dumps({**content, "stages": [{}]}), "utf-8")
    reseal(drawn)

    assert not verify(drawn / "manifest.json").untouched


def test_forging_both_files_is_found_with_the_frame(folder, drawn):
    edit(drawn / "sample.csv", b",main,1", b",main,9")
    reseal(drawn)

    assert verify(drawn / "manifest.json").untouched
    assert "rút lại cho ra mẫu khác" in verify(drawn / "manifest.json", frame=folder / "frame.csv").vi


FORGED = {
    "a count": lambda content: content["stages"][0]["strata"][0].update(take=4),
    "the weight": lambda content: content["sample"].update(main_weight="1"),
    "a probability": lambda content: content["stages"][0]["probabilities"].update(
        dict.fromkeys(list(content["stages"][0]["probabilities"])[:1], "0.5")
    ),
    "who is in reserve": lambda content: content["stages"][0].update(
        selected=[line.replace("\tmain\t", "\treserve\t") for line in content["stages"][0]["selected"]]
    ),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_manifest_forged_and_sealed_anew_is_found_with_the_frame(folder, drawn, forge):
    path = drawn / "manifest.json"
    content = json.loads(path.read_bytes())
    forge(content)
    path.write_text(json.dumps(content), "utf-8")
    reseal(drawn)

    assert verify(path).untouched
    verification = verify(path, frame=folder / "frame.csv")
    assert (verification.untouched, "rút lại cho ra biên bản khác" in verification.vi) == (False, True)
    assert verification.en == "TOUCHED: drawing again gives another manifest."


def test_another_frame_is_found(folder, drawn):
    edit(folder / "frame.csv", b"26000-01", b"26000-99")

    assert "không phải là khung đã rút" in verify(drawn / "manifest.json", frame=folder / "frame.csv").vi


def test_a_manifest_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SamplingError, match="Không có tệp «manifest"):
        verify(tmp_path / "manifest.json")


def test_the_command_draws_and_verifies(folder):
    run = CliRunner().invoke
    out = folder / "out"

    done = run(
        command, [str(folder / "frame.csv"), str(folder / "plan.toml"), "--seed", SEED, "--out", str(out)]
    )
    good = run(command, ["--verify", str(out / "manifest.json")])
    edit(out / "sample.csv", b",main,1", b",main,2")
    bad = run(command, ["--verify", str(out / "manifest.json")])

    assert done.exit_code == 0
    assert "Đã chọn 48 đơn vị và 48 dự phòng" in done.output
    assert good.exit_code == 0
    assert bad.exit_code == 1
    assert "ĐÃ BỊ SỬA" in bad.output


def test_a_draw_from_another_sheet_than_the_first_keeps_its_name_and_is_repeated(tmp_path):
    book = openpyxl.Workbook()
    for sheet, commune in ((book.active, "Trấn Biên"), (book.create_sheet("Định Quán"), "Định Quán")):
        sheet.append(("xã", "thôn"))
        for place in range(5):
            sheet.append((commune, f"Ấp {place}"))
    book.save(tmp_path / "thon.xlsx")
    (tmp_path / "plan.toml").write_text('[[stage]]\nunit = "thôn"\nstrata = ["xã"]\ntake = 2\n', "utf-8")
    frame, manifest = str(tmp_path / "thon.xlsx"), tmp_path / "out" / "manifest.json"
    words = [frame, str(tmp_path / "plan.toml"), "--seed", "s", "--out", str(tmp_path / "out")]

    assert CliRunner().invoke(command, [*words, "--sheet", "Định Quán"]).exit_code == 0

    assert json.loads(manifest.read_text("utf-8"))["frame"]["sheet"] == "Định Quán"
    assert set(pd.read_csv(tmp_path / "out" / "sample.csv")["xã"]) == {"Định Quán"}
    assert verify(manifest, frame=frame).untouched
    assert CliRunner().invoke(command, words).exit_code == 0
    assert "sheet" not in json.loads(manifest.read_text("utf-8"))["frame"]


def test_the_command_without_a_seed_shows_how():
    with pytest.raises(AppError, match="--seed"):
        CliRunner().invoke(command, ["frame.csv", "plan.toml"], catch_exceptions=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (1 / 3, "0.333333333333"),
        (1e-7, "0.0000001"),
        (123456789012.4, "123456789012"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_numbers_are_written_with_12_digits_and_no_exponent(value, text):
    assert number(value) == text


SMALL_PLAN = """title = "Thử"
[[stage]]
unit = "village"
strata = ["urban"]
size = "adults"
method = "pps_systematic"
take = 1
reserve = 1
"""
SMALL_MANIFEST = {
    "format": "sipas-sample-1",
    "frame": {"name": "khung.csv", "rows": 4, "columns": ["village", "urban", "adults"]},
    "plan": {"name": "thu", "text": SMALL_PLAN},
    "seed": "x",
    "seed_sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    "last_wave": None,
    "sample": {"rows": 4, "main": 2, "reserve": 2, "main_weight": "3.835"},
    "stages": [
        {
            "unit": "village",
            "method": "pps_systematic",
            "probabilities": {"a": "0.749063670412", "b": "0.6", "c": "0.250936329588", "d": "0.4"},
            "selected": [
                "d\tmain\t1\td\t392ff8c43b330",
                "b\treserve\t1\tb\t7030d3efa4b78",
                "a\tmain\t1\ta\t38331104c4e09",
                "c\treserve\t1\tc\t53dc05331bc27",
            ],
            "strata": [
                {"parent": "", "stratum": "0", "units": 2, "size": "200", "interval": "200"},
                {"parent": "", "stratum": "1", "units": 2, "size": "400.5", "interval": "400.5"},
            ],
        }
    ],
}


@pytest.fixture
def small_sample():
    sizes = {"a": ("1", 300), "b": ("0", 120), "c": ("1", 100.5), "d": ("0", 80)}
    rows = [{"village": name, "urban": urban, "adults": size} for name, (urban, size) in sizes.items()]
    return draw(frame_from(rows, name="khung.csv"), plan_from(SMALL_PLAN, name="thu"), seed="x")


def test_the_whole_manifest_of_a_small_draw(small_sample):
    manifest = small_sample.manifest
    told = json.loads(as_json(manifest))
    del told["version"], told["rules"]
    content = {key: value for key, value in manifest.items() if key != "seal"}

    assert told.pop("seal") == hashlib.sha256(as_json(content)).hexdigest()
    assert told["frame"].pop("sha256") == small_sample.frame_sha256
    assert told["sample"].pop("sha256") == hashlib.sha256(sample_csv(small_sample)).hexdigest()
    for cell in told["stages"][0]["strata"]:
        assert [cell.pop(key) for key in ("take", "taken", "reserve", "certain")] == [1, 1, 1, []]
    assert told == SMALL_MANIFEST


def test_the_main_rows_of_a_sample_are_numbered_anew_without_the_reserve(small_sample):
    main = small_sample.main

    assert main.index.tolist() == [0, 1]
    assert main["village"].tolist() == ["d", "a"]
    assert main["weight"].tolist() == pytest.approx([2.5, 1.335])
