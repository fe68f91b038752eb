"""``--format svg``: every number is drawn where it belongs and said in words."""

import re
from xml.etree import ElementTree as ET

import pytest

from scoring.errors import ScoringError
from scoring.specification.output import to_svg
from scoring.specification.output.forest import axis_of
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec
from tests.scoring.reference import frame

SVG = "{http://www.w3.org/2000/svg}"
SPEC = {
    "design": {"strata": "stratum", "clusters": "psu", "weight": "w"},
    "items": {"columns": ["q01", "q02"], "valid": [1, 2, 3, 4, 5]},
    "estimate": [{"name": "a <b> & c", "by": "urban"}],
    "contrast": [{"name": "gap", "of": "a <b> & c", "between": "urban"}],
}


def drawn(spec, language="vi"):
    data = frame("sipas_small")
    done = run(data, list(data), read_spec(spec))
    return done, ET.fromstring(to_svg(done, language=language))


def by_class(tree, name):
    return [each for each in tree.iter() if each.get("class") == name]


def test_dots_and_intervals_stand_where_their_numbers_are():
    done, tree = drawn({**SPEC, "contrast": []})
    ticks = {each.text: float(each.get("x")) for each in by_class(tree, "tick")}
    (first, start), *_, (last, end) = ticks.items()
    low, high = (float(text.removesuffix(" %")) / 100 for text in (first, last))

    def x(value):
        return start + (value - low) / (high - low) * (end - start)

    rows = list(done.results[0].estimates)
    dots = [float(each.get("cx")) for each in by_class(tree, "dot")]
    assert dots == pytest.approx([x(row.estimate) for row in rows], abs=0.11)
    for row, line in zip(rows, by_class(tree, "interval"), strict=True):
        left, right = re.match(r"M([\d.]+) [\d.]+H([\d.]+)", line.get("d")).groups()
        assert [float(left), float(right)] == pytest.approx([x(row.low), x(row.high)], abs=0.11)


def test_the_chart_says_everything_that_it_draws():
    _, tree = drawn(SPEC)

    named = dict.fromkeys(tree.get("aria-labelledby").split())
    said = {each.get("id"): each.text for each in tree.iter() if each.get("id") in named}
    assert tree.get("role") == "img"
    assert said["title"] == "Ước lượng và khoảng tin cậy"
    assert "a <b> & c: q01 · urban: 0 89,4 % (83,7 % – 93,3 %)" in said["description"]
    titles = [each.find(f"{SVG}title").text for each in tree.iter(f"{SVG}g")]
    assert titles[0] == "q01 · urban: 0: 89,4 % (83,7 % – 93,3 %)"
    assert titles[-1].startswith("q02 · urban: 1 − urban=0: 1,6 %")
    assert len(titles) == 6


def test_english_has_decimal_points():
    _, tree = drawn(SPEC, "en")

    assert next(tree.iter(f"{SVG}title")).text == "Estimates with intervals"
    assert "89.4% (83.7% – 93.3%)" in "".join(tree.itertext())


def test_differences_have_a_line_at_zero_and_levels_have_none():
    assert len(by_class(drawn(SPEC)[1], "zero")) == 1
    assert by_class(drawn({**SPEC, "contrast": []})[1], "zero") == []


def test_a_row_without_a_number_says_why():
    _, tree = drawn({**SPEC, "contrast": [], "estimate": [{"by": "psu"}]})

    words = [each.text for each in tree.iter(f"{SVG}title")]
    assert any("chỉ có một đơn vị chọn mẫu" in text for text in words)
    assert by_class(tree, "interval") == []
    assert len(by_class(tree, "dot")) == 98


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.02, 0.98], ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]),
        ([-0.128, 0.114], ["−15 %", "−10 %", "−5 %", "0 %", "5 %", "10 %", "15 %"]),
        ([0.5, 0.5], None),
    ],
)
def test_ticks_are_round_and_hold_all_values(values, texts):
    axis = axis_of(values, share=True, language="vi")

    assert axis.ticks[0] <= min(values)
    assert axis.ticks[-1] >= max(values)
    assert len(set(axis.texts)) == len(axis.ticks)
    assert texts is None or axis.texts == texts


def test_too_many_rows_and_no_estimates_are_refused():
    with pytest.raises(ScoringError, match="tối đa 500"):
        drawn({**SPEC, "items": {"columns": ["q??"], "valid": [1, 2, 3, 4, 5]}, "estimate": [{"by": "district"}, {"by": "psu"}], "contrast": []})  # fmt: skip
    with pytest.raises(ScoringError, match="ít nhất một khối có ước lượng"):
        drawn({"design": SPEC["design"], "tally": [{"of": "q01"}]})


def test_rows_say_their_code_their_effect_and_their_thousands():
    spec = {
        **SPEC,
        "columns": {"q01": {"labels": {"5": "rất hài lòng"}}},
        "items": {"columns": ["q01"], "valid": [1, 2, 3, 4, 5]},
        "estimate": [
            {"name": "d", "statistic": "distribution"},
            {"name": "n", "statistic": "count", "codes": [4, 5]},
        ],
        "contrast": [],
        "regression": [
            {
                "name": "r",
                "kind": "logistic",
                "outcome": "q01",
                "ones": [4, 5],
                "terms": ["urban"],
                "effects": "marginal",
            }
        ],
    }
    _, tree = drawn(spec)
    titles = [each.find(f"{SVG}title").text for each in tree.iter(f"{SVG}g")]

    assert [title.partition(": ")[0] for title in titles] == [
        "q01 · 1", "q01 · 2", "q01 · 3", "q01 · 4", "q01 · rất hài lòng", "q01",
        "(intercept) · hệ số", "urban · hệ số", "urban · tác động cận biên trung bình",
    ]  # fmt: skip
    assert titles[5] == "q01: 848.733 (726.325 – 971.141)"
