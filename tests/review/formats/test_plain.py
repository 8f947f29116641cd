"""A report for people."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Report, all_rules
from ses_constructs.review.formats.plain import printable, rule_list, text

OFF = "Mail: {Type: AWS::SES::ConfigurationSet, Properties: {SendingOptions: {SendingEnabled: false}}}"


def test_a_finding_stands_below_its_rule_with_why_and_cure(report: Callable[[str], Report]) -> None:
    lines = text(report(OFF)).splitlines()
    assert lines[0] == "note: sending-off"
    assert [line.split(":")[0].strip() for line in lines[1:4]] == ["why", "cure", "see"]
    assert lines[4:6] == ["    Mail  mail.yaml", "      sending is off"]
    assert lines[-1] == "1 finding (0 errors, 0 warnings, 1 note); 1 resource in mail.yaml".replace(
        "resource", "resources"
    )


def test_names_from_the_template_cannot_steer_the_terminal(report: Callable[[str], Report]) -> None:
    hostile = OFF.replace("Mail:", '"\\e[2J\\n\\u202eMail":')
    written = text(report(hostile))
    assert "\x1b" not in written
    assert "\u202e" not in written
    assert "\\x1b[2J\\n\\u202eMail" in written


def test_broken_letters_are_spelt_out() -> None:
    assert printable("a\ud800b") == "a\\ud800b"


def test_the_list_of_rules_has_them_all() -> None:
    written = rule_list(all_rules())
    assert all(f": {rule.id}\n" in written for rule in all_rules())
