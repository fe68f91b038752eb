"""``sipas close-wave``: end a wave and cut the link from forms to answers."""

import datetime as dt
import secrets

import click


@click.command()
@click.argument("code")
@click.option("--yes", is_flag=True, help="Do not ask; the link cannot be restored.")
@click.option("--abandon-pending", is_flag=True, help="Close although returned forms are not keyed.")
@click.option(
    "--rewrite", is_flag=True, help="Only delete pictures and rewrite the database again, the server stopped."
)
@click.option("--database", help="Else DATABASE_URL, else var/sipas.db.")
def command(code: str, *, yes: bool, abandon_pending: bool, rewrite: bool, database: str | None) -> None:
    r"""Close the wave CODE: no more answers, and no way from a form to its answers, for anybody, for good.

    Make the last backup afterwards, and destroy older ones: they still hold the link.

    \b
    sipas close-wave 2025-1
    """
    from survey_app import config, db
    from survey_app.closing import closing
    from survey_app.people.stamp import Stamp
    from survey_app.waves import catalogue

    url = database or config.from_environment().database_url
    with db.opened(url) as sessions, sessions() as session:
        wave = catalogue.find(session, code)
        if rewrite:
            _print_rewritten(code, done=closing.forget(session))
            return
        if not yes:
            session.rollback()
            click.confirm(f"Đóng đợt {code}? Việc này không thể hoàn lại.", abort=True)
        done = closing.close_wave(
            session,
            wave,
            stamp=Stamp(None, dt.datetime.now(dt.UTC)),
            random_bytes=secrets.token_bytes,
            abandon_pending=abandon_pending,
        )
    click.echo(f"Đã đóng đợt {code}: {done.responses} phiếu trả lời không còn đường về số phiếu.")
    click.echo(f"Nhóm nhỏ nhất cùng nơi chọn mẫu và cùng cách trả lời có {done.smallest_group} phiếu.")
    _print_rewritten(code, done=done.rewritten)
    click.echo("Hãy huỷ các bản sao lưu cũ: chúng còn giữ liên kết.")


def _print_rewritten(code: str, *, done: bool) -> None:
    if done:
        click.echo("Ảnh quét đã xoá; tệp cơ sở dữ liệu đã được ghi lại, không còn dấu vết đã xoá.")
    else:
        click.echo(
            "Chưa xoá hết dấu vết: cơ sở dữ liệu đang bận, hoặc có ảnh quét không xoá được. "
            f"Hãy dừng máy chủ rồi chạy sipas close-wave {code} --rewrite."
        )
