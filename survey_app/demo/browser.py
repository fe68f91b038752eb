"""A minimal browser: it parses the form of a page, ticks answers and submits it."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from flask.testing import FlaskClient

Field = tuple[str, str]


class _PostedForm(HTMLParser):
    """The form of a page that holds its main button: where it posts to, its hidden fields, its questions."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.hidden: list[Field] = []
        self.questions: set[str] = set()
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            # The last form that posts is the page's own; a language switch in the header comes before it.
            self._inside = values.get("method") == "post"
            if self._inside:
                self.action, self.hidden, self.questions = values.get("action", ""), [], set()
        elif self._inside and tag == "input" and values.get("type") == "hidden":
            self.hidden.append((values["name"], values["value"]))
        elif self._inside and tag in {"input", "textarea"} and "name" in values:
            self.questions.add(values["name"])


def answer_on_web(client: FlaskClient, code: str, ticks: Mapping[str, list[str]]) -> str:
    """Answer one form page by page with nothing but GET and POST, and return the receipt page.

    Args:
        client: a browser of its own for each citizen.
        code: the letters printed on the form.
        ticks: item id to the tokens the citizen ticks.

    Raises:
        RuntimeError: the pages do not end at a receipt.
    """
    page, address = _follow(client, "/", [*_form(client.get("/").text).hidden, ("code", code)])
    for _ in range(60):
        if address.endswith("/bien-nhan"):
            return page
        form = _form(page)
        page, address = _follow(client, form.action or address, [*form.hidden, *_ticked(form, ticks)])
    raise RuntimeError(f"no receipt after 60 pages; the last was {address}")


def _ticked(form: _PostedForm, ticks: Mapping[str, list[str]]) -> Iterator[Field]:
    for name in form.questions:
        for token in ticks.get(name, []):
            yield name, token


def _form(page: str) -> _PostedForm:
    found = _PostedForm()
    found.feed(page)
    return found


def _follow(client: FlaskClient, address: str, fields: list[Field]) -> tuple[str, str]:
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    answer = client.post(address, data=data, follow_redirects=True)
    return answer.text, answer.request.path
