"""The table of missing kinds: every answer that is no option of its item, one row each.

Whatever has to tell these kinds apart is made from ``KINDS``: the codes a byte may have, the tokens of the gate, the
keys of the keying screen and of the review desk, the ovals and web choices beside a scale, the words in exports and
tables, the states in ``denominators`` of a score file. A new kind is a new row; the order of the rows is the order of
every list of kinds, and new rows go to the end so that no list that is published already changes its order.
"""

from dataclasses import dataclass

from questionnaires.text import Text

# The kinds that a rule of the gate, the codec or the scanner names; codes 1 to 199 are options.
BLANK = 0
DONT_KNOW = 201
NOT_APPLICABLE = 202
MULTIPLE = 203
ILLEGIBLE = 204


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingKind:
    """One kind of answer that is no option.

    Attributes:
        code: the byte it is stored as: 0, or 200 to 255.
        state: its name in files: the key of ``denominators``, and where it is offered the key of its words in a
            questionnaire file.
        token: how it is typed, lower case; empty where it is kept by typing nothing.
        keys: the keys of the keying screen that enter it, as a browser names them; the first is the one shown.
        desk_key: the key of the review desk that says it of a scanned row; empty where the desk does not.
        name: what it is called.
        short: the same where there is room for a word only.
        long: the same where the clerk needs to know when it is meant.
        offered: people may choose it, on the web and by an oval on paper, wherever the questionnaire has words for
            it; where it has none, the kind cannot be given.
        from_web: the gate takes it from a web page.
        in_choices: the byte of one option of a choose-many item can have it.
    """

    code: int
    state: str
    token: str
    keys: tuple[str, ...]
    desk_key: str
    name: Text
    short: Text
    long: Text
    offered: bool
    from_web: bool
    in_choices: bool

    @property
    def mark(self) -> str:
        """How people read the token on paper and screen: ``KB``."""
        return self.token.upper()


KINDS: tuple[MissingKind, ...] = (
    MissingKind(
        code=DONT_KNOW,
        state="dont_know",
        token="kb",
        keys=("K", "+"),
        desk_key="K",
        name=Text("không biết", "don't know"),
        short=Text("KB", "KB"),
        long=Text("không biết (KB)", "don't know (KB)"),
        offered=True,
        from_web=True,
        in_choices=False,
    ),
    MissingKind(
        code=NOT_APPLICABLE,
        state="not_applicable",
        token="kad",
        keys=(),
        desk_key="",
        name=Text("không áp dụng", "not applicable"),
        short=Text("không áp dụng", "not applicable"),
        long=Text("không áp dụng theo các câu trước", "not applicable by the answers before"),
        offered=False,
        from_web=True,
        in_choices=True,
    ),
    MissingKind(
        code=BLANK,
        state="blank",
        token="",
        keys=("-", "Delete", "Backspace"),
        desk_key="0",
        name=Text("bỏ trống", "blank"),
        short=Text("trống", "blank"),
        long=Text("bỏ trống", "blank"),
        offered=False,
        from_web=True,
        in_choices=True,
    ),
    MissingKind(
        code=MULTIPLE,
        state="multiple",
        token="*",
        keys=("*",),
        desk_key="*",
        name=Text("nhiều lựa chọn", "multiple marks"),
        short=Text("nhiều lựa chọn", "multiple marks"),
        long=Text("đánh dấu nhiều ô ở câu chỉ chọn một", "several boxes marked where only one may be"),
        offered=False,
        from_web=False,
        in_choices=False,
    ),
    MissingKind(
        code=ILLEGIBLE,
        state="illegible",
        token="?",
        keys=("?", "/"),
        desk_key="X",
        name=Text("không đọc được", "illegible"),
        short=Text("không đọc được", "illegible"),
        long=Text("không đọc được", "illegible"),
        offered=False,
        from_web=False,
        in_choices=True,
    ),
)


def kind_of(code: int) -> MissingKind | None:
    """Return the kind that is stored as ``code``, None where the code is no missing kind."""
    return next((kind for kind in KINDS if kind.code == code), None)


def named(code: int) -> MissingKind:
    """Return the kind that is stored as ``code``.

    Raises:
        KeyError: the table has no such code.
    """
    kind = kind_of(code)
    if kind is None:
        raise KeyError(code)
    return kind


def typed_as(token: str) -> MissingKind | None:
    """Return the kind that is typed as ``token``, None where no kind is.

    >>> typed_as("kb").state
    'dont_know'
    """
    return next((kind for kind in KINDS if kind.token and kind.token == token), None)


def largest_code() -> int:
    """Return the largest code that an answer can have."""
    return max(kind.code for kind in KINDS)
