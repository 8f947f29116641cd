"""``python -m ses_constructs.smtp env --stack Mail --for plausible``: variables for an application.

They are those of the SMTP credentials of a deployed stack.
The password is shown only with ``--show-password``. Starts without the CDK, and so without Node.js.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ses_constructs.errors import SesConstructsError
from ses_constructs.smtp.deployed_credentials import find_credentials
from ses_constructs.smtp.smtp_software import SmtpSoftware

_HIDDEN = "(hidden; --show-password shows it)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one ``NAME=value`` a line, as ``.env`` files have them; 1 when there are no credentials."""
    parser = argparse.ArgumentParser(prog="python -m ses_constructs.smtp", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    env = commands.add_parser("env", help="print the variables for an application")
    env.add_argument("--stack", required=True, help="name of the deployed stack")
    env.add_argument(
        "--for",
        dest="software",
        choices=[str(each) for each in SmtpSoftware],
        default=str(SmtpSoftware.GENERIC),
        help="whose variables (default: %(default)s)",
    )
    env.add_argument("--id", default="", help="beginning of the logical id, where the stack has several")
    env.add_argument("--region", help="default: as the AWS CLI finds it")
    env.add_argument("--show-password", action="store_true", help="print the password, too")
    given = parser.parse_args(arguments)
    try:
        found = find_credentials(stack=given.stack, id=given.id, region=given.region)
    except SesConstructsError as error:
        print(error, file=sys.stderr)
        return 1
    for name, value in found.variables(
        SmtpSoftware(given.software), hidden=None if given.show_password else _HIDDEN
    ):
        print(f"{name}={value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
