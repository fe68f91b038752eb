"""A first stage takes what the precision demanded of it needs, and refuses what no sample can give."""

import numpy as np
import pytest

from sampling.drawing.draw import draw, plan_from
from sampling.errors import SamplingError
from sampling.frame.frame import frame_from
from sampling.preview.first_stage import first_stage, precision_promises

STRATA = [
    {"district": "A", "urban": "1", "cost": 1, "p": 0.8, "people": 4000},
    {"district": "A", "urban": "0", "cost": 2, "p": 0.7, "people": 9000},
    {"district": "B", "urban": "0", "cost": 2, "p": 0.6, "people": 2500},
]
VILLAGES = [
    stratum | {"village": f"{number}-{v}", "people": stratum["people"] // 40 + v}
    for number, stratum in enumerate(STRATA)
    for v in range(40)
]


def people(targets, take=""):
    return plan_from(
        f'[[stage]]\nunit = "person"\nstrata = ["district", "urban"]\ncount = "people"\n[stage.take]\n{take}\n{targets}'
    )


def villages(targets, take="", persons=6):
    return plan_from(
        f'[[stage]]\nunit = "village"\nstrata = ["district", "urban"]\nsize = "people"\nmethod = "pps_systematic"\n'
        f'[stage.take]\n{take}\n{targets}\n[[stage]]\nunit = "person"\ncount = "people"\ntake = {persons}\n'
    )


def target(keys, variable="hai_long"):
    return f'[[stage.take.bethel]]\nvariable = "{variable}"\n{keys}\n'


def taken(frame, plan):
    return [stratum.take for stratum in first_stage(frame, plan)]


@pytest.mark.parametrize("case", ["a", "b"])
def test_a_plan_takes_what_two_other_solvers_allocate(golden, case):
    known = golden("bethel")[case]
    rows = [
        {"h": f"h{h}", "n": int(size), "c": cost, "s0": s[0], "s1": s[1]}
        for h, (size, cost, s) in enumerate(zip(known["Nh"], known["cost"], known["S"], strict=True))
    ]
    targets = "".join(
        target(f'mean = {known["mean"][v]}\ndeviation = "s{v}"\ncv = {known["cv_target"][v]}', f"y{v}")
        for v in (0, 1)
    )
    plan = plan_from(
        f'[[stage]]\nunit = "p"\nstrata = ["h"]\ncount = "n"\n[stage.take]\ncost = "c"\n{targets}'
    )

    assert taken(frame_from(rows), plan) == np.ceil(known["n_real"]).astype(int).tolist()
    for promise, use in zip(precision_promises(frame_from(rows), plan), known["constraint_use"], strict=True):
        assert promise.reached <= promise.allowed
        assert promise.reached == pytest.approx(promise.allowed * use, rel=0.015)


def test_every_domain_keeps_its_own_limit_and_the_cheapest_sample_wastes_nothing():
    frame = frame_from(STRATA)
    plan = people(
        target('share = "p"\ncv = 0.02\ncv_by = { district = { B = 0.03 }, urban = 0.05 }'), 'cost = "cost"'
    )
    n = taken(frame, plan)

    promises = {(one.domain, one.allowed): one.reached for one in precision_promises(frame, plan)}

    assert set(promises) == {("", 0.02), ("district «B»", 0.03), ("urban «0»", 0.05), ("urban «1»", 0.05)}
    assert all(reached <= allowed for (_, allowed), reached in promises.items())
    # The domain B is one stratum: √(p q (1/n - 1/N)) / p = cv by hand.
    b = [stratum.stratum for stratum in first_stage(frame, plan)].index("B|0")
    assert (
        np.sqrt(0.4 / 0.6 * (1 / n[b] - 1 / 2500)) <= 0.03 < np.sqrt(0.4 / 0.6 * (1 / (n[b] - 1) - 1 / 2500))
    )


def test_people_of_a_village_answer_alike_and_some_do_not_answer():
    frame = frame_from(VILLAGES)
    words = "share = 0.8\nrho = {rho}\ncv_by = {{ district = 0.05 }}"

    alone = taken(frame, villages(target(words.format(rho=0.0))))
    alike = taken(frame, villages(target(words.format(rho=0.1))))
    silent = taken(frame, villages(target(words.format(rho=0.1)), "response = 0.5"))

    # District B is one stratum: q/p (1+(m-1)ρ)/(m cv²) villages of m = 6 persons, or of 3 who answer.
    expected = [0.25 * (1 + (m - 1) * rho) / (m * 0.05**2) for m, rho in ((6, 0.0), (6, 0.1), (3, 0.1))]
    assert [sizes[-1] for sizes in (alone, alike, silent)] == [
        min(40, int(np.ceil(each))) for each in expected
    ]
    assert sum(alone) < sum(alike) < sum(silent)


def test_the_draw_takes_what_the_preview_promises():
    frame, plan = frame_from(VILLAGES), villages(target("share = 0.8\nrho = 0.05\ncv = 0.05"))

    sample = draw(frame, plan, seed="một dòng chữ")

    assert [cell.taken for cell in sample.stages[0].cells] == taken(frame, plan)
    assert len(sample.main) == 6 * sum(taken(frame, plan))


def test_minimum_and_maximum_bound_a_stratum():
    loose = target("share = 0.8\nrho = 0.05\ncv = 0.9")

    assert taken(frame_from(VILLAGES), villages(loose)) == [2, 2, 2]
    assert taken(frame_from(VILLAGES), villages(loose, "minimum = 5")) == [5, 5, 5]
    with pytest.raises(SamplingError, match="dù chọn hết mức cho phép"):
        taken(frame_from(VILLAGES), villages(target("share = 0.8\nrho = 0.05\ncv = 0.02"), "maximum = 3"))


def test_villages_that_some_seed_would_break_are_named_before_the_seed():
    rows = [*VILLAGES, STRATA[0] | {"village": "nhỏ", "people": 4}]

    with pytest.raises(SamplingError, match=r"hạt giống sẽ làm hỏng kế hoạch .*«nhỏ» \(122\): 4 < 6"):
        first_stage(frame_from(rows), villages(target("share = 0.8\nrho = 0.05\ncv = 0.05")))


REFUSED = {
    "a stratum without a share": (
        target('share = { "A|1" = 0.8, "A|0" = 0.8 }\ncv = 0.02'),
        "",
        "khóa «take.bethel 1.share»: thiếu số của tầng «B|0»",
    ),
    "a stratum that is not there": (
        target('share = { "A|1" = 0.8, "A|0" = 0.8, "B|0" = 0.8, "C|0" = 0.5 }\ncv = 0.02'),
        "",
        "khung không có tầng «C|0»",
    ),
    "a domain that is not there": (
        target("share = 0.8\ncv_by = { district = { Z = 0.05 } }"),
        "",
        "khóa «take.bethel 1.cv_by.district»: khung không có miền «Z»; có: «A», «B»",
    ),
    "no such column of shares": (target('share = "q"\ncv = 0.02'), "", "khóa «take.bethel 1.share»: khung không có cột «q»"),
    "a mean of zero": (target("mean = 0\ndeviation = 1\ncv = 0.1"), "", "» toàn bộ: trung bình bằng 0 nên không có CV"),
    "no such column of domains": (target("share = 0.8\ncv_by = { region = 0.1 }"), "", "khóa «take.bethel 1.cv_by»: khung không có cột «region»"),
    "no such column of costs": (target("share = 0.8\ncv = 0.02"), 'cost = "price"', "khóa «take.cost»: khung không có cột «price»"),
    "a mean of 0": (target("mean = 0\ndeviation = 1\ncv = 0.02"), "", "trung bình bằng 0"),
}  # fmt: skip


@pytest.mark.parametrize(("targets", "take", "said"), REFUSED.values(), ids=REFUSED)
def test_what_the_frame_cannot_answer_is_refused_at_its_key(targets, take, said):
    frame = frame_from(STRATA)
    with pytest.raises(SamplingError) as refusal:
        first_stage(frame, people(targets, take))
    assert said in refusal.value.vi


CELLS = {
    "no share": ("p", "", "dòng 4: khóa «take.bethel 1.share»: cột «p» trống hoặc không phải là số"),
    "share of 80": ("p", 80, "dòng 4: khóa «take.bethel 1.share»: cột «p» phải từ 0 đến 1"),
    "cost of nothing": ("cost", 0, "dòng 4: khóa «take.cost»: cột «cost» phải lớn hơn 0"),
    "cost below nothing": ("cost", -1, "dòng 4: khóa «take.cost»: cột «cost» phải lớn hơn 0"),
}


@pytest.mark.parametrize(("column", "value", "said"), CELLS.values(), ids=CELLS)
def test_a_cell_that_cannot_be_is_named_with_row_and_key(column, value, said):
    rows = [*STRATA[:2], STRATA[2] | {column: value}]

    with pytest.raises(SamplingError) as refusal:
        first_stage(frame_from(rows), people(target('share = "p"\ncv = 0.02'), 'cost = "cost"'))
    assert said in refusal.value.vi
    assert "row 4: key «take." in refusal.value.en


@pytest.mark.parametrize("share", [0, 1])
def test_a_share_may_be_all_or_nothing(share):
    rows = [*STRATA[:2], STRATA[2] | {"p": share}]
    taken = first_stage(frame_from(rows), people(target('share = "p"\ncv = 0.02'), 'cost = "cost"'))

    # Where all answer alike the least that is taken is enough.
    assert taken[2].take == min(2, taken[2].units)


def test_two_values_in_one_stratum_are_refused_with_both_rows():
    rows = [*STRATA, STRATA[2] | {"p": 0.5, "people": 10}]

    with pytest.raises(
        SamplingError, match=r"dòng 5: .*cột «p» khác với dòng trước của cùng tầng.*\(dòng 4\)"
    ):
        first_stage(frame_from(rows), people(target('share = "p"\ncv = 0.02')))


def test_what_even_the_largest_sample_does_not_keep_is_named_with_what_it_gives():
    plan = villages(target("share = 0.8\nrho = 0.05\ncv = 0.05\ncv_by = { district = 0.02 }"))

    with pytest.raises(SamplingError) as refusal:
        first_stage(frame_from(VILLAGES), plan)

    # 40 villages of 6: √(0.25 · 1.25 / 240) = 0.0361 in district B.
    assert "2 yêu cầu CV không đạt được" in refusal.value.vi
    assert "«hai_long» district «B»: 0.02 < 0.03608" in refusal.value.vi
    assert "2 demands cannot be kept" in refusal.value.en
