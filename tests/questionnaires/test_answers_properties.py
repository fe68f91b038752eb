"""What holds of any answers whatever: round trips, no crash, one result through every door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import answers, load, routing
from questionnaires.model import ChoicesItem, TextItem, offers_of

pytestmark = pytest.mark.slow

SIPAS = load.published("sipas-2025")
DOORS = st.sampled_from(["web", "paper", "scan", "import"])


def offered(item, *, on_paper):
    """The tokens that one item can have, as a clean respondent or a sheet of paper gives them."""
    if isinstance(item, TextItem):
        return st.lists(st.text("Đạăâ eo\n", max_size=30), max_size=1)
    digits = st.sampled_from([str(option.code) for option in item.options])
    if isinstance(item, ChoicesItem):
        most = len(item.options) if on_paper else item.at_most
        return st.lists(digits, max_size=most, unique=True) | (st.just(["?"]) if on_paper else st.nothing())
    special = [offer.kind.token for offer in offers_of(item)] + (["*", "?"] if on_paper else [])
    return st.lists(digits | st.sampled_from(special) if special else digits, max_size=1)


def forms(*, on_paper):
    return st.fixed_dictionaries({i: offered(item, on_paper=on_paper) for i, item in SIPAS.items.items()})


junk = st.dictionaries(
    st.sampled_from([*SIPAS.items, "Z9", ""]) | st.text(max_size=5),
    st.lists(st.text(max_size=8) | st.sampled_from(["1", "4", "kb", "kad", "*", "?"]), max_size=4)
    | st.text(max_size=4),
    max_size=12,
)


@given(junk, DOORS)
def test_whatever_comes_the_gate_answers_and_never_raises(raw, source):
    checked = answers.read(SIPAS, raw, source=source)

    assert (checked.answers is None) == any(problem.level == "hard" for problem in checked.problems)
    if checked.answers is not None:
        assert set(answers.decode(SIPAS, checked.answers.codes)) == {c.name for c in SIPAS.columns}


@given(forms(on_paper=True))
def test_codes_and_columns_are_two_writings_of_the_same_answers(raw):
    read = answers.read(SIPAS, raw, source="paper").answers

    assert answers.encode(SIPAS, answers.decode(SIPAS, read.codes)) == read.codes


@given(forms(on_paper=True))
def test_what_was_read_reads_the_same_again(raw):
    read = answers.read(SIPAS, raw, source="paper").answers

    assert answers.read(SIPAS, answers.tokens_of(SIPAS, read), source="paper").answers == read


@given(forms(on_paper=False))
def test_answers_a_web_page_takes_are_the_same_when_they_are_imported(raw):
    web = answers.read(
        SIPAS, raw | {"D00": raw["D00"] or ["1"], "D25": raw["D25"] or ["2"]}, source="web"
    ).answers

    assert web is not None
    assert answers.read(SIPAS, answers.tokens_of(SIPAS, web), source="import").answers == web


@given(forms(on_paper=False))
def test_answers_on_the_path_are_the_same_through_every_door(raw):
    raw |= {"D00": raw["D00"] or ["1"], "D25": raw["D25"] or ["1"]}
    path = routing.applicable(SIPAS, {i: int(t[0]) for i, t in raw.items() if t and t[0].isdecimal()})
    honest = {item: tokens for item, tokens in raw.items() if item in path}

    read = [answers.read(SIPAS, honest, source=door).answers for door in ("web", "paper", "scan", "import")]

    assert read[0] is not None
    assert read.count(read[0]) == 4


@given(forms(on_paper=False), st.sampled_from(["1", "2", "3"]), st.sampled_from(["1", "2"]))
def test_on_the_web_nothing_off_the_path_is_left(raw, procedure, complaint):
    # Who went back and changed the path has left answers behind: every item may bring one.
    raw |= {"D00": [procedure], "D25": [complaint]}

    read = answers.read(SIPAS, raw, source="web").answers

    path = routing.applicable(SIPAS, answers.values_of(SIPAS, read))
    codes = answers.decode(SIPAS, read.codes)
    off = {column.name: codes[column.name] for column in SIPAS.columns if column.item not in path}
    assert set(off.values()) == ({202} if off else set())
    assert bool(off) == (procedure != "1" or complaint == "2" or raw["D00c"] == ["2"])
    assert 202 not in {codes[c.name] for c in SIPAS.columns if c.item in path}
    assert set(read.texts) <= set(path)
