"""What SES says about identities and senders."""

from __future__ import annotations

from ses_constructs.facts.advice import AdviceStatus, AdvisorFinding, SendingStatus


def test_findings_end_as_ses_ends_them() -> None:
    assert len(set(AdvisorFinding)) == 14
    assert all(finding.endswith(".") for finding in AdvisorFinding)


def test_detail_types_are_those_of_the_event_bus() -> None:
    assert all(status.startswith("Advisor Recommendation Status ") for status in AdviceStatus)
    assert all(status.startswith("Sending Status ") for status in SendingStatus)


def test_the_end_of_a_finding_about_a_tenant_has_two_spellings() -> None:
    assert AdviceStatus.OPEN.of_a_tenant == (AdviceStatus.OPEN,)
    assert [one.rpartition(" ")[2] for one in AdviceStatus.RESOLVED.of_a_tenant] == ["Resolved", "Closed"]
