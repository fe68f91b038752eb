"""``sipas questionnaire``: a file is checked, and everything that is wrong with it is said."""

from click.testing import CliRunner

from questionnaires import load
from survey_app.commands.questionnaire import command


def test_a_sound_file_is_told_with_its_version_and_what_it_holds():
    result = CliRunner().invoke(command, [str(load.LIBRARY / "sipas-2025.toml")])

    assert result.exit_code == 0
    assert load.published("sipas-2025").version in result.stdout
    assert "63 câu" in result.stdout
    assert result.stdout.endswith("cỡ chữ thường: 4 trang\nin trên giấy A4, chữ lớn: 10 trang\n")
    assert result.stderr == ""


def test_a_file_with_mistakes_is_refused_with_all_of_them(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('format = 1\nid = "A B"\ncolour = 1\n')

    result = CliRunner().invoke(command, [str(path)])

    assert result.exit_code == 2
    assert result.stdout == ""
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == ["lỗi"] * 6 + ["sipas"]
    assert "mine.toml, dòng 3, colour: khóa lạ" in result.stderr


def test_the_mistakes_are_told_in_english_to_who_asks_for_it(tmp_path, monkeypatch):
    monkeypatch.setenv("SIPAS_LANG", "en")
    path = tmp_path / "mine.toml"
    path.write_text("format = 1\nformat = 1\n")

    result = CliRunner().invoke(command, [str(path)])

    assert "line 2" in result.stderr


def test_what_does_not_fit_the_paper_is_told_before_anybody_prints(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(f'format = 1\nextends = "sipas-2025"\nid = "mine"\n[change.A1]\nvi = "{"m" * 200}"\n')

    result = CliRunner().invoke(command, [str(path)])

    assert result.exit_code == 0
    assert result.stderr.count("lưu ý: ") == 2
    assert "lưu ý: cỡ chữ thường: " in result.stderr
    assert "A1" in result.stderr


def test_warnings_do_not_refuse_a_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('format = 1\nextends = "sipas-2025"\nid = "mine"\n[change.A1]\napplies = "always"\n[change.A2]\n'
                    'applies = "A1 == 1 or not A1 == 1"\n')  # fmt: skip

    result = CliRunner().invoke(command, [str(path)])

    assert result.exit_code == 0
    assert "lưu ý: mine.toml, dòng 7, A2.applies: điều kiện luôn đúng" in result.stderr
