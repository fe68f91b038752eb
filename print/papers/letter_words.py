"""The words of a letter that invites to answer, in the language of the letter.

- ``opening(questionnaire, cover, language)`` and ``closing(cover, language)``: paragraphs above and below the web box
"""

from print.batch import Cover
from print.layout.first_page.greeting import help_line
from questionnaires.model import Language, Questionnaire, Text

TITLE = Text("THƯ MỜI", "INVITATION")
SUBTITLE = Text("tham gia khảo sát ý kiến người dân", "to take part in a survey of people's opinion")
DAY = Text("{}, ngày ...... tháng ...... năm ......", "{}, day ...... month ...... year ......")
SYNTHETIC = Text("DỮ LIỆU MÔ PHỎNG", "SYNTHETIC DATA")
ON_THE_WEB = Text("Trả lời trên mạng, không cần giấy bút:", "Answer on the web, without paper or pen:")
CODE = Text("Mã truy cập (hoặc quét mã QR):", "Access code (or scan the QR code):")
NUMBER = Text("Số phiếu {}", "Form {}")
HEAD_OF_OFFICE = Text("THỦ TRƯỞNG CƠ QUAN", "HEAD OF THE OFFICE")
SIGNED = Text("(ký, ghi rõ họ tên, đóng dấu)", "(signature, name, seal)")
FILE = Text("Thư mời – {}", "Invitation – {}")

_GREETING = Text("Kính gửi Ông/Bà,", "Dear Sir or Madam,")
_WHO_ASKS = Text(
    "{sender} đang thực hiện «{wave}»: {title}.{purpose} Ông/Bà được chọn ngẫu nhiên để trả lời; ý kiến của Ông/Bà đại "
    "diện cho nhiều người dân khác.",
    "{sender} is holding “{wave}”: {title}.{purpose} You were chosen at random; your opinion stands for that of many "
    "others.",
)
_FREE_TO_ANSWER = Text(
    "Việc trả lời là tự nguyện và mất chừng mười phút. Phiếu không ghi họ tên. {use}",
    "Answering is voluntary and takes about ten minutes. The form bears no name. {use}",
)
_USE = Text(
    "Câu trả lời chỉ được dùng ở dạng tổng hợp; sau khi đợt khảo sát kết thúc, không ai có thể biết phiếu nào là của ai.",
    "Answers are used in summary form only; when the survey has ended, nobody can tell whose form is whose.",
)
_UNTIL = Text(" Xin Ông/Bà trả lời đến hết ngày {}.", " Please answer by {}.")
_BOTH_WAYS = Text(
    "Ông/Bà có thể trả lời trên phiếu giấy kèm theo, hoặc trên mạng bằng mã dưới đây.{until} Mỗi phiếu chỉ trả lời một lần, "
    "bằng một trong hai cách.",
    "You may answer on the paper form enclosed, or on the web with the code below.{until} Please answer once only, in one "
    "of the two ways.",
)
_ON_PAPER = Text(
    "Xin trả lời trên phiếu giấy kèm theo.{until}", "Please answer on the paper form enclosed.{until}"
)
_GIVING_BACK = Text(
    "Xin bỏ phiếu vào phong bì kèm theo, dán kín và gửi lại người phát phiếu hoặc bưu cục; không phải trả tiền.",
    "Please put the form into the envelope enclosed, seal it and give it to whoever brought it or to the post office; "
    "nothing is to be paid.",
)
_IF_ON_PAPER = Text("Nếu trả lời trên giấy: {}", "If you answer on paper: {}")
_THANKS = Text("Trân trọng cảm ơn Ông/Bà!", "Thank you very much!")


def opening(questionnaire: Questionnaire, cover: Cover, language: Language) -> list[str]:
    """Return the paragraphs above the web box: who asks, why, what becomes of it, how and until when."""
    until = _UNTIL.in_(language).format(cover.until) if cover.until else ""
    ways = _BOTH_WAYS if cover.web_address else _ON_PAPER
    return [
        _GREETING.in_(language),
        _WHO_ASKS.in_(language).format(
            sender=cover.sender,
            wave=cover.wave,
            title=_small(questionnaire.title.in_(language)),
            purpose=f" {cover.notice.purpose}" if cover.notice.purpose else "",
        ),
        _FREE_TO_ANSWER.in_(language).format(use=cover.notice.use or _USE.in_(language)),
        ways.in_(language).format(until=until),
    ]


def closing(cover: Cover, language: Language) -> list[str]:
    """Return the paragraphs below the web box: how the form is given back, whom to call, thanks."""
    giving_back = cover.notice.giving_back or _GIVING_BACK.in_(language)
    call = [help_line(cover.notice, language)] if cover.notice.help_line else []
    return [_IF_ON_PAPER.in_(language).format(giving_back), *call, _THANKS.in_(language)]


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]
