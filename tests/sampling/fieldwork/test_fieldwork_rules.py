import datetime as dt

import numpy as np
import pytest

from sampling.drawing.draw import draw, plan_from
from sampling.errors import SamplingError
from sampling.fieldwork.dispositions import ENGLISH, VIETNAMESE, Disposition
from sampling.fieldwork.reserves import Reserves
from sampling.fieldwork.response_account import ResponseAccount
from sampling.fieldwork.tally import Tally, tally
from sampling.frame.frame import frame_from
from sampling.selection.household import kish_choice, kish_tables

DAY = dt.date(2025, 11, 20)
PLAN = plan_from("""
[[stage]]
unit = "village"
strata = ["district"]
size = "adults"
method = "pps_systematic"
take = 2
[[stage]]
unit = "person"
take = 5
reserve = 2
count = "adults"
""")


@pytest.fixture
def rows(province):
    return draw(frame_from(province), PLAN, seed="x").rows


@pytest.fixture
def reserves(rows):
    return Reserves(rows)


def replace(reserves, out, reason=Disposition.ABSENT, note=" đi làm xa đến tháng 12\n"):
    return reserves.substitute(out, reason=reason, note=note, on=DAY)


def test_the_next_reserve_of_the_same_village_comes_in(rows, reserves):
    first, second = replace(reserves, 0), replace(reserves, 1)

    for entry, order in ((first, 1), (second, 2)):
        assert rows.loc[entry.into, "role"] == "reserve"
        assert rows.loc[entry.into, "order"] == order
        assert rows.loc[entry.into, "psu"] == rows.loc[entry.out, "psu"]


STRATIFIED = plan_from("""
[[stage]]
unit = "village"
take = 2
[[stage]]
unit = "person"
strata = ["age"]
take = 2
reserve = 1
""")
PEOPLE = frame_from(
    {"village": f"v{village}", "age": age, "person": f"{age}{person}"}
    for village in range(4)
    for age in ("trẻ", "già")
    for person in range(6)
)


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
def test_a_reserve_stays_within_the_stratum_of_the_last_stage(shuffled):
    rows = draw(PEOPLE, STRATIFIED, seed="x").rows
    if shuffled:
        rows = rows.sample(frac=1, random_state=7)
    reserves = Reserves(rows)

    for out in rows.index[rows["role"] == "main"]:
        into = reserves.next_for(out)
        assert rows.loc[into, ["psu", "stratum_2"]].tolist() == rows.loc[out, ["psu", "stratum_2"]].tolist()
    first, second = rows.index[(rows["role"] == "main") & (rows["stratum_2"] == rows["stratum_2"].iloc[0])][
        :2
    ]
    replace(reserves, first)
    if rows.loc[first, "psu"] == rows.loc[second, "psu"]:
        with pytest.raises(SamplingError, match="Không còn phiếu dự phòng"):
            replace(reserves, second)


def test_reserves_are_used_in_their_order_however_the_rows_lie(rows):
    backwards = rows.iloc[::-1].reset_index(drop=True)
    reserves = Reserves(backwards)
    first, second = backwards.index[(backwards["role"] == "main") & (backwards["psu"] == rows.loc[0, "psu"])][
        :2
    ]

    into = [replace(reserves, first).into, replace(reserves, second).into]

    assert backwards.loc[into, "order"].tolist() == [1, 2]


def test_of_households_with_adults_a_reserve_household_of_the_same_village_comes_in():
    households = frame_from({"household": f"h{n}", "adults": 1 + n % 3} for n in range(30))
    plan = plan_from("""
[[stage]]
unit = "household"
take = 4
reserve = 2
within = "kish"
adults = "adults"
""")
    rows = draw(households, plan, seed="x").rows

    assert rows.loc[replace(Reserves(rows), 0).into, "role"] == "reserve"


def test_a_substitute_can_be_substituted(reserves):
    first = replace(reserves, 0)

    assert replace(reserves, first.into).into != first.into


def test_when_no_reserve_is_left_nobody_else_may_be_chosen(reserves):
    replace(reserves, 0)
    replace(reserves, 1)

    with pytest.raises(SamplingError, match="hết danh sách dự phòng"):
        replace(reserves, 2)


REFUSED = {
    "no words": (lambda r: replace(r, 0, note="  "), "Thay thế cần lý do"),
    "answered": (lambda r: replace(r, 0, reason=Disposition.COMPLETE), "Thay thế cần lý do"),
    "no such row": (lambda r: replace(r, 99999), "không có dòng 99999"),
    "twice": (lambda r: (replace(r, 0), replace(r, 0)), "đã được thay thế"),
    "unused reserve": (lambda r: replace(r, int(r.rows.index[r.rows["role"] == "reserve"][0])), "chưa được dùng"),
}  # fmt: skip


@pytest.mark.parametrize(("attempt", "said"), REFUSED.values(), ids=REFUSED)
def test_a_substitution_out_of_rule_is_refused_and_not_logged(reserves, attempt, said):
    with pytest.raises(SamplingError, match=said):
        attempt(reserves)

    assert len(reserves.log) <= 1


def test_the_log_is_a_table_for_the_audit(reserves):
    entry = replace(reserves, 0)

    line = reserves.as_table().iloc[0].to_dict()

    assert line == {
        "out": 0, "into": entry.into, "code": "2.25", "reason": "Vắng mặt suốt đợt khảo sát",
        "note": "đi làm xa đến tháng 12", "on": "2025-11-20",
    }  # fmt: skip


RATES = Tally(
    complete=600, partial=50, refusal=120, non_contact=80, other=30, unknown_household=60, unknown_other=20,
    not_eligible=40,
)  # fmt: skip


def test_response_rates_are_those_of_the_standard_definitions():
    known, unknown = 880, 80
    e = 880 / 920

    assert RATES.rate(1) == pytest.approx(600 / (known + unknown))
    assert RATES.rate(2) == pytest.approx(650 / (known + unknown))
    assert RATES.rate(3) == pytest.approx(600 / (known + e * unknown))
    assert RATES.rate(4) == pytest.approx(650 / (known + e * unknown))
    assert RATES.rate(5) == pytest.approx(600 / known)
    assert RATES.rate(6) == pytest.approx(650 / known)
    assert RATES.rate(3, e=1.0) == RATES.rate(1)


def test_every_disposition_has_words_and_a_place_in_the_tally():
    assert set(VIETNAMESE) == set(ENGLISH) == set(Disposition)
    assert len(set(VIETNAMESE.values())) == len(set(ENGLISH.values())) == len(Disposition)
    # Every Vietnamese name has a letter that English lacks.
    assert not any(name.isascii() for name in VIETNAMESE.values())
    assert all(name.isascii() for name in ENGLISH.values())
    counted = tally(Disposition)

    assert counted == Tally(1, 1, 2, 3, 4, 2, 1, 3)
    assert tally({Disposition.COMPLETE: 7, Disposition.MOVED_AWAY: 2}) == Tally(complete=7, not_eligible=2)


@pytest.mark.parametrize("number", [0, 7])
def test_there_are_six_response_rates(number):
    with pytest.raises(SamplingError, match="Không có tỷ lệ RR"):
        RATES.rate(number)


def test_the_account_gives_every_rate_with_its_fraction_for_json():
    account = ResponseAccount(
        {
            Disposition.COMPLETE: 60,
            Disposition.REFUSAL: 15,
            Disposition.UNKNOWN_PERSON: 20,
            Disposition.MOVED_AWAY: 5,
        }
    )

    written = account.values()

    assert written["sample"] == 100
    assert [line["code"] for line in written["dispositions"]] == ["1.1", "2.11", "3.20", "4.10"]
    assert written["e"] == pytest.approx(75 / 80)
    assert [(rate["name"], rate["n"], rate["d"]) for rate in written["rates"]][::2] == [
        ("RR1", 60, 95.0), ("RR3", 60, 75 + 20 * 75 / 80), ("RR5", 60, 75.0)
    ]  # fmt: skip
    assert written["rates"][4]["percent"] == 80
    assert all(rate.percent is None for rate in ResponseAccount({}).rates)


def test_an_account_counts_every_disposition_under_its_code_and_its_letter():
    counts = {each: place for place, each in enumerate(Disposition, start=1)}
    account = ResponseAccount(counts)
    written = account.values()

    assert [(line["code"], line["n"]) for line in written["dispositions"]] == sorted(
        (each.value, count) for each, count in counts.items()
    )
    assert {(line["code"], line["name"], line["name_en"]) for line in written["dispositions"]} == {
        (each.value, VIETNAMESE[each], ENGLISH[each]) for each in Disposition
    }
    assert written["tally"] == {
        "I": 1, "P": 2, "R": 3 + 4, "NC": 5 + 6 + 7, "O": 8 + 9 + 10 + 11, "UH": 12 + 13, "UO": 14, "not_eligible": 15 + 16 + 17,
    }  # fmt: skip
    assert written["sample"] == sum(range(1, 18)) == account.tally.sample


def test_each_response_rate_has_its_own_name_and_says_what_it_divides():
    rates = ResponseAccount({}).rates

    assert [(rate.name, *rate.words) for rate in rates] == [
        ("RR1", "Tỷ lệ trả lời tối thiểu", "Minimum response rate"),
        ("RR2", "Tỷ lệ trả lời, kể cả trả lời một phần", "Response rate with partial answers"),
        ("RR3", "Tỷ lệ trả lời, ước tính phiếu chưa rõ", "Response rate, unknown cases estimated"),
        ("RR4", "Như RR3, kể cả trả lời một phần", "As RR3 with partial answers"),
        ("RR5", "Tỷ lệ trả lời tối đa", "Maximum response rate"),
        ("RR6", "Như RR5, kể cả trả lời một phần", "As RR5 with partial answers"),
    ]
    assert ["một phần" in rate.formula[0] for rate in rates] == [False, True] * 3
    assert ["bỏ phiếu chưa rõ" in rate.formula[0] for rate in rates] == [False] * 4 + [True, False]


def test_where_nothing_is_decided_every_unknown_form_counts_as_eligible():
    account = ResponseAccount({Disposition.NOT_HANDED_OUT: 5, Disposition.UNKNOWN_PERSON: 3})

    assert account.tally.eligible_share() == 1
    assert [(rate.above, rate.below, rate.percent) for rate in account.rates] == [
        *[(0, 8.0, 0.0)] * 4, *[(0, 0.0, None)] * 2
    ]  # fmt: skip


def test_no_forms_no_rate():
    with pytest.raises(SamplingError, match="Chưa có phiếu"):
        Tally().rate(1)


def test_kishs_choice_leaves_no_freedom():
    assert [kish_choice("E1", adults) for adults in range(1, 9)] == [1, 2, 3, 3, 3, 5, 5, 5]
    assert kish_tables(np.array([0.25 - 1e-9, 0.25, 0.5, 0.75 - 1e-9, 0.75])) == ["B1", "B2", "D", "E1", "E2"]
    with pytest.raises(SamplingError, match="Không có bảng Kish"):
        kish_choice("Z", 2)


def test_the_design_flows_to_the_estimate_without_being_typed_again(rows):
    from scoring.design.design import Design
    from scoring.estimation.estimate import estimate

    main = rows[rows["role"] == "main"].reset_index(drop=True)
    main["answer"] = np.where(np.arange(len(main)) % 7 > 1, 5, 2)
    design = Design.from_frame(
        main,
        strata="stratum", clusters=["psu", "ssu"], weight="weight", fpc=["fpc_1", "fpc_2"],
    )  # fmt: skip

    result = estimate(design, "answer").rows[0]

    assert design.df == 2 * 4 - 4
    assert result.estimate == pytest.approx(np.average(main["answer"] == 5, weights=main["weight"]))
    assert 0 < result.se < 0.2


def test_certainty_units_flow_to_the_estimate_as_strata_of_their_own():
    from scoring.design.design import Design
    from scoring.estimation.estimate import estimate

    villages = [{"village": "lớn", "adults": 900}, *({"village": f"v{n}", "adults": 90} for n in range(30))]
    plan = plan_from("""
[[stage]]
unit = "village"
size = "adults"
method = "pps_systematic"
take = 5
[[stage]]
unit = "person"
take = 10
count = "adults"
""")
    main = draw(frame_from(villages), plan, seed="x").main
    main["answer"] = np.where(np.arange(len(main)) % 3 > 0, 5, 2)
    design = Design.from_frame(
        main, strata="stratum", clusters=["psu", "ssu"], weight="weight", fpc=["fpc_1", "fpc_2"]
    )

    result = estimate(design, "answer").rows[0]

    # The certain village adds the variance of its persons only, the others that between villages.
    y, w = (main["answer"] == 5).to_numpy(float), main["weight"].to_numpy()
    z = w * (y - np.average(y, weights=w)) / w.sum()
    own = (main["village"] == "lớn").to_numpy()
    inside = 10 * z[own].var(ddof=1) * (1 - 10 / 900)
    between = 4 * np.bincount(np.arange(40) // 10, weights=z[~own]).var(ddof=1)
    assert result.se == pytest.approx(np.sqrt(inside + between))
