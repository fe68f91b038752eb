"""A substitution stays within its wave, says why, and is shown with the wave it was made in."""

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from survey_app.errors import AppError
from survey_app.fieldwork import substitutions
from survey_app.tables import AuditEvent, Form, FormState, SampleRole, Substitution
from survey_app.waves.opening import open_wave
from tests.survey_app.world import keys_from, opening


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


@pytest.fixture
def later(session, world):
    """The same frame and plan drawn again with the same seed: the same places, in numbers that follow."""
    return open_wave(session, opening(code="2026-1"), stamp=world.stamp(), new_key=keys_from(60))


def lost(session, wave):
    form = session.scalars(
        select(Form).where(Form.wave_id == wave.id, Form.role == SampleRole.MAIN).order_by(Form.serial)
    ).first()
    session.execute(sa.update(Form).where(Form.id == form.id).values(state=FormState.LOST))
    session.refresh(form)
    return form


def test_a_form_is_replaced_by_a_reserve_of_its_own_wave_and_shown_there_alone(session, world, later):
    done = {}
    for wave in (later, world.wave):
        form = lost(session, wave)
        reserve = substitutions.substitute(session, form, stamp=world.stamp(), reason="rơi")
        assert (reserve.wave_id, reserve.cell.clusters) == (wave.id, form.cell.clusters)
        done[wave.id] = [reserve.id]
    shown = {
        wave.id: [one.reserve_id for one in substitutions.of_wave(session, wave, world.department)]
        for wave in (later, world.wave)
    }
    assert shown == done


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_replaced(session, world, reason):
    form = lost(session, world.wave)
    acts = len(session.scalars(select(AuditEvent)).all())

    with pytest.raises(AppError, match=r"^Hãy ghi lý do\.$"):
        substitutions.substitute(session, form, stamp=world.stamp(), reason=reason)
    assert session.scalars(select(Substitution)).all() == []
    assert session.scalars(select(Form).where(Form.replaces_id.is_not(None))).all() == []
    assert len(session.scalars(select(AuditEvent)).all()) == acts
