"""What a person does on any page in a real browser."""

PASSWORD = "mat-khau-dai"


def press(page, name, role="button"):
    """Press a button or a link that leads to a page, and wait until that page is there.

    A click alone returns when the answer begins to arrive: what is read then may not be there yet.
    """
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def sign_in(page, site, who):
    """Sign in by keyboard and wait for the first page behind it."""
    page.goto(f"{site}/tai-khoan/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(who)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    with page.expect_navigation(url=lambda address: "dang-nhap" not in address):
        page.keyboard.press("Enter")
