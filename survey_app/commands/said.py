"""What a command says beside its result, on the error stream."""

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sampling.frame.frame import SamplingFrame


def say_findings(frame: "SamplingFrame") -> None:
    """Say what was found in the file of a frame, one line each, in Vietnamese or with ``SIPAS_LANG=en`` in English."""
    from sampling.frame.findings import sentences

    for vi, en in sentences(frame.findings):
        say(vi, en)


def say(vi: str, en: str) -> None:
    """Say a sentence in Vietnamese, or with ``SIPAS_LANG=en`` in English."""
    click.echo(f"sipas: {en if os.environ.get('SIPAS_LANG') == 'en' else vi}", err=True)
