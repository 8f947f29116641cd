"""The commands that a guard prints: how to resume, how to pause without it, how to try it out."""

from __future__ import annotations

TARGET = "<target>"
"""Stands for what to resume, where that is not known yet. The pause function fills it in."""


def resume_command(*, function: str, region: str, target: str) -> str:
    """Invokes the resume function and prints its answer. AWS CLI 2."""
    return _invoke(function, f'{{"resume":"{target}","reason":"the cause is fixed"}}', region)


def hold_command(*, function: str, region: str, target: str) -> str:
    """Tells the resume function that a pause is a person's now, which nothing resumes automatically."""
    return _invoke(function, f'{{"hold":"{target}","reason":"somebody looks into it"}}', region)


def _invoke(function: str, payload: str, region: str) -> str:
    return (
        f"aws lambda invoke --function-name {function} --cli-binary-format raw-in-base64-out"
        f" --payload '{payload}' --region {region} /dev/stdout"
    )


def trial_command(*, alarm: str, region: str) -> str:
    """Puts an alarm into ALARM by hand, until it is next evaluated. Guide: Automatically pausing sending."""
    return (
        f"aws cloudwatch set-alarm-state --alarm-name {alarm} --state-value ALARM"
        f" --state-reason 'test of the pause' --region {region}"
    )


def pause_command(*, configuration_set: str | None, region: str) -> str:
    """Pauses without the guard; a set of ``None`` is the account."""
    if configuration_set is None:
        return f"aws sesv2 put-account-sending-attributes --no-sending-enabled --region {region}"
    return (
        "aws sesv2 put-configuration-set-sending-options --no-sending-enabled"
        f" --configuration-set-name {configuration_set} --region {region}"
    )
