import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from sampling.drawing.cells import top_of_shuffle
from sampling.drawing.design import stage_name
from sampling.drawing.draw import draw, load_plan, plan_from
from sampling.errors import SamplingError
from sampling.frame.frame import frame_from
from sampling.plan.plan import Overlap
from sampling.preview.first_stage import first_stage
from sampling.preview.joint_check import joint_checks
from sampling.preview.outlook import outlook_by_stratum
from sampling.selection.household import KISH_GRID, KISH_TABLES, SHARES_OF_12, kish_tables
from sampling.selection.methods import METHODS
from sampling.selection.overlap import coordinated, rank_window
from sampling.selection.randomness import permanent_numbers

THREE_STAGES = plan_from("""
[[stage]]
unit = "commune"
strata = ["district"]
size = "count"
method = "pps_systematic"
take = 2
[[stage]]
unit = "village"
method = "srs"
take = 2
[[stage]]
unit = "person"
method = "srs"
take = 6
reserve = 2
count = "adults"
""")


@pytest.fixture(scope="module")
def frame(province):
    return frame_from(province)


@pytest.fixture(scope="module")
def sample(frame):
    return draw(frame, THREE_STAGES, seed="xổ số Đồng Nai")


def test_a_sample_has_the_columns_of_the_frame_then_those_of_the_draw(sample, province):
    expected = [
        *province.columns, "person", "list_position", "stratum", "pi_1", "pi_2", "pi_3", "weight", "role", "order",
        "psu", "fpc_1", "ssu", "fpc_2", "tsu", "fpc_3",
    ]  # fmt: skip

    assert sample.rows.columns.tolist() == expected


def test_weights_are_the_inverse_of_the_product_of_the_stages(sample):
    rows = sample.rows

    assert rows["weight"].to_numpy() == pytest.approx(
        1 / (rows["pi_1"] * rows["pi_2"] * rows["pi_3"]), rel=1e-12
    )


def test_each_stage_takes_what_the_plan_says(sample):
    main = sample.main

    assert main.groupby("district")["psu"].nunique().tolist() == [2] * 4
    assert (main.groupby("psu")["ssu"].nunique() == 2).all()
    assert (main.groupby("ssu").size() == 6).all()
    assert len(sample.rows) - len(main) == 2 * 4 * 2 * 2


def test_probabilities_of_pps_are_the_size_over_the_stratum(sample, province):
    totals = province.groupby("district")["adults"].sum()
    sizes = province.groupby("commune")["adults"].sum()
    row = sample.rows.iloc[0]

    assert row["pi_1"] == pytest.approx(2 * sizes[row["commune"]] / totals[row["district"]])


def test_population_counts_are_those_of_the_frame(sample, province):
    row = sample.rows.iloc[0]

    assert row["fpc_1"] == np.inf  # with-replacement approximation after PPS
    assert row["fpc_2"] == (province["commune"] == row["commune"]).sum()
    assert row["fpc_3"] == int(row["adults"])


def test_persons_of_a_counted_list_are_numbered_and_placed_in_it(sample):
    rows = sample.rows

    assert rows.groupby("ssu")["person"].apply(list).tolist() == [[str(n) for n in range(1, 9)]] * 16
    assert (rows["list_position"] <= rows["adults"].astype(int)).all()
    assert not rows.duplicated(["ssu", "list_position"]).any()


def test_a_list_of_persons_and_their_count_give_the_same_persons(people, sample):
    listed = draw(frame_from(people), THREE_STAGES, seed="xổ số Đồng Nai")

    assert listed.rows["person"].astype(int).tolist() == sample.rows["list_position"].tolist()
    assert listed.rows["weight"].to_numpy() == pytest.approx(sample.rows["weight"].to_numpy(), rel=1e-12)


def test_the_same_seed_gives_the_same_sample_and_another_seed_another(frame, sample):
    again = draw(frame, THREE_STAGES, seed="xổ số Đồng Nai")
    other = draw(frame, THREE_STAGES, seed="xổ số Đồng Nai!")

    assert again.rows.equals(sample.rows)
    assert not other.rows.equals(sample.rows)


@pytest.mark.parametrize("method", ["pps_systematic", "sampford", "pivotal", "brewer", "poisson", "cube"])
def test_the_order_of_the_frames_rows_does_not_matter(province, method):
    plan = plan_from(
        f'[[stage]]\nunit = "village"\nstrata = ["district"]\nsize = "adults"\nmethod = "{method}"\ntake = 3\n'
    )
    shuffled = province.sample(frac=1, random_state=3)

    one, two = (
        draw(frame_from(rows), plan, seed="x").rows["village"].tolist() for rows in (province, shuffled)
    )

    assert one == two


def test_the_sample_is_the_top_of_a_shuffled_list_and_the_reserve_comes_next(people):
    plan = '[[stage]]\nunit = "person"\nid = ["village", "person"]\ntake = {take}\nreserve = {reserve}\n'
    frame = frame_from(people)

    short = draw(frame, plan_from(plan.format(take=5, reserve=3)), seed="x").rows
    long = draw(frame, plan_from(plan.format(take=8, reserve=0)), seed="x").rows

    assert short["role"].tolist() == ["main"] * 5 + ["reserve"] * 3
    assert short["order"].tolist() == [1, 2, 3, 4, 5, 1, 2, 3]
    assert short["psu"].tolist() == long["psu"].tolist()


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_shuffle_to_its_end_holds_everybody_once(count):
    top = top_of_shuffle(np.random.default_rng(count).random(count), count)

    assert sorted(top) == list(range(count))


@pytest.mark.parametrize(("total", "each"), [(3, 1), (4, 1), (5, 2), (2, 1), (8, 3)])
def test_a_reserve_village_gets_as_many_persons_as_a_main_one_on_average_to_the_nearest(total, each):
    villages = frame_from([{"village": f"v{n}", "people": 50} for n in range(20)])
    plan = plan_from(f"""
[[stage]]
unit = "village"
take = 3
reserve = 2
[[stage]]
unit = "person"
take = {{ total = {total}, minimum = 0 }}
count = "people"
""")
    rows = draw(villages, plan, seed="x").rows

    assert (rows["role"] == "main").sum() == total
    assert rows[rows["role"] == "reserve"].groupby("psu").size().tolist() == [each, each]


def test_a_reserve_village_brings_its_own_persons_as_reserve(frame):
    plan = plan_from("""
[[stage]]
unit = "village"
strata = ["district"]
size = "adults"
method = "pps_systematic"
take = 2
reserve = 1
[[stage]]
unit = "person"
take = 4
count = "adults"
""")
    rows = draw(frame, plan, seed="x").rows

    assert rows.groupby("psu")["role"].nunique().max() == 1
    assert (rows["role"] == "main").sum() == 4 * 2 * 4
    assert (rows["role"] == "reserve").sum() == 4 * 1 * 4


def test_a_size_larger_than_the_interval_is_certain_reported_and_a_stratum_of_its_own():
    villages = [{"village": "lớn", "adults": 5000}, *({"village": f"v{n}", "adults": 100} for n in range(30))]
    plan = plan_from('[[stage]]\nunit = "village"\nsize = "adults"\nmethod = "pps_systematic"\ntake = 4\n')

    sample = draw(frame_from(villages), plan, seed="x")
    large = sample.rows[sample.rows["village"] == "lớn"].iloc[0]

    assert large["pi_1"] == 1
    assert large["fpc_1"] == 1
    assert large["stratum"] == "toàn bộ|lớn (chắc chắn)"
    assert sample.stages[0].cells[0].certain == ("lớn",)
    assert sample.stages[0].cells[0].interval == 1000


def test_systematic_selection_follows_the_sorted_list():
    units = [{"unit": f"u{n:03d}", "code": 1000 - n} for n in range(100)]
    plan = plan_from('[[stage]]\nunit = "unit"\nmethod = "systematic"\ntake = 10\nsort = ["code"]\n')

    codes = draw(frame_from(units), plan, seed="x").rows["code"].astype(int)

    assert np.diff(codes).tolist() == [10] * 9


def test_a_list_is_sorted_by_its_first_column_then_by_the_next_and_by_its_ids_last():
    units = [{"unit": f"u{n}", "a": (n * 7) % 3, "b": (n * 5) % 4} for n in range(12)]
    order = sorted(units, key=lambda row: (row["a"], row["b"], row["unit"]))
    plan = plan_from('[[stage]]\nunit = "unit"\nmethod = "systematic"\ntake = 6\nsort = ["a", "b"]\n')

    taken = draw(frame_from(units[::-1]), plan, seed="x").rows["unit"].tolist()

    names = [row["unit"] for row in order]
    assert taken in (names[::2], names[1::2])


@pytest.mark.parametrize("method", ["srs", "systematic"])
def test_equal_probabilities_tell_the_estimate_how_many_units_there_were(method):
    units = [{"unit": f"u{n:03d}", "area": "AB"[n % 4 == 0]} for n in range(100)]
    plan = plan_from(f'[[stage]]\nunit = "unit"\nstrata = ["area"]\nmethod = "{method}"\ntake = 10\n')

    rows = draw(frame_from(units), plan, seed="x").rows

    assert rows.groupby("stratum")["fpc_1"].unique().map(list).to_dict() == {"A": [75.0], "B": [25.0]}
    assert rows.groupby("stratum")["weight"].first().to_dict() == {"A": 7.5, "B": 2.5}


def test_a_village_10_comes_after_village_9_when_all_codes_are_numbers():
    units = [{"unit": str(n)} for n in range(1, 21)]
    plan = plan_from('[[stage]]\nunit = "unit"\nmethod = "systematic"\ntake = 10\nsort = ["unit"]\n')

    chosen = draw(frame_from(units), plan, seed="x").rows["unit"].astype(int)

    assert np.diff(chosen).tolist() == [2] * 9


def test_strata_of_a_later_stage_are_kept(people):
    people = people.assign(sex=people["person"] % 2)
    plan = plan_from("""
[[stage]]
unit = "village"
take = 5
[[stage]]
unit = "person"
strata = ["sex"]
take = 3
""")

    rows = draw(frame_from(people), plan, seed="x").rows

    assert (rows.groupby(["psu", "stratum_2"]).size() == 3).all()
    assert set(rows["stratum_2"]) == {"0", "1"}


def test_a_total_of_a_later_stage_is_shared_among_its_parents(frame):
    plan = plan_from("""
[[stage]]
unit = "village"
take = 6
[[stage]]
unit = "person"
take = { total = 60, allocation = "proportional", minimum = 5 }
count = "adults"
""")

    rows = draw(frame, plan, seed="x").rows

    assert len(rows) == 60
    assert rows.groupby("psu").size().min() >= 5


@pytest.mark.parametrize(
    ("by", "expected"), [("", [4, 4]), ('by = "poor"', [2, 6]), ('by = "count"', [4, 4])]
)
def test_a_total_is_shared_by_the_column_it_names(by, expected):
    units = [
        {"unit": f"{area}{n}", "area": area, "poor": poor} for area, poor in ("A1", "B3") for n in range(10)
    ]
    take = f"{{ total = 8, {by} }}" if by else "{ total = 8 }"
    plan = plan_from(f'[[stage]]\nunit = "unit"\nstrata = ["area"]\ntake = {take}\n')

    rows = draw(frame_from(units), plan, seed="x").rows

    assert rows.groupby("area").size().tolist() == expected


def test_a_window_of_half_an_odd_number_keeps_the_larger_half():
    turned = [set(rank_window(np.arange(20), 5, Overlap("key", wave, 0.5))[0].tolist()) for wave in (1, 2, 3)]

    assert [len(one & two) for one, two in pairwise(turned)] == [3, 3]


@pytest.mark.parametrize(
    ("keep", "stay"), [(0.0, 0), (0.24, 2), (0.25, 3), (0.26, 3), (0.44, 4), (0.46, 5), (1.0, 10)]
)
def test_the_units_a_window_keeps_are_its_share_rounded_to_the_nearest(keep, stay):
    first, second = (set(rank_window(np.arange(40), 10, Overlap("key", w, keep))[0].tolist()) for w in (1, 2))

    assert len(first & second) == stay


def test_larger_villages_come_in_first_from_the_reserve(frame, province):
    plan = plan_from(
        '[[stage]]\nunit = "village"\nsize = "adults"\nmethod = "pps_systematic"\ntake = 10\nreserve = 20\n'
    )

    rows = draw(frame, plan, seed="x").rows

    waiting = province[~province["village"].isin(rows.loc[rows["role"] == "main", "village"])]
    u = permanent_numbers("x|village|", waiting["village"].tolist())
    by_size = waiting["village"].iloc[np.argsort(u / waiting["adults"].to_numpy())].tolist()
    assert rows.loc[rows["role"] == "reserve", "village"].tolist() == by_size[:20]


@pytest.mark.parametrize("method", ["srs", "poisson"])
@pytest.mark.parametrize("keep", [0.0, 0.5, 1.0])
def test_an_overlap_keeps_the_share_it_promises(method, keep):
    units = frame_from([{"unit": f"u{n}", "x": 1} for n in range(400)])

    def wave(number):
        plan = plan_from(
            f'[[stage]]\nunit = "unit"\nmethod = "{method}"\ntake = 80\n'
            f'overlap = {{ key = "Đồng Nai", wave = {number}, keep = {keep} }}\n'
        )
        return set(draw(units, plan, seed=f"đợt {number}").rows["unit"])

    first, second, third = wave(1), wave(2), wave(3)

    tolerance = 0 if method == "srs" else 0.25
    assert len(first & second) / len(first) == pytest.approx(keep, abs=tolerance)
    assert len(second & third) / len(second) == pytest.approx(keep, abs=tolerance)


@pytest.mark.parametrize(("wave", "first"), [(1, 0), (2, 2), (5, 8), (6, 0)])
def test_those_who_follow_a_wave_on_the_circle_are_all_the_others_in_their_order(wave, first):
    taken, others = rank_window(np.arange(10), 4, Overlap("k", wave=wave, keep=0.5))
    circle = [(first + step) % 10 for step in range(10)]

    assert (taken.tolist(), others.tolist()) == (circle[:4], circle[4:])
    assert [part.tolist() for part in rank_window(np.arange(3), 3, None)] == [[0, 1, 2], []]


@pytest.mark.parametrize("keep", [0.0, 0.5, 1.0])
def test_coordinated_waves_keep_their_probabilities_and_their_share(keep):
    rng = np.random.default_rng(8)
    first = 5 * np.arange(1, 13) / 78
    second = 4 * np.arange(12, 0, -1) / 78
    draws = 2000
    taken, both = np.zeros(12), np.zeros(12)
    for _ in range(draws):
        before = np.zeros(12, dtype=bool)
        before[METHODS["sampford"](first, rng)] = True
        after = METHODS["systematic"](coordinated(second, first, before, keep=keep), rng)
        taken[after] += 1
        both[after] += before[after]

    expected = np.clip(keep * second, np.maximum(0, first + second - 1), np.minimum(first, second))
    assert (np.abs(taken / draws - second) <= 4 * np.sqrt(second * (1 - second) / draws)).all()
    assert (np.abs(both / draws - expected) <= 4 * np.sqrt(expected * (1 - expected) / draws) + 1e-12).all()


def test_a_household_gets_a_kish_table_and_a_weight_by_its_adults():
    homes = [{"household": f"h{n}", "members": 1 + n % 4} for n in range(600)]
    plan = plan_from('[[stage]]\nunit = "household"\ntake = 480\nwithin = "kish"\nadults = "members"\n')

    rows = draw(frame_from(homes), plan, seed="x").rows

    assert rows["pi_2"].to_numpy() == pytest.approx(1 / rows["members"].astype(int))
    assert rows["weight"].to_numpy() == pytest.approx(600 / 480 * rows["members"].astype(int))
    assert (rows["fpc_1"] == 600).all()
    assert (rows["fpc_2"] == rows["members"].astype(int)).all()
    counts = rows["within"].value_counts()
    for table, share in zip(KISH_TABLES, SHARES_OF_12, strict=True):
        assert counts[f"kish:{table}"] == pytest.approx(480 * share / 12, abs=4 * np.sqrt(480 * share / 12))


def test_kishs_table_follows_from_a_number_of_its_own_not_from_that_of_the_selection():
    homes = frame_from([{"household": f"h{n}"} for n in range(60)])
    plan = plan_from('[[stage]]\nunit = "household"\ntake = 40\nwithin = "kish"\n')

    rows = draw(homes, plan, seed="x").rows

    own = kish_tables(permanent_numbers("x|kish|", rows["household"].tolist()))
    assert rows["within"].tolist() == [f"kish:{table}" for table in own]


def test_kishs_grid_is_fair_to_up_to_four_adults_and_to_six():
    for adults in (1, 2, 3, 4, 6):
        chances = np.zeros(adults)
        for table, share in zip(KISH_TABLES, SHARES_OF_12, strict=True):
            chances[KISH_GRID[table][adults - 1] - 1] += share / 12
        assert chances == pytest.approx(np.full(adults, 1 / adults))


def test_a_household_without_known_adults_carries_its_own_weight():
    homes = frame_from([{"household": f"h{n}"} for n in range(10)])
    plan = plan_from('[[stage]]\nunit = "household"\ntake = 5\nwithin = "next_birthday"\n')

    rows = draw(homes, plan, seed="x").rows

    assert set(rows["within"]) == {"next_birthday"}
    assert (rows["weight"] == 2).all()


def test_an_id_with_a_slash_stays_one_id():
    villages = frame_from([{"village": "Khu phố 3/2"}, {"village": "Khu phố 3"}])

    rows = draw(villages, plan_from('[[stage]]\nunit = "village"\ntake = 2\n'), seed="x").rows

    assert set(rows["psu"]) == {"Khu phố 3%2F2", "Khu phố 3"}


def test_a_preview_tells_allocation_and_precision_and_draws_nothing(frame):
    rows = outlook_by_stratum(first_stage(frame, THREE_STAGES), THREE_STAGES, response=0.75)

    assert [row.stratum for row in rows] == ["00", "01", "02", "03"]
    assert [row.take for row in rows] == [2] * 4
    assert [row.forms for row in rows] == [24] * 4
    assert [row.answers for row in rows] == [18] * 4
    assert all(0.1 < row.half_width < 0.4 for row in rows)


def test_a_preview_shares_the_total_as_the_draw_does_also_by_neymans_rule(province):
    deviation = province.assign(s=province["district"].map({"00": 4, "01": 1, "02": 1, "03": 1}))
    plan = plan_from(
        '[[stage]]\nunit = "village"\nstrata = ["district"]\n'
        'take = { total = 30, allocation = "neyman", deviation = "s", minimum = 2 }\n'
    )
    frame = frame_from(deviation)

    taken = {cell.stratum: cell.taken for cell in draw(frame, plan, seed="x").stages[0].cells}

    assert {stratum.stratum: stratum.take for stratum in first_stage(frame, plan)} == taken
    assert len(set(taken.values())) > 1


def test_the_first_stage_of_a_plan_tells_each_stratum_with_its_probabilities():
    villages = [{"village": f"v{n}", "area": "ab"[n > 3], "people": 10 + n} for n in range(10)]
    plan = '[[stage]]\nunit = "village"\nstrata = ["area"]\ntake = 2\n'
    equal = first_stage(frame_from(villages), plan_from(plan))
    sized = first_stage(
        frame_from(villages), plan_from(plan + 'method = "pps_systematic"\nsize = "people"\n')
    )

    assert [(s.stratum, s.units, s.size, s.take, s.certain) for s in equal] == [
        ("a", 4, 4.0, 2, ()), ("b", 6, 6.0, 2, ())
    ]  # fmt: skip
    assert [stratum.pi.tolist() for stratum in equal] == [[0.5] * 4, [pytest.approx(1 / 3)] * 6]
    assert [(s.stratum, s.units, s.size, s.take) for s in sized] == [("a", 4, 46.0, 2), ("b", 6, 99.0, 2)]
    assert sized[0].pi.tolist() == pytest.approx([2 * size / 46 for size in (10, 11, 12, 13)])


@pytest.mark.parametrize(
    ("numbers", "order"),
    [(("10", "9", "100", "1"), ["1", "9", "10", "100"]), (("10", "9", "x", "1"), ["1", "10", "9", "x"])],
)
def test_units_stand_by_number_where_all_have_one_and_else_by_text(numbers, order):
    rows = [{"village": f"v{place}", "no": number} for place, number in enumerate(numbers)]
    plan = plan_from('[[stage]]\nunit = "village"\nsort = ["no"]\nmethod = "systematic"\ntake = 4\n')

    assert draw(frame_from(rows), plan, seed="x").rows["no"].tolist() == order


def test_a_village_in_several_rows_is_as_large_as_all_of_them_together():
    hamlets = [{"village": f"v{n // 2}", "hamlet": f"h{n}", "people": 10 * (n + 1)} for n in range(8)]
    text = '[[stage]]\nunit = "village"\nsize = "people"\nmethod = "pps_systematic"\ntake = 2\n'
    text += '[[stage]]\nunit = "person"\ntake = 5\ncount = "people"\n'
    (stratum,) = first_stage(frame_from(hamlets), plan_from(text))

    assert stratum.size == 360
    assert stratum.pi.tolist() == pytest.approx([2 * size / 360 for size in (30, 70, 110, 150)])


@pytest.mark.parametrize(("units", "checked"), [(400, True), (401, False)])
def test_a_stratum_of_more_than_400_units_is_not_checked_for_pairs_and_says_why(units, checked):
    many = frame_from([{"village": str(n), "adults": 10} for n in range(units)])
    (check,) = joint_checks(first_stage(many, plan_from('[[stage]]\nunit = "village"\ntake = 5\n')), "srs")

    if checked:
        pairs = units * (units - 1)
        assert (check.why, check.zero_pairs, check.pairs) == (None, 0, pairs // 2)
        assert check.least == pytest.approx(5 * 4 / pairs)
    else:
        assert check.least is None
        assert check.why == ("tầng có hơn 400 đơn vị", "the stratum has more than 400 units")


def test_stages_have_names_the_estimate_knows():
    assert [stage_name(n) for n in range(5)] == ["psu", "ssu", "tsu", "unit_4", "unit_5"]


def test_the_recommended_plan_gives_3240_forms_from_villages_and_from_persons(province, people):
    plan = plan_from(load_plan("dong-nai-recommended").text.replace("540", "60"))

    counted = draw(frame_from(province), plan, seed="x")
    listed = draw(frame_from(people.drop(columns="adults")), plan, seed="x")

    assert len(counted.main) == 360
    assert counted.main.groupby("commune")["psu"].nunique().min() >= 4
    assert listed.main["weight"].sum() == pytest.approx(province["adults"].sum())
    assert sorted(listed.main["psu"]) == sorted(counted.main["psu"])


@pytest.mark.slow
def test_in_three_stages_every_person_is_taken_as_often_as_the_weights_say(province):
    frame = frame_from(province)
    taken, estimates = {}, []
    draws = 400
    for number in range(draws):
        main = draw(frame, THREE_STAGES, seed=f"lần {number}").main
        estimates.append(main["weight"].sum())
        for village, pi in main.groupby("village")[["pi_1", "pi_2"]].first().prod(axis=1).items():
            count, _ = taken.get(village, (0, pi))
            taken[village] = (count + 1, pi)

    counts = pd.DataFrame.from_dict(taken, orient="index", columns=["count", "pi"])
    error = np.sqrt(counts["pi"] * (1 - counts["pi"]) / draws)
    assert (np.abs(counts["count"] / draws - counts["pi"]) <= 4 * error).all()
    total = province["adults"].sum()
    assert abs(np.mean(estimates) - total) <= 4 * np.std(estimates) / np.sqrt(draws)


def test_a_size_that_is_no_count_is_read_from_its_own_column(province):
    listed = province.assign(households=[10 + row * 7 % 23 for row in range(len(province))])
    plan = plan_from("""
[[stage]]
unit = "village"
size = "households"
method = "pps_systematic"
take = 5
[[stage]]
unit = "person"
take = 4
count = "adults"
""")

    rows = draw(frame_from(listed), plan, seed="x").rows
    households, adults = rows["households"].astype(float), rows["adults"].astype(float)

    assert rows["pi_1"].tolist() == pytest.approx((5 * households / listed["households"].sum()).tolist())
    assert rows["pi_2"].tolist() == pytest.approx((4 / adults).tolist())


@pytest.mark.parametrize("balance", ['"urban"', '"count", "urban"'])
def test_the_cube_balances_on_the_columns_the_plan_names(frame, province, balance):
    plan = plan_from(f"""
[[stage]]
unit = "village"
method = "cube"
balance = [{balance}]
take = 37
[[stage]]
unit = "person"
take = 1
count = "adults"
""")
    expected = 37 * province["urban"].mean()

    urban = [(draw(frame, plan, seed=f"{number}").main["urban"] == "1").sum() for number in range(12)]

    # Without balance the number of urban villages would have a standard deviation of about 2.
    assert np.abs(np.array(urban) - expected).max() <= 1


def test_strata_with_too_few_units_are_counted_and_ten_of_them_named():
    villages = [{"district": f"d{n:02d}", "village": str(n)} for n in range(12)]
    plan = '[[stage]]\nunit = "village"\nstrata = ["district"]\ntake = 2\n'

    with pytest.raises(SamplingError) as refusal:
        draw(frame_from(villages), plan_from(plan), seed="x")

    assert "Giai đoạn 1: cần chọn nhiều «village» hơn số có trong khung ở 12 nơi" in refusal.value.vi
    assert "more «village» to take than the frame has in 12 places" in refusal.value.en
    ten = [f"d{n:02d}" for n in range(10)]
    assert re.findall(r"trong «-», tầng «(...)»: 2 > 1", refusal.value.vi) == ten
    assert re.findall(r"in «-», stratum «(...)»: 2 > 1", refusal.value.en) == ten
    everything = draw(frame_from(villages), plan_from(plan + 'shortfall = "take_all"\n'), seed="x")
    assert len(everything.rows) == 12


def test_a_village_with_too_few_people_is_named():
    people = [{"village": v, "person": str(n)} for v, size in (("a", 3), ("b", 1)) for n in range(size)]
    plan = plan_from('[[stage]]\nunit = "village"\ntake = 2\n[[stage]]\nunit = "person"\ntake = 2\n')

    with pytest.raises(SamplingError, match=r"giai đoạn 2: 1 «village» có ít «person».*«b» \(5\): 1 < 2"):
        draw(frame_from(people), plan, seed="x")


def test_a_stratum_that_its_share_leaves_without_a_unit_is_no_part_of_the_sample():
    villages = [
        {"district": d, "village": f"{d}{n}"} for d, size in (("a", 40), ("b", 1)) for n in range(size)
    ]
    plan = plan_from("""
[[stage]]
unit = "village"
strata = ["district"]
take = { total = 3, minimum = 0 }
""")

    sample = draw(frame_from(villages), plan, seed="x")

    assert sample.rows["district"].tolist() == ["a", "a", "a"]
    assert sample.rows["pi_1"].tolist() == [3 / 40] * 3
    counted = sample.manifest["stages"][0]["strata"]
    assert [(each["stratum"], each["take"], each["taken"]) for each in counted] == [("a", 3, 3), ("b", 0, 0)]
