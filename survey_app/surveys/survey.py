"""A survey as frozen values: its owner, its areas, what it asks and what a new wave begins with."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from questionnaires.model import Text
from scoring.method.method import Metric
from survey_app.surveys.notice import Notice


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a plan, a questionnaire or targets: the library by ``name``, or a file at ``path``."""

    name: str
    path: Path | None = None

    @property
    def given(self) -> str:
        """The argument for a command: the path of a file, or a name of the library."""
        return self.name if self.path is None else str(self.path)

    def chosen(self, name: str) -> str:
        """Return the source called ``name``: the survey's own file if it bears this name, else the library's.

        >>> Source("phieu", Path("/khao-sat/phieu.toml")).chosen("phieu")
        '/khao-sat/phieu.toml'
        >>> Source("phieu", Path("/khao-sat/phieu.toml")).chosen("sipas")
        'sipas'
        """
        return self.given if name == self.name else name


def offered(own: Source, library: Iterable[str]) -> tuple[str, ...]:
    """Return the names to choose from: those of the library, and the survey's own file.

    >>> offered(Source("phieu", Path("/khao-sat/phieu.toml")), ["sipas"])
    ('phieu', 'sipas')
    """
    return tuple(sorted({own.name, *library}))


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner: the organisation as in a sentence, the authority above it, the place of signing, its postal address."""

    organisation: Text
    superior: str
    place: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the areas that a page can be limited to.

    Attributes:
        id: the word in the page's address.
        tag: the tag of its areas in the area files, column ``scope``.
        name: what people call it.
    """

    id: str
    tag: str
    name: Text


@dataclass(frozen=True, slots=True)
class AreaList:
    """The administrative units of a survey: the name of the list, and its files in the order they are loaded."""

    name: str
    files: tuple[Path, ...]
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class NewWave:
    """The defaults of the page and the command for a new wave.

    Attributes:
        metric: the number that is held against the targets.
        double_keying: share of paper forms keyed twice, 0 to 1.
        rho: likeness of answers within a first-stage unit, assumed by the preview of a plan.
        response: share of forms that come back answered, assumed by the preview, above 0 to 1.
    """

    metric: Metric
    double_keying: float
    rho: float
    response: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The survey of one owner, with all that differs from another's.

    Attributes:
        id: its short name.
        title: what people call it, at the head of every page.
        subtitle: the line below the title.
        report_title: the title of the printed report, in lines.
        owner: who asks.
        areas: its administrative units.
        questionnaire: what a new wave asks unless another is chosen.
        plan: how it is drawn.
        targets: what it is held against.
        actions: the file with what the plan asks of which agency, for waves held against the targets that file names;
            None: there is none.
        scorecards: the file with the indices others publish, shown beside the survey; None: there are none.
        breakdown: items the score table is broken down by, where a wave's questionnaire asks them.
        notice: what forms and letters of a new wave say unless something else is written.
        new_wave: what the form and the command for a new wave begin with.
    """

    id: str
    title: Text
    subtitle: Text
    report_title: tuple[str, ...]
    owner: Owner
    areas: AreaList
    questionnaire: Source
    plan: Source
    targets: Source
    actions: Source | None
    scorecards: Source | None
    breakdown: tuple[str, ...]
    new_wave: NewWave
    notice: Notice
