"""The cover sheet of a batch: what a post office gets, what the postman does with it, and counts that must balance."""

from collections.abc import Sequence

from print.batch import Cover, FormToPrint
from print.drawing.clipping import clip
from print.drawing.decimals import thousands
from print.drawing.ink import Ink, Rule
from print.drawing.ruled_table import PAD, Column, Grid
from print.layout.compose import Composition
from print.number import read, write
from print.papers.paper_parts import LEFT, RIGHT, WIDE, grey_box, handing_over, heading, ledger
from print.papers.printing_notes import printing_notes

MAX_RANGES = 14
FACTS = Grid((Column("", 45), Column("", WIDE - 45, face="bold")), points=11, least=8)
RESERVES = (
    "Phiếu dự phòng: để riêng, CHƯA phát. Chỉ phát khi một phiếu của cùng tuyến bị từ chối, thất lạc, hỏng hoặc "
    "không hợp lệ, bưu cục đã ghi lý do vào máy và báo đúng số phiếu dự phòng được thay; không tự chọn."
)


def cover_pages(
    cover: Cover, form: Composition, listed: Sequence[FormToPrint]
) -> tuple[tuple[Ink, ...], ...]:
    """Return the cover sheet for post office and postman, and its back for those who print and scan."""
    ink, y = heading("BÌA LÔ PHIẾU KHẢO SÁT", cover, lines=1)
    facts, y = _facts(_contents(cover, listed), y)
    told, y = _postman(y + 4, cover, any(each.reserve for each in listed))
    counted, y = ledger(y + 8, len(listed), "Quyết toán lô phiếu khi trả về")
    signed, _ = handing_over(y + 6, (f"{cover.sender} giao bưu điện", f"Bưu điện trả {cover.sender}"))
    return (*ink, *facts, *told, *counted, *signed), printing_notes(cover, form, len(listed))


def _contents(cover: Cover, listed: Sequence[FormToPrint]) -> list[tuple[str, str]]:
    reserves = sum(each.reserve is not None for each in listed)
    parts = f" ({thousands(len(listed) - reserves)} phiếu chính, {thousands(reserves)} phiếu dự phòng)"
    routes = len({each.route for each in listed})
    return [
        ("Nơi nhận", cover.office),
        ("Đợt khảo sát", cover.wave),
        ("Mã lô", cover.batch or "—"),
        ("Số phiếu trong lô", thousands(len(listed)) + (parts if reserves else "")),
        ("Số tuyến", f"{thousands(routes)} tuyến, mỗi tuyến một danh sách"),
        ("Số phiếu từ – đến", _ranges([read(each.number) for each in listed])),
    ]


def _facts(facts: Sequence[tuple[str, str]], y: float) -> tuple[list[Ink], float]:
    room = FACTS.columns[1].wide - 2 * PAD
    ink: list[Ink] = [Rule(LEFT, y, RIGHT, y, 0.35)]
    for name, value in facts:
        most = 5 if name == facts[-1][0] else 3
        shown = " ".join(clip(value, room, FACTS.points, "bold", lines=most))
        row, y = FACTS.row(LEFT, y, (name, shown))
        ink += row
    return ink, y


def _postman(y: float, cover: Cover, reserves: bool) -> tuple[list[Ink], float]:
    """Return what the postman does, step by step, in a box."""
    until = f" Thu xong chậm nhất ngày {cover.until}." if cover.until else ""
    steps = [
        "Nhận phiếu: đếm từng tuyến, đối chiếu số phiếu với danh sách của tuyến, rồi ký nhận.",
        "Đi từng tuyến theo đúng thứ tự của danh sách; giao phong bì tận tay người được chọn, không đưa người khác.",
        *([RESERVES] if reserves else []),
        "Người dân tự trả lời: không trả lời thay, không gợi ý, không mở phong bì đã dán.",
        "Ghi ngày và kết quả vào danh sách ngay tại nơi phát; không ghi tên, địa chỉ người trả lời." + until,
        "Không gấp đôi, bấm ghim, đóng dấu hoặc viết lên phiếu. Trả phiếu cùng danh sách về bưu cục.",
    ]
    if cover.notice.help_line:
        steps.append(f"Có điều chưa rõ, hoặc người dân cần hỏi: xin gọi {cover.notice.help_line}.")
    return grey_box(y, "Người phát phiếu làm gì", steps, numbered=True)


def _ranges(serials: Sequence[int]) -> str:
    """Return runs of consecutive numbers, shortened after the first few."""
    runs: list[list[int]] = []
    for serial in sorted(serials):
        if runs and serial == runs[-1][1] + 1:
            runs[-1][1] = serial
        else:
            runs.append([serial, serial])
    ranges = [write(a) if a == b else f"{write(a)} – {write(b)}" for a, b in runs[:MAX_RANGES]]
    more = [f"và {len(runs) - MAX_RANGES} đoạn khác"] if len(runs) > MAX_RANGES else []
    return "; ".join([*ranges, *more]) or "—"
