"""Whole answers: senders of many domains, and what self-hosted mail platforms need of SES."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .django_anymail import DjangoAnymail
    from .django_ses import DjangoSes
    from .global_sender import GlobalSender, SendingRegion
    from .inbox import Inbox
    from .keila import Keila
    from .listmonk import Listmonk
    from .mail_gateway import MailGateway
    from .multi_domain_sender import MultiDomainSender, Stream
    from .plausible import Plausible
    from .plunk import Plunk
    from .production_access import production_access_text
    from .queued_sender import QueuedSender
    from .smtp_application import SmtpApplication
    from .use_send import UseSend

__all__ = [
    "DjangoAnymail",
    "DjangoSes",
    "GlobalSender",
    "Inbox",
    "Keila",
    "Listmonk",
    "MailGateway",
    "MultiDomainSender",
    "Plausible",
    "Plunk",
    "QueuedSender",
    "SendingRegion",
    "SmtpApplication",
    "Stream",
    "UseSend",
    "production_access_text",
]
__getattr__ = on_demand(
    __name__,
    DjangoAnymail="django_anymail",
    GlobalSender="global_sender",
    DjangoSes="django_ses",
    Inbox="inbox",
    Keila="keila",
    Listmonk="listmonk",
    MailGateway="mail_gateway",
    MultiDomainSender="multi_domain_sender",
    Plausible="plausible",
    Plunk="plunk",
    QueuedSender="queued_sender",
    SmtpApplication="smtp_application",
    UseSend="use_send",
    SendingRegion="global_sender",
    Stream="multi_domain_sender",
    production_access_text="production_access",
)
