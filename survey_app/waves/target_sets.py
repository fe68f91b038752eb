"""Targets of a wave: a set of the library, or a file that the department loads for the wave.

- ``of_opening(spec) -> TargetSet``: what a wave would be opened with, checked
- ``of_wave(wave) -> TargetSet``: what a wave was opened with, whatever the library holds today
- ``read(given) -> TargetSet``: by a name of the library or the path of a file

The text of a file is kept with the wave; its ``id`` becomes the name of the wave's targets.
"""

import re
from typing import TYPE_CHECKING

from survey_app.errors import AppError
from survey_app.tables import Wave
from survey_app.waves import wave_files

if TYPE_CHECKING:
    # scoring loads numpy and pandas: only when targets are read.
    from scoring.targets.targets import TargetSet
    from survey_app.waves.wave_spec import WaveSpec

_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,38}")


def of_opening(spec: "WaveSpec") -> "TargetSet":
    """Return the targets a wave would be opened with.

    Raises:
        AppError: a file's id is malformed, or none of its rows is a criterion of the questionnaire.
        ScoringError: there are no such targets, or every mistake of the file with its key.
    """
    from scoring.targets import target_files

    if spec.targets_text is None:
        return target_files.load(spec.targets)
    found = target_files.loads(spec.targets_text, spec.targets)
    if not _ID.fullmatch(found.id):
        raise AppError(
            f"Tệp chỉ tiêu {spec.targets}: id «{found.id[:40]}» phải là chữ thường không dấu, số và dấu gạch, 2–39 ký tự.",
            f"Target file {spec.targets}: its id '{found.id[:40]}' takes small letters, digits and hyphens, 2–39 of them.",
        )
    _check_rows(found, spec)
    return found


def of_wave(wave: Wave) -> "TargetSet":
    """Return the targets a wave was opened with.

    Raises:
        ScoringError: the library has them no more.
    """
    from scoring.targets import target_files

    if wave.targets_text is None:
        return target_files.load(wave.targets)
    return target_files.loads(wave.targets_text, f"{wave.targets}.toml")


def read(given: str) -> "TargetSet":
    """Return targets by a name of the library or the path of a file.

    Raises:
        ScoringError: there are none, or every mistake of the file with its key.
    """
    from scoring.targets import target_files

    name, text = wave_files.targets(given)
    return target_files.load(name) if text is None else target_files.loads(text, name)


def _check_rows(found: "TargetSet", spec: "WaveSpec") -> None:
    codes = {each.code for root in spec.questionnaire.criteria for each in root.walk()}
    strange = sorted({row.code for row in found.rows} - codes)
    if strange:
        some = ", ".join(strange[:8])
        raise AppError(
            f"Tệp chỉ tiêu {spec.targets}: bộ câu hỏi «{spec.questionnaire.id}» không có tiêu chí {some}; "
            f"các tiêu chí có: {', '.join(sorted(codes)) or '–'}.",
            f"Target file {spec.targets}: the questionnaire '{spec.questionnaire.id}' has no criterion {some}; "
            f"it has: {', '.join(sorted(codes)) or '–'}.",
        )
