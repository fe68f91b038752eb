import time
import tracemalloc
from decimal import Decimal

import pytest

from questionnaires.errors import QuestionnaireError
from questionnaires.load import load
from sampling.errors import SamplingError
from sampling.plan.plan_file import plan_from
from sampling.toml_text import NotToml, parse_toml
from scoring.errors import ScoringError
from scoring.specification.spec_file import load_spec
from scoring.targets.toml_table import parse
from survey_app.errors import AppError
from survey_app.surveys.survey_file import read

HOSTILE = {
    "brackets": "a=" + "[" * 50_000,
    "closed brackets": "a=" + "[" * 50_000 + "]" * 50_000,
    "braces": "a=" + "{b=" * 20_000,
    "decimal digits": "n=" + "9" * 20_000,
    "hexadecimal digits": "n=0x" + "f" * 20_000,
    "dotted key": "a" + ".a" * 50_000 + "=1",
    "dotted table": "[a" + ".a" * 50_000 + "]",
    "a number in a list": "a=[[" + "9" * 20 + "]]",
}
HOSTILE_AS_DECIMAL = {"exponent": "n=1e999999999", "long fraction": "n=0." + "1" * 10_000}


def refused(path):
    text = path.read_text("utf-8")
    doors = {
        "plan": (lambda: plan_from(text), SamplingError),
        "targets": (lambda: parse(text, "chi-tieu.toml"), ScoringError),
        "estimate": (lambda: load_spec(path), ScoringError),
        "survey": (lambda: read(path), AppError),
        "questionnaire": (lambda: load(path), QuestionnaireError),
    }
    for door, (opened, error) in doors.items():
        with pytest.raises(error) as refusal:
            opened()
        yield door, refusal.value


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_toml_is_refused_at_every_door_in_both_languages_quickly_and_in_little_memory(tmp_path, text):
    path = tmp_path / "x.toml"
    path.write_text(text, "utf-8")
    tracemalloc.start()
    start = time.perf_counter()

    found = dict(refused(path))

    assert time.perf_counter() - start < 10
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()
    assert len(found) == 5
    for error in found.values():
        assert error.vi != error.en
        assert len(error.vi) < 700


@pytest.mark.parametrize("text", HOSTILE_AS_DECIMAL.values(), ids=HOSTILE_AS_DECIMAL)
def test_a_number_that_would_be_written_in_a_billion_digits_is_refused(text):
    with pytest.raises(NotToml, match="số mũ quá lớn"):
        parse_toml(text, parse_float=Decimal)


def test_numbers_of_64_bits_and_ordinary_decimals_are_read():
    found = parse_toml(
        "a = 9223372036854775807\nb = -9223372036854775808\nc = 1e-9\nd = 0.035", parse_float=Decimal
    )

    assert found == {"a": 2**63 - 1, "b": -(2**63), "c": Decimal("1e-9"), "d": Decimal("0.035")}


def test_a_number_may_have_sixty_digits_and_an_exponent_of_308_and_no_more():
    assert parse_toml(f"a = 0.{'1' * 58}\nb = 1e308") == {"a": float("0." + "1" * 58), "b": 1e308}
    for longer in (f"0.{'1' * 59}", "1e309", "1e-309"):
        with pytest.raises(NotToml, match="quá dài hoặc số mũ quá lớn"):
            parse_toml(f"a = {longer}")


def test_a_key_of_too_many_parts_is_told_with_its_line():
    with pytest.raises(NotToml) as refused:
        parse_toml("a = 1\nb = 2\n" + "c." * 21 + "d = 3\n")

    assert (refused.value.vi, refused.value.en) == (
        "dòng 3 có khóa với quá nhiều dấu chấm",
        "line 3 has a key with too many dots",
    )
