import pytest

from sampling.drawing.draw import draw, load_plan, plan_from, published_plans
from sampling.errors import SamplingError
from sampling.frame.frame import frame_from
from sampling.plan.plan import Overlap, Plan, Stage, Take

ISSUE = """
[[stage]]
unit    = "commune"
strata  = ["district", "urban"]
size    = "adults"
method  = "pps_systematic"
take    = 2
reserve = 0
sort    = ["code"]
[[stage]]
unit   = "person"
method = "srs"
take   = 15
reserve = 5
"""


def test_a_plan_is_read_as_it_is_written():
    commune, person = plan_from(ISSUE).stages

    assert commune.unit == "commune"
    assert commune.strata == ("district", "urban")
    assert (commune.size, commune.method, commune.take) == ("adults", "pps_systematic", Take(each=2))
    assert commune.sort == ("code",)
    assert (person.take.each, person.reserve, person.size) == (15, 5, None)


def test_what_a_plan_leaves_out_has_its_usual_value():
    text = """
[[stage]]
unit = "a"
take = { total = 49 }
[[stage]]
unit = "b"
take = 2
overlap = { key = "k" }
"""
    plan = plan_from(text, name="tên")

    assert plan == Plan("tên", plan.stages, text, title="tên", note="", hidden=None)
    assert plan.stages == (
        Stage(
            unit="a",
            take=Take(None, 49, "proportional", power=0.5, minimum=1, maximum=None, by=None, deviation=None),
            id=(), method="srs", strata=(), size=None, reserve=0, sort=(), balance=(), count=None, within=None,
            adults=None, shortfall="error", overlap=None,
        ),
        Stage(unit="b", take=Take(each=2), overlap=Overlap("k", wave=1, keep=0.5)),
    )  # fmt: skip


def test_everything_a_plan_says_is_read_under_its_key():
    text = """
title = "T"
note = "N"
hidden = "use"
[[stage]]
unit = "a"
id = ["b", "c"]
take = { total = 9, allocation = "power", power = 0.25, minimum = 3, maximum = 7, by = "d", deviation = "e" }
method = "cube"
strata = ["f"]
size = "g"
reserve = 5
balance = ["h"]
count = "i"
within = "kish"
adults = "j"
shortfall = "take_all"
"""
    plan = plan_from(text)

    assert (plan.title, plan.note, plan.hidden) == ("T", "N", "use")
    assert plan.stages == (
        Stage(
            unit="a", id=("b", "c"), take=Take(None, 9, "power", 0.25, 3, 7, "d", "e"), method="cube", strata=("f",),
            size="g", reserve=5, balance=("h",), count="i", within="kish", adults="j", shortfall="take_all",
        ),
    )  # fmt: skip


def test_a_total_brings_its_allocation():
    text = '[[stage]]\nunit = "a"\ntake = { total = 49, allocation = "proportional", minimum = 2 }\n'

    assert plan_from(text).stages[0].take == Take(total=49, allocation="proportional", minimum=2)


def test_a_minimum_may_be_the_maximum():
    text = '[[stage]]\nunit = "a"\ntake = { total = 6, minimum = 2, maximum = 2 }\n'

    assert plan_from(text).stages[0].take == Take(total=6, minimum=2, maximum=2)


def test_an_overlap_is_read():
    text = '[[stage]]\nunit = "a"\ntake = 2\noverlap = { key = "mãi mãi", wave = 3, keep = 0 }\n'

    assert plan_from(text).stages[0].overlap == Overlap("mãi mãi", 3, 0.0)


@pytest.mark.parametrize("name", published_plans())
def test_every_plan_of_the_library_loads_with_its_title_and_note(name):
    plan = load_plan(name)

    assert plan.title
    assert plan.note


def one(keys, take="take = 1"):
    return f'[[stage]]\nunit = "a"\n{take}\n{keys}\n'


def precise(keys, take="", more=""):
    return f'[[stage]]\nunit = "a"\n[stage.take]\n{take}\n[[stage.take.bethel]]\nvariable = "v"\n{keys}\n{more}\n'


BELOW = "[[stage]]\nunit = 'b'\ntake = 2\n"

BAD_PLANS = {
    "not toml": ("[[stage]\n", "không đúng dạng TOML"),
    "no stage": ('title = "x"\n', "thiếu bảng \\[\\[stage\\]\\]"),
    "stage is no table": ("stage = 3\n", "thiếu bảng \\[\\[stage\\]\\]"),
    "unknown key on top": ("seed = 3\n" + one(""), "đầu tệp, khóa «seed»: không biết khóa này"),
    "misspelt key": (one("methode = 'srs'"), "giai đoạn 1, khóa «methode»: không biết"),
    "no unit": ("[[stage]]\ntake = 1\n", "khóa «unit»: còn thiếu"),
    "unit no text": ("[[stage]]\nunit = 3\ntake = 1\n", "khóa «unit»: phải là chữ"),
    "unit blank": ('[[stage]]\nunit = "  "\ntake = 1\n', "khóa «unit»: phải là chữ"),
    "count blank": (one("count = ''"), "khóa «count»: phải là chữ"),
    "method no text": (one("method = ['srs']"), "khóa «method»: .* không có; hãy chọn"),
    "strata blank": (one("strata = ['x', '']"), "khóa «strata»: phải là danh sách tên cột"),
    "strata no texts": (one("strata = [1]"), "khóa «strata»: phải là danh sách tên cột"),
    "minimum below zero": (one("", "take = { total = 9, minimum = -1 }"), "khóa «minimum»: -1 nhỏ hơn 0"),
    "maximum zero": (one("", "take = { total = 9, maximum = 0 }"), "khóa «maximum»: 0 nhỏ hơn 1"),
    "total zero": (one("", "take = { total = 0 }"), "khóa «total»: 0 nhỏ hơn 1"),
    "power no number": (one("", "take = { total = 9, allocation = 'power', power = 'half' }"), "khóa «power»: phải là số"),
    "power true": (one("", "take = { total = 9, allocation = 'power', power = true }"), "khóa «power»: phải là số"),
    "keep below 0": (one("overlap = { key = 'k', keep = -0.1 }"), "-0.1 phải từ 0 đến 1"),
    "wave zero": (one("overlap = { key = 'k', wave = 0 }"), "khóa «wave»: 0 nhỏ hơn 1"),
    "overlap no table": (one("overlap = 3"), "overlap, khóa «key»: còn thiếu"),
    "unknown key in overlap": (one("overlap = { key = 'k', kept = 1 }"), "khóa «kept»: không biết"),
    "no take": ('[[stage]]\nunit = "a"\n', "khóa «take»: còn thiếu"),
    "take zero": (one("", "take = 0"), "khóa «take»: 0 nhỏ hơn 1"),
    "take half": (one("", "take = 2.5"), "khóa «take»: phải là số nguyên"),
    "take true": (one("", "take = true"), "khóa «take»: phải là số nguyên"),
    "take without total": (one("", "take = { allocation = 'equal' }"), "take, khóa «total»: còn thiếu"),
    "unknown allocation": (one("", "take = { total = 9, allocation = 'fair' }"), "«fair» không có"),
    "unknown key in take": (one("", "take = { total = 9, min = 2 }"), "khóa «min»: không biết"),
    "maximum below minimum": (one("", "take = { total = 9, minimum = 3, maximum = 2 }"), "2 nhỏ hơn minimum 3"),
    "power above 1": (one("", "take = { total = 9, allocation = 'power', power = 2 }"), "2 phải từ 0 đến 1"),
    "neyman without deviation": (one("", "take = { total = 9, allocation = 'neyman' }"), "cần cột độ lệch chuẩn"),
    "bethel and total": (precise("share = 0.5\ncv = 0.1", "total = 9"), "take, khóa «total»: không biết"),
    "bethel no tables": (one("", "take = { bethel = 3 }"), "take, khóa «bethel»: phải là các bảng"),
    "bethel empty": (one("", "take = { bethel = [] }"), "take, khóa «bethel»: phải là các bảng"),
    "bethel unknown key": (precise("share = 0.5\ncv = 0.1\nse = 1"), "bethel 1, khóa «se»: không biết"),
    "bethel no variable": (one("", "take = { bethel = [{ share = 0.5, cv = 0.1 }] }"), "bethel 1, khóa «variable»: còn thiếu"),
    "bethel twice": (precise("share = 0.5\ncv = 0.1", more="[[stage.take.bethel]]\nvariable = 'v'\nshare = 0.5\ncv = 1"), "biến «v» có hai bảng"),
    "bethel no numbers": (precise("cv = 0.1"), "bethel 1, khóa «share»: còn thiếu"),
    "bethel no deviation": (precise("mean = 2\ncv = 0.1"), "bethel 1, khóa «deviation»: còn thiếu"),
    "bethel no mean": (precise("deviation = 2\ncv = 0.1"), "bethel 1, khóa «mean»: còn thiếu"),
    "bethel both": (precise("share = 0.5\nmean = 2\ncv = 0.1"), "khóa «share»: thay cho mean và deviation"),
    "bethel no cv": (precise("share = 0.5"), "bethel 1, khóa «cv»: còn thiếu"),
    "bethel cv zero": (precise("share = 0.5\ncv = 0"), "bethel 1, khóa «cv»: phải là số lớn hơn 0"),
    "bethel cv of a domain zero": (precise("share = 0.5\ncv_by = { d = { x = 0 } }"), "khóa «cv_by.d.x»: phải là số lớn hơn 0"),
    "bethel cv in percent": (precise("share = 0.5\ncv = 5"), "khóa «cv»: phải là số lớn hơn 0 và không quá 1, ví dụ 0.05 là 5 %"),
    "bethel cv_by no table": (precise("share = 0.5\ncv_by = 0.1"), "khóa «cv_by»: phải là bảng"),
    "bethel share of 80": (precise("share = 80\ncv = 0.1"), "khóa «share»: phải là số 0–1"),
    "bethel share of a stratum": (precise("share = { x = 80 }\ncv = 0.1"), "khóa «share»: «x»: phải là số 0–1"),
    "bethel deviation negative": (precise("mean = 1\ndeviation = -1\ncv = 0.1"), "khóa «deviation»: phải là số ≥ 0"),
    "bethel mean beyond all numbers": (precise("mean = 1e200\ndeviation = 1\ncv = 0.1"), "khóa «mean»: phải là số"),
    "bethel cost zero": (precise("share = 0.5\ncv = 0.1", "cost = 0"), "take, khóa «cost»: phải lớn hơn 0"),
    "bethel cost of a stratum zero": (precise("share = 0.5\ncv = 0.1", "cost = { x = 0 }"), "take, khóa «cost»: phải lớn hơn 0"),
    "bethel response zero": (precise("share = 0.5\ncv = 0.1", "response = 0"), "take, khóa «response»: 0 phải từ 0.01 đến 1"),
    "bethel maximum below minimum": (precise("share = 0.5\ncv = 0.1", "maximum = 1"), "1 nhỏ hơn minimum 2"),
    "bethel rho in one stage": (precise("share = 0.5\nrho = 0.1\ncv = 0.1"), "khóa «take.bethel 1.rho»: chỉ dùng khi"),
    "bethel no rho in two stages": (precise("share = 0.5\ncv = 0.1", more=BELOW), "khóa «take.bethel 1.rho»: còn thiếu"),
    "bethel below the first stage": (one("") + precise("share = 0.5\nrho = 0\ncv = 0.1").replace('"a"', '"b"'), "giai đoạn 2, khóa «take.bethel»: chỉ dùng ở giai đoạn đầu"),
    "bethel above a shared total": (precise("share = 0.5\nrho = 0\ncv = 0.1", more="[[stage]]\nunit = 'b'\ntake = { total = 9 }"), "giai đoạn 1, khóa «take.bethel»: cần take của mọi giai đoạn sau"),
    "unknown method": (one("method = 'random'"), "«random» không có; hãy chọn một trong: srs"),
    "pps without size": (one("method = 'pps_systematic'"), "phương pháp pps_systematic cần cỡ đơn vị"),
    "sampford without size": (one("method = 'sampford'"), "phương pháp sampford cần cỡ đơn vị"),
    "srs with size": (one("size = 'x'"), "phương pháp srs chọn với xác suất bằng nhau"),
    "sort without order": (one("sort = ['x']"), "phương pháp srs không dùng thứ tự"),
    "balance without cube": (one("balance = ['x']"), "chỉ dùng với phương pháp cube"),
    "reserve negative": (one("reserve = -1"), "khóa «reserve»: -1 nhỏ hơn 0"),
    "strata no list": (one("strata = 'x'"), "phải là danh sách tên cột"),
    "strata twice": (one("strata = ['x', 'x']"), "có tên cột lặp lại"),
    "unit as stratum": (one("strata = ['a']"), "vừa là đơn vị vừa là tầng"),
    "too many stages": ("".join(f"[[stage]]\nunit = 'u{n}'\ntake = 1\n" for n in range(21)), "có 21 giai đoạn, nhiều nhất là 20"),
    "unit twice": (one("") + one(""), "giai đoạn 2, khóa «unit»: «a» đã là đơn vị"),
    "count too early": (one("count = 'n'") + '[[stage]]\nunit = "b"\ntake = 1\n', "khóa «count»: chỉ dùng ở giai đoạn cuối"),
    "within too early": (one("within = 'kish'") + '[[stage]]\nunit = "b"\ntake = 1\n', "chỉ dùng ở giai đoạn cuối"),
    "unknown within": (one("within = 'first'"), "«first» không có"),
    "adults without within": (one("adults = 'n'"), "chỉ có nghĩa cùng với within"),
    "unknown shortfall": (one("shortfall = 'skip'"), "«skip» không có"),
    "overlap with pps": (one("method = 'pps_systematic'\nsize = 'x'\noverlap = { key = 'k' }"), "chỉ dùng với srs hoặc poisson"),
    "overlap without key": (one("overlap = { keep = 0.5 }"), "overlap, khóa «key»: còn thiếu"),
    "keep above 1": (one("overlap = { key = 'k', keep = 2 }"), "2 phải từ 0 đến 1"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), BAD_PLANS.values(), ids=BAD_PLANS)
def test_a_wrong_plan_is_refused_with_stage_and_key(text, said):
    with pytest.raises(SamplingError, match=said):
        plan_from(text)


def test_a_value_on_its_bound_is_in_it():
    shared = plan_from(
        one("", "take = { total = 1, allocation = 'power', power = 1, minimum = 0, maximum = 1 }")
    )
    none, every = (plan_from(one(f"overlap = {{ key = 'k', wave = 1, keep = {keep} }}")) for keep in (0, 1))

    take = shared.stages[0].take
    assert (take.total, take.power, take.minimum, take.maximum) == (1, 1.0, 0, 1)
    assert (none.stages[0].overlap.keep, every.stages[0].overlap.keep) == (0.0, 1.0)
    assert plan_from(one("reserve = 0")).stages[0].reserve == 0


def test_all_mistakes_of_a_plan_are_told_at_once():
    with pytest.raises(SamplingError) as refusal:
        plan_from('[[stage]]\ntake = 0\nmethod = "x"\n')

    assert all(f"khóa «{key}»" in refusal.value.vi for key in ("unit", "take", "method"))
    assert "stage 1, key «unit»: is missing" in refusal.value.en


def test_a_plan_that_is_not_there_tells_which_there_are():
    with pytest.raises(SamplingError, match="dong-nai-recommended"):
        load_plan("khong-co")


def test_a_plan_file_that_is_not_utf8_is_told(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_bytes(b"title = '\xea'\n")

    with pytest.raises(SamplingError, match="không phải UTF-8"):
        load_plan(path)


VILLAGES = [{"district": d, "village": f"{d}{v}", "adults": 50 + v} for d in "abc" for v in range(4)]

INFEASIBLE = {
    "more villages than there are": ('unit = "village"\nstrata = ["district"]\ntake = 5', "tầng «a»: 5 > 4"),
    "total above the frame": ('unit = "village"\ntake = { total = 13 }', "chỉ có thể cho 12 đơn vị"),
    "total below the minima": (
        'unit = "village"\nstrata = ["district"]\ntake = { total = 5, minimum = 2 }',
        "không đủ cho số tối thiểu",
    ),
    "pps beyond the frame": (
        'unit = "village"\nsize = "adults"\nmethod = "sampford"\ntake = 20',
        "20 > 12",
    ),
    "size of counted persons": (
        'unit = "person"\ncount = "adults"\nsize = "adults"\nmethod = "sampford"\ntake = 2',
        "khung chỉ có số lượng",
    ),
    "more persons than counted": ('unit = "person"\ncount = "adults"\ntake = 9999', "9999 > 618"),
}


@pytest.mark.parametrize(("stage", "said"), INFEASIBLE.values(), ids=INFEASIBLE)
def test_a_take_that_cannot_be_is_refused_with_the_stratum(stage, said):
    with pytest.raises(SamplingError, match=said):
        draw(frame_from(VILLAGES), plan_from("[[stage]]\n" + stage), seed="x")


def test_a_shortfall_may_be_allowed_and_then_takes_all():
    plan = plan_from('[[stage]]\nunit = "village"\nstrata = ["district"]\ntake = 5\nshortfall = "take_all"\n')

    sample = draw(frame_from(VILLAGES), plan, seed="x")

    assert len(sample.rows) == 12
    assert (sample.rows["weight"] == 1).all()


@pytest.mark.parametrize("seed", ["", "   "])
def test_a_draw_needs_a_seed(seed):
    with pytest.raises(SamplingError, match="Hạt giống"):
        draw(frame_from(VILLAGES), plan_from(one("").replace('"a"', '"village"')), seed=seed)


@pytest.mark.parametrize("method", ["srs", "systematic", "poisson", "pivotal", "cube"])
def test_persons_that_are_only_counted_are_drawn_by_any_method_without_sizes(method):
    balance = 'balance = ["adults"]\n' if method == "cube" else ""
    plan = plan_from(
        f'[[stage]]\nunit = "person"\ncount = "adults"\nmethod = "{method}"\ntake = 30\n{balance}'
    )

    rows = draw(frame_from(VILLAGES), plan, seed="x").rows

    assert (rows["list_position"] <= rows["adults"].astype(int)).all()
    assert (rows["list_position"] >= 1).all()
    assert not rows.duplicated(["village", "list_position"]).any()
    assert len(rows) == 30 or method == "poisson"


def test_a_poisson_draw_of_nobody_says_so():
    plan = plan_from('[[stage]]\nunit = "village"\nmethod = "poisson"\ntake = 1\n')
    lonely = frame_from([{"village": f"v{n}"} for n in range(50)])

    outcomes = set()
    for number in range(30):
        try:
            outcomes.add(len(draw(lonely, plan, seed=f"s{number}").rows) > 0)
        except SamplingError as refusal:
            outcomes.add("không chọn được đơn vị nào" in refusal.vi and None)

    assert outcomes == {True, None}
