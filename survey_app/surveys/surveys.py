"""The survey of an installation: one that comes with the product, or a file of one's own.

- ``load(given="") -> Survey``: by the name or the path that the setting ``SIPAS_SURVEY`` gives
- ``published() -> tuple[str, ...]``: the names of the surveys that come with the product
"""

from functools import cache
from pathlib import Path

from survey_app.errors import AppError
from survey_app.surveys.survey import Survey
from survey_app.surveys.survey_file import read

FOLDER = Path(__file__).parent


def published() -> tuple[str, ...]:
    """Return the names of the surveys that come with the product."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def load(given: str = "") -> Survey:
    """Return a survey, cached for the process.

    Args:
        given: the path of a TOML file, or the name of a survey that comes with the product; empty: the one that
            comes with the product.

    Raises:
        AppError: there is no such survey, or its file is wrong.
    """
    if given.endswith(".toml"):
        return read(Path(given).resolve())
    names = published()
    if not given and len(names) == 1:
        return read(FOLDER / f"{names[0]}.toml")
    if given not in names:
        available = ", ".join(names)
        raise AppError(
            f"Không có khảo sát «{given[:60]}» (SIPAS_SURVEY); hiện có: {available}. Hoặc ghi đường dẫn tệp .toml.",
            f"There is no survey '{given[:60]}' (SIPAS_SURVEY); there are: {available}. Or give the path of a .toml file.",
        )
    return read(FOLDER / f"{given}.toml")
