"""Boxes of a map."""

from __future__ import annotations

from ses_constructs.review import Assembly, review
from ses_constructs.review.picture.part import Kind, Part


def test_every_kind_says_what_it_is_in_a_sentence() -> None:
    assert all(kind.meaning.endswith(".") for kind in Kind)
    assert len({kind.meaning for kind in Kind}) == len(Kind)


def test_a_part_knows_the_findings_about_its_resources(shop: Assembly) -> None:
    template = shop.templates[0]
    first = Part("a", Kind.DOMAIN, "a", resources=(template.resources["Shop"],))
    second = Part("b", Kind.DOMAIN, "b")
    findings = review(shop).findings
    about = [finding for finding in findings if finding.place.logical_id == "Shop"]
    assert [finding for finding in findings if first.concerns(finding)] == about
    assert not any(second.concerns(finding) for finding in findings)
