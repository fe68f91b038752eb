"""``sipas plan``: sample size, and the preview of a plan before it is drawn."""

import click

from survey_app.commands.plan import preview, size

EXAMPLE = """\b
Examples:
  sipas plan size margin --share 0.8 --margin 0.02 --rho 0.05 --cluster 6 --response 0.85
  sipas plan size strata strata.csv --cv hai_long=0.02
  sipas plan preview plan.toml frame.csv
"""


@click.group(epilog=EXAMPLE)
def command() -> None:
    """Plan a survey: sample size and allocation, and a preview of a plan on a frame."""


command.add_command(size.command)
command.add_command(preview.command)
