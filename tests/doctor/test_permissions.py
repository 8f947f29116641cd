"""The policy that the doctor needs. What it calls: ``tests/end_to_end/test_doctor.py``."""

from __future__ import annotations

import json
import warnings
from typing import Any, cast

import boto3

from ses_constructs.doctor import read_policy


def statement() -> dict[str, Any]:
    (found,) = cast("list[dict[str, Any]]", read_policy()["Statement"])
    return found


def test_parliament_knows_every_action_or_ses_does() -> None:
    with warnings.catch_warnings():
        # It leaves its data files open when it is imported.
        warnings.simplefilter("ignore", ResourceWarning)
        import parliament
    found = parliament.analyze_policy_string(json.dumps(read_policy())).findings
    assert {finding.issue for finding in found} <= {"UNKNOWN_ACTION"}
    unknown = {finding.detail.rpartition(":")[2] for finding in found}
    # Tenants are younger than its data.
    operations = boto3.client("sesv2", region_name="eu-west-1").meta.service_model.operation_names
    assert unknown <= set(operations)


def test_no_action_changes_anything() -> None:
    verbs = ("Describe", "Get", "List", "Filter")
    assert [one for one in statement()["Action"] if not one.partition(":")[2].startswith(verbs)] == []
