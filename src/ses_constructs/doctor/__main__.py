"""``python -m ses_constructs.doctor --stack NAME``: compares a deployed stack with reality, and changes nothing.

Exit code 0: all is well. 1: findings. 2: it could not look.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from ses_constructs.errors import SesConstructsError
from ses_constructs.review import Report
from ses_constructs.review.formats import plain
from ses_constructs.review.formats.format import Format, written
from ses_constructs.review.formats.terminal import complain, show

from .examination import all_rules, examine
from .name_server import Resolver
from .permissions import read_policy

WELL, FINDINGS, BLIND = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.stack is None and not given.policy and not given.rules:
        parser.error("name a stack with --stack")
    try:
        if given.policy:
            show(json.dumps(read_policy(), indent=2) + "\n")
            return WELL
        if given.rules:
            show(plain.rule_list(all_rules()))
            return WELL
        report = _report(given)
        show(written(report, Format(given.format)))
    except SesConstructsError as problem:
        complain(problem)
        return BLIND
    return FINDINGS if report.findings else WELL


def _report(given: argparse.Namespace) -> Report:
    try:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        raise SesConstructsError("asking AWS needs boto3", fix="pip install 'ses-constructs[doctor]'") from None
    try:
        session = boto3.Session(profile_name=given.profile, region_name=given.region)
        return examine(session, given.stack, name_server=Resolver(given.resolver))
    except (BotoCoreError, ClientError) as error:
        raise SesConstructsError(
            f"AWS did not answer: {error}",
            fix="check --region and --profile, and that you may do what --policy prints",
        ) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ses_constructs.doctor", description=__doc__.splitlines()[0])
    parser.add_argument("--stack", help="name of the deployed stack")
    parser.add_argument("--region", help="left out: as boto3 finds it")
    parser.add_argument("--profile", help="left out: as boto3 finds it")
    parser.add_argument(
        "--resolver", metavar="ADDRESS", help="DNS resolver to ask, such as 9.9.9.9 or 127.0.0.1:53"
    )
    parser.add_argument("--format", choices=[form.value for form in Format], default=Format.TEXT.value)
    parser.add_argument("--policy", action="store_true", help="print the IAM policy it needs, and look at nothing")
    parser.add_argument("--rules", action="store_true", help="list all it can find, and look at nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
