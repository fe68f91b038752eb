"""The console script ``sipas``: its commands in order, each imported when it is called."""

import importlib
import os
import sys

import click

from survey_app.cli_errors import spoken, unreachable
from survey_app.errors import SPOKEN_ERRORS, SpokenError

COMMANDS = {
    "demo": "Run the whole survey on synthetic data.",
    "serve": "Serve the pages on this machine.",
    "init-db": "Create or upgrade the database.",
    "load-areas": "Load administrative units.",
    "open-wave": "Open a wave: draw its sample and number its forms.",
    "close-wave": "Close a wave and cut the link from forms to answers.",
    "print": "Draw forms as PDF, with their layout.",
    "scan": "Read scanned forms into marks.",
    "score": "Compute the score table of a wave.",
    "export": "Write the accepted responses of a wave.",
    "estimate": "Estimate from any CSV under a complex design.",
    "plan": "Plan a survey: sample size, allocation, preview of a plan.",
    "frame": "Check a list before a sample is drawn from it.",
    "sample": "Draw a sample from a frame, or verify one.",
    "questionnaire": "Check a questionnaire file and tell its version.",
}


class LazyGroup(click.Group):
    """A command group that imports a command only to run or describe it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the survey's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import ``survey_app.commands.<name>`` and return its ``command``."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"survey_app.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        # Raw docstrings hold a backslash and a b where click looks for one control character.
        command.help = (command.help or "").replace("\\b\n", "\b\n")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup)
@click.version_option(package_name="sipas")
def cli() -> None:
    """Survey of satisfaction with public administration: sample, forms, answers, scores."""


def main() -> None:
    """Run ``sipas``; a ``SpokenError`` is printed as one line, with exit code 2."""
    try:
        done = cli.main(prog_name="sipas", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.UsageError as error:
        _refuse(spoken(error))
    except SPOKEN_ERRORS as error:
        _refuse(error)
    except OSError as error:
        if error.filename is None:
            raise
        _refuse(unreachable(error))
    except click.Abort:
        sys.exit(1)
    sys.exit(done)


def _refuse(error: SpokenError) -> None:
    text = error.en if os.environ.get("SIPAS_LANG") == "en" else error.vi
    click.echo(f"sipas: {' '.join(text.split())}", err=True)
    sys.exit(2)
