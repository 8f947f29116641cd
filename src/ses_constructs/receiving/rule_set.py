"""Receipt rules in their order, and whether they judge incoming mail."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_ses as ses
from constructs import Construct, IConstruct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import metrics, names, quotas
from ses_constructs.shared import Aws, is_known, located, once
from ses_constructs.shared.setting_types import checks_types

from .activation import Activation, ActivationMode
from .active_rule_set import activate, anchor_name
from .physical_names import generated_name, stack_name
from .receipt_action import ReceiptAction
from .receiving_metrics import ReceivingMetrics
from .receiving_region import check_region
from .recipient import Recipient, written
from .recipients import checked_recipients
from .rule import Place, ReceiptRule


@checks_types
class ReceiptRuleSet(Construct, ReceivingMetrics):
    """Receives mail: a set of rules, each of which does something with the mail of some recipients.

    Creates: ``AWS::SES::ReceiptRuleSet`` and, unless it is off, ``Custom::SesActiveReceiptRuleSet``, which the one
    provider function of the stack answers. When joining: no set, only the custom resource.
    A domain receives mail when it is verified and has an :class:`InboundMx`.

    >>> inbound = ReceiptRuleSet(stack, "Inbound")
    >>> inbound.add_rule("Support", recipients=["support@example.com"], actions=[StopAction()]).node.id
    'Support'

    The name is a literal, also when it is left out: permissions name the rules before they exist. When it
    changes, SES tries mail again, for up to 36 hours, that arrives while the old rules have lost their permissions
    and the new ones are not active.

    Args:
        activation: Left out: ``Activation.exclusive()``.
        receipt_rule_set_name: Up to 64 letters, digits, ``-`` and ``_``. When joining: of the set to make if none
            is active, which should be a name that nothing else uses. Left out: made of the stack's name and
            the construct's path.

    Raises:
        InvalidSettingError: for a name that SES refuses.
        ConflictingSettingsError: when another set of the app is active in the same place; for a 41st set.
        UnavailableInRegionError: when the region receives no mail.

    Guide: Creating receipt rule sets; Email receiving concepts.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        activation: Activation | None = None,
        receipt_rule_set_name: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        mode = activation.mode if activation is not None else ActivationMode.EXCLUSIVE
        self._rules_scope = Construct(self, "Rules")
        self._rules: list[ReceiptRule] = []
        self._first_after: str | None = None
        with located(self):
            check_region(self)
            _check_name(receipt_rule_set_name)
            if mode is ActivationMode.JOIN:
                self._join(receipt_rule_set_name)
            else:
                self._make(receipt_rule_set_name, mode)
        self.activation_mode = mode
        """How the set becomes active."""
        self.receiving_dimensions = {metrics.RULE_SET_DIMENSION: self._name}

    @classmethod
    def from_receipt_rule_set_name(
        cls, scope: Construct, id: str, receipt_rule_set_name: str
    ) -> ImportedReceiptRuleSet:
        """A rule set of this account and region that something else made, for its metrics and alarms.

        Rules are added where the set is made; those of the active set also by ``Activation.join()``.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            receipt_rule_set_name: Its name; may be a token.

        Raises:
            InvalidSettingError: for a name that SES refuses.
        """
        return ImportedReceiptRuleSet(scope, id, receipt_rule_set_name=receipt_rule_set_name)

    @property
    def receipt_rule_set_name(self) -> str:
        """The name; when joining a token, since only the deployment knows which set is active."""
        return self._name

    def add_rule(
        self,
        id: str,
        *,
        actions: Sequence[ReceiptAction],
        recipients: Sequence[str | Recipient] | None = None,
        catch_all: bool = False,
        enabled: bool = True,
        scan: bool = True,
        require_tls: bool = False,
        receipt_rule_name: str | None = None,
    ) -> ReceiptRule:
        """Adds a rule after those added before. Every rule that matches a recipient runs, until one stops.

        Args:
            id: Construct id of the rule.
            actions: From 1 to 10, in their order.
            recipients: Up to 100 of: ``user@example.com`` (and its ``+tag`` forms), ``user+tag@example.com``,
                ``example.com`` (its addresses), ``.example.com`` (addresses of all its subdomains); or the same
                by name, as a :class:`Recipient`.
            catch_all: True instead of recipients: all mail of all verified domains, of later ones too.
            enabled: False keeps the rule and skips it.
            scan: True has the mail scanned for spam and viruses; the verdict is in its headers.
            require_tls: True bounces mail that did not come over TLS.
            receipt_rule_name: Up to 64 letters, digits, ``.``, ``-`` and ``_``; a literal. CloudWatch knows rules
                by this name alone, so give no other rule the same. Left out: made of the id and the path.

        Raises:
            InvalidSettingError: for what SES refuses or would never match.
            ConflictingSettingsError: for both or neither of recipients and catch_all, or a 201st rule.

        Guide: Creating receipt rules.
        """
        with located(self, id):
            self._check_room(receipt_rule_name)
            texts, everybody = written(recipients, catch_all=catch_all)
            wanted = checked_recipients(texts, catch_all=everybody)
        last = self._rules[-1].receipt_rule_name if self._rules else self._first_after
        rule = ReceiptRule(
            self._rules_scope,
            id,
            place=Place(rule_set=self._name, after=last, earlier=self._rules),
            actions=actions,
            recipients=wanted,
            enabled=enabled,
            scan=scan,
            require_tls=require_tls,
            receipt_rule_name=receipt_rule_name,
        )
        self._rules.append(rule)
        return rule

    def _make(self, given: str | None, mode: ActivationMode) -> None:
        readable = f"{stack_name(self)}-{self.node.id}"
        self._name = given if given is not None else generated_name(self, readable=readable)
        _check_few_enough(self)
        made = ses.CfnReceiptRuleSet(self, "Resource", rule_set_name=self._name)
        # The rules know the set by a literal, so that permissions can; the order must be said.
        self._rules_scope.node.add_dependency(made)
        if mode is ActivationMode.OFF:
            return
        active = activate(self, "Activation", mode=mode, rule_set=self._name)
        # The rules of later add_rule() calls are in that scope too. Deleted in the opposite order: a set
        # that is active can be deleted by nobody.
        active.node.add_dependency(made, self._rules_scope)

    def _join(self, given: str | None) -> None:
        # Another name than that of a set that the stack itself would make: on the way from one activation to
        # the other, CloudFormation deletes that one.
        own = given if given is not None else generated_name(self, readable=f"{stack_name(self)}-joined")
        active = activate(self, "Activation", mode=ActivationMode.JOIN, rule_set=own)
        self._name = active.get_att_string("RuleSetName")
        self._first_after = anchor_name(self)

    def _check_room(self, name: str | None) -> None:
        most = quotas.RULES_PER_RULE_SET
        if len(self._rules) >= most:
            raise ConflictingSettingsError(
                f"a rule set holds {most} rules, and has them",
                fix="put several recipients with the same actions into one rule",
                see="Service quotas in Amazon SES",
            )
        if name is not None and any(rule.receipt_rule_name == name for rule in self._rules):
            raise InvalidSettingError(
                "receipt_rule_name", name, "is the name of an earlier rule", fix="give each rule its own name"
            )


@checks_types
class ImportedReceiptRuleSet(Construct, ReceivingMetrics):
    """A rule set that something else made; creates nothing. Made by ``from_receipt_rule_set_name``."""

    def __init__(self, scope: Construct, id: str, *, receipt_rule_set_name: str) -> None:
        super().__init__(scope, id)
        with located(self):
            _check_name(receipt_rule_set_name)
        self.receipt_rule_set_name = receipt_rule_set_name
        """The name."""
        self.receiving_dimensions = {metrics.RULE_SET_DIMENSION: receipt_rule_set_name}


@once
def _sets_of(_stack: IConstruct) -> list[ReceiptRuleSet]:
    """The rule sets that a stack makes."""
    return []


def _check_few_enough(new: ReceiptRuleSet) -> None:
    sets = _sets_of(Aws.of(new).stack)
    if len(sets) >= quotas.RULE_SETS:
        raise ConflictingSettingsError(
            f"an account has at most {quotas.RULE_SETS} receipt rule sets in a region, and one active",
            fix="put the rules into fewer sets",
            see="Service quotas in Amazon SES",
        )
    sets.append(new)


def _check_name(name: str | None) -> None:
    if name is None or not is_known(name) or names.RECEIPT_RULE_SET.fullmatch(name) is not None:
        return
    raise InvalidSettingError(
        "receipt_rule_set_name",
        name,
        "is not a name SES takes",
        fix="use up to 64 letters, digits, '-' and '_', with a letter or digit at both ends, or leave it out",
    )
