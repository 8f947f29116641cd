"""Who may send, in which form, within which limits; and who may manage, read and pause."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .send_form import SendForm
    from .send_limits import SendLimits
    from .ses_access import SesAccess

__all__ = ["SendForm", "SendLimits", "SesAccess"]
__getattr__ = on_demand(__name__, SendForm="send_form", SendLimits="send_limits", SesAccess="ses_access")
