"""A batch to print as plain values: its forms, its cover, and the result."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormToPrint:
    """One form: its number with check digit, and how to answer it on the web where that is offered.

    ``access_code`` is the secret that opens the web page, ``web_url`` the address in the QR code on page 1;
    ``place`` is where it is handed out (hamlet, ward), never whose it is.
    """

    number: str
    access_code: str | None = None
    web_url: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNotice:
    """What a wave says on its forms and letters, each a sentence but ``help_line``; what is empty is not printed.

    ``purpose`` tells who asks and why, ``use`` what becomes of the answers, ``giving_back`` how the form comes back;
    ``help_line`` is the telephone number, with its hours where there are any.
    """

    help_line: str = ""
    purpose: str = ""
    use: str = ""
    giving_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The cover of a batch; with an empty ``office`` only the forms are drawn, without cover sheet and list.

    ``sender`` is the office that asks, as in a sentence; ``place`` where it sits; ``web_address`` the short
    address people type; ``until`` the last day as text; ``notice`` what the wave says on forms and letters.
    """

    wave: str = ""
    office: str = ""
    batch: str = ""
    sender: str
    place: str = ""
    web_address: str | None = None
    until: str | None = None
    notice: PaperNotice = PaperNotice()
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """The result of drawing a batch: numbers of forms and pages, and the layout's tag in their QR codes."""

    forms: int
    pages: int
    tag: str
