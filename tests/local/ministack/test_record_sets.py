"""Record sets of templates: batches, conflicts, updates, and what Route 53 refuses."""

from __future__ import annotations

import pytest
from ministack.services import route53

from ses_constructs.local.ministack.record_sets import GroupHandler, RecordSetHandler, RecordsRefusedError
from ses_constructs.local.world import Place

Record = dict[str, object]


@pytest.fixture
def zone(place: Place) -> str:
    return make_zone("example.com.")


def make_zone(name: str) -> str:
    zone_id = str(route53._zone_id())
    route53._zones[zone_id] = {"id": zone_id, "name": name, "caller_reference": zone_id}
    route53._records[zone_id] = route53._default_records(name)
    return zone_id


def text(name: str, value: str = '"x"') -> Record:
    return {"Name": name, "Type": "TXT", "TTL": "300", "ResourceRecords": [value]}


def group(zone: str, *records: Record) -> dict[str, object]:
    return {"HostedZoneId": zone, "RecordSets": list(records)}


def held(zone: str) -> dict[tuple[str, str], list[str]]:
    """What a zone holds besides its own records."""
    return {
        (record["Name"], record["Type"]): record.get("ResourceRecords", [])
        for record in route53._records[zone]
        if record["Type"] not in ("SOA", "NS")
    }


def create(zone: str, *records: Record) -> tuple[str, dict[str, str]]:
    return GroupHandler().create("Group", group(zone, *records), "Stack")


def test_a_group_is_one_resource_with_many_records(zone: str) -> None:
    physical_id, attributes = create(zone, text("a.example.com"), text("B.example.com."))
    assert physical_id.startswith("Stack-Group-")
    assert attributes == {}
    assert held(zone) == {("a.example.com.", "TXT"): ['"x"'], ("b.example.com.", "TXT"): ['"x"']}


def test_a_record_that_exists_refuses_the_whole_group(zone: str) -> None:
    create(zone, text("b.example.com"))
    with pytest.raises(RecordsRefusedError, match=r"name='b\.example\.com\.', type='TXT'.*already exists"):
        create(zone, text("a.example.com"), text("b.example.com", '"other"'))
    assert held(zone) == {("b.example.com.", "TXT"): ['"x"']}


def test_an_update_changes_what_changed(zone: str) -> None:
    before = group(zone, text("a.example.com"), text("b.example.com"), text("c.example.com"))
    after = group(zone, text("a.example.com"), text("b.example.com", '"y"'), text("d.example.com"))
    made, _ = GroupHandler().create("Group", before, "Stack")
    assert GroupHandler().update(made, before, after, "Stack", "Group") == (made, {})
    assert held(zone) == {
        ("a.example.com.", "TXT"): ['"x"'],
        ("b.example.com.", "TXT"): ['"y"'],
        ("d.example.com.", "TXT"): ['"x"'],
    }


def test_an_update_may_turn_an_alias_into_an_address(zone: str) -> None:
    alias: Record = {"Name": "a.example.com", "Type": "CNAME", "TTL": "60", "ResourceRecords": ["b.example.net"]}
    address: Record = {"Name": "a.example.com", "Type": "A", "TTL": "60", "ResourceRecords": ["192.0.2.1"]}
    made, _ = create(zone, alias)
    GroupHandler().update(made, group(zone, alias), group(zone, address), "Stack", "Group")
    assert held(zone) == {("a.example.com.", "A"): ["192.0.2.1"]}


def test_a_deleted_group_takes_its_records_along_and_leaves_others(zone: str) -> None:
    made, _ = create(zone, text("a.example.com"))
    create(zone, text("b.example.com"))
    for _ in range(2):
        GroupHandler().delete(made, group(zone, text("a.example.com")))
    assert held(zone) == {("b.example.com.", "TXT"): ['"x"']}


def test_a_record_may_name_a_zone_of_its_own(zone: str) -> None:
    other = make_zone("example.org.")
    create(zone, text("a.example.com"), {**text("a.example.org"), "HostedZoneId": other})
    assert list(held(zone)) == [("a.example.com.", "TXT")]
    assert list(held(other)) == [("a.example.org.", "TXT")]


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        (text("a.example.org"), r"a\.example\.org\. is not permitted in zone example\.com\."),
        (text("a.example.com", "bare"), "strings in quotation marks"),
        (text("a.example.com", '"' + "x" * 256 + '"'), "at most 255 characters"),
        ({**text("a.example.com"), "ResourceRecords": ['"x"', '"x"']}, "duplicate values"),
        ({"Name": "a.example.com", "Type": "TXT", "ResourceRecords": ['"x"']}, "TTL, and ResourceRecords"),
        ({"Name": "a.example.com", "Type": "TXT", "TTL": "60"}, "TTL, and ResourceRecords"),
        ({"Name": "a.example.com", "Type": "MX", "TTL": "60", "ResourceRecords": ["mx.example.net"]}, "priority"),
        (
            {"Name": "example.com", "Type": "CNAME", "TTL": "60", "ResourceRecords": ["b.example.net"]},
            "not permitted at apex",
        ),
    ],
)
def test_what_route_53_would_not_take_is_refused(zone: str, record: Record, complaint: str) -> None:
    with pytest.raises(RecordsRefusedError, match=complaint):
        create(zone, record)
    assert held(zone) == {}


def test_an_alias_beside_other_records_of_its_name_is_refused(zone: str) -> None:
    create(zone, text("a.example.com"))
    with pytest.raises(RecordsRefusedError, match="conflicts with other records"):
        create(zone, {"Name": "a.example.com", "Type": "CNAME", "TTL": "60", "ResourceRecords": ["b.example.net"]})


def test_a_zone_that_does_not_exist_is_refused(place: Place) -> None:
    with pytest.raises(RecordsRefusedError, match="No hosted zone found with ID: Z404"):
        create("Z404", text("a.example.com"))


def test_a_record_set_is_refused_and_changed_like_a_group_of_one(zone: str) -> None:
    handler = RecordSetHandler()
    properties = {"HostedZoneId": zone, **text("a.example.com")}
    assert handler.create("Record", properties, "Stack") == ("a.example.com", {})
    with pytest.raises(RecordsRefusedError, match="already exists"):
        handler.create("Other", properties, "Stack")
    changed = {**properties, "ResourceRecords": ['"y"']}
    assert handler.update("a.example.com", properties, changed, "Stack", "Record") == ("a.example.com", {})
    assert held(zone) == {("a.example.com.", "TXT"): ['"y"']}


def test_a_renamed_record_set_is_made_before_the_old_one_goes(zone: str) -> None:
    handler = RecordSetHandler()
    old, new = ({"HostedZoneId": zone, **text(name)} for name in ("a.example.com", "b.example.com"))
    handler.create("Record", old, "Stack")
    assert handler.update("a.example.com", old, new, "Stack", "Record")[0] == "b.example.com"
    assert set(held(zone)) == {("a.example.com.", "TXT"), ("b.example.com.", "TXT")}
    handler.delete("a.example.com", old)
    assert set(held(zone)) == {("b.example.com.", "TXT")}


def test_a_record_set_moves_to_another_zone(zone: str) -> None:
    handler = RecordSetHandler()
    other = make_zone("example.com.")
    old, new = ({"HostedZoneId": each, **text("a.example.com")} for each in (zone, other))
    handler.create("Record", old, "Stack")
    assert handler.update("a.example.com", old, new, "Stack", "Record")[0] == "a.example.com"
    assert (held(zone), list(held(other))) == ({}, [("a.example.com.", "TXT")])
