"""Whole answers: senders of many domains, and what self-hosted mail platforms need of SES."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .django_anymail import DjangoAnymail
    from .listmonk import Listmonk
    from .multi_domain_sender import MultiDomainSender, Stream
    from .plausible import Plausible
    from .plunk import Plunk
    from .production_access import production_access_text

__all__ = [
    "DjangoAnymail",
    "Listmonk",
    "MultiDomainSender",
    "Plausible",
    "Plunk",
    "Stream",
    "production_access_text",
]
__getattr__ = on_demand(
    __name__,
    DjangoAnymail="django_anymail",
    Listmonk="listmonk",
    MultiDomainSender="multi_domain_sender",
    Plausible="plausible",
    Plunk="plunk",
    Stream="multi_domain_sender",
    production_access_text="production_access",
)
