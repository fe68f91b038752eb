"""The tables, one file per aggregate; ``Base.metadata`` holds them all."""

from survey_app.tables.area import Area, AreaPopulation, AreaScope, AreaSuccessor
from survey_app.tables.audit import AuditEvent
from survey_app.tables.base import Base
from survey_app.tables.draft import DraftPage
from survey_app.tables.form import Batch, Form, FormEvent, FormState, SampleRole, Substitution
from survey_app.tables.keying import Keying, KeyingSource, KeyingTurn
from survey_app.tables.people import OfficeArea, PostOffice, Role, SignInFailure, User
from survey_app.tables.planned import PlannedWave
from survey_app.tables.response import AnswerText, Mode, Receipt, RefusedAnswers, Response
from survey_app.tables.scan import ScanPage, ScanRow
from survey_app.tables.wave import DesignCell, PublishedQuestionnaire, Wave

__all__ = [
    "AnswerText",
    "Area",
    "AreaPopulation",
    "AreaScope",
    "AreaSuccessor",
    "AuditEvent",
    "Base",
    "Batch",
    "DesignCell",
    "DraftPage",
    "Form",
    "FormEvent",
    "FormState",
    "Keying",
    "KeyingSource",
    "KeyingTurn",
    "Mode",
    "OfficeArea",
    "PlannedWave",
    "PostOffice",
    "PublishedQuestionnaire",
    "Receipt",
    "RefusedAnswers",
    "Response",
    "Role",
    "SampleRole",
    "ScanPage",
    "ScanRow",
    "SignInFailure",
    "Substitution",
    "User",
    "Wave",
]
