"""Every exception of this package.

    SesConstructsError
    ├── InvalidSettingError        one setting is wrong (also a ValueError)
    ├── ConflictingSettingsError   settings that cannot be true together (also a ValueError)
    └── UnavailableInRegionError   the region is known not to offer it (also a ValueError)

The text of each ends with the cure; its parts are attributes, so that tools need not parse it.
"""

from __future__ import annotations


class SesConstructsError(Exception):
    """What was typed, what is wrong with it, what to type instead, and where.

    Args:
        problem: What was typed and what is wrong with it.
        fix: One thing to type instead.
        at: Construct path. Left out: the construct that meets the error fills it in.
        see: Heading in the SES developer guide, where the reason is not obvious.
    """

    def __init__(self, problem: str, *, fix: str, at: str | None = None, see: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix
        self.at = at
        self.see = see

    def __str__(self) -> str:
        lines = [self.problem, f"  fix: {self.fix}"]
        if self.at is not None:
            lines.append(f"  at:  {self.at}")
        if self.see is not None:
            lines.append(f"  see: {self.see}")
        return "\n".join(lines)


class InvalidSettingError(SesConstructsError, ValueError):
    """One setting has a value that SES refuses or would silently get wrong.

    Args:
        setting: The keyword as typed.
        got: The value as typed.
        wrong: What is wrong with it, to be read after the two.
    """

    def __init__(
        self,
        setting: str,
        got: object,
        wrong: str,
        *,
        fix: str,
        at: str | None = None,
        see: str | None = None,
    ) -> None:
        super().__init__(f"{setting}={got!r} {wrong}", fix=fix, at=at, see=see)
        self.setting = setting
        self.got = got


class ConflictingSettingsError(SesConstructsError, ValueError):
    """Two settings, or two constructs, that cannot be true together."""


class UnavailableInRegionError(SesConstructsError, ValueError):
    """The region is known not to offer what was asked for."""
