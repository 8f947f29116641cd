"""Maps that show a change."""

from __future__ import annotations

from ses_constructs.review import Assembly
from ses_constructs.review.comparison import Comparison, compare
from ses_constructs.review.picture.changed_flow import changed_flow
from ses_constructs.review.picture.flow import Flow
from ses_constructs.review.picture.part import Part, State
from ses_constructs.review.picture.places import Places
from ses_constructs.review.picture.sending_map import sending_flow
from ses_constructs.review.yaml_reading import load

OLD = """
Mail: {Type: AWS::SES::ConfigurationSet}
Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example,
  ConfigurationSetAttributes: {ConfigurationSetName: !Ref Mail}}}
Topic: {Type: AWS::SNS::Topic}
Told: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic, Protocol: email, Endpoint: a@b.example}}
Bounces: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Mail,
  EventDestination: {Enabled: true, MatchingEventTypes: [BOUNCE], SnsDestination: {TopicARN: !Ref Topic}}}}
"""


def assembly(text: str, file: str) -> Assembly:
    return Assembly.of({"Resources": load(text)}, file=file)


def marked(old: str, new: str) -> tuple[Flow, Comparison]:
    before, after = assembly(old, "old.yaml"), assembly(new, "new.yaml")
    found = compare(before, after)
    places = Places((), [change.finding for change in found.changes])

    def is_changed(part: Part) -> bool:
        return bool(places.changes.of(part))

    return changed_flow(sending_flow(before), sending_flow(after), found.pairing, is_changed=is_changed), found


def states(flow: Flow) -> dict[str, str]:
    return {part.title: part.state.value for part in flow.parts if part.state}


def arrows(flow: Flow) -> dict[str, str]:
    names = {part.key: part.title for part in flow.parts}
    return {f"{names[one.source]} > {names[one.target]}": one.state.value for one in flow.arrows if one.state}


def test_the_same_map_is_marked_by_nothing() -> None:
    flow, _ = marked(OLD, OLD)
    assert states(flow) == {}
    assert arrows(flow) == {}


def test_a_part_that_is_gone_stays_on_the_map_with_its_arrows() -> None:
    new = "\n".join(line for line in OLD.splitlines() if not line.startswith(("Topic:", "Told:")))
    flow, _ = marked(OLD, new.replace("!Ref Topic", "'arn:aws:sns:eu-west-1:111122223333:other'"))
    assert states(flow) == {"Mail": "changed", "Topic": "gone", "a@b.example": "gone", "other": "new"}
    assert arrows(flow) == {"Mail > Topic": "gone", "Topic > a@b.example": "gone", "Mail > other": "new"}


def test_a_part_that_comes_is_new_and_people_are_not() -> None:
    flow, _ = marked("A: {Type: AWS::SNS::Topic}", OLD)
    assert set(states(flow)) == {"Mail", "shop.example", "Topic", "a@b.example"}
    assert set(states(flow).values()) == {"new"}


def test_a_resource_that_is_only_out_of_sight_is_not_called_gone() -> None:
    kept = "\n".join(line for line in OLD.splitlines() if "Bounces" not in line and "EventDestination" not in line)
    flow, _ = marked(OLD, kept)
    assert "Topic" not in states(flow)
    assert "Topic" not in {part.title for part in flow.parts}


def test_a_part_that_was_renamed_in_the_template_is_the_same_part() -> None:
    named = OLD.replace("ConfigurationSet}", "ConfigurationSet, Properties: {Name: mail}}")
    flow, _ = marked(named, named.replace("Mail:", "Other:").replace("!Ref Mail", "!Ref Other"))
    assert {part.title for part in flow.parts if part.state in (State.NEW, State.GONE)} == set()


def test_what_was_in_the_old_template_alone_leads_to_the_part_it_was_about() -> None:
    new = OLD.replace("[BOUNCE]", "[COMPLAINT]")
    flow, found = marked(OLD, new)
    places = Places((), [change.finding for change in found.changes])
    lost = next(one for one in places.changes.noted if one.finding.rule.id == "problem-events-lost")
    assert places.home_of(lost, [("sending", flow)])
    assert states(flow)["Mail"] == "changed"
