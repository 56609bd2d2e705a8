"""The command line. Each command is a module of its own, loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from eligo import __version__
from eligo.errors import EligoError

COMMANDS = {
    "compile": "Compile records to Python, CQL and SQL.",
    "check": "Check patients (FHIR R4 bundles) against a record.",
    "screen": "Screen a population: verdicts, funnel, and what dropping a criterion would gain.",
    "explain": "Show a record with its ledger and the reading of each criterion.",
    "lint": "Find what looks wrong, contradictory or undecidable in criteria.",
    "report": "Write a page of HTML about records, for the people of a study.",
    "serve": "Correct the reading of a record on a page in the browser.",
    "diff": "Compare two versions of a record by what their criteria mean.",
    "canon": "Print a record in canonical English.",
    "graph": "Draw the logic graph as SVG, DOT or Mermaid.",
    "parse": "Print criteria, logic and ledger as JSON.",
    "segment": "Print the tree of criteria found in a record.",
    "vocab": "Build and search a site's own vocabulary, and see what a text is bound to.",
    "debug": "Print what a stage of the pipeline makes of a record.",
}


class Lazy(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order users meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"eligo.cli.{cmd_name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="eligo")
def group() -> None:
    """Compile clinical-trial eligibility criteria to logic that runs.

    Exit codes: 0 done; 1 done, with findings; 2 bad input or usage, said in one line on stderr.
    """


def main() -> None:
    """Run the command line; errors that a user can act on are one line and exit code 2."""
    try:
        code = group.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        click.echo(f"eligo: {error.format_message()}", err=True)
        code = 2
    except click.Abort:
        click.echo("eligo: interrupted", err=True)
        code = 130
    except EligoError as error:
        click.echo(f"eligo: {error}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
