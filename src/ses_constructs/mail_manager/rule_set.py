"""What becomes of mail that an ingress point has let in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.shared import Aws, located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .action_roles import ActionRoles
from .compared_values import warn_of_loose_ends
from .physical_names import cfn_tags, check_name, check_region
from .rule import Rule
from .rule_action import RuleAction
from .rule_condition import RuleCondition

_SEE = "Rule sets and rules"


@checks_types
class RuleSet(ses.CfnMailManagerRuleSet):
    """Rules that run on mail, one after another in the order in which they are added.

    Creates: ``AWS::SES::MailManagerRuleSet``, and a role for each thing that an action may do. It is an
    ``aws_ses.CfnMailManagerRuleSet``. Several ingress points may use it.

    >>> rules = RuleSet(stack, "Rules")
    >>> rules.add_rule("Junk", when=[Mail.spf.equals(Verdict.FAIL)], actions=[DropAction()]).name
    'Junk'

    Args:
        rule_set_name: Up to 100 letters, digits, ``-``, ``_`` and ``.``. Left out: generated.
        tags: Left out: those of the stack.
        removal_policy: Left out: DESTROY.

    Raises:
        InvalidSettingError: for a name or tags that SES refuses.
        UnavailableInRegionError: where there is no Mail Manager.

    Guide: Rule sets and rules. API: ``CreateRuleSet`` of Mail Manager.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        rule_set_name: str | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        with located(scope, id):
            check_region(scope)
            check_name(
                "rule_set_name",
                rule_set_name,
                facts.RULE_SET_NAME,
                fix="use up to 100 letters, digits, '-', '_' and '.', or leave it out",
            )
            given = cfn_tags(tags)
            check_removal(removal_policy)
        rendered = _RenderedRules()
        super().__init__(scope, id, rules=cdk.Lazy.any(rendered), rule_set_name=rule_set_name, tags=given)
        apply_removal(self, removal_policy)
        self.known_rules: tuple[Rule, ...] = ()
        """The rules in their order."""
        self._rendered = rendered
        self._roles = ActionRoles(self)
        self._checks: list[Callable[[], None]] = []

    @classmethod
    def from_rule_set_id(cls, scope: Construct, id: str, rule_set_id: str) -> refs.IMailManagerRuleSetRef:
        """A rule set of this account and region that something else made.

        It cannot be judged: an open ``IngressPoint`` warns where it could make an open relay.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            rule_set_id: Such as ``rs-...``; may be a token.
        """
        return ses.CfnMailManagerRuleSet.from_rule_set_id(scope, id, rule_set_id)

    def add_rule(
        self,
        name: str,
        *,
        actions: Sequence[RuleAction],
        when: Sequence[RuleCondition] = (),
        unless: Sequence[RuleCondition] = (),
    ) -> Rule:
        """Adds a rule after those added before.

        A rule runs for each recipient by itself. Later rules run too, until one drops the message.

        Args:
            name: Up to 32 letters, digits, ``-``, ``_`` and ``.``; another one in each rule of the set.
            actions: From 1 to 10, in their order.
            when: Up to 10 conditions that all have to hold. Left out: it is for all mail.
            unless: Up to 10 exceptions, none of which may hold. Left out: there is none.

        Raises:
            InvalidSettingError: for what SES refuses or would never match.
            ConflictingSettingsError: for a 41st rule, or when it makes an ingress point an open relay.

        Guide: Rule sets and rules.
        """
        with located(self):
            rule = Rule(name=name, actions=tuple(actions), when=tuple(when), unless=tuple(unless))
            self._check_room(rule)
        self._warn(rule)
        self.known_rules += (rule,)
        self._rendered.rules.append(self._render(rule))
        for check in self._checks:
            check()
        return rule

    def check_with(self, check: Callable[[], None]) -> None:
        """Runs a check now, and again after each rule that is added."""
        self._checks.append(check)
        check()

    def _render(self, rule: Rule) -> ses.CfnMailManagerRuleSet.RuleProperty:
        return ses.CfnMailManagerRuleSet.RuleProperty(
            name=rule.name,
            conditions=[condition.rendered for condition in rule.when] or None,
            unless=[condition.rendered for condition in rule.unless] or None,
            actions=[self._render_action(action) for action in rule.actions],
        )

    def _render_action(self, action: RuleAction) -> ses.CfnMailManagerRuleSet.RuleActionProperty:
        permission = action.permission(self, Aws.of(self))
        return action.render("" if permission is None else self._roles.arn_for(permission))

    def _check_room(self, rule: Rule) -> None:
        if any(rule.name == earlier.name for earlier in self.known_rules):
            raise InvalidSettingError(
                "name", rule.name, "is the name of an earlier rule", fix="give each rule its own name"
            )
        if len(self.known_rules) >= facts.RULES_PER_RULE_SET:
            raise ConflictingSettingsError(
                f"a rule set holds {facts.RULES_PER_RULE_SET} rules, and has them",
                fix="give several values to one condition, or use a second ingress point with rules of its own",
                see=_SEE,
            )

    def _warn(self, rule: Rule) -> None:
        warnings = cdk.Annotations.of(self)
        for header in rule.whole_headers:
            warnings.add_warning_v2(
                f"ses-constructs:whole-header-{rule.name}",
                f"rule {rule.name} compares the whole {header} header, which mostly holds a name and brackets "
                "too; compare the recipient of the envelope, or use contains()",
            )
        for condition in rule.when:
            warn_of_loose_ends(self, condition.comparison)
        if rule.acts_after_drop:
            warnings.add_warning_v2(
                f"ses-constructs:after-drop-{rule.name}",
                f"actions of rule {rule.name} after its DropAction never run; put it last",
            )
        for earlier in self.known_rules:
            if earlier.ends_everything:
                warnings.add_warning_v2(
                    f"ses-constructs:after-drop-rule-{rule.name}",
                    f"rule {earlier.name} drops all mail, so that rule {rule.name} never runs; add it before",
                )
                return


@jsii.implements(cdk.IStableAnyProducer)
class _RenderedRules:
    """The rules as the template wants them, asked for when it is written.

    To set them anew after each rule would send all of them to Node each time.
    """

    def __init__(self) -> None:
        self.rules: list[ses.CfnMailManagerRuleSet.RuleProperty] = []

    def produce(self) -> list[ses.CfnMailManagerRuleSet.RuleProperty]:
        return self.rules
