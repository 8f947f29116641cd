"""What a function remembers of its work goes by itself, and with the stack."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import assertions
from aws_cdk import aws_dynamodb as dynamodb
from cdk_nag import AwsSolutionsChecks

from ses_constructs.shared.done_table import done_table


def test_a_table_forgets_what_is_old_and_goes_with_its_stack(stack: cdk.Stack) -> None:
    done_table(stack, "Done", expires="until")
    found = assertions.Template.from_stack(stack).find_resources("AWS::DynamoDB::Table")
    (table,) = found.values()
    properties = table["Properties"]
    assert properties["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}]
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "until", "Enabled": True}
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Delete"


def test_missing_backups_are_acknowledged(app: cdk.App) -> None:
    def findings() -> list[str]:
        return [violation.rule_name for violation in AwsSolutionsChecks(app).validate_scope(app).violations]

    stack = cdk.Stack(app, "Mail")
    done_table(stack, "Done", expires="until")
    assert findings() == []
    key = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
    dynamodb.Table(stack, "Other", partition_key=key)
    assert findings() == ["AwsSolutions-DDB3"]
