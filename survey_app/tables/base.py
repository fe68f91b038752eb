"""Parts shared by all tables: metadata with named constraints, column types for both databases."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

# Named constraints can be changed by a later migration, on SQLite too.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite makes a primary key the physical order of the rows only when its type is spelled INTEGER.
WideInteger = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment with its time zone; kept in UTC, because SQLite keeps no zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Convert an aware moment to UTC; a moment without zone is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return the moment with its zone, UTC."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


def choice(kind: type[StrEnum], column: str) -> Enum:
    """Return the type of a text column that holds the values of ``kind`` and nothing else, by a CHECK."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=20,
        name=f"{column}_known",
        values_callable=lambda members: [member.value for member in members],
    )
