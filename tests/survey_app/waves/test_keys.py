"""What is derived from a wave's key is fixed for good: a reprint a year later has to give the same letters."""

import re

import pytest

from questionnaires.answers import Answers
from survey_app.errors import AppError
from survey_app.tables import Mode, Wave
from survey_app.waves import keys

KEY = bytes(range(32))


def test_the_letters_of_a_form_are_what_they_were_when_it_was_printed():
    assert [keys.access_code(KEY, serial) for serial in (1, 2)] == ["HBS-CCJ-CXB", "KJF-RVG-GLX"]
    assert keys.receipt_reference(KEY, 1) == "WJNR-WXNC-LDKL"
    assert keys.response_id(KEY, 1) == 3350305912178206170
    assert keys.form_key(KEY, 1).hex() == "68ddc429ab40cfee37a27e3cd7496f996292300a464415dbd441d03667ccf56b"
    assert (
        keys.code_hash("kly fjc-ylj").hex()
        == "bf5bac3258467a090074befc60781ad539f4f19b2b1d739c4f3c2932df597605"
    )


def test_nothing_that_is_derived_tells_another():
    made = [keys.form_key(KEY, 1), keys.form_key(KEY, 11), keys.form_key(bytes(32), 1), keys.form_key(KEY, 2)]

    assert len(set(made)) == 4
    assert (
        keys.access_code(KEY, 1).replace("-", "")[:9] != keys.receipt_reference(KEY, 1).replace("-", "")[:9]
    )
    assert all(0 < keys.response_id(KEY, serial) < 2**62 for serial in range(200))
    assert all(
        re.fullmatch(r"[BCDFGHJKLMNPRSTVWXY]{3}(-[BCDFGHJKLMNPRSTVWXY]{3}){2}", keys.access_code(KEY, n))
        for n in range(50)
    )


def test_a_code_is_found_whatever_is_typed_between_its_letters():
    assert keys.code_hash(" kly.fjc–ylj\n") == keys.code_hash("KLYFJCYLJ") != keys.code_hash("KLYFJCYLK")


def test_the_digest_tells_each_answer_text_and_mode_apart_and_no_order_of_texts():
    one = Answers(b"\x01\x02", {"F1": "a", "F2": "b"})
    same = keys.digest(KEY, one, Mode.WEB)

    assert keys.digest(KEY, Answers(b"\x01\x02", {"F2": "b", "F1": "a"}), Mode.WEB) == same
    others = [
        keys.digest(KEY, one, Mode.PAPER),
        keys.digest(KEY, Answers(b"\x02\x01", one.texts), Mode.WEB),
        keys.digest(KEY, Answers(b"\x01\x02", {"F1": "b", "F2": "a"}), Mode.WEB),
        keys.digest(KEY, Answers(b"\x01\x02", {"F1": "a"}), Mode.WEB),
        keys.digest(KEY, Answers(b"\x01\x02", {"F1": "aF", "2": "b"}), Mode.WEB),
    ]
    assert len({same, *others}) == 6


def test_a_share_of_nothing_chooses_no_form_and_one_of_all_every_form():
    assert not any(keys.is_chosen(KEY, serial, 0) for serial in range(500))
    assert all(keys.is_chosen(KEY, serial, 1) for serial in range(500))
    some = {serial for serial in range(500) if keys.is_chosen(KEY, serial, 0.5)}
    assert some > {serial for serial in range(500) if keys.is_chosen(KEY, serial, 0.2)}
    assert some != {serial for serial in range(500) if keys.is_chosen(bytes(32), serial, 0.5)}


def test_a_wave_without_its_key_says_that_it_is_over():
    with pytest.raises(AppError) as told:
        keys.key_of(Wave(name="Đợt một", key=None))

    assert told.value.status == 410
    assert told.value.vi == "Đợt khảo sát «Đợt một» đã kết thúc, không nhận thêm câu trả lời."
    assert told.value.en == "The wave 'Đợt một' is closed and takes no more answers."
