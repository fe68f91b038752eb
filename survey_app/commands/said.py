"""What a command says beside its result, on the error stream."""

import os
from typing import TYPE_CHECKING

import click

from questionnaires.text import Text

if TYPE_CHECKING:
    from sampling.frame.frame import SamplingFrame


def say_findings(frame: "SamplingFrame") -> None:
    """Say what was found in the file of a frame, one line each, in Vietnamese or with ``SIPAS_LANG=en`` in English."""
    from sampling.frame.findings import sentences

    for vi, en in sentences(frame.findings):
        warn(Text(vi, en))


def warn(text: Text | None) -> None:
    """Say a warning in the language of the command; nothing for None."""
    if text is not None:
        click.echo(f"sipas: {text.in_('en' if os.environ.get('SIPAS_LANG') == 'en' else 'vi')}", err=True)
