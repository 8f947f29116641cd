"""What ``app.py`` makes of its context."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

import app as platform
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError

ZONE = "Z0123456789ABCDEFGHIJ"


def templates(outdir: Path, **context: str) -> dict[str, dict[str, Any]]:
    """The templates by stack, with a context as the command line gives it."""
    app = cdk.App(context=context, outdir=str(outdir), analytics_reporting=False)
    platform.build(app)
    return {stack.stack_name: stack.template for stack in app.synth().stacks}


def of_type(template: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [made["Properties"] for made in template["Resources"].values() if made["Type"] == kind]


def test_zones_streams_operators_and_rates_are_taken(tmp_path: Path) -> None:
    made = templates(
        tmp_path,
        domains=json.dumps(
            [
                {"domain": "Example.com", "zone_id": ZONE},
                {"domain": "mail.example.org", "zone_id": ZONE, "zone_name": "example.org", "stream": "News"},
                {"domain": "by-hand.example"},
            ]
        ),
        operators="me@example.com",
        warn='{"bounce": 0.03}',
        pause='{"bounce": 0.04}',
        volume='{"sends": 9}',
        activation="off",
    )
    sending = made["Sending"]
    identities = of_type(sending, "AWS::SES::EmailIdentity")
    assert [each["EmailIdentity"] for each in identities] == ["example.com", "mail.example.org", "by-hand.example"]
    assert len(of_type(sending, "AWS::SES::ConfigurationSet")) == 2
    assert [each["HostedZoneId"] for each in of_type(sending, "AWS::Route53::RecordSetGroup")] == [ZONE, ZONE]
    assert all(name.startswith("byhandexample") for name in sending["Outputs"] if "Records" in name)
    subscriptions = of_type(made["Reputation"], "AWS::SNS::Subscription")
    assert [each["Endpoint"] for each in subscriptions if each["Protocol"] == "email"] == ["me@example.com"]
    thresholds = {each.get("Threshold") for each in of_type(made["Reputation"], "AWS::CloudWatch::Alarm")}
    assert {0.03, 0.04, 0.001, 0.004} <= thresholds


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("domains", "not json", "domains='not json' is of another kind"),
        ("domains", "[]", "give each domain once"),
        ("domains", '[{"domain": "a.example"}, {"domain": "A.example"}]', "give each domain once"),
        ("domains", '[{"domain": "a.example", "stream": "a.example"}]', "streams other names than domains"),
        ("domains", '["a.example"]', "domains='a.example' is of another kind"),
        ("domains", "[{}]", "domain='' is not a domain name"),
        ("domains", '[{"domain": "www.a.example"}]', "domain='www.a.example' never verifies"),
        ("domains", '[{"domain": 5}]', "domains.domain=5 is of another kind"),
        ("domains", '[{"domain": "a.example", "zoneid": "Z1"}]', "use domain, stream, zone_id, zone_name"),
        (
            "domains",
            '[{"domain": "a.example", "zone_id": "a.example"}]',
            "hosted_zone_id='a.example' is not the id",
        ),
        (
            "operators",
            "me@a.example,you@a.example",
            "operators='me@a.example,you@a.example' is not an e-mail address",
        ),
        ("pause", "0.08", 'give one such as {"bounce": 0.08, "complaint": 0.004}'),
        ("pause", '{"bounces": 0.08}', "use bounce, complaint"),
        ("pause", '{"bounce": 8}', "so give bounce=0.08"),
        ("pause", '{"bounce": "8 %"}', "pause.bounce='8 %' is of another kind"),
        ("volume", '{"sends": 0}', "sends=0 is no gate"),
        ("activation", "on", "give one of exclusive, takeover, join, off"),
        ("retain", "no", "give one such as true"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_give(tmp_path: Path, name: str, given: str, message: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        templates(tmp_path, **{name: given})
    assert message in str(caught.value)


def test_a_pause_below_the_warning_asks_for_the_warning(tmp_path: Path) -> None:
    with pytest.raises(
        ConflictingSettingsError, match=r"warn\.bounce=0\.05 does not come before pause\.bounce=0\.04"
    ):
        templates(tmp_path, pause='{"bounce": 0.04}')
