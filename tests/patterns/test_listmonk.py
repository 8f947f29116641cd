"""Listmonk."""

from __future__ import annotations

import json

import aws_cdk as cdk
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.patterns import Listmonk


def test_it_gets_identity_notifications_with_headers_signed_by_sha1(irish_stack: cdk.Stack) -> None:
    domains = {"a.example": Dns.by_hand()}
    Listmonk(irish_stack, "Listmonk", url="https://lists.a.example", domains=domains, sender="hi@a.example")
    template = Template.from_stack(irish_stack)
    template.has_resource_properties("AWS::SNS::Topic", {"SignatureVersion": "1"})
    template.has_resource_properties(
        "AWS::SNS::Subscription",
        {"Endpoint": "https://lists.a.example/webhooks/service/ses", "RawMessageDelivery": False},
    )
    settings = json.dumps(template.find_resources("Custom::SesIdentitySettings"))
    assert all(word in settings for word in ("Bounce", "Complaint", "HeadersIn"))
    template.resource_count_is("AWS::SecretsManager::Secret", 1)
