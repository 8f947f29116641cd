"""The demo: ``python -m ses_constructs.local`` deploys ``app.py`` to the emulator and walks through it."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ses_constructs.errors import SesConstructsError

try:
    from rich.console import Console

    from ses_constructs.local.cdk import Cdk, python_app
    from ses_constructs.local.emulator import Emulator
    from ses_constructs.local.walkthrough import Walkthrough
except ModuleNotFoundError as missing:
    fix = "pip install 'ses-constructs[local]'"
    sys.exit(f"the emulator needs {missing.name}, which is not installed\n  fix: {fix}")

ALARM_SPEED = 60.0
"""A five-minute period of an alarm passes in five seconds, so that nobody has to wait."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the walk-through; 0 when every step saw what it should."""
    parser = argparse.ArgumentParser(prog="python -m ses_constructs.local", description=__doc__)
    parser.add_argument(
        "--keep", action="store_true", help="destroy nothing and leave the emulator running when done"
    )
    parser.add_argument(
        "--app", type=Path, default=Path("app.py"), help="the app to deploy (default: %(default)s)"
    )
    given = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    app: Path = given.app.resolve()
    if not app.exists():
        text = f"no app at {app}\n  fix: run this in the project's folder, or give --app"
        console.print(text, style="red", markup=False)
        return 2
    emulator = Emulator(alarm_speed=ALARM_SPEED, outlives_parent=given.keep)
    try:
        emulator.start()
        console.print(f"[bold]An AWS with Amazon SES[/] on {emulator.endpoint}, process {emulator.pid}\n")
        walk = Walkthrough(emulator, Cdk(emulator, app.parent, app_command=python_app(app)))
        steps = walk.steps() if given.keep else [*walk.steps(), ("Destroy everything", walk.destroy)]
        passed = _walk(console, steps)
        if given.keep:
            _tell_how_to_use(console, emulator)
        return 0 if passed else 1
    except SesConstructsError as error:
        console.print(str(error), style="red", markup=False)
        return 1
    except KeyboardInterrupt:
        emulator.stop()
        console.print("[yellow]stopped by hand[/]")
        return 130
    finally:
        if not given.keep:
            emulator.stop()


def _walk(console: Console, steps: Sequence[tuple[str, Callable[[], str]]]) -> bool:
    """Runs the steps in order, up to the first that fails."""
    begin = time.monotonic()
    for number, (title, deed) in enumerate(steps, start=1):
        with console.status(f"{number:2}/{len(steps)} {title} ..."):
            before = time.monotonic()
            try:
                saw = deed()
            except Exception as error:  # the reason is the user's to read, whatever it is
                console.print(f"[red]FAIL[/] {number:2}/{len(steps)} [bold]{title}[/]")
                # What a step quotes may have brackets of its own.
                console.print(str(error), markup=False)
                return False
        took = time.monotonic() - before
        console.print(f"[green]ok[/]   {number:2}/{len(steps)} [bold]{title}[/] [dim]({took:.1f} s)[/]")
        console.print(f"           {saw}", markup=False)
    console.print(f"\n[bold green]Done[/]: {len(steps)} steps in {time.monotonic() - begin:.0f} s")
    return True


def _tell_how_to_use(console: Console, emulator: Emulator) -> None:
    console.print("\nIt keeps running. For the AWS CLI and boto3:\n")
    for name, value in emulator.credentials().items():
        console.print(f"export {name}={value}", markup=False)
    console.print(f"\nStop it with: kill {emulator.pid}; its files are in {emulator.folder}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
