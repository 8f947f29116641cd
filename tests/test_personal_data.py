"""No construct puts an address into a name, a tag, a description or a logical id."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

from ses_constructs import (
    access,
    audience,
    configuration_sets,
    events,
    identities,
    mail_manager,
    patterns,
    receiving,
    smtp,
    templates,
)
from ses_constructs.dns import Dns
from tests.test_examples import STORED

PERSON = "ada.lovelace"
ADDRESS = f"{PERSON}@shop.example"
SHOWN = re.compile(r"(Name|Description|Tags|Label)$")
HOLDS_AN_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
LETTERS = re.compile(r"[^a-z]")
DOCUMENT = Path(__file__).parent.parent / "docs" / "personal-data.md"


def shown(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every name, tag and description of a resource, with where it stands."""
    if isinstance(value, dict):
        for key, each in value.items():
            # A condition of a policy says what the policy is about, and has to.
            if SHOWN.search(key) and "/Condition" not in at:
                yield f"{at}/{key}", json.dumps(each)
            yield from shown(each, f"{at}/{key}")
    elif isinstance(value, list):
        for each in value:
            yield from shown(each, at)


def texts_of(template: dict[str, Any]) -> dict[str, str]:
    found = {f"logical id {id}": id for id in template["Resources"]}
    for id, resource in template["Resources"].items():
        found |= {f"{id}{where}": text for where, text in shown(resource.get("Properties", {}))}
    return found


@pytest.mark.parametrize("stored", sorted(STORED.glob("*.json")), ids=lambda path: path.stem)
def test_no_example_shows_an_address(stored: Path) -> None:
    texts = texts_of(json.loads(stored.read_text()))
    assert {where: text for where, text in texts.items() if HOLDS_AN_ADDRESS.search(text)} == {}


def everything_about_a_person(stack: cdk.Stack) -> None:
    """Each construct that takes an address gets the person's."""
    operators = sns.Topic(stack, "Operators")
    dmarc = identities.Dmarc.none(reports_to=ADDRESS)
    shop = identities.DomainIdentity(
        stack, "Shop", domain="shop.example", dns=Dns.in_zone_with_id("Z1", zone_name="shop.example"), dmarc=dmarc
    )
    identities.EmailAddressIdentity(
        stack, "Person", address=ADDRESS, configuration_set=configuration_sets.ConfigurationSet(stack, "Set")
    )
    limits = access.SendLimits(from_addresses=(ADDRESS,), recipients=(ADDRESS,), display_names=(PERSON,))
    rotation = smtp.SmtpRotation.every(timedelta(days=90))
    smtp.SmtpCredentials(stack, "Smtp", identities=[shop], sender=ADDRESS, limits=limits, rotation=rotation)
    patterns.QueuedSender(stack, "Queue", identities=[shop], operators=operators, limits=limits)
    patterns.Plausible(stack, "Plausible", identities=[shop], sender=ADDRESS)
    patterns.Keila(
        stack, "Keila", url="https://k.example", domains={"news.example": Dns.by_hand()}, sender=ADDRESS
    )
    rules = receiving.ReceiptRuleSet(stack, "Rules")
    rules.add_rule("In", recipients=[ADDRESS], actions=[receiving.S3Action(bucket=s3.Bucket(stack, "Mail"))])
    events.EventStore(stack, "Store", operators=operators)


def test_no_construct_shows_the_address_it_is_given(app: cdk.App) -> None:
    stack = cdk.Stack(app, "People", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    everything_about_a_person(stack)
    template = app.synth().get_stack_by_name("People").template
    assert ADDRESS in json.dumps(template), "the constructs do use it"
    person = LETTERS.sub("", PERSON)
    texts = texts_of(template)
    assert len(texts) > 100
    assert {where: text for where, text in texts.items() if person in LETTERS.sub("", text.lower())} == {}


def test_the_search_finds_what_it_looks_for() -> None:
    bad = {"Resources": {"X": {"Properties": {"Tags": [{"Key": "owner", "Value": ADDRESS}]}}}}
    assert [text for text in texts_of(bad).values() if HOLDS_AN_ADDRESS.search(text)]


def test_the_document_names_what_exists() -> None:
    named = re.findall(r"`(\w+)\.(\w+)`", DOCUMENT.read_text())
    homes = {
        module.__name__.rpartition(".")[2]: module
        for module in (
            *(access, audience, configuration_sets, events, identities),
            *(mail_manager, patterns, receiving, smtp, templates),
        )
    }
    assert [f"{home}.{name}" for home, name in named if home in homes and name not in homes[home].__all__] == []
    assert len(named) > 10
