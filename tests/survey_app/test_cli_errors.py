"""A slip on the command line is one line in Vietnamese that says what to do, and exit code 2."""

import sys
from pathlib import Path

import pytest

from survey_app.cli import main


@pytest.fixture
def typed(monkeypatch, capsys):
    """Type a command line; return the exit code, what was said and what was complained about."""

    def type_in(*words):
        monkeypatch.setattr(sys, "argv", ["sipas", *words])
        with pytest.raises(SystemExit) as done:
            main()
        said = capsys.readouterr()
        return done.value.code, said.out, said.err

    return type_in


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["in"], "Không có lệnh «in»; có: demo, serve,"),
        (["print"], "Còn thiếu tùy chọn --out."),
        (["estimate"], "Còn thiếu tham số DATA."),
        (["scan", "--out", "m"], "Còn thiếu tham số PATHS."),
        (["print", "--ouf", "x"], "Không có tùy chọn «--ouf»; có phải --out"),
        (["print", "--zzz"], "Không có tùy chọn «--zzz»."),
        (["score", "--wave"], "Tùy chọn «--wave» thiếu giá trị"),
        (["print", "--large=1"], "Tùy chọn «--large» thiếu giá trị, hoặc có giá trị mà không nhận."),
        (["estimate", "a", "b", "c"], "dạng đúng: sipas estimate [OPTIONS] DATA SPEC."),
        (["print", "--numbers", "0"], "--numbers không dùng được; hãy cho số nguyên từ 1 đến 1000000."),
        (["print", "--start", "bảy"], "--start không dùng được; hãy cho số nguyên từ 1 trở lên."),
        (["sample", "--keep", "2"], "--keep không dùng được; hãy cho số từ 0 đến 1."),
        (["estimate", "a", "b", "--format", "xml"], "hãy cho một trong: json, table, csv, xlsx, svg."),
        (["open-wave", "a", "b", "c", "--closes", "2026-13-01"], "hãy cho một ngày có thật"),
        (["sample", "--out", __file__], "--out không dùng được; hãy cho một thư mục."),
        (["sample", "frame.csv"], "Hãy cho FRAME, PLAN, --seed và --out, hoặc --verify"),
    ],
)
def test_a_slip_is_one_line_in_vietnamese(typed, words, said):
    code, out, complaint = typed(*words)

    assert (code, out) == (2, "")
    assert complaint.startswith("sipas: ")
    assert complaint.count("\n") == 1
    assert said in complaint
    assert "--help" in complaint


FORM = str(Path(__file__).parents[2] / "questionnaires/library/sipas-2025.toml")
NOWHERE = "/" + "x" * 300  # longer than a name may be: a path that the disk itself refuses


@pytest.mark.parametrize(
    "words",
    [
        ["scan", NOWHERE, "--questionnaire", FORM, "--out", "m.jsonl"],
        ["scan", FORM, "--questionnaire", FORM, "--out", NOWHERE],
        ["scan", FORM, "--questionnaire", NOWHERE, "--out", "m.jsonl"],
        ["print", FORM, "--numbers", "1", "--out", NOWHERE],
        ["estimate", FORM, NOWHERE],
        ["sample", NOWHERE, "dong-nai-recommended", "--seed", "x", "--out", "o"],
        ["sample", FORM, NOWHERE, "--seed", "x", "--out", "o"],
        ["sample", "--verify", NOWHERE],
        ["demo", "--out", NOWHERE],
        ["init-db", "--database", f"sqlite:///{NOWHERE}/x.db"],
        ["load-areas", NOWHERE, "--database", f"sqlite:///{NOWHERE}/x.db"],
    ],
    ids=lambda words: " ".join(word[:8] for word in words),
)
def test_a_path_that_the_disk_refuses_is_one_line(typed, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, complaint = typed(*words)

    assert code == 2
    assert complaint.startswith("sipas: ")
    assert complaint.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_nobody_may_open_is_said_to_be_that(typed, monkeypatch):
    def refuse(_, sheet=None):
        raise PermissionError(13, "Permission denied", "/khoa/mau.csv")

    monkeypatch.setattr("sampling.frame.frame.read_frame", refuse)

    assert (
        "Không mở được /khoa/mau.csv: không được phép."
        in typed("sample", "f", "sipas-national", "--seed", "x", "--out", "o")[2]
    )


def test_the_same_in_english_for_who_asks_for_it(typed, monkeypatch):
    monkeypatch.setenv("SIPAS_LANG", "en")

    assert typed("print")[2] == "sipas: Missing option '--out'. See sipas print --help.\n"


def test_the_name_alone_lists_the_commands(typed):
    code, _, said = typed()

    assert code == 2
    assert "estimate" in said


@pytest.mark.parametrize("words", [["--version"], ["print", "--help"]])
def test_what_was_asked_for_is_no_mistake(typed, words):
    code, out, complaint = typed(*words)

    assert not code
    assert out
    assert complaint == ""
