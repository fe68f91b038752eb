"""Every reader of a key takes what it promises and refuses everything else with the key's place."""

from math import inf, nan

import pytest

from scoring.errors import ScoringError
from scoring.specification.spec_file import load_spec, read_spec
from scoring.specification.toml_keys import Keys

READERS = {
    "text": (
        lambda keys: keys.text("k"),
        {"a": "a", "": ""},
        [1, True, ["a"], {}],
        "phải là chuỗi",
    ),
    "choice": (
        lambda keys: keys.choice("k", ("a", "b"), "a"),
        {"a": "a", "b": "b"},
        ["c", ""],
        "chọn a, b",
    ),
    "texts": (
        lambda keys: keys.texts("k"),
        {"a": ["a"], ("a", "b"): ["a", "b"], (): []},
        [1, True, [1], ["a", 1], {}],
        "tên cột",
    ),
    "number": (
        lambda keys: keys.number("k"),
        {1: 1.0, 0.5: 0.5, -3: -3.0, inf: inf},
        ["1", True, False, nan, [1], {}],
        "phải là số",
    ),
    "flag": (
        lambda keys: keys.flag("k", default=True),
        {True: True, False: False},
        ["true", 2, [], {}],
        "true hoặc false",
    ),
    "codes": (
        lambda keys: keys.codes("k"),
        {(1, 2): (1, 2), ("a", 2.5): ("a", 2.5), (0,): (0,)},
        [[], [True], [nan], [inf], [[1]], "1", 1, {}],
        "danh sách mã",
    ),
    "counts": (
        lambda keys: keys.counts("k"),
        {},
        [{}, [], "x", 1],
        "bảng mức",
    ),
    "needed": (lambda keys: keys.needed("k"), {2: 2.0, 0: 0.0}, [inf, -inf], "hữu hạn"),
}  # fmt: skip
TAKEN = [(name, given, read) for name, (_, taken, *_) in READERS.items() for given, read in taken.items()]
REFUSED = [(name, given) for name, (_, _, refused, _) in READERS.items() for given in refused]


@pytest.mark.parametrize(("name", "given", "read"), TAKEN)
def test_a_value_of_the_right_type_is_read(name, given, read):
    value = list(given) if isinstance(given, tuple) else given

    found = READERS[name][0](Keys("[t]", {"k": value}))

    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(("name", "given"), REFUSED)
def test_a_value_of_another_type_is_refused_with_its_place(name, given):
    with pytest.raises(ScoringError) as refused:
        READERS[name][0](Keys("[t]", {"k": given}))

    assert refused.value.vi.startswith("[t] khóa «k»: ")
    assert refused.value.en.startswith("[t] key “k”: ")
    assert READERS[name][3] in refused.value.vi


def test_counts_name_the_level_that_is_wrong():
    assert Keys("[t]", {"k": {"1": 5, "2": 0.5}}).counts("k") == {"1": 5.0, "2": 0.5}
    for wrong in ("x", nan, inf, True):
        with pytest.raises(ScoringError, match=r"^\[t\] k khóa «2»: phải là số"):
            Keys("[t]", {"k": {"1": 5, "2": wrong}}).counts("k")


def test_a_key_that_is_absent_has_its_default():
    keys = Keys("[t]", {})

    assert (keys.text("k"), keys.text("k", "d"), keys.choice("k", ("a", "b"), "b")) == (None, "d", "b")
    assert (keys.texts("k"), keys.codes("k"), keys.number("k"), keys.number("k", 2)) == ([], None, None, 2.0)
    assert (keys.flag("k", default=True), keys.flag("k", default=False)) == (True, False)
    with pytest.raises(ScoringError, match="còn thiếu"):
        keys.needed("k")


LEAST = {"items": {"columns": ["q"]}, "estimate": [{}]}


def test_a_design_that_says_nothing_nests_and_refuses_lonely_strata():
    design = read_spec(LEAST).design

    assert (design.nest, design.lonely, design.weight) == (True, "fail", None)
    assert (design.strata, design.clusters, design.fpc) == ([], [], [])


@pytest.mark.parametrize("key", ["strata", "clusters"])
def test_a_column_listed_twice_is_named(key):
    with pytest.raises(ScoringError, match=rf"\[design\] khóa «{key}»: cột «b» ghi hai lần"):
        read_spec(LEAST | {"design": {key: ["a", "b", "b"]}})


def test_a_specification_that_is_not_utf_8_is_told_in_words(tmp_path):
    path = tmp_path / "spec.toml"
    path.write_bytes(b'[design]\nweights = "\xff"\n')

    with pytest.raises(ScoringError) as refused:
        load_spec(path)

    assert refused.value.vi == "Tệp «spec.toml» không phải UTF-8 (byte thứ 20); hãy lưu lại dạng UTF-8."
