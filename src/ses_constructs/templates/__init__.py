"""E-mail templates: read from files, checked before SES sees them, and shown on this machine.

``python -m ses_constructs.templates preview FOLDER`` fills a template without AWS, the CDK or Node.js.
"""

from typing import TYPE_CHECKING

from ses_constructs.facts.handlebars import TemplateVariable
from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .email_template import EmailTemplate
    from .template_content import TemplateContent

__all__ = ["EmailTemplate", "TemplateContent", "TemplateVariable"]
__getattr__ = on_demand(__name__, EmailTemplate="email_template", TemplateContent="template_content")
