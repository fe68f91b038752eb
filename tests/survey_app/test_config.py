"""Settings and addresses: what cannot work is refused with what to do."""

import pytest

from survey_app import config, db
from survey_app.errors import AppError


def test_nothing_set_means_sqlite_on_this_machine():
    assert config.from_environment({}).database_url == "sqlite:///var/sipas.db"


@pytest.mark.parametrize("key", [None, "", config.DEFAULT_KEY, "ngắn"])
def test_production_refuses_a_key_that_anybody_knows(key):
    environment = {"SIPAS_ENV": "production"} | ({} if key is None else {"SECRET_KEY": key})

    with pytest.raises(AppError, match="SECRET_KEY"):
        config.from_environment(environment)


def test_production_takes_a_key_of_its_own():
    made = config.from_environment({"SIPAS_ENV": "production", "SECRET_KEY": "x" * 32})

    assert made.production


@pytest.mark.parametrize("url", ["mysql://localhost/sipas", "không phải địa chỉ", ""])
def test_an_address_of_no_known_database_says_what_to_write(url):
    with pytest.raises(AppError, match="sqlite:///"):
        db.session_factory(url)


def test_a_plain_postgresql_address_uses_the_driver_we_have():
    with db.session_factory("postgresql://sipas@localhost/sipas") as sessions:
        assert sessions.engine.url.drivername == "postgresql+psycopg"


def test_sqlite_keeps_foreign_keys_and_never_blocks_readers(sqlite_database):
    with db.session_factory(sqlite_database) as sessions, sessions() as writer, sessions.reading() as reader:
        pragma = {
            name: writer.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "secure_delete")
        }
        tables = reader.connection().exec_driver_sql("SELECT count(*) FROM wave").scalar()

    assert pragma == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert tables == 0
