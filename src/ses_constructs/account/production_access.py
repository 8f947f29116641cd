"""The request to leave the sandbox."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.addresses import checked_address
from ses_constructs.shared import is_known, located
from ses_constructs.shared.owner import claim
from ses_constructs.shared.setting_types import checks_types

from .setting import account_resource

_SEE = "Request production access"
_LONGEST_USE_CASE, _LONGEST_URL, _MOST_CONTACTS = 5000, 1000, 4
"""botocore's model of SES version 2, ``PutAccountDetails``."""


class MailType(StrEnum):
    """What the account sends above all. API: ``MailType``; the guide's PROMOTIONAL is refused."""

    TRANSACTIONAL = "TRANSACTIONAL"
    """What a person asked for. A request that says so allows no marketing."""
    MARKETING = "MARKETING"
    """What a person subscribed to; allows transactional mail too."""


class ContactLanguage(StrEnum):
    """In which language AWS answers. API: ``ContactLanguage``."""

    ENGLISH = "EN"
    JAPANESE = "JA"


@checks_types
class ProductionAccess(Construct):
    """Asks AWS to let the account send to anybody, in this region. People answer, mostly within a day.

    Creates: a custom resource, and a parameter that names this stack as the owner.
    Waits: not for the answer; ``status`` says how far it is at the time of a deployment.
    On delete: nothing happens; what was granted stays granted.

    An account that has production access, or whose request is under review, is not asked for again. Changed
    details are sent to AWS; while a request is under review a deployment with changed details fails.

    Args:
        mail_type: What is sent above all.
        website_url: Of the business that sends, with its scheme.
        use_case: What is sent, to whom, how recipients are found, how they unsubscribe, and what happens to
            bounces; at most 5000 characters. See ``patterns.production_access_text()``.
        language: Left out: English.
        contacts: One to four more addresses that AWS writes to. Left out: none.

    Raises:
        InvalidSettingError: for a value that AWS refuses.
        ConflictingSettingsError: when the app has another one for this account and region.

    Guide: Request production access; API: ``PutAccountDetails``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        mail_type: MailType,
        website_url: str,
        use_case: str,
        language: ContactLanguage = ContactLanguage.ENGLISH,
        contacts: Sequence[str] | None = None,
    ) -> None:
        super().__init__(scope, id)
        with located(self):
            _check_url(website_url)
            _check_use_case(use_case)
            addresses = _checked_contacts(contacts)
            first = claim(self, "production access")
        made = account_resource(
            self,
            "Request",
            type="SesProductionAccess",
            properties={
                "MailType": str(mail_type),
                "WebsiteUrl": website_url,
                "UseCase": use_case,
                "Language": str(language),
                **({"Contacts": addresses} if addresses else {}),
            },
            actions=["ses:PutAccountDetails"],
        )
        made.node.add_dependency(first)
        self.status: str = made.get_att_string("Status")
        """``GRANTED``, ``PENDING``, ``DENIED``, ``FAILED`` or ``NONE`` at the time of the deployment; a token."""
        self.case_id: str = made.get_att_string("CaseId")
        """The support case, if there is one; a token."""


def _check_url(url: str) -> None:
    if is_known(url) and (not url.startswith(("https://", "http://")) or len(url) > _LONGEST_URL):
        raise InvalidSettingError(
            "website_url",
            url,
            "is no address of a website",
            fix="give one such as 'https://shop.example'",
            see=_SEE,
        )


def _check_use_case(use_case: str) -> None:
    if is_known(use_case) and not 1 <= len(use_case) <= _LONGEST_USE_CASE:
        raise InvalidSettingError(
            "use_case",
            f"{use_case[:40]}...",
            f"has {len(use_case)} characters",
            fix=f"give 1 to {_LONGEST_USE_CASE}",
            see=_SEE,
        )


def _checked_contacts(contacts: Sequence[str] | None) -> list[str]:
    if contacts is None:
        return []
    if not 1 <= len(contacts) <= _MOST_CONTACTS:
        raise InvalidSettingError(
            "contacts",
            contacts,
            "are not one to four",
            fix="give one to four addresses, or leave it out",
            see=_SEE,
        )
    return [checked_address("contacts", one) for one in contacts]
