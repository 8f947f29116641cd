"""Prints the DNS records of a synthesized app: ``python -m ses_constructs.dns cdk.out``.

Values that only a deployment knows come from its outputs: --outputs takes the file that
``cdk deploy --all --outputs-file outputs.json`` writes, --stack asks CloudFormation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ses_constructs.errors import SesConstructsError

from .assembly import SynthesizedStack, read_assembly
from .deployment import CloudFormation, Deployment, OutputsFile
from .formats import Format, print_records
from .found_record import FoundRecord
from .known_values import KnownValues
from .stack_records import domains_of, find_records

_SHOWN = 3
"""So many unknown values are named before it says "and more"."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints; 0 when all records are known, 1 when some are not, 2 when it was called or fed wrongly."""
    given = _parser().parse_args(arguments)
    try:
        stacks = read_assembly(given.assembly)
        chosen = _chosen(stacks, given.stack)
        deployment = _deployment(given.outputs, ask=bool(given.stack))
    except SesConstructsError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        records = _records(chosen, KnownValues(stacks, deployment), by_hand_only=given.by_hand)
    except SesConstructsError as error:
        print(error, file=sys.stderr)
        return 1
    zones = sorted(set(given.zone) or {domain for stack in stacks for domain in domains_of(stack)})
    sys.stdout.write(print_records(records, Format(given.format), zones=zones))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ses_constructs.dns",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "assembly", type=Path, nargs="?", default=Path("cdk.out"), help="what 'cdk synth' wrote (default: cdk.out)"
    )
    parser.add_argument("--outputs", type=Path, metavar="FILE", help="what 'cdk deploy --outputs-file' wrote")
    parser.add_argument(
        "--stack",
        action="append",
        default=[],
        metavar="NAME",
        help="this stack only; without --outputs, CloudFormation is asked. May be repeated",
    )
    parser.add_argument(
        "--format", choices=[str(each) for each in Format], default=str(Format.ZONE), help="default: %(default)s"
    )
    parser.add_argument("--by-hand", action="store_true", help="only what no stack publishes by itself")
    parser.add_argument(
        "--zone",
        action="append",
        default=[],
        type=lambda name: name.rstrip(".").lower(),
        metavar="DOMAIN",
        help="text: also give names relative to this zone; default: to the domain identities. May be repeated",
    )
    return parser


def _chosen(stacks: Sequence[SynthesizedStack], names: Sequence[str]) -> list[SynthesizedStack]:
    known = {name for stack in stacks for name in (stack.name, stack.path)}
    for name in names:
        if name not in known:
            raise SesConstructsError(
                f"there is no stack {name!r}", fix=f"give one of {', '.join(stack.name for stack in stacks)}"
            )
    return [stack for stack in stacks if not names or {stack.name, stack.path} & set(names)]


def _deployment(outputs: Path | None, *, ask: bool) -> Deployment:
    if outputs is not None:
        return OutputsFile.read(outputs)
    if not ask:
        return OutputsFile({})
    try:
        import boto3
    except ImportError:
        raise SesConstructsError(
            "--stack asks CloudFormation, which needs boto3", fix="pip install boto3, or give --outputs"
        ) from None
    return CloudFormation(boto3.Session())


def _records(
    stacks: Sequence[SynthesizedStack], known: KnownValues, *, by_hand_only: bool
) -> Sequence[FoundRecord]:
    """Each record once, since two stages of one app may print the same."""
    records: dict[tuple[str, str, str], FoundRecord] = {}
    unknown: list[tuple[str, str]] = []
    for stack in stacks:
        found = find_records(stack, known, by_hand_only=by_hand_only)
        for record in found.records:
            records.setdefault((record.name.lower(), record.type, f"{record.priority} {record.value}"), record)
        unknown += [(stack.name, reference) for reference in found.unknown]
        for text in found.left_out:
            print(f"left out: {text}", file=sys.stderr)
    if unknown:
        raise _not_deployed(unknown)
    return list(records.values())


def _not_deployed(unknown: Sequence[tuple[str, str]]) -> SesConstructsError:
    names = [f"{reference} of stack {stack}" for stack, reference in unknown[:_SHOWN]]
    more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
    stack = unknown[0][0]
    return SesConstructsError(
        f"only a deployment knows {', '.join(names)}{more}",
        fix="deploy with 'cdk deploy --all --outputs-file outputs.json' and give --outputs outputs.json; "
        f"or give --stack {stack}, which asks CloudFormation for what no output holds; "
        "or give --by-hand, for what no stack publishes by itself",
    )


if __name__ == "__main__":
    sys.exit(main())
