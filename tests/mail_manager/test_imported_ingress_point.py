"""An ingress point that something else made."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.mail_manager import IngressPoint


def test_it_refers_by_its_id_and_makes_nothing(irish_stack: cdk.Stack) -> None:
    imported = IngressPoint.from_ingress_point_id(irish_stack, "Theirs", "inp-1", host="mx.example")
    reference = imported.mail_manager_ingress_point_ref
    assert reference.ingress_point_id == imported.ingress_point_id == "inp-1"
    arn = irish_stack.resolve(reference.ingress_point_arn)
    assert arn["Fn::Join"][1][-1] == ":ses:eu-west-1:111122223333:mailmanager-ingress-point/inp-1"
    assert imported.host == "mx.example"
    assert Template.from_stack(irish_stack).to_json().get("Resources", {}) == {}


def test_its_name_is_what_somebody_gives(stack: cdk.Stack) -> None:
    with pytest.raises(ConflictingSettingsError, match="does not follow from its id") as caught:
        _ = IngressPoint.from_ingress_point_id(stack, "Theirs", "inp-1").host
    assert caught.value.at == "Mail/Theirs"
