"""Mail Manager's resources, as its model describes them."""

from __future__ import annotations

import pytest

from ses_constructs.local.ses import mail_manager
from ses_constructs.local.ses.failures import RefusedError
from ses_constructs.local.ses.state import PlaceState
from tests.local.ses.aws import FakeWorld


def test_the_kinds_come_from_the_model() -> None:
    assert mail_manager.nouns() == (
        "AddonInstance",
        "AddonSubscription",
        "AddressList",
        "Archive",
        "IngressPoint",
        "Relay",
        "RuleSet",
        "TrafficPolicy",
    )
    assert mail_manager.list_operation("TrafficPolicy") == "ListTrafficPolicies"
    assert mail_manager.list_operation("Relay") == "ListRelays"


def test_a_resource_gets_id_arn_times_and_tags(state: PlaceState) -> None:
    made = mail_manager.create(
        state, "Archive", {"ArchiveName": "a", "ClientToken": "t", "Tags": [{"Key": "k", "Value": "v"}]}
    )
    assert made["ArchiveId"].startswith("a-")
    assert made["ArchiveArn"] == state.arn(f"mailmanager-archive/{made['ArchiveId']}")
    assert made["CreatedTimestamp"] == made["LastUpdatedTimestamp"] == state.now()
    assert made["ArchiveState"] == "ACTIVE"
    assert "ClientToken" not in made
    assert state.tags[made["ArchiveArn"]] == {"k": "v"}


def test_an_update_changes_what_is_given_and_the_time(state: PlaceState, world: FakeWorld) -> None:
    made = mail_manager.create(state, "RuleSet", {"RuleSetName": "a", "Rules": []})
    born = state.now()
    world.pass_hours(1)
    mail_manager.update(state, "RuleSet", made["RuleSetId"], {"Rules": [{"Actions": []}]})
    found = mail_manager.require(state, "RuleSet", made["RuleSetId"])
    assert (found["RuleSetName"], found["Rules"]) == ("a", [{"Actions": []}])
    assert (found["CreatedDate"], found["LastModificationDate"]) == (born, state.now())


def test_names_are_taken_once(state: PlaceState) -> None:
    first = mail_manager.create(state, "Archive", {"ArchiveName": "a"})
    with pytest.raises(RefusedError, match="already exists"):
        mail_manager.create(state, "Archive", {"ArchiveName": "a"})
    mail_manager.update(state, "Archive", first["ArchiveId"], {"ArchiveName": "a"})


def test_an_ingress_point_refers_to_what_is_there(state: PlaceState) -> None:
    rules = mail_manager.create(state, "RuleSet", {"RuleSetName": "a", "Rules": []})
    policy = mail_manager.create(state, "TrafficPolicy", {"TrafficPolicyName": "a"})
    with pytest.raises(RefusedError, match="TrafficPolicy tp-none does not exist"):
        mail_manager.create(state, "IngressPoint", {"RuleSetId": rules["RuleSetId"], "TrafficPolicyId": "tp-none"})
    point = mail_manager.create(
        state,
        "IngressPoint",
        {
            "RuleSetId": rules["RuleSetId"],
            "TrafficPolicyId": policy["TrafficPolicyId"],
            "IngressPointConfiguration": {"SmtpPassword": "very secret"},
        },
    )
    assert point["Status"] == "ACTIVE"
    assert point["ARecord"].endswith(".mail-manager-smtp.us-east-1.amazonaws.com")
    assert "very secret" not in str(point)
    with pytest.raises(RefusedError, match="is used by"):
        mail_manager.delete(state, "RuleSet", rules["RuleSetId"])
    mail_manager.delete(state, "IngressPoint", point["IngressPointId"])
    mail_manager.delete(state, "RuleSet", rules["RuleSetId"])


def test_an_ingress_point_can_be_closed(state: PlaceState) -> None:
    point = mail_manager.create(state, "IngressPoint", {"StatusToUpdate": "CLOSED"})
    assert point["Status"] == "CLOSED"
    assert mail_manager.update(state, "IngressPoint", point["IngressPointId"], {})["Status"] == "CLOSED"
    again = mail_manager.update(state, "IngressPoint", point["IngressPointId"], {"StatusToUpdate": "ACTIVE"})
    assert again["Status"] == "ACTIVE"


def test_an_add_on_instance_is_named_after_its_subscription(state: PlaceState) -> None:
    subscription = mail_manager.create(state, "AddonSubscription", {"AddonName": "ABUSIX"})
    made = mail_manager.create(
        state, "AddonInstance", {"AddonSubscriptionId": subscription["AddonSubscriptionId"]}
    )
    assert made["AddonName"] == "ABUSIX"
    assert made["AddonInstanceArn"].rpartition(":")[2].startswith("addon-instance/ai-")
