"""CDK helpers that two features or more use."""

from .aws import Aws
from .lambda_function import LambdaFunction
from .located import located
from .once import once
from .provider import Provider
from .tokens import is_known

__all__ = ["Aws", "LambdaFunction", "Provider", "is_known", "located", "once"]
