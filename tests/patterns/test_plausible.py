"""Plausible."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.patterns import Plausible


@pytest.mark.parametrize(("port", "flag"), [(587, "false"), (465, "true")])
def test_port_and_tls_flag_agree(irish_stack: cdk.Stack, port: int, flag: str) -> None:
    domain = DomainIdentity(irish_stack, "Domain", domain="shop.example", dns=Dns.by_hand())
    plausible = Plausible(irish_stack, "P", identities=[domain], sender="stats@shop.example", port=port)
    assert plausible.environment == {
        "SMTP_HOST_ADDR": "email-smtp.eu-west-1.amazonaws.com",
        "SMTP_HOST_PORT": str(port),
        "SMTP_HOST_SSL_ENABLED": flag,
        "MAILER_EMAIL": "stats@shop.example",
    }
    assert set(plausible.ecs_secrets) == {"SMTP_USER_NAME", "SMTP_USER_PWD"}
