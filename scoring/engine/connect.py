"""Tables of DuckDB, PostgreSQL and Spark, opened by address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl, urlsplit

from scoring.errors import ScoringError

if TYPE_CHECKING:
    import ibis.expr.types as ir

Engine = Literal["duckdb", "postgres", "spark"]


@contextmanager
def opened(engine: str, data: str, table: str | None = None) -> "Iterator[ir.Table]":
    """Open a table for reading, and close what it was opened with.

    Args:
        engine: ``duckdb``, ``postgres`` or ``spark``.
        data: a Parquet or CSV file; for ``postgres`` the server's address; for ``spark`` also the address of a
            cluster (``local[2]``, ``spark://host:7077``) when ``table`` names a table of its catalogue.
        table: the table's name, with its schema if it has one.

    Raises:
        ScoringError: the extra ``scale`` is not installed, or the file, the server or the table is not there.
    """
    try:
        errors = _errors(engine)
    except ImportError:
        raise ScoringError(
            "Cần cài phần mở rộng: pip install 'sipas[scale]'.",
            "The extra is needed: pip install 'sipas[scale]'.",
        ) from None
    try:
        source = {"duckdb": _duckdb, "postgres": _postgres, "spark": _spark}[engine](data, table)
    except errors as error:
        raise ScoringError(
            f"Không mở được «{table or _public(data)}» bằng {engine}: {_first_line(error)}.",
            f"Cannot open “{table or _public(data)}” with {engine}: {_first_line(error)}.",
        ) from None
    try:
        yield source
    finally:
        if engine != "spark":  # its session is shared by the whole process and ends with it
            source.get_backend().disconnect()


def _duckdb(data: str, table: str | None) -> "ir.Table":
    import ibis

    path = Path(data)
    if not path.is_file():
        raise ScoringError(f"Không có tệp «{_public(data)}».", f"There is no file “{_public(data)}”.")
    if path.suffix in {".duckdb", ".db"}:
        return ibis.duckdb.connect(path, read_only=True).table(_needed(table))
    connection = ibis.duckdb.connect()
    if path.suffix == ".parquet":
        return connection.read_parquet(path)
    return connection.read_csv(path, all_varchar=True, nullstr=["", "NA"])


def _postgres(data: str, table: str | None) -> "ir.Table":
    import ibis

    parts = urlsplit(data)
    options = dict(parse_qsl(parts.query))
    schema, _, name = _needed(table).rpartition(".")
    connection = ibis.postgres.connect(
        host=options.pop("host", parts.hostname),
        user=parts.username,
        password=parts.password,
        port=parts.port or 5432,
        database=parts.path.lstrip("/") or None,
        **options,
    )
    return connection.table(name, database=schema or None)


def _spark(data: str, table: str | None) -> "ir.Table":
    import ibis

    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ScoringError(
            "Cần cài Spark: pip install pyspark (và Java 17).",
            "Spark is needed: pip install pyspark (and Java 17).",
        ) from None
    builder = SparkSession.builder.appName("sipas").config("spark.ui.enabled", "false")
    if table is not None:
        session = builder.master(data).getOrCreate()
        return ibis.pyspark.connect(session).table(table)
    if not Path(data).exists():
        raise ScoringError(f"Không có tệp «{_public(data)}».", f"There is no file “{_public(data)}”.")
    connection = ibis.pyspark.connect(builder.getOrCreate())
    return (
        connection.read_parquet(data) if data.endswith(".parquet") else connection.read_csv(data, header=True)
    )


def _errors(engine: str) -> tuple[type[Exception], ...]:
    """Return the exceptions of the engine's library for a file, server or table that is not there."""
    from ibis.common.exceptions import IbisError

    if engine == "duckdb":
        from duckdb import Error

        return (IbisError, OSError, Error)
    if engine == "postgres":
        from psycopg import Error as PostgresError

        return (IbisError, OSError, PostgresError)
    return (IbisError, OSError)


def _needed(table: str | None) -> str:
    if table is None:
        raise ScoringError("Thiếu --table: tên bảng cần đọc.", "--table is missing: the table to read.")
    return table


def _public(data: str) -> str:
    """Return an address without its password."""
    parts = urlsplit(data)
    return data if parts.password is None else data.replace(f":{parts.password}@", ":…@")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
