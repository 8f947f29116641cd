"""Imports of addresses that get no more mail."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.audience import ImportAction, ListFile, SuppressionImport
from ses_constructs.errors import InvalidSettingError

from .conftest import Write


@pytest.mark.parametrize("action", ImportAction)
def test_a_file_is_put_or_taken_off(write: Write, stack: cdk.Stack, action: ImportAction) -> None:
    file = ListFile.local(write("old.csv", "a@b.c,BOUNCE\n"))
    SuppressionImport(stack, "Import", file=file, action=action, failures_allowed=2)
    (made,) = Template.from_stack(stack).find_resources("Custom::SesImport").values()
    given = made["Properties"]
    assert (given["Action"], given["DataFormat"], given["FailuresAllowed"]) == (str(action), "CSV", "2")
    assert "ContactListName" not in given


def test_what_ses_would_refuse_is_refused_here(write: Write, stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="line 1 has no reason") as caught:
        SuppressionImport(stack, "Import", file=ListFile.local(write("old.csv", "a@b.c\n")))
    assert caught.value.at == "Mail/Import"
    file = ListFile.local(write("many.csv", "a@b.c\n" * 10_001))
    with pytest.raises(InvalidSettingError, match="has 10001 records"):
        SuppressionImport(stack, "Release", file=file, action=ImportAction.DELETE)
