"""What all imports share."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.audience import ListFile, SuppressionImport
from ses_constructs.errors import InvalidSettingError

from .conftest import Write


def test_the_counts_may_be_shown(write: Write, stack: cdk.Stack) -> None:
    made = SuppressionImport(stack, "Import", file=ListFile.local(write("old.csv", "a@b.c,BOUNCE\n")))
    cdk.CfnOutput(stack, "Processed", value=made.processed)
    cdk.CfnOutput(stack, "Failed", value=made.failed)
    outputs = Template.from_stack(stack).find_outputs("*")
    assert [each["Value"]["Fn::GetAtt"][1] for each in outputs.values()] == ["Processed", "Failed"]


def test_the_function_may_import_and_no_more(write: Write, stack: cdk.Stack) -> None:
    SuppressionImport(stack, "Import", file=ListFile.local(write("old.csv", "a@b.c,BOUNCE\n")))
    policies = Template.from_stack(stack).find_resources("AWS::IAM::Policy").values()
    ses = [
        statement["Action"]
        for policy in policies
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if "ses:" in str(statement["Action"])
    ]
    assert ses == [["ses:CreateImportJob", "ses:GetImportJob", "ses:ListImportJobs"]]


def test_less_than_no_failures_is_refused(write: Write, stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is less than none") as caught:
        SuppressionImport(stack, "Import", file=ListFile.local(write("old.csv", "")), failures_allowed=-1)
    assert caught.value.at == "Mail/Import"
