"""How do I deploy something that needs a verified domain, such as a user pool?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.dns import Dns
from ses_constructs.identities import Delegate, DomainIdentity, IdentityMonitor


class WaitUntilVerified(cdk.Stack):
    """A user pool that sends from a domain of the same stack, made as soon as SES lets the domain send.

    When the domain loses its verification later, because somebody removes a record, operators are told.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        shop = DomainIdentity(
            self,
            "Shop",
            domain="shop.example.com",
            dns=Dns.in_zone_with_id("Z0123456789ABCDEFGHIJ", zone_name="example.com"),
        )
        users = cognito.UserPool(
            self,
            "Users",
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_digits=True,
                require_lowercase=True,
                require_symbols=True,
                require_uppercase=True,
            ),
            mfa=cognito.Mfa.REQUIRED,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            feature_plan=cognito.FeaturePlan.PLUS,
            standard_threat_protection_mode=cognito.StandardThreatProtectionMode.FULL_FUNCTION,
        )
        pool = users.node.default_child
        assert isinstance(pool, cognito.CfnUserPool)
        pool.email_configuration = cognito.CfnUserPool.EmailConfigurationProperty(
            email_sending_account="DEVELOPER", from_="hello@shop.example.com", source_arn=shop.identity_arn
        )
        users.node.add_dependency(shop.verified)
        operators = sns.Topic(self, "Operators", enforce_ssl=True)
        IdentityMonitor(self, "Monitor", identities=[shop], operators=operators)
        shop.authorize_sender("Users", Delegate.cognito(users), from_addresses="hello@shop.example.com")
