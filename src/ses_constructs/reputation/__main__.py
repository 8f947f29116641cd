"""Tells who is paused, and resumes: ``python -m ses_constructs.reputation status --stack Mail``.

    python -m ses_constructs.reputation runbook PauseBounce

    python -m ses_constructs.reputation resume --stack Mail --target newsletter --reason 'list cleaned'

    python -m ses_constructs.reputation hold --stack Mail --target newsletter --reason 'I am looking into it'

All but ``runbook`` need boto3 and the credentials of somebody who may read the stack and invoke its resume
function. What AWS itself has stopped, no command of ours resumes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ses_constructs.errors import SesConstructsError

from .deployed_guard import DeployedGuards
from .runbook import printed


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; 0 when all is well, 1 when somebody is paused or no mail flows, 2 for a wrong call."""
    given = _parser().parse_args(arguments)
    if given.command == "runbook":
        return _runbook(given.alarm)
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
    runbook = commands.add_parser("runbook", help="what an alarm means, and what to do")
    runbook.add_argument("alarm", nargs="?", help="its name, or the end of it; left out: all of them")
    for command in (status, resume, hold):
        command.add_argument("--stack", required=True, help="name of the stack of the guard")
        command.add_argument("--region", help="left out: as boto3 finds it")
        command.add_argument("--profile", help="left out: as boto3 finds it")
    for command in (resume, hold):
        command.add_argument("--target", help="account, a set or a tenant; left out where there is only one")
        command.add_argument("--reason", required=True, help="why; goes into the history")
    return parser


def _runbook(alarm: str | None) -> int:
    try:
        print(printed(alarm), end="")
    except SesConstructsError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _status(guards: DeployedGuards) -> int:
    sending = {one.target: guards.sends(one) for one in guards.senders}
    for target, sends in sending.items():
        print(f"{target}: {'sends' if sends else 'PAUSED'}")
    view, account_sends = guards.account()
    print(f"AWS's own view of the account: {view}")
    if not account_sends or view == "SHUTDOWN":
        who = "AWS itself has stopped the account" if view == "SHUTDOWN" else "the account itself is PAUSED"
        print(f"{who}: nothing goes out")
    for name, reason in guards.firing():
        print(f"in ALARM: {name}: {reason}")
    for time, entry in guards.history():
        why = entry.get("reason") or "; ".join(map(str, entry.get("why") or []))  # type: ignore[call-overload]
        print(f"{time:%Y-%m-%d %H:%M:%S} UTC {entry['did']} {entry['what']}, by {entry.get('by')}: {why}")
    return 0 if all(sending.values()) and account_sends and view != "SHUTDOWN" else 1


def _resume(guards: DeployedGuards, *, target: str | None, reason: str) -> int:
    answer = guards.resume(guards.sender(target), reason=reason)
    # A function of an older stack does not say.
    flows = answer.get("mail_flows") is not False
    done = "sends." if flows else "is resumed, but NO MAIL FLOWS."
    print(f"{answer['resumed']} {done}" + ("" if answer["was_paused"] else " It was not paused."))
    for warning in answer["warnings"]:  # type: ignore[attr-defined]
        print(warning)
    return 0 if flows else 1


def _hold(guards: DeployedGuards, *, target: str | None, reason: str) -> int:
    answer = guards.hold(guards.sender(target), reason=reason)
    print(f"{answer['held']} is not resumed automatically until it has been resumed and paused again.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
