"""A batch to print as plain values: its forms, its cover, and the result."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """Where one postman walks: the forms of one village, or of one commune where the sample knows no villages.

    ``code`` tells routes of equal names apart; ``village`` and ``commune`` are names as people say them, empty where
    nobody knows one.
    """

    code: str = ""
    village: str = ""
    commune: str = ""

    @property
    def name(self) -> str:
        """Village and commune in one line; the code where both are unknown.

        >>> Route("25195/25195-02", "Khu phố 2", "phường Bình Phước").name
        'Khu phố 2, phường Bình Phước'
        """
        return ", ".join(filter(None, (self.village, self.commune))) or self.code


@dataclass(frozen=True, slots=True)
class Reserve:
    """A form of the reserve: its order in its group, and the number of the form it stands in for, once it does.

    ``group`` names those it may stand in for where a route has more than one such group.
    """

    order: int
    group: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class FormToPrint:
    """One form: its number with check digit, and how to answer it on the web where that is offered.

    ``access_code`` is the secret that opens the web page, ``web_url`` the address in the QR code on page 1;
    ``place`` tells the form from the others of its ``route`` (its number in the village's list), or where it is handed
    out when there is no route; never whose it is. ``reserve`` is None for a form of the main sample.
    """

    number: str
    access_code: str | None = None
    web_url: str | None = None
    place: str | None = None
    route: Route | None = None
    reserve: Reserve | None = None

    @property
    def where(self) -> str:
        """Route and place in one line."""
        return " · ".join(filter(None, (self.route.name if self.route else "", self.place)))


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

    ``sender`` is the office that asks, as in a sentence; ``address`` where post comes back to it; ``place`` where it
    sits; ``web_address`` the short address people type; ``until`` the last day as text; ``notice`` what the wave says
    on its papers.
    """

    wave: str = ""
    office: str = ""
    batch: str = ""
    sender: str
    address: str = ""
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
