"""Compares a deployed stack with reality: DNS, SES, the guard, and who is listening.

``python -m ses_constructs.doctor --stack Mail`` is the same on the command line. Needs boto3 and dnspython, and
neither Node.js nor the CDK. It reads, and changes nothing.
"""

from .deployed_stack import DeployedStack
from .examination import all_rules, examine
from .name_server import Answer, NameServer, Resolver
from .permissions import read_policy

__all__ = ["Answer", "DeployedStack", "NameServer", "Resolver", "all_rules", "examine", "read_policy"]
