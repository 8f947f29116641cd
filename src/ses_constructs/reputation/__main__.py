"""Tells who is paused, and resumes: ``python -m ses_constructs.reputation status --stack Mail``.

    python -m ses_constructs.reputation resume --stack Mail --target newsletter --reason 'list cleaned'

    python -m ses_constructs.reputation hold --stack Mail --target newsletter --reason 'I am looking into it'

All need boto3 and the credentials of somebody who may read the stack and invoke its resume function. What AWS
itself has stopped, no command of ours resumes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ses_constructs.errors import SesConstructsError

from .deployed_guard import DeployedGuards


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; 0 when all is well, 1 when somebody is paused or was not resumed, 2 for a wrong call."""
    given = _parser().parse_args(arguments)
    try:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        print("boto3 is not installed\n  fix: pip install boto3", file=sys.stderr)
        return 2
    try:
        guards = DeployedGuards(boto3.Session(profile_name=given.profile, region_name=given.region), given.stack)
        if given.command == "status":
            return _status(guards)
        act = _resume if given.command == "resume" else _hold
        return act(guards, target=given.target, reason=given.reason)
    except SesConstructsError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, ValueError) else 1
    except (BotoCoreError, ClientError) as error:
        print(
            f"{error}\n  fix: check --stack, --region, --profile and what you are allowed to do", file=sys.stderr
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ses_constructs.reputation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    status = commands.add_parser("status", help="who sends, who is paused, what fires, and what happened before")
    resume = commands.add_parser("resume", help="resume sending after the cause is gone")
    hold = commands.add_parser("hold", help="keep a pause: nothing resumes it automatically")
    for command in (status, resume, hold):
        command.add_argument("--stack", required=True, help="name of the stack of the guard")
        command.add_argument("--region", help="left out: as boto3 finds it")
        command.add_argument("--profile", help="left out: as boto3 finds it")
    for command in (resume, hold):
        command.add_argument("--target", help="account, a set or a tenant; left out where there is only one")
        command.add_argument("--reason", required=True, help="why; goes into the history")
    return parser


def _status(guards: DeployedGuards) -> int:
    sending = {one.target: guards.sends(one) for one in guards.senders}
    for target, sends in sending.items():
        print(f"{target}: {'sends' if sends else 'PAUSED'}")
    print(f"AWS's own view of the account: {guards.enforcement()}")
    for name, reason in guards.firing():
        print(f"in ALARM: {name}: {reason}")
    for time, entry in guards.history():
        why = entry.get("reason") or "; ".join(map(str, entry.get("why") or []))  # type: ignore[call-overload]
        print(f"{time:%Y-%m-%d %H:%M:%S} UTC {entry['did']} {entry['what']}, by {entry.get('by')}: {why}")
    return 0 if all(sending.values()) else 1


def _resume(guards: DeployedGuards, *, target: str | None, reason: str) -> int:
    sender = guards.sender(target)
    answer = guards.resume(sender, reason=reason)
    print(f"{answer['resumed']} sends." + ("" if answer["was_paused"] else " It was not paused."))
    for warning in answer["warnings"]:  # type: ignore[attr-defined]
        print(warning)
    if sender.target != "account":
        _tell_of_the_account(guards)
    return 0


def _tell_of_the_account(guards: DeployedGuards) -> None:
    """A set or a tenant that sends is no help where AWS holds the account."""
    from botocore.exceptions import ClientError

    try:
        view = guards.enforcement()
    except ClientError as error:
        print(f"Whether AWS holds the account could not be asked: {error}")
        return
    if view == "SHUTDOWN":
        print("AWS itself has stopped the account: nothing goes out. Answer the case in AWS Support Center.")
    elif view != "HEALTHY":
        print(f"AWS has the account in {view}: answer the case in AWS Support Center.")


def _hold(guards: DeployedGuards, *, target: str | None, reason: str) -> int:
    answer = guards.hold(guards.sender(target), reason=reason)
    print(f"{answer['held']} is not resumed automatically until it has been resumed and paused again.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
