"""Whether somebody hears of mail that a template cannot make."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Annotations, Match

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Event
from ses_constructs.templates import EmailTemplate, TemplateContent

CONTENT = TemplateContent(subject="Hi", text="Hi")


def synth(stack: cdk.Stack) -> int:
    """How many warnings about templates without a set there are."""
    cdk.App.of(stack).synth()  # type: ignore[union-attr]
    return len(Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("configuration_sets=")))


def test_a_set_that_keeps_silent_about_failures_fails_the_synthesis(stack: cdk.Stack) -> None:
    mail = ConfigurationSet(stack, "Set")
    mail.add_destination("Bus", Destination.event_bus(), events=[Event.BOUNCE])
    mail.add_destination("Resting", Destination.event_bus(), enabled=False)
    EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[mail])
    with pytest.raises(RuntimeError, match=r"Mail/Set publishes no rendering failures[\s\S]*Fix: add Event"):
        synth(stack)


def test_a_destination_added_later_is_enough(stack: cdk.Stack) -> None:
    mail = ConfigurationSet(stack, "Set")
    EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[mail])
    mail.add_destination("Bus", Destination.event_bus(), events=[Event.RENDERING_FAILURE])
    assert synth(stack) == 0


def test_a_set_that_others_made_is_not_judged(stack: cdk.Stack) -> None:
    others = ses.ConfigurationSet(stack, "Set")
    EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[others])
    assert synth(stack) == 0


def test_a_template_without_a_set_is_told_of(stack: cdk.Stack) -> None:
    EmailTemplate(stack, "Welcome", content=CONTENT)
    assert synth(stack) == 1
