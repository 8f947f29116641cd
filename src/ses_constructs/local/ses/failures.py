"""How the emulated SES says no."""

from __future__ import annotations


class RefusedError(Exception):
    """SES refuses a request.

    ``code`` is the name of the error shape in SES v2 (or Mail Manager), ``v1`` the one in SES v1, where
    codes without a shape (``InvalidParameterValue``) exist too.
    """

    def __init__(self, code: str, message: str, *, v1: str = "InvalidParameterValue", status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.v1 = v1
        # The HTTP status of codes that the service's model does not know.
        self.status = status


def bad_request(message: str, *, v1: str = "InvalidParameterValue") -> RefusedError:
    """A value that SES does not take."""
    return RefusedError("BadRequestException", message, v1=v1)


def not_found(message: str, *, v1: str = "InvalidParameterValue") -> RefusedError:
    """Something that is not there."""
    return RefusedError("NotFoundException", message, v1=v1)


def already_exists(message: str, *, v1: str = "AlreadyExistsException") -> RefusedError:
    """A name that is taken."""
    return RefusedError("AlreadyExistsException", message, v1=v1)


def limit_exceeded(message: str) -> RefusedError:
    """One more than the quota allows."""
    return RefusedError("LimitExceededException", message, v1="LimitExceededException")


def not_emulated(what: str) -> RefusedError:
    """Something the real service does and this one does not: said loudly, never passed over."""
    code = "NotImplementedByEmulator"
    return RefusedError(code, f"{what} is not emulated.", v1=code, status=501)


class ResourceError(Exception):
    """A CloudFormation resource was refused; the text is what CloudFormation shows as the reason."""
