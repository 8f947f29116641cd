"""Whether the stack's SMTP users can still log in, and with how old a password."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.review import Finding, Rule, Severity

_SEE = "Guide: Obtaining Amazon SES SMTP credentials"
OLD = Rule(
    id="smtp-password-old",
    severity=Severity.WARNING,
    why="An SMTP password is an access key, and works until somebody deletes it, wherever it was copied to.",
    cure="Rotate the secret (aws secretsmanager rotate-secret), or make a new user and remove the old one.",
    source="AWS Security Hub, control IAM.3: keys are rotated every 90 days",
)
INACTIVE = Rule(
    id="smtp-password-inactive",
    severity=Severity.ERROR,
    why="SES refuses logins with its password.",
    cure="Rotate the credentials, so that the secret holds a key that works.",
    source=_SEE,
)
MISSING = Rule(
    id="smtp-password-missing",
    severity=Severity.ERROR,
    why="Somebody deleted the user or its key by hand; logins with the password in the secret fail.",
    cure="Rotate the credentials, so that the secret holds a key that works.",
    source=_SEE,
)
RULES = (OLD, INACTIVE, MISSING)

_OLD_DAYS = 90


def check(stack: DeployedStack) -> Iterator[Finding]:
    iam = stack.session.client("iam")
    for resource, name in stack.of_type("AWS::IAM::User"):
        place = stack.place(name, resource)
        try:
            keys = iam.list_access_keys(UserName=name)["AccessKeyMetadata"]
        except iam.exceptions.NoSuchEntityException:
            yield MISSING.at(place, f"IAM has no user {name}")
            continue
        if not keys:
            yield MISSING.at(place, "it has no access key")
        active = [key for key in keys if key["Status"] == "Active"]
        if keys and not active:
            yield INACTIVE.at(place, "its access key is inactive")
        for key in active:
            days = (stack.now - key["CreateDate"]).days
            if days > _OLD_DAYS:
                yield OLD.at(place, f"a password of it is {days} days old")
