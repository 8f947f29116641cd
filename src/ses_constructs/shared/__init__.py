"""CDK helpers that two features or more use. What needs Node.js is imported when it is used."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

from .located import located
from .once import once
from .tokens import is_known

if TYPE_CHECKING:
    from .aws import Aws
    from .lambda_function import LambdaFunction
    from .provider import Provider

__all__ = ["Aws", "LambdaFunction", "Provider", "is_known", "located", "once"]
__getattr__ = on_demand(__name__, Aws="aws", LambdaFunction="lambda_function", Provider="provider")
