"""The published indices of others, line by line, with the gap of a typed result."""

import re

from scoring.targets import scorecard_files
from survey_app.department import words
from tests.survey_app.browsers import in_words
from tests.survey_app.department.test_department import department

__all__ = ["department"]


def test_every_index_stands_as_published_with_an_empty_place_for_this_years_result(app, department):
    page = department.open("/so-noi-vu/chi-so-khac")
    cards = scorecard_files.load("plan-336")

    assert [card.id for card in cards] == ["PAPI", "PCI", "PAR INDEX"]
    for place, card in enumerate(cards, start=1):
        head, *rows = page.table(f"bang-{place}")
        years = [str(card.baseline_year), "Chỉ tiêu", "Kết quả công bố", "Chênh lệch", "Kết luận"]
        assert head == ["Mã", "Nội dung", "Tối đa", *years]
        assert [[row[0], row[1], *row[5:]] for row in rows] == [
            [
                "Tổng" if each.code == "total" else each.code,
                each.name,
                f"Kết quả công bố của {card.id} {each.code}",
                "–",
                "–",
            ]
            for each in card.rows
        ]
        assert [row[2:5] for row in rows] == [
            [f"{value:.2f}".replace(".", ",") for value in (each.maximum, each.baseline, each.target)]
            for each in card.rows
        ]
    with app.test_request_context():
        said = [words.both(warning) for card in cards for warning in card.warnings]
    found = re.findall(r'<p class="notice near">(.*?)</p>', page.page.text, re.S)
    assert said
    assert [in_words(one) for one in found] == said


def test_results_above_at_and_below_their_targets_are_told_apart_and_stay_in_their_fields(department):
    page = department.open("/so-noi-vu/chi-so-khac?PAPI:4.4=1,85&PAPI:4.3=1,8&PAPI:4.2=1,2/2.50&PCI:4=7,75")
    papi, pci = ({row[0]: row[6:] for row in page.table(f"bang-{place}")} for place in (1, 2))

    assert {code: told for code, told in papi.items() if told[0] not in ("–", "Chênh lệch")} == {
        "4.2": ["−1,00", "Chưa đạt"],
        "4.3": ["0,00", "Đạt"],
        "4.4": ["+0,65", "Đạt"],
    }
    assert (papi["4"], pci["4"]) == (["–", "–"], ["−0,05", "Chưa đạt"])
    kept = dict(re.findall(r'name="([A-Z]+:[\d.]+)" value="([^"]+)"', page.page.text))
    assert kept == {"PAPI:4.2": "1,2/2.50", "PAPI:4.3": "1,8", "PAPI:4.4": "1,85", "PCI:4": "7,75"}


def test_every_result_that_is_none_is_named_and_the_tables_stay(department):
    page = department.open("/so-noi-vu/chi-so-khac?PAPI:1=11&PAPI:2=nhiều&PCI:3=-1&PCI:4=7,75")
    told = in_words(re.search(r'role="alert">(.*?)</div>', page.page.text, re.S)[1])

    assert page.status == 422
    assert "Kết quả của PAPI có 2 lỗi. (1) 1: 11,00 không nằm trong 0–10,00. (2) 2: «nhiều»" in told
    assert told.endswith("Kết quả của PCI có 1 lỗi. (1) 3: −1,00 không nằm trong 0–10,00.")
    assert len(page.table("bang-1")) > 30
