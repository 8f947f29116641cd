"""The part of Handlebars that SES templates use: reading, filling, and the variables a template asks for.

Variables (``{{a.b}}``, ``{{{a}}}``), ``#each`` with ``this``, ``@index``, ``@key``, ``@first``, ``@last`` and
``../``, ``#if`` and ``#unless`` with ``else``, ``#with``, comments, and inline partials. SES does not escape HTML.
The two placeholders of SES, which look like variables, are text here.

Guide: Using templates to send personalized email.
"""

from .rendering import RenderingError, render
from .syntax import MalformedTemplateError, parse
from .variables import TemplateVariable, made_up, variables_of

__all__ = [
    "MalformedTemplateError",
    "RenderingError",
    "TemplateVariable",
    "made_up",
    "parse",
    "render",
    "variables_of",
]
