"""The Automation document by which people resume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_ssm as ssm
from constructs import Construct

if TYPE_CHECKING:
    from aws_cdk import aws_lambda as lambda_

_NO_JSON_INSIDE = r"^[^\"\\\r\n]*[^\"\\\s][^\"\\\r\n]*$"
"""The reason becomes part of a JSON text: no quote, backslash or line end, and not blank."""


def resume_document(
    guard: Construct, *, function: lambda_.IFunction, targets: list[str], runbook: str
) -> ssm.CfnDocument:
    """Invokes the resume function with the rights of whoever starts it."""
    payload = (
        '{"resume": "{{ Target }}", "reason": "{{ Reason }}", "by": "Automation {{ automation:EXECUTION_ID }}"}'
    )
    return ssm.CfnDocument(
        guard,
        "ResumeDocument",
        document_type="Automation",
        document_format="JSON",
        update_method="NewVersion",
        content={
            "schemaVersion": "0.3",
            "description": f"Resumes Amazon SES sending after a pause. Runbook: {runbook}",
            "parameters": {
                "Target": {"type": "String", "description": "What to resume", "allowedValues": targets},
                "Reason": {
                    "type": "String",
                    "description": "Why it is safe now",
                    "allowedPattern": _NO_JSON_INSIDE,
                },
            },
            "mainSteps": [
                {
                    "name": "Resume",
                    "action": "aws:invokeLambdaFunction",
                    "inputs": {
                        "FunctionName": function.function_name,
                        "InvocationType": "RequestResponse",
                        "Payload": payload,
                    },
                    "isEnd": True,
                }
            ],
        },
    )
