"""Rules that a template gives no work to are not loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ses_constructs.review.engine import checks, rule_ids
from ses_constructs.review.families import FAMILIES, has_work
from tests.review.conftest import assembly_of


@pytest.mark.parametrize(
    ("rule", "types", "works"),
    [
        ("alarm_flaps", {"AWS::CloudWatch::Alarm"}, True),
        ("alarm_flaps", {"AWS::SES::EmailIdentity"}, False),
        ("rule_set_never_active", {"AWS::SES::ReceiptRuleSet"}, True),
        ("rule_set_never_active", {"AWS::S3::Bucket"}, False),
        ("rule_set_blanked_on_delete", {"AWS::S3::Bucket"}, True),
        ("a_new_rule", set(), True),
    ],
)
def test_the_name_tells_what_a_rule_looks_at(rule: str, types: set[str], works: bool) -> None:
    assert has_work(rule, types) is works


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_has_a_rule(family: str) -> None:
    files = [each.replace("-", "_") for each in rule_ids()]
    assert any(f"{each}_".startswith(f"{family}_") for each in files)


def test_the_longest_name_decides() -> None:
    assert not has_work("verification_sender_named", {"AWS::Route53::RecordSet"})
    assert has_work("verification_by_txt", {"AWS::Route53::RecordSet"})


def test_a_template_without_mail_asks_few_rules() -> None:
    asked = checks(assembly_of("Files: {Type: AWS::S3::Bucket}"))
    assert 0 < len(asked) < len(checks()) / 10


def test_what_has_no_work_is_not_loaded() -> None:
    code = (
        "import sys; from ses_constructs.review import Assembly, engine\n"
        "engine.findings(Assembly.of({'Resources': {'Set': {'Type': 'AWS::SES::ConfigurationSet'}}}))\n"
        "loaded = [name for name in sys.modules if 'review.rules.' in name]\n"
        "sys.exit(not loaded or any('.receipt_' in name for name in loaded))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
