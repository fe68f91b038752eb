"""Responses take over the weight of the forms of their stratum that did not come back."""

import pytest
from sqlalchemy import select

from scoring.errors import ScoringError
from survey_app.collection import collect, results
from survey_app.scores import nonresponse
from survey_app.tables import Form, Mode, SampleRole
from tests.survey_app.world import TODAY, answers


def accept_some(session, wave, every):
    """Accept one in ``every[stratum]`` main forms."""
    main = select(Form).where(Form.wave_id == wave.id, Form.role == SampleRole.MAIN).order_by(Form.serial)
    for number, form in enumerate(session.scalars(main).all()):
        if number % every(form.cell.stratum) == 0:
            collect.accept(session, form, answers(4), mode=Mode.WEB, submission_id=f"s{number}", today=TODAY)
    session.commit()


def test_weights_add_up_to_what_was_drawn_in_every_stratum(session, world):
    first = min(nonresponse.drawn_weights(session, world.wave))
    accept_some(session, world.wave, lambda stratum: 4 if stratum == first else 2)
    data = results.responses(session, world.wave)

    adjusted, step = nonresponse.adjust(session, world.wave, data)

    drawn = nonresponse.drawn_weights(session, world.wave)
    assert adjusted.groupby("stratum")["weight"].sum().to_dict() == pytest.approx(drawn)
    assert (adjusted["weight"] > data["weight"]).all()
    factor = adjusted["weight"] / data["weight"]
    assert (step.ratio_low, step.ratio_high) == pytest.approx((factor.min(), factor.max()))
    assert step.classes == len(drawn)
    assert step.fewest == data["stratum"].value_counts().min()


def test_a_full_return_changes_no_weight(session, world):
    accept_some(session, world.wave, lambda stratum: 1)
    data = results.responses(session, world.wave)

    adjusted, step = nonresponse.adjust(session, world.wave, data)

    assert (step.ratio_low, step.ratio_high) == pytest.approx((1, 1))
    assert adjusted["weight"].tolist() == pytest.approx(data["weight"].tolist())


def test_a_stratum_nobody_answered_in_is_named_in_both_languages(session, world):
    silent = min(nonresponse.drawn_weights(session, world.wave))
    main = select(Form).where(Form.wave_id == world.wave.id, Form.role == SampleRole.MAIN)
    form = next(form for form in session.scalars(main) if form.cell.stratum != silent)
    collect.accept(session, form, answers(4), mode=Mode.WEB, submission_id="s", today=TODAY)

    with pytest.raises(ScoringError, match=f"chưa có phiếu trả lời nào.*{silent}") as refused:
        nonresponse.adjust(session, world.wave, results.responses(session, world.wave))

    assert silent in refused.value.en
    assert "design weights" in refused.value.en
