"""The response account of a wave in words, for the terminal, the workbook and the report.

- ``NAME``: what the rates are called, in both languages
- ``main_rates(account) -> Sentence``: RR1, RR3 and RR5 with what they are counted on, to stand behind the name
- ``sheet(account) -> Sheet``: dispositions and all rates with how each is computed
"""

from print.drawing.decimals import thousands
from questionnaires.decimals import write_decimal
from sampling.fieldwork.response_account import ResponseAccount, ResponseRate
from scoring.errors import Sentence
from survey_app.files.sheets import Cell, Sheet

NAME: Sentence = ("Tỷ lệ trả lời theo AAPOR", "AAPOR response rates")
COLUMNS = ["mã", "tên", "số phiếu", "mẫu số", "phần trăm", "cách tính"]


def main_rates(account: ResponseAccount) -> Sentence:
    """Return the rates with their numerators and denominators, without their name."""
    vi = "; ".join(f"{rate.name} {percent(rate)}" for rate in account.rates[::2])
    en = "; ".join(f"{rate.name} {_percent_in_english(rate)}" for rate in account.rates[::2])
    return (
        f"trên mẫu chính (không tính phiếu thay thế): {vi}",
        f"of the main sample (substitutes left out): {en}",
    )


def percent(rate: ResponseRate) -> str:
    """Return a rate as ``81,1 % (2.628/3.240)``; a dash where there is no form to divide by."""
    share = "–" if rate.percent is None else f"{write_decimal(rate.percent, 1)} %"
    return f"{share} ({thousands(rate.above)}/{denominator(rate)})"


def _percent_in_english(rate: ResponseRate) -> str:
    share = "–" if rate.percent is None else f"{rate.percent:.1f} %"
    whole = abs(rate.below - round(rate.below)) < 1e-9
    return f"{share} ({rate.above:,}/{rate.below:,.{0 if whole else 1}f})"


def denominator(rate: ResponseRate) -> str:
    """Return the denominator, whole or with one digit."""
    whole = round(rate.below)
    return thousands(whole) if abs(rate.below - whole) < 1e-9 else write_decimal(rate.below, 1)


def sheet(account: ResponseAccount) -> Sheet:
    """Return the account as a sheet: a row for each disposition that occurred, then a row for each rate."""
    rows: list[list[Cell]] = [
        [code.value, words[0], count, account.tally.sample, None, None]
        for code, words, count in account.lines
    ]
    rows += [
        [rate.name, rate.words[0], rate.above, rate.below, rate.percent, rate.formula[0]]
        for rate in account.rates
    ]
    return Sheet("Tỷ lệ trả lời", COLUMNS, rows)
