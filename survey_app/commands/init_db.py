"""``sipas init-db``: create or upgrade the database, and its first account."""

import datetime as dt
import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from survey_app.db import SessionFactory


@click.command()
@click.option("--database", help="sqlite:///path or postgresql://…; else DATABASE_URL, else var/sipas.db.")
@click.option(
    "--account", help="Make an account of the department with this name (password: SIPAS_PASSWORD, or asked)."
)
def command(database: str | None, account: str | None) -> None:
    r"""Create the tables, or bring an older database up to date; running it again changes nothing.

    \b
    sipas init-db --account so-noi-vu
    DATABASE_URL=postgresql://sipas@localhost/sipas sipas init-db
    """
    from survey_app import config, db

    url = database or config.from_environment().database_url
    before, after = db.migrate(url)
    with db.session_factory(url) as sessions:
        click.echo(f"Cơ sở dữ liệu sẵn sàng: {sessions.engine.url.render_as_string()}")
        click.echo(_done(before, after))
        if account:
            _add(sessions, account)
        click.echo(_next_step(sessions))


def _done(before: str | None, after: str | None) -> str:
    """Return what happened to the tables, in Vietnamese and English.

    >>> _done("0008", "0009")
    'Cơ sở dữ liệu đã nâng từ 0008 lên 0009. / The database was upgraded from 0008 to 0009.'
    """
    if before is None:
        return f"Đã tạo các bảng, phiên bản {after}. / The tables were made, version {after}."
    if before == after:
        return (
            f"Các bảng đã ở phiên bản mới nhất {after}, không đổi gì. / The tables are up to date at {after}."
        )
    return f"Cơ sở dữ liệu đã nâng từ {before} lên {after}. / The database was upgraded from {before} to {after}."


def _next_step(sessions: "SessionFactory") -> str:
    from sqlalchemy import select

    from survey_app.tables import Area

    with sessions.reading() as session:
        has_areas = session.scalars(select(Area.id).limit(1)).first() is not None
    return "Tiếp theo: sipas open-wave --help" if has_areas else "Tiếp theo: sipas load-areas"


def _add(sessions: "SessionFactory", name: str) -> None:
    from survey_app.people import accounts
    from survey_app.people.stamp import Stamp
    from survey_app.tables import Role

    password = os.environ.get("SIPAS_PASSWORD") or click.prompt(
        "Mật khẩu", hide_input=True, confirmation_prompt=True
    )
    with sessions() as session:
        new = accounts.NewUser(name=name, full_name=name, role=Role.DEPARTMENT)
        accounts.add_user(session, new, password, stamp=Stamp(None, dt.datetime.now(dt.UTC)))
        session.commit()
    click.echo(f"Đã tạo tài khoản {name}.")
