"""Warnings before papers are printed: what the postman will miss on them.

- ``warnings(session, wave, office, job) -> list[Text]``: unnamed villages and communes, letters that print otherwise,
  no postal address, a web address that opens on this machine alone
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from print.batch import FormToPrint, Route
from print.drawing.clipping import unprintable
from questionnaires.model import Text
from survey_app.fieldwork import papers
from survey_app.fieldwork.routes import AreaNames, walked
from survey_app.waves import catalogue

NAMED = 5


def warnings(session: Session, code: str, office: str | None, job: papers.PrintJob) -> list[Text]:
    """Return what the papers of a wave, of one post office or of all, will lack.

    Raises:
        AppError: as ``papers.print_wave``.
    """
    wave = catalogue.find(session, code)
    names = AreaNames.of(session, wave.opened_on)
    routes: dict[Route, None] = {}
    letters = dict.fromkeys(unprintable(job.address))
    for batch in papers.batches_of(session, wave, office):
        letters |= dict.fromkeys(unprintable(batch.office.name))
        for form in walked(papers.forms_of_batch(session, batch), names, base_url=job.base_url):
            letters |= dict.fromkeys(_letters(form))
            if form.route is not None:
                routes[form.route] = None
    own_machine = [] if wave.synthetic else _own_machine(job)
    return [*_unnamed(routes), *_otherwise("".join(letters)), *_no_address(job), *own_machine]


def _letters(form: FormToPrint) -> str:
    return unprintable(f"{form.where} {form.reserve.group if form.reserve else ''}")


def _unnamed(routes: Iterable[Route]) -> list[Text]:
    found = []
    villages = [route.code for route in routes if "/" in route.code and not route.village]
    if villages:
        count, some = len(villages), _some(villages)
        found.append(
            Text(
                f"Không biết tên thôn, ấp, khu phố của {count} tuyến ({some}): danh sách phát phiếu và nhãn chỉ ghi "
                "được mã. Nạp tên bằng «sipas load-areas» (cấp village, mã như trong khung mẫu) rồi in; đợt sau ghi "
                "cột tên vào --label-column khi mở đợt.",
                f"The names of the villages of {count} routes are not known ({some}): the hand-out list and the labels "
                "can say the code only. Load the names with “sipas load-areas” (level village, codes as in the frame) "
                "before printing; next time name the column by --label-column when the wave is opened.",
            )
        )
    communes = sorted({route.code.split("/")[0] for route in routes if not route.commune})
    if communes:
        count, some = len(communes), _some(communes)
        found.append(
            Text(
                f"Không biết tên {count} xã, phường ({some}): danh sách phát phiếu và nhãn chỉ ghi được mã. Nạp lại "
                "đơn vị hành chính có tên bằng «sipas load-areas».",
                f"The names of {count} communes are not known ({some}): the hand-out list and the labels can say the "
                "code only. Load the areas with their names by “sipas load-areas”.",
            )
        )
    return found


def _otherwise(letters: str) -> list[Text]:
    if not letters:
        return []
    shown = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters[:NAMED])
    return [
        Text(
            f"Phông chữ in không có ký tự {shown}: trong tên nơi phát phiếu, ký tự ấy được in bằng chữ gần nhất "
            "hoặc «?».",
            f"The font cannot print {shown}: in the names of places the nearest letter or “?” is printed instead.",
        )
    ]


def _no_address(job: papers.PrintJob) -> list[Text]:
    if job.address.strip():
        return []
    return [
        Text(
            "Chưa có địa chỉ nhận lại thư: nhãn chỉ ghi tên nơi gửi và bưu cục. Ghi «address» vào mục [owner] của tệp "
            "khảo sát.",
            "No address for returned post is known: labels say the names of the sender and the post office only. Write "
            "“address” into [owner] of the survey's file.",
        )
    ]


def _own_machine(job: papers.PrintJob) -> list[Text]:
    host = urlsplit(job.base_url).hostname or ""
    if host not in {"localhost", "::1"} and not host.startswith("127."):
        return []
    return [
        Text(
            f"Phiếu và thư sẽ in địa chỉ web «{host}», chỉ mở được trên máy này: người dân không trả lời qua web được. Đặt "
            "SIPAS_BASE_URL là địa chỉ thật rồi in.",
            f"Forms and letters will print the web address “{host}”, which opens on this machine alone: nobody can answer on "
            "the web. Set SIPAS_BASE_URL to the real address, then print.",
        )
    ]


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")
