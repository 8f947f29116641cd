"""The map of incoming mail."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import review
from ses_constructs.review.picture.flow import Flow
from ses_constructs.review.picture.part import Kind
from ses_constructs.review.picture.receiving_map import active_rule_sets, receiving_flow, rules_in_words
from tests.review.conftest import assembly_of

RULES = """
Rules: {Type: AWS::SES::ReceiptRuleSet}
Mail: {Type: AWS::S3::Bucket}
Work: {Type: AWS::Lambda::Function}
Heard: {Type: AWS::SNS::Topic}
Mx:
  Type: AWS::Route53::RecordSet
  Properties: {Name: a.example., Type: MX, ResourceRecords: [10 inbound-smtp.eu-west-1.amazonaws.com]}
Last:
  Type: AWS::SES::ReceiptRule
  Properties:
    RuleSetName: !Ref Rules
    After: !Ref First
    Rule:
      Enabled: false
      Actions: [{LambdaAction: {FunctionArn: !GetAtt Work.Arn}}, {StopAction: {Scope: RuleSet}}]
First:
  Type: AWS::SES::ReceiptRule
  Properties:
    RuleSetName: !Ref Rules
    Rule:
      Name: support
      ScanEnabled: true
      Recipients: [help@a.example, help@b.example]
      Actions:
      - S3Action: {BucketName: !Ref Mail, TopicArn: !Ref Heard}
      - BounceAction: {SmtpReplyCode: "550", Message: go away, Sender: x@a.example, StatusCode: 5.1.1}
"""


def test_mail_runs_by_its_domain_and_rules_in_their_order(seen: Callable[[Flow], set[str]]) -> None:
    assert seen(receiving_flow(assembly_of(RULES))) == {
        "Anyone who writes > a.example",
        "Anyone who writes > b.example",
        "a.example > 1. support",
        "b.example > 1. support",
        "1. support > Mail",
        "1. support > Heard",
        "1. support > Bounced 550",
        "a.example > 2. Last",
        "b.example > 2. Last",
        "2. Last > Work",
    }


def test_boxes_say_what_is_done_and_what_is_missing() -> None:
    lines = {part.title: part.line for part in receiving_flow(assembly_of(RULES)).parts}
    assert lines["1. support"] == "saves it, bounces it"
    assert lines["2. Last"] == "off"
    assert lines["a.example"] == "MX record published"
    assert lines["b.example"] == "MX record not here"


def test_a_rule_tells_whom_it_is_for_and_each_step() -> None:
    flow = receiving_flow(assembly_of(RULES))
    facts = {part.title: {fact.name: fact.value for fact in part.facts} for part in flow.parts}
    assert facts["1. support"]["For"] == "help@a.example, help@b.example"
    assert facts["1. support"]["Scanned for spam and viruses"] == "yes"
    assert facts["2. Last"]["For"] == "every address of every verified domain"
    assert facts["2. Last"]["Step 2"] == "stops here"


def test_an_arrow_of_a_rule_that_is_off_is_off() -> None:
    flow = receiving_flow(assembly_of(RULES))
    work = next(part.key for part in flow.parts if part.kind is Kind.FUNCTION)
    assert [arrow.off for arrow in flow.arrows if arrow.target == work] == [True]


def test_findings_about_a_rule_set_stand_beside_its_first_rule() -> None:
    assembly = assembly_of(RULES)
    parts = {part.title: part for part in receiving_flow(assembly).parts}
    (never,) = [one for one in review(assembly).findings if one.rule.id == "rule-set-never-active"]
    assert parts["1. support"].concerns(never)
    assert not parts["2. Last"].concerns(never)


def test_a_recipient_that_is_not_known_is_no_domain_without_a_record() -> None:
    rule = "{RuleSetName: s, Rule: {Recipients: [!Ref Who], Actions: []}}"
    flow = receiving_flow(assembly_of(f"A: {{Type: AWS::SES::ReceiptRule, Properties: {rule}}}"))
    assert {part.title: part.line for part in flow.parts}["known at deployment"] == ""


def test_without_rules_there_is_no_map() -> None:
    assert receiving_flow(assembly_of("Rules: {Type: AWS::SES::ReceiptRuleSet}")).parts == ()


def test_rules_that_follow_each_other_in_a_circle_are_all_drawn() -> None:
    rule = "{Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: s, After: !Ref %s, Rule: {Actions: []}}}"
    flow = receiving_flow(assembly_of(f"A: {rule % 'B'}\nB: {rule % 'A'}"))
    assert {"1. A", "2. B", "every verified domain"} <= {part.title for part in flow.parts}


def test_it_says_whether_the_rules_are_in_force() -> None:
    assert rules_in_words(assembly_of(RULES)) == "2 receipt rules, in force once their rule set is the active one"
    active = assembly_of(RULES + "Active: {Type: Custom::SesActiveReceiptRuleSet}\n")
    assert active_rule_sets(active)
    assert rules_in_words(active) == "2 receipt rules, made active here"
