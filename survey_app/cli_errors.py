"""Messages for errors in a command line, and in a path on it."""

from typing import Any

import click

from survey_app.errors import AppError


def spoken(error: click.UsageError) -> AppError:
    """Return click's error as an ``AppError`` that names the command's help."""
    path = error.ctx.command_path if error.ctx is not None else "sipas"
    return AppError(
        f"{_vietnamese(error)} Xem cách dùng: {path} --help.",
        f"{error.format_message()} See {path} --help.",
    )


def unreachable(error: OSError) -> AppError:
    """Return an error of the file system as an ``AppError``."""
    why = _WHY.get(type(error), (error.strerror, error.strerror))
    return AppError(
        f"Không mở được {error.filename}: {why[0]}. Hãy xem lại đường dẫn, quyền và chỗ trống rồi chạy lại.",
        f"{error.filename} cannot be opened: {why[1]}. Check the path, the rights and the room, and run it again.",
    )


_WHY: dict[type[OSError], tuple[str, str]] = {
    FileNotFoundError: ("không có tệp hay thư mục này", "there is no such file or folder"),
    FileExistsError: ("đã có tệp tên ấy", "there is a file of this name"),
    IsADirectoryError: ("đây là thư mục", "it is a folder"),
    NotADirectoryError: ("một phần của đường dẫn không phải thư mục", "a part of the path is no folder"),
    PermissionError: ("không được phép", "it is not allowed"),
}


def _vietnamese(error: click.UsageError) -> str:
    match error:
        case click.NoSuchCommand():
            return f"Không có lệnh «{error.command_name}»{_commands(error.ctx)}."
        case click.NoSuchOption():
            meant = " hay ".join(error.possibilities or ())
            return f"Không có tùy chọn «{error.option_name}»" + (f"; có phải {meant}?" if meant else ".")
        case click.MissingParameter():
            return f"Còn thiếu {_name(error)}."
        case click.BadParameter():
            kind = error.param.type if error.param is not None else click.STRING
            return f"Giá trị của {_name(error)} không dùng được; hãy cho {_kind(kind)}."
        case click.BadOptionUsage():
            return f"Tùy chọn «{error.option_name}» thiếu giá trị, hoặc có giá trị mà không nhận."
    usage = error.ctx.get_usage().partition(": ")[2] if error.ctx is not None else "sipas"
    return f"Dòng lệnh thừa hoặc thiếu tham số; dạng đúng: {usage}."


def _commands(ctx: click.Context | None) -> str:
    group = ctx.command if ctx is not None else None
    return f"; có: {', '.join(group.list_commands(ctx))}" if ctx and isinstance(group, click.Group) else ""


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return f"tùy chọn {max(param.opts, key=len)}"
    return f"tham số {param.human_readable_name.rstrip('.')}" if param is not None else "tham số"


def _kind(kind: click.ParamType[Any]) -> str:
    match kind:
        case click.Choice():
            return f"một trong: {', '.join(map(str, kind.choices))}"
        case click.IntRange() | click.FloatRange():
            return ("số nguyên" if isinstance(kind, click.IntRange) else "số") + _range(kind.min, kind.max)
        case click.DateTime():
            return "một ngày có thật, dạng 2025-12-31"
        case click.Path():
            return (
                "một tệp" if not kind.dir_okay else "một thư mục" if not kind.file_okay else "một đường dẫn"
            )
    return {"integer": "số nguyên", "float": "số"}.get(kind.name, "giá trị khác")


def _range(low: float | None, high: float | None) -> str:
    first = f" từ {low}" if low is not None else ""
    return first + (f" đến {high}" if high is not None else " trở lên" if first else "")
