"""What CloudFormation would say of rules and policies, by cfn-lint's own validator, without a synthesis."""

from __future__ import annotations

import re
from typing import Any

from cfnlint.jsonschema import StandardValidator

from ses_constructs.local.ses.schema import type_schema

_TOKEN = re.compile(r"\$\{Token\[[^\]]*\]\}")
ROLE = "arn:aws:iam::111122223333:role/MailManager"


def rendered(value: Any) -> Any:
    """A struct of the CDK as it stands in a template, with an ``x`` for what only the deployment knows.

    That a synthesis writes the same is a test of ``test_rule_set.py``.
    """
    if isinstance(value, list):
        return [rendered(one) for one in value]
    fields = getattr(value, "_values", None)
    if fields is None:
        return _TOKEN.sub("x", value) if isinstance(value, str) else value
    return {
        "".join(part[:1].upper() + part[1:] for part in name.split("_")): rendered(one)
        for name, one in fields.items()
        if one is not None
    }


def faults(kind: str, definition: str, value: Any) -> list[str]:
    """Why a value is not what a definition of a schema asks for."""
    schema = type_schema(f"AWS::SES::MailManager{kind}")
    judged = {**schema["definitions"][definition], "definitions": schema["definitions"]}
    return [f"{error.message} at {list(error.path)}" for error in StandardValidator(judged).iter_errors(value)]
