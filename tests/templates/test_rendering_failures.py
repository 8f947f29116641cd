"""Whether somebody hears of mail that a template cannot make."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Event
from ses_constructs.errors import ConflictingSettingsError
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
    with pytest.raises(
        RuntimeError,
        match=r"Mail/Set publishes no rendering failures[\s\S]*Fix: give the template rendering_failures=",
    ):
        synth(stack)


def test_a_destination_added_later_is_enough(stack: cdk.Stack) -> None:
    mail = ConfigurationSet(stack, "Set")
    EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[mail])
    mail.add_destination("Bus", Destination.event_bus(), events=[Event.RENDERING_FAILURE])
    assert synth(stack) == 0


def test_a_topic_is_told_by_every_set_once(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    mail = ConfigurationSet(stack, "Set")
    others = ConfigurationSet.from_configuration_set_name(stack, "Others", "others")
    for name in ("Welcome", "Farewell"):
        EmailTemplate(stack, name, content=CONTENT, configuration_sets=[mail, others], rendering_failures=topic)
    assert [one.events for one in (*mail.published, *others.published)] == [(Event.RENDERING_FAILURE,)] * 2
    assert synth(stack) == 0
    made = Template.from_stack(stack).find_resources("AWS::SES::ConfigurationSetEventDestination").values()
    for one in made:
        destination = one["Properties"]["EventDestination"]
        assert destination["MatchingEventTypes"] == ["renderingFailure"]
        assert destination["SnsDestination"] == {"TopicARN": stack.resolve(topic.topic_arn)}
    assert Annotations.from_stack(stack).find_warning("*", Match.any_value()) == []


def test_a_set_that_tells_the_topic_already_does_not_tell_it_twice(stack: cdk.Stack) -> None:
    topic, second = sns.Topic(stack, "Topic"), sns.Topic(stack, "Second")
    mail = ConfigurationSet(stack, "Set")
    mail.add_destination("All", Destination.topic(topic))
    EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[mail], rendering_failures=topic)
    assert [one.id for one in mail.published] == ["All"]
    for name, told in (("Second", second), ("Third", sns.Topic(stack, "Third"))):
        EmailTemplate(stack, f"{name}Mail", content=CONTENT, configuration_sets=[mail], rendering_failures=told)
    assert len({one.id for one in mail.published}) == 3
    assert mail.published[1].id == "RenderingFailures"


def test_a_topic_that_nobody_could_tell_is_refused(stack: cdk.Stack) -> None:
    topic = sns.Topic(stack, "Topic")
    with pytest.raises(ConflictingSettingsError, match="there is none") as caught:
        EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[], rendering_failures=topic)
    assert caught.value.at == "Mail/Welcome"
    others = ses.ConfigurationSet(stack, "Set")
    with pytest.raises(ConflictingSettingsError, match="Mail/Set takes no destination") as caught:
        EmailTemplate(stack, "Other", content=CONTENT, configuration_sets=[others], rendering_failures=topic)
    assert "from_configuration_set_name" in caught.value.fix


def test_what_cannot_be_judged_is_said_and_may_be_acknowledged(stack: cdk.Stack) -> None:
    others = ses.ConfigurationSet(stack, "Set")
    imported = ConfigurationSet.from_configuration_set_name(stack, "Imported", "others")
    made = EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[others, imported])
    assert synth(stack) == 0
    (found,) = Annotations.from_stack(stack).find_warning("*", Match.string_like_regexp("cannot be seen here"))
    assert "Mail/Set, Mail/Imported" in str(found.entry.data)
    assert "rendering_failures= a topic" in str(found.entry.data)
    cdk.Annotations.of(made).acknowledge_warning("ses-constructs:rendering-failures-unjudged")
    assert Annotations.from_stack(stack).find_warning("*", Match.any_value()) == []


def test_an_imported_set_that_gets_a_destination_here_is_known_to_tell(stack: cdk.Stack) -> None:
    imported = ConfigurationSet.from_configuration_set_name(stack, "Imported", "others")
    EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[imported])
    imported.on_event("Failures", events=[Event.RENDERING_FAILURE])
    synth(stack)
    assert Annotations.from_stack(stack).find_warning("*", Match.any_value()) == []


def test_a_template_without_a_set_is_told_of(stack: cdk.Stack) -> None:
    EmailTemplate(stack, "Welcome", content=CONTENT, configuration_sets=[])
    assert synth(stack) == 1
