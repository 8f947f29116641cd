"""``python -m ses_constructs.review PATH``: says what a template, or a ``cdk.out`` folder, will do to mail.

With ``--diff OLD`` it says what the change from OLD does to mail; ``--html`` draws either. Exit code 0: nothing
found, or nothing that is worse. 1: findings, or something worse. 2: not readable.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ses_constructs.errors import SesConstructsError

from .engine import Report, all_rules, review
from .formats.format import Format, rule_list, written
from .formats.terminal import complain, show
from .reading import UnreadableError, read
from .template import Assembly

if TYPE_CHECKING:
    from .comparison import Comparison

CLEAN, FINDINGS, UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.path is None and not given.rules:
        parser.error("name a template, or the folder that 'cdk synth' writes")
    try:
        if given.rules:
            show(rule_list(all_rules(), Format(given.format)))
            return CLEAN
        if given.diff is not None:
            return _difference(given)
        assembly = read(given.path)
        report = review(assembly)
        if given.html is not None:
            _write(_page(assembly, report, given), given.html)
        _write(written(report, Format(given.format)), given.output)
    except SesConstructsError as problem:
        complain(problem)
        return UNREADABLE
    return FINDINGS if report.findings else CLEAN


def _page(
    assembly: Assembly, report: Report, given: argparse.Namespace, comparison: Comparison | None = None
) -> str:
    from .picture.page import page

    return page(assembly, report, volume=given.volume, region=given.region, comparison=comparison)


def _difference(given: argparse.Namespace) -> int:
    from .comparison import compare

    assembly = read(given.path)
    found = compare(read(given.diff), assembly)
    if given.html is not None:
        _write(_page(assembly, review(assembly), given, found), given.html)
    _write(written(found.report, Format(given.format)), given.output)
    return FINDINGS if found.worse else CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ses_constructs.review", description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?", help="a CloudFormation template in JSON or YAML, or a cdk.out folder")
    parser.add_argument(
        "--diff", metavar="OLD", help="say what the change from OLD, of the same form, does to mail"
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="also draw the mail flow, as a page to open")
    parser.add_argument(
        "--volume",
        type=messages,
        default=100_000,
        help="messages a month of each stream, for the page's costs (100000)",
    )
    parser.add_argument("--region", help="region, for the page's DNS records, of stacks that do not say theirs")
    parser.add_argument("--format", choices=[form.value for form in Format], default=Format.TEXT.value)
    parser.add_argument("--output", type=Path, help="write to this file instead of the terminal")
    parser.add_argument("--rules", action="store_true", help="list all rules, and review nothing")
    return parser


def messages(given: str) -> int:
    """A number of messages, also with commas or underscores between thousands."""
    number = int(given.replace(",", ""))
    if number < 0:
        raise argparse.ArgumentTypeError("a volume is at least 0")
    return number


def _write(text: str, output: Path | None) -> None:
    if output is None:
        show(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise UnreadableError(f"{output} cannot be written: {problem.strerror}", fix="name another file") from None


if __name__ == "__main__":
    sys.exit(main())
