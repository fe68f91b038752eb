"""A file with mistakes: all of them at once, each with its line and key."""

import random
import unicodedata

import pytest

from questionnaires import load
from questionnaires.authoring import canonical
from questionnaires.authoring.toml_lines import LARGEST_FILE
from questionnaires.errors import QuestionnaireError
from questionnaires.model import PaperHints

# What is written instead of what; the line (that of the new words, where none is named), key and words of the mistake.
MISTAKES = {
    "an unknown key": ('level = "hard"', 'level = "hard"\ncolour = 1', None, "fast-and-wrong.colour", "khóa lạ; các khóa dùng được: broken_if, id, items, level, message"),
    "a missing translation of a title": ('{ vi = "Phần một", en = "Part one" }', '{ en = "Part" }', None, "S.title.vi", "thiếu"),
    "a text that is empty": ('vi = "Mong đợi"', 'vi = "  "', None, "Q2.vi", "để trống"),
    "a text that is a number": ('vi = "Mong đợi"', "vi = 4", None, "Q2.vi", "chuỗi chữ"),
    "a kind nobody knows": ('kind = "text"', 'kind = "essay"', None, "Q3.kind", "scale, choice, choices, text"),
    "a scale nobody knows": ('scale = "mood"', 'scale = "modo"', None, "G1.scale", "modo"),
    "an id twice": ('id = "Q2"\n', 'id = "Q1"  # again\n', None, "items.id", "đã dùng ở dòng 22"),
    "an id with a space": ('id = "Q2"', 'id = "Q 2"', None, "items.id", "không hợp lệ"),
    "a code above 199": ("code = 5", "code = 200", None, "Q2.options.code", "từ 1 đến 199"),
    "a code twice": ("code = 5", "code = 2", "Gần hơn", "Q2.options.code", "đã dùng"),
    "a code that is true": ("code = 5", "code = true", None, "Q2.options.code", "số nguyên"),
    "a weight of nothing": ("weight = 2", "weight = 0", None, "G2.weight", "lớn hơn 0"),
    "an infinite weight": ("weight = 2", "weight = inf", None, "G2.weight", "lớn hơn 0"),
    "more choices than options": ("at_most = 2", "at_most = 4", None, "Q2.at_most", "từ 1 đến 3"),
    "a criterion nobody declared": ('criterion = "1.1"', 'criterion = "9"', None, "G1.criterion", "9"),
    "a parent nobody declared": ('parent = "1"', 'parent = "7"', None, "1.1.parent", "7"),
    "a rule that is none": ('"not Q1 == 2"', '"Q1 = 2"', None, "G1.applies", "viết =="),
    "a rule about a later item": ('"not Q1 == 2"', '"Q2 in [1]"', None, "G1.applies", "Q2 không đứng trước"),
    "a rule about itself": ('"Q2 in [5]"', '"answered(Q3)"', None, "Q3.applies", "không đứng trước"),
    "a rule about nobody": ('"Q2 in [5]"', '"Q9 == 1"', None, "Q3.applies", "không có câu «Q9»"),
    "a rule about no option": ('"Q2 in [5]"', '"Q2 in [4]"', None, "Q3.applies", "không có phương án 4"),
    "a rule that compares a choose-many item": ('"Q2 in [5]"', '"Q2 == 5"', None, "Q3.applies", "Q2 in [5]"),
    "a rule that can never be true": ('"Q2 in [5]"', '"G1 == 1 and Q1 == 2"', None, "Q3.applies", "không bao giờ đúng"),
    "a check that can never be broken": ('"G1 == 3 and G2 == 1"', '"G1 == 3 and Q1 == 2"', None, "fast-and-wrong.broken_if", "không bao giờ đúng"),
    "a check that every form breaks": ('"G1 == 3 and G2 == 1"', '"G1 == 3 or not G1 == 3"', None, "fast-and-wrong.broken_if", "mọi phiếu"),
    "a check that compares text": ('"G1 == 3 and G2 == 1"', '"Q3 == 1"', None, "fast-and-wrong.broken_if", "answered(Q3)"),
    "an option in two buckets": ("not_satisfied = [1, 2]", "not_satisfied = [1, 2, 3]", "satisfied = [3]", "mood.satisfied", "cả hai"),
    "an option in no bucket": ("not_satisfied = [1, 2]", "not_satisfied = [1]", "options = [", "mood.options", "không thuộc nhóm"),
    "a bucket of no option": ("satisfied = [3]", "satisfied = [3, 9]", None, "mood.satisfied", "không có trong thang"),
    "a scored item without a scale": ('kind = "choices"', 'criterion = "1.1" #\nkind = "choices"', '"1.1" #', "Q2.criterion", "thang đo"),
    "a heading over nothing": ('parent = "1"\n', "", "strategy = \"mean_of_children\"", "1.strategy", "không có tiêu chí con"),
    "an overall item of two": ('parent = "1"', 'parent = "1"\nstrategy = "overall_item"', None, "1.1.strategy", "đúng một"),
    "a strategy nobody knows": ('"mean_of_children"', '"median"', None, "1.strategy", "pooled_answers"),
    "another format": ("format = 1", "format = 2", None, "format", "từ 1 đến 1"),
    "letters taken apart": ('vi = "Mong đợi"', 'vi = "Mong đơ\u0323i"', None, "sections[1].items[3].vi", "NFD"),
    "a bell in a title": ('"Phần một"', '"Phần\\u0007 một"', None, "sections[1].title.vi", "U+0007"),
    "a direction override": ('"Phần một"', '"Phần\\u202e một"', None, "sections[1].title.vi", "U+202E"),
    "a criterion of no item": ('parent = "1"', 'parent = "1"\nvi = "x"\n[[criteria]]\ncode = "1.2"\nparent = "1"  # two', '"1.2"', "1.2.code", "không có câu hỏi"),
    "a heading of items": ('"mean_of_children"', '"item_weighted"', None, "1.strategy", "có tiêu chí con"),
    "an item that belongs to a heading": ('criterion = "1.1"', 'criterion = "1"', '"mean_of_children"', "1.strategy", "câu hỏi gắn thẳng: G1"),
    "a heading over what is outside the mean": ('parent = "1"', 'parent = "1"\noutside_mean = true', '"mean_of_children"', "1.strategy", "không có tiêu chí con"),
    "a criterion with a strange code": ('code = "1.1"', 'code = "1-1"', None, "criteria.code", "viết như 1 hoặc 1.1"),
    "a check about nobody": ('level = "hard"', 'level = "hard"\nitems = ["Z9"]', None, "fast-and-wrong.items", "Z9"),
    "a check with a strange id": ('"nothing-hoped"', '"Nothing hoped"', None, "checks.id", "gạch nối"),
    "a flag that is a word": ("required = true", 'required = "yes"', None, "Q1.required", "true hoặc false"),
    "a weight without a criterion": ("required = true", "required = true\nweight = 2", "weight = 2", "Q1.weight", "không có tiêu chí"),
    "options that are no list": ("code = 5, vi", "code = 5, short = 1, vi", None, "Q2.options.short", "bảng"),
    "a text that is too long": ("Mong đợi", "x" * 2001, None, "Q2.vi", "tối đa 2000"),
    "a bucket with a code twice": ("satisfied = [3]", "satisfied = [3, 3]", None, "scales.mood.satisfied", "không lặp"),
    "a string for a list": ("satisfied = [3]", 'satisfied = "3"', None, "scales.mood.satisfied", "danh sách mã"),
    "an id that a section has": ('id = "Q3"\n', 'id = "S"  # as the section\n', "as the section", "items.id", "đã dùng ở dòng 18"),
    "an id of 17 letters": ('id = "Q3"', 'id = "Q3333333333333333"', None, "items.id", "tối đa 16 ký tự"),
    "an id that begins with a digit": ('id = "Q3"', 'id = "3Q"', None, "items.id", "chữ đứng trước"),
    "a letter for private use": ('"Phần một"', '"Phần\\uE000 một"', None, "sections[1].title.vi", "U+E000"),
    "a line separator": ('"Phần một"', '"Phần\\u2028 một"', None, "sections[1].title.vi", "U+2028"),
    "a paragraph separator": ('"Phần một"', '"Phần\\u2029 một"', None, "sections[1].title.vi", "U+2029"),
    "a letter that does not exist": ('"Phần một"', '"Phần\\u0378 một"', None, "sections[1].title.vi", "U+0378"),
    "a key of too many parts": ("max_length = 20", "max_length = 20\n" + "a." * 21 + "b = 1", "a.a.", "", "quá nhiều dấu chấm"),
    "a list for a table": ('{ vi = "Cảm ơn.", en = "Thanks." }', '["Cảm ơn."]', None, "closing", "bảng"),
}  # fmt: skip


def line_of(text, words):
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


@pytest.mark.parametrize(("old", "new", "at", "key", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line_and_key(small_text, old, new, at, key, words):
    assert old in small_text
    text = small_text.replace(old, new, 1)
    line = line_of(text, at or new.splitlines()[-1])

    found = load.examine(text, "f.toml").mistakes

    assert any(m.place.line == line and m.key == key and words in m.message.vi for m in found), found


# What other places refer to is gone, or is read otherwise, after these.
BRING_OTHERS = frozenset({
    "an id twice", "an id with a space", "a code above 199", "a code twice", "a code that is true",
    "a criterion nobody declared", "a parent nobody declared", "a rule about a later item", "a heading of items",
    "an item that belongs to a heading", "a criterion with a strange code", "a bucket with a code twice",
    "a string for a list",
})  # fmt: skip


def test_every_item_of_a_criterion_nobody_declared_is_named(small_text):
    text = small_text.replace('{ id = "G1",', '{ id = "G1", criterion = "8",').replace(
        '{ id = "G2",', '{ id = "G2", criterion = "8",'
    )

    found = load.examine(text, "f.toml").mistakes

    assert [m.key for m in found if "chưa khai báo tiêu chí «8»" in m.message.vi] == [
        "G1.criterion",
        "G2.criterion",
    ]
    assert [m.key for m in found if "criterion “8” is not declared" in m.message.en] == [
        "G1.criterion",
        "G2.criterion",
    ]


@pytest.mark.parametrize("code", ["1.1.1.1.1", "1.123456789", "1..1", "1.á"])
def test_a_criterion_has_a_code_of_four_levels_of_eight_letters_at_most(small_text, code):
    examined = load.examine(small_text.replace('"1.1"', f'"{code}"'), "f.toml")

    assert [each.key for each in examined.mistakes if each.key.startswith("criteria")][:1] == [
        "criteria.code"
    ]
    assert examined.questionnaire is None


LONGEST_ID = "Q" + "3" * 15


def test_ids_and_codes_may_be_as_long_as_their_shape_allows(small_text):
    longest = small_text.replace('id = "Q3"', f'id = "{LONGEST_ID}"').replace('"1.1"', '"12345678.1.1.1"')

    loaded = load.loads(longest, "f.toml")
    assert loaded.criteria[0].children[0].code == "12345678.1.1.1"
    assert LONGEST_ID in loaded.items


def test_a_mistake_is_written_for_people_in_their_language_with_file_line_and_key(small_text):
    with pytest.raises(QuestionnaireError) as refused:
        load.loads(small_text.replace("format = 1", "format = 2"), "f.toml")

    assert refused.value.vi == (
        "Bộ câu hỏi có 1 lỗi cần sửa:\nf.toml, dòng 1, format: giá trị không hợp lệ; cần số nguyên từ 1 đến 1"
    )
    assert refused.value.en == (
        "The questionnaire has 1 mistakes:\nf.toml, line 1, format: not valid; wanted a whole number from 1 to 1"
    )


def test_a_criterion_walks_through_all_levels_below_it_parents_first(small_text):
    deep = (
        small_text.replace('parent = "1"\n', 'parent = "1"\nstrategy = "mean_of_children"\n')
        .replace('criterion = "1.1"', 'criterion = "1.1.1"')
        .replace(
            "[[checks]]",
            '[[criteria]]\ncode = "1.1.1"\nparent = "1.1"\nvi = "Sâu"\nen = "Deep"\n\n[[checks]]',
            1,
        )
    )
    loaded = load.loads(deep, "f.toml")

    assert [each.code for each in loaded.criteria[0].walk()] == ["1", "1.1", "1.1.1"]
    assert load.restore(canonical.write(loaded), loaded.version) == loaded


def test_what_is_left_out_has_its_usual_value(small_text):
    plain = (
        small_text.replace("max_length = 20\n", "").replace("at_most = 2\n", "").replace(", weight = 2", "")
    )
    items = load.loads(plain, "f.toml").items

    assert items["Q3"].max_length == 1000
    assert items["Q2"].at_most == 3
    assert items["Q3"].paper == PaperHints(page_break_before=False, skip_note=None, lines=2)
    assert not items["Q2"].required
    (heading,) = load.loads(plain, "f.toml").criteria
    assert (heading.children[0].strategy, heading.children[0].items) == (
        "item_weighted",
        (("G1", 1.0), ("G2", 1.0)),
    )
    assert not heading.children[0].outside_mean


@pytest.mark.parametrize("name", sorted(MISTAKES.keys() - BRING_OTHERS))
def test_a_mistake_that_nothing_refers_to_brings_no_other(small_text, name):
    old, new, *_ = MISTAKES[name]

    assert len(load.examine(small_text.replace(old, new, 1), "f.toml").mistakes) == 1


def test_rows_inherit_what_their_grid_says_and_the_first_alone_its_place_on_paper(small_text):
    above = 'scale = "mood"\nrequired = true\npaper = { page_break_before = true }'
    own = 'id = "G2", required = false,'

    rows = load.loads(small_text.replace('scale = "mood"', above), "f.toml").items
    changed = load.loads(
        small_text.replace('scale = "mood"', above).replace('id = "G2",', own), "f.toml"
    ).items

    assert [rows[name].required for name in ("G1", "G2")] == [True, True]
    assert [changed[name].required for name in ("G1", "G2")] == [True, False]
    assert [rows[name].paper.page_break_before for name in ("G1", "G2")] == [True, False]
    assert rows["G1"].applies == rows["G2"].applies is not None


def test_a_mistake_that_many_rows_inherit_is_told_once(small_text):
    found = load.examine(small_text.replace('scale = "mood"', 'scale = "modo"'), "f.toml").mistakes

    assert [m.key for m in found] == ["G1.scale"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"not Q1 == 2"', '"Q1 = 2"', "G1.applies"),
        ('"G1 == 3 and G2 == 1"', '"G1 = 3"', "fast-and-wrong.broken_if"),
        ('"G1 == 3 and G2 == 1"', '"G1 == 7"', "fast-and-wrong.broken_if"),
    ],
)
def test_a_rule_that_cannot_be_read_is_not_judged_as_if_it_could(small_text, old, new, key):
    found = load.examine(small_text.replace(old, new), "f.toml").mistakes

    assert [m.key for m in found] == [key]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('id = "small"\n', "id"),
        ('title = { vi = "Phiếu nhỏ", en = "A small form" }\n', "title"),
        ('intro = { vi = "Kính chào.", en = "Hello." }\n', "intro"),
        ('closing = { vi = "Cảm ơn.", en = "Thanks." }\n', "closing"),
        ('title = { vi = "Phần một", en = "Part one" }\n', "S.title"),
        ('message = { vi = "Nhanh mà sai?", en = "Fast and wrong?" }\n', "fast-and-wrong.message"),
        ('kind = "text"\n', "Q3.kind"),
        ('kind = "choices"\n', "Q2.kind"),
        ('scale = "mood"\n', "G1.scale"),
        ('level = "hard"\n', "fast-and-wrong.level"),
        ('broken_if = "G1 == 3 and G2 == 1"\n', "fast-and-wrong.broken_if"),
        (
            'options = [ { code = 1, vi = "Có", en = "Yes" }, { code = 2, vi = "Không", en = "No" } ]\n',
            "Q1.options",
        ),
    ],
)
def test_a_key_that_is_missing_is_told_once(small_text, line, key):
    assert small_text.count(line) == 1

    found = load.examine(small_text.replace(line, ""), "f.toml").mistakes

    assert [m.message.vi for m in found if m.key == key] == ["thiếu khóa này; hãy thêm vào"]


@pytest.mark.parametrize(("key", "low", "high"), [("paper.lines", 1, 20), ("max_length", 1, 5000)])
def test_a_number_may_stand_on_its_bounds_and_not_beyond(small_text, key, low, high):
    def mistakes(value):
        text = small_text.replace("max_length = 20", f"{key} = {value}")
        return [m.message.vi for m in load.examine(text, "f.toml").mistakes]

    assert mistakes(low) == mistakes(high) == []
    for beyond in (low - 1, high + 1):
        (said,) = mistakes(beyond)
        assert f"từ {low} đến {high}" in said


def test_an_item_with_a_list_of_no_options_is_told(small_text):
    text = small_text.replace('kind = "text"\nmax_length = 20', 'kind = "choice"\noptions = []')

    assert ("Q3.options", True) in [
        (m.key, "ít nhất một phần tử" in m.message.vi) for m in load.examine(text, "f.toml").mistakes
    ]


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(small_text):
    chosen = ["a bell in a title", "more choices than options", "a weight of nothing", "a rule about nobody"]
    text = small_text
    for name in chosen:
        text = text.replace(*MISTAKES[name][:2], 1)

    with pytest.raises(QuestionnaireError) as refusal:
        load.loads(text, "f.toml")

    heading, *lines = str(refusal.value).splitlines()
    assert heading == "Bộ câu hỏi có 4 lỗi cần sửa:"
    numbers = [int(line.partition(", dòng ")[2].partition(",")[0]) for line in lines]
    assert numbers == sorted(numbers)
    assert [line.partition(", ")[2].partition(", ")[2].partition(":")[0] for line in lines] == [
        "sections[1].title.vi", "G2.weight", "Q2.at_most", "Q3.applies"
    ]  # fmt: skip
    assert refusal.value.en.splitlines()[0] == "The questionnaire has 4 mistakes:"


NO_TOML = {
    "a bracket that stays open": ("title = { vi", 1),
    "a key twice": ('id = "a"\nid = "b"', 2),
    "a table twice": ("[a]\n[a]", 2),
    "nothing but a word": ("xin chào", 1),
    "a control character": ("a = 'x\x01'", 1),
    "brackets without end": ("a = " + "[" * 5000, None),
    "a number without end": ("a = " + "9" * 5000, None),
}


@pytest.mark.parametrize(("text", "line"), NO_TOML.values(), ids=NO_TOML)
def test_what_is_no_toml_is_refused_with_the_line_where_that_is_known(text, line):
    (mistake,) = load.examine(text, "f.toml").mistakes

    assert "cú pháp TOML" in mistake.message.vi
    assert mistake.place.line == line or line is None


HOSTILE = {
    "a key of many parts": "a" + ".a" * 100_000 + " = 1",
    "a header of many parts": "[a" + " . 'a b'" * 30_000 + "]",
    "an array of many lines": "a = [\n" + " 1,\n" * 40_000 + "]",
    "an array of wide lines": "a = [\n" + f" '{'x' * 500}',\n" * 400 + "]",
    "a string of many lines": 'a = """\n' + "x\n" * 100_000 + '"""',
    "a word without end": "x" * 250_000,
    "many tables": "[[t]]\nk = 1\n" * 15_000,
    "many sections of nothing": "[[sections]]\n" * 15_000,
    "an expression deep in brackets": "a = " + "[" * 200 + "]" * 200,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_file_made_to_keep_us_busy_is_refused_in_seconds(text):
    examined = load.examine(text, "f.toml")

    assert examined.questionnaire is None
    assert examined.mistakes


def test_a_file_that_is_too_large_is_refused_unread(small_text, tmp_path):
    path = tmp_path / "large.toml"
    path.write_text(small_text + "#" * LARGEST_FILE)

    with pytest.raises(QuestionnaireError, match="lớn hơn 256 KB"):
        load.load(path)


@pytest.mark.parametrize("content", [b"\xff\xfeid = 1", "tên = 'Đồng'".encode("cp1258", "replace") + b"\x80"])
def test_a_file_that_is_not_utf8_is_refused(content, tmp_path):
    path = tmp_path / "f.toml"
    path.write_bytes(content)

    with pytest.raises(QuestionnaireError, match="UTF-8"):
        load.load(path)


@pytest.mark.parametrize("path", ["missing.toml", "."])
def test_a_file_that_cannot_be_opened_is_refused(path, tmp_path):
    with pytest.raises(QuestionnaireError, match="Không mở được"):
        load.load(tmp_path / path)


def test_windows_line_ends_and_a_byte_order_mark_do_not_matter(small, small_text, tmp_path):
    path = tmp_path / "f.toml"
    path.write_bytes(("\ufeff" + small_text.replace("\n", "\r\n")).encode())

    assert load.load(path) == small


def test_lines_are_right_inside_lists_of_many_lines_and_long_strings(small_text):
    text = small_text.replace('vi = "Dịch vụ"', 'vi = """\nDịch\nvụ"""').replace("Gần hơn", "Gần\\u0007hơn")

    (mistake,) = load.examine(text, "f.toml").mistakes

    assert mistake.place.line == line_of(text, "u0007")


def test_a_file_decomposed_as_a_whole_is_refused_sentence_by_sentence(small_text):
    found = load.examine(unicodedata.normalize("NFD", small_text), "f.toml").mistakes

    assert len(found) > 10
    assert all("NFD" in mistake.message.vi for mistake in found)


@pytest.mark.parametrize(("length", "mistakes"), [(2000, []), (2001, ["Q2.vi"])])
def test_a_text_may_have_two_thousand_characters(small_text, length, mistakes):
    found = load.examine(small_text.replace("Mong đợi", "x" * length), "f.toml").mistakes

    assert [mistake.key for mistake in found] == mistakes


def test_what_has_no_english_is_read_in_vietnamese(small_text):
    text = load.loads(small_text.replace('en = "Hopes"\n', ""), "f.toml").items["Q2"].text

    assert (text.in_("vi"), text.in_("en")) == ("Mong đợi", "Mong đợi")


def test_a_missing_translation_is_a_warning(small_text):
    examined = load.examine(small_text.replace('en = "Hopes"\n', ""), "f.toml")

    assert examined.questionnaire is not None
    assert [(w.place.line, w.key) for w in examined.warnings] == [
        (line_of(small_text, 'id = "Q2"') - 1, "Q2.en")
    ]


def test_a_file_in_vietnamese_alone_has_no_warnings(small_text):
    import re

    text = re.sub(r',? ?en = "[^"]*"\n?', lambda m: "\n" if m.group().endswith("\n") else "", small_text)

    examined = load.examine(text, "f.toml")

    assert examined.questionnaire is not None
    assert examined.warnings == ()


@pytest.mark.parametrize(
    "advice", ['vi = "Đánh nhầm thì khoanh tròn ô sai."', 'vi = "Đánh dấu X.", en = "Ring the wrong one."']
)
def test_advice_on_marking_that_speaks_of_rings_is_a_warning_with_its_line(small_text, advice):
    text = small_text.replace("closing = {", f"how_to_mark = {{ {advice} }}\nclosing = {{", 1)
    examined = load.examine(text, "f.toml")
    found = [w for w in examined.warnings if w.key == "how_to_mark"]

    assert [w.place.line for w in found] == [line_of(text, "how_to_mark")]
    assert "gạch kín ô sai" in found[0].message.vi
    assert "cross the wrong box out" in found[0].message.en


def test_a_note_that_a_rule_contradicts_is_a_warning_with_line_item_and_rule(small_text):
    note = 'required = true\npaper = { skip_note = { vi = "Nếu «Có», chuyển đến câu Q2.", en = "If “Yes”, go to Q2." } }'
    text = small_text.replace("required = true", note, 1)
    found = load.examine(text, "f.toml").warnings

    assert {(w.place.line, w.key) for w in found} == {(line_of(text, "skip_note"), "Q1.paper.skip_note")}
    assert len(found) == 2, "G1 and G2, each once though both languages say it"
    assert "người chọn 1 bỏ qua câu G1, nhưng điều kiện của câu ấy là «not Q1 == 2»" in found[0].message.vi
    assert "sends who chose 1 past G1, but the rule of that item is “not Q1 == 2”" in found[0].message.en


def test_a_rule_that_always_holds_is_a_warning(small_text):
    examined = load.examine(small_text.replace('"Q2 in [5]"', '"Q2 in [5] or not Q2 in [5]"'), "f.toml")

    assert [w.key for w in examined.warnings] == ["Q3.applies"]


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_gives_mistakes_and_never_a_crash(small_text, seed):
    rng = random.Random(seed)
    lines = small_text.splitlines()
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(lines))
        match rng.randrange(4):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, rng.choice(lines))
            case 2:
                lines[place] = lines[place].replace(
                    "=", rng.choice(["= -1 #", "= [] #", "= {} #", "= 1979-05-27 #"]), 1
                )
            case 3:
                lines[place], lines[0] = lines[0], lines[place]

    examined = load.examine("\n".join(lines), "f.toml")

    assert (examined.questionnaire is None) == bool(examined.mistakes)
    assert all(m.in_("vi") and m.in_("en") for m in examined.mistakes)


@pytest.mark.parametrize(
    "rule", ["Q1 == 2 and not answered(G1)", "Q1 == 2 or G1 == 3", "not answered(Q3) and not Q2 in [5]"]
)
def test_a_rule_may_turn_on_an_item_that_is_not_asked(small_text, rule):
    examined = load.examine(small_text.replace('"G1 == 3 and G2 == 1"', f'"{rule}"'), "f.toml")

    assert (examined.mistakes, examined.warnings) == ((), ())


def test_a_rule_over_more_answers_than_can_be_tried_is_a_warning(small_text):
    items = "".join(
        f'[[sections.items]]\nid = "N{n}"\nkind = "choice"\nvi = "Số {n}"\nen = "No {n}"\n'
        'options = [ { code = 1, vi = "a", en = "a" }, { code = 2, vi = "b", en = "b" } ]\n'
        for n in range(12)
    )
    rule = " and ".join(f"N{n} == 1" for n in range(12))
    last = (
        f'[[sections.items]]\nid = "L"\nkind = "text"\napplies = "{rule} and N0 == 2"\nvi = "x"\nen = "x"\n'
    )
    text = small_text.replace('[[criteria]]\ncode = "1"\n', items + last + '[[criteria]]\ncode = "1"\n')

    examined = load.examine(text, "f.toml")

    assert [(w.key, "quá nhiều câu" in w.message.vi) for w in examined.warnings] == [("L", True)]


def test_explicit_weights_are_those_of_the_criteria_below(small_text):
    text = small_text.replace('"mean_of_children"', '"explicit_weights"').replace(
        'parent = "1"', 'parent = "1"\nweight = 3'
    )

    questionnaire = load.loads(text, "f.toml")
    (heading,) = questionnaire.criteria

    assert (heading.strategy, heading.child_weights) == ("explicit_weights", (3.0,))
    assert load.restore(canonical.write(questionnaire), questionnaire.version).criteria == (heading,)


@pytest.mark.parametrize(
    "sections",
    ["", "sections = []", "sections = 4", '[[sections]]\nid = "S"\ntitle = { vi = "x" }\nitems = []'],
)
def test_a_questionnaire_or_a_section_without_items_is_refused(small_text, sections):
    head = small_text[: small_text.index("[scales.mood]")]

    found = load.examine(head + sections, "f.toml").mistakes

    assert found
    assert all("sections" in m.key or m.key.startswith("S.") for m in found)
