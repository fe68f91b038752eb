"""``sipas questionnaire``: check a questionnaire file and tell its version."""

import os
from pathlib import Path

import click

from print.errors import PaperError
from questionnaires import load
from questionnaires.model import ChoiceItem, ChoicesItem, Language, Questionnaire, ScaleItem, TextItem


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    r"""Check a questionnaire FILE: its version, what it holds, and everything that is wrong with it.

    Every mistake is one line with its line number and key; the exit code is 2 when there is any.

    \b
    sipas questionnaire phieu.toml
    """
    language: Language = "en" if os.environ.get("SIPAS_LANG") == "en" else "vi"
    examined = load.examine(load.read_file(file), file.name)
    for mistake in examined.mistakes:
        click.echo(f"lỗi: {mistake.in_(language)}", err=True)
    for warning in examined.warnings:
        click.echo(f"lưu ý: {warning.in_(language)}", err=True)
    if examined.questionnaire is None:
        click.echo(f"sipas: {file.name} có {len(examined.mistakes)} lỗi cần sửa.", err=True)
        raise SystemExit(2)
    for line in _summary(examined.questionnaire):
        click.echo(line)
    for large, size in ((False, "cỡ chữ thường"), (True, "chữ lớn")):
        _on_paper(examined.questionnaire, size, large=large)


def _on_paper(questionnaire: Questionnaire, size: str, *, large: bool) -> None:
    from print.layout.compose import lay_out

    try:
        pages = len(lay_out(questionnaire, large=large).pages)
    except PaperError as error:
        sentence = error.en if os.environ.get("SIPAS_LANG") == "en" else error.vi
        click.echo(f"lưu ý: {size}: {sentence}", err=True)
    else:
        click.echo(f"in trên giấy A4, {size}: {pages} trang")


def _summary(questionnaire: Questionnaire) -> list[str]:
    kinds = [
        ("thang đo", ScaleItem),
        ("chọn một", ChoiceItem),
        ("chọn nhiều", ChoicesItem),
        ("ghi chữ", TextItem),
    ]
    items = list(questionnaire.items.values())
    counted = ", ".join(f"{sum(isinstance(i, kind) for i in items)} {name}" for name, kind in kinds)
    criteria = [criterion for heading in questionnaire.criteria for criterion in heading.walk()]
    scored = sum(item.scored for item in items)
    return [
        f"{questionnaire.id}: {questionnaire.title.vi}",
        f"phiên bản {questionnaire.short_version} ({questionnaire.version})",
        f"{len(questionnaire.sections)} phần, {len(items)} câu ({counted}), {scored} câu tính điểm",
        f"{len(criteria)} tiêu chí, {len(questionnaire.checks)} kiểm tra, {len(questionnaire.columns)} cột dữ liệu",
    ]
