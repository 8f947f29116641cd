"""``python -m ses_constructs.review PATH``: says what a template, or a ``cdk.out`` folder, will do to mail.

Exit code 0: nothing found. 1: findings. 2: not readable.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ses_constructs.errors import SesConstructsError

from .engine import all_rules, review
from .formats import plain
from .formats.format import Format, written
from .reading import UnreadableError, read

CLEAN, FINDINGS, UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.rules:
        sys.stdout.write(plain.rule_list(all_rules()))
        return CLEAN
    if given.path is None:
        parser.error("name a template, or the folder that 'cdk synth' writes")
    try:
        report = review(read(given.path))
        _write(written(report, Format(given.format)), given.output)
    except SesConstructsError as problem:
        sys.stderr.write("\n".join(plain.printable(line) for line in str(problem).splitlines()) + "\n")
        return UNREADABLE
    return FINDINGS if report.findings else CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ses_constructs.review", description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?", help="a CloudFormation template in JSON or YAML, or a cdk.out folder")
    parser.add_argument("--format", choices=[form.value for form in Format], default=Format.TEXT.value)
    parser.add_argument("--output", type=Path, help="write to this file instead of the terminal")
    parser.add_argument("--rules", action="store_true", help="list all rules, and review nothing")
    return parser


def _write(text: str, output: Path | None) -> None:
    if output is None:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, errors="backslashreplace").decode(encoding))
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise UnreadableError(f"{output} cannot be written: {problem.strerror}", fix="name another file") from None


if __name__ == "__main__":
    sys.exit(main())
