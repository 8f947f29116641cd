"""The comparison as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ses_constructs.review import read
from ses_constructs.review.comparison import Comparison, all_kinds, compare

STORED = sorted((Path(__file__).parents[2] / "stored_templates").glob("*.json"))
TESTS = Path(__file__).parent / "aspects"
Compared = Callable[[str, str], Comparison]


def test_each_kind_of_change_has_a_test_that_names_it() -> None:
    tested = "".join(path.read_text() for path in TESTS.glob("test_*.py"))
    assert [kind.id for kind in all_kinds() if f'"{kind.id}"' not in tested] == []


def test_kinds_have_ids_of_their_own_and_say_why_what_to_do_and_who_says_so() -> None:
    kinds = all_kinds()
    assert len({kind.id for kind in kinds}) == len(kinds) >= 30
    assert [kind.id for kind in kinds if not (kind.why and kind.cure and kind.source)] == []


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)
def test_an_example_does_not_differ_from_itself(file: Path) -> None:
    assert compare(read(file), read(file)).changes == ()


def test_a_folder_is_compared_with_a_folder(tmp_path: Path) -> None:
    for name, threshold in (("old", 0.05), ("new", 0.5)):
        alarm = {"Namespace": "AWS/SES", "MetricName": "Reputation.BounceRate", "Threshold": threshold}
        stack = {"Resources": {"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": alarm}}}
        properties = {"templateFile": "Mail.template.json", "stackName": "Mail"}
        manifest = {"artifacts": {"Mail": {"type": "aws:cloudformation:stack", "properties": properties}}}
        (tmp_path / name).mkdir()
        (tmp_path / name / "Mail.template.json").write_text(json.dumps(stack))
        (tmp_path / name / "manifest.json").write_text(json.dumps(manifest))
    worse = compare(read(tmp_path / "old"), read(tmp_path / "new")).worse
    assert [change.place.stack for change in worse if change.kind.id == "alarm-loosened"] == ["Mail"]


def test_the_worst_comes_first(comparison: Compared) -> None:
    old = "A: {Type: AWS::SES::ConfigurationSet, Properties: {Name: a}}"
    new = "B: {Type: AWS::SES::ConfigurationSet, Properties: {Name: b}}"
    assert [change.is_worse for change in comparison(old, new).changes] == [True, False]


def test_nothing_is_worse_when_nothing_was_there(comparison: Compared) -> None:
    found = comparison("{}", "A: {Type: AWS::SES::ConfigurationSet, Properties: {Name: a}}")
    assert found.worse == ()
    assert [change.kind.id for change in found.changes] == ["mail-part-added"]
