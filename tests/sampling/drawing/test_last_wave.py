import json

import numpy as np
import pytest
from click.testing import CliRunner

from sampling.drawing.draw import draw, plan_from
from sampling.drawing.last_wave import LastWave, last_wave
from sampling.drawing.manifest import write
from sampling.drawing.verify import verify
from sampling.errors import SamplingError
from sampling.frame.frame import canonical_csv, frame_from
from survey_app.commands.sample import command

PLAN = """
[[stage]]
unit = "village"
strata = ["district"]
size = "adults"
method = "{method}"
take = 4
[[stage]]
unit = "person"
take = 5
count = "adults"
"""
SYSTEMATIC = plan_from(PLAN.format(method="pps_systematic"))
METHODS = ["pps_systematic", "pivotal", "poisson", "cube"]


@pytest.fixture(scope="module")
def frame(province):
    return frame_from(province)


@pytest.fixture(scope="module")
def before(frame):
    return draw(frame, SYSTEMATIC, seed="2025")


def villages(sample):
    return set(sample.main["psu"])


@pytest.mark.parametrize("method", METHODS)
def test_last_waves_villages_are_avoided_where_others_suffice(frame, before, method):
    plan = plan_from(PLAN.format(method=method))

    after = draw(frame, plan, seed="2026", last=last_wave(before.manifest, keep=0.0))

    certain_to_meet = {path for path, pi in before.stages[0].everyone.items() if pi > 0.5}
    assert not (villages(after) & villages(before)) - certain_to_meet


@pytest.mark.parametrize("method", METHODS)
def test_keeping_all_keeps_all(frame, before, method):
    plan = plan_from(PLAN.format(method=method))

    after = draw(frame, plan, seed="2026", last=last_wave(before.manifest, keep=1.0))

    assert villages(after) == villages(before)


@pytest.mark.slow
def test_half_is_kept_on_average_and_probabilities_and_weights_stay(frame):
    shares, taken, draws = [], {}, 80
    for number in range(draws):
        first = draw(frame, SYSTEMATIC, seed=f"2025 {number}")
        last = last_wave(first.manifest, keep=0.5)
        second = draw(frame, SYSTEMATIC, seed=f"2026 {number}", last=last)
        shares.append(len(villages(first) & villages(second)) / len(villages(second)))
        for village in villages(second):
            taken[village] = taken.get(village, 0) + 1
        pi = second.stages[0].everyone
        assert second.rows["pi_1"].tolist() == [pi[path] for path in second.rows["psu"]]

    pi = np.array(list(pi.values()))
    counts = np.array([taken.get(path, 0) for path in second.stages[0].everyone])
    assert np.mean(shares) == pytest.approx(0.5, abs=0.08)
    assert (np.abs(counts / draws - pi) <= 4 * np.sqrt(pi * (1 - pi) / draws)).all()


def test_new_villages_join_and_old_ones_go(province, before):
    changed = province[province["village"] != province["village"].iloc[0]]
    changed = frame_from(changed.assign(village=changed["village"].replace("26005-01", "26005-77")))

    after = draw(changed, SYSTEMATIC, seed="2026", last=last_wave(before.manifest, keep=0.5))

    assert len(after.main) > 0


def test_a_draw_beside_the_last_is_verified_from_its_own_manifest(tmp_path, province):
    (tmp_path / "frame.csv").write_bytes(canonical_csv(province.astype(str)))
    (tmp_path / "plan.toml").write_text(PLAN.format(method="pps_systematic"), "utf-8")
    run = CliRunner().invoke
    common = [str(tmp_path / "frame.csv"), str(tmp_path / "plan.toml")]
    first, second = tmp_path / "2025", tmp_path / "2026"

    run(command, [*common, "--seed", "a", "--out", str(first)], catch_exceptions=False)
    last = ["--last", str(first / "manifest.json"), "--keep", "0"]
    run(command, [*common, "--seed", "b", "--out", str(second), *last], catch_exceptions=False)

    assert verify(second / "manifest.json", frame=tmp_path / "frame.csv").untouched
    assert json.loads((second / "manifest.json").read_bytes())["last_wave"]["keep"] == "0"


def test_last_waves_villages_are_those_of_its_main_sample_alone(frame):
    plan = plan_from(PLAN.format(method="pps_systematic").replace("[[stage]]", "[[stage]]\nreserve = 1", 1))
    sample = draw(frame, plan, seed="2025")

    selected = last_wave(sample.manifest, keep=0.0).selected

    assert selected == villages(sample)
    assert set(sample.rows["psu"]) > selected


def test_two_rules_for_one_overlap_are_refused(frame, before):
    plan = PLAN.format(method="poisson").replace("[[stage]]", '[[stage]]\noverlap = { key = "k" }', 1)

    with pytest.raises(SamplingError, match="Giai đoạn 1 dùng poisson"):
        draw(frame, plan_from(plan), seed="x", last=last_wave(before.manifest, keep=0.5))


def test_a_manifest_without_probabilities_or_a_wrong_share_is_refused(frame, before):
    simple = draw(frame, plan_from('[[stage]]\nunit = "village"\ntake = 3\n'), seed="x")

    with pytest.raises(SamplingError, match="không ghi xác suất"):
        last_wave(simple.manifest, keep=0.5)
    for keep, said in ((2, "2"), (1.01, "1.01"), (-0.01, "-0.01")):
        with pytest.raises(SamplingError, match=f"keep = {said} phải từ 0 đến 1"):
            last_wave(before.manifest, keep=keep)
    assert [last_wave(before.manifest, keep=keep).keep for keep in (0, 1)] == [0, 1]


def test_a_method_of_fixed_size_cannot_follow_the_last_wave(frame, before):
    last = last_wave(before.manifest, keep=0.5)

    with pytest.raises(SamplingError, match="Giai đoạn 1 dùng sampford"):
        draw(frame, plan_from(PLAN.format(method="sampford")), seed="x", last=last)


def test_a_touched_manifest_is_no_last_wave(tmp_path, frame, before):
    write(before, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"2025", b"2024", 1))

    result = CliRunner().invoke(
        command, ["f.csv", "p.toml", "--seed", "b", "--out", str(tmp_path / "o"), "--last", str(path)]
    )

    assert isinstance(result.exception, SamplingError)
    assert "ĐÃ BỊ SỬA" in result.exception.vi


def test_a_unit_that_was_not_there_before_is_drawn_with_its_own_probability():
    last = LastWave({"old": 0.5, "left": 0.25}, frozenset({"old"}), keep=0.5)

    assert last.conditional(["old", "left", "new"], np.array([0.4, 0.4, 0.3])) == pytest.approx(
        [0.2 / 0.5, (0.4 - 0.2) / (1 - 0.25), 0.3]
    )
    assert last.record() == {
        "keep": "0.5", "selected": ["old"], "probabilities": {"old": "0.5", "left": "0.25"}
    }  # fmt: skip
