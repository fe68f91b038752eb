"""Settings, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.errors import AppError

DEFAULT_DATABASE = "sqlite:///var/sipas.db"
DEFAULT_BASE = "http://127.0.0.1:8000"
DEFAULT_KEY = "chi-dung-khi-thu-nghiem"
SHORTEST_KEY = 32
ACCOUNTS_FILE = "accounts.txt"  # beside a synthetic SQLite database: who can sign in, and how


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of an installation."""

    database_url: str = DEFAULT_DATABASE
    secret_key: str = DEFAULT_KEY
    production: bool = False
    base_url: str = DEFAULT_BASE
    survey: str = ""  # a file, or a name; empty: the survey that comes with the product


def from_environment(environment: Mapping[str, str] | None = None) -> Config:
    """Return the settings in ``DATABASE_URL``, ``SECRET_KEY``, ``SIPAS_ENV``, ``SIPAS_BASE_URL``, ``SIPAS_SURVEY``.

    Raises:
        AppError: in production (``SIPAS_ENV=production``) with no secret key of one's own.
    """
    found = os.environ if environment is None else environment
    config = Config(
        database_url=found.get("DATABASE_URL") or DEFAULT_DATABASE,
        secret_key=found.get("SECRET_KEY") or DEFAULT_KEY,
        production=found.get("SIPAS_ENV") == "production",
        base_url=(found.get("SIPAS_BASE_URL") or DEFAULT_BASE).rstrip("/"),
        survey=found.get("SIPAS_SURVEY") or "",
    )
    if config.production and (config.secret_key == DEFAULT_KEY or len(config.secret_key) < SHORTEST_KEY):
        raise AppError(
            f"SECRET_KEY chưa được đặt hoặc ngắn hơn {SHORTEST_KEY} ký tự: hãy đặt một khoá ngẫu nhiên riêng.",
            f"SECRET_KEY is not set or shorter than {SHORTEST_KEY} characters: set a random key of your own.",
        )
    return config
