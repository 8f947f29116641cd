"""Mail that was received: the notice of it, and the message itself, read without trusting either.

Of the standard library, for any Lambda function to use.
"""

from .header_block import HeaderBlock
from .notices import DmarcPolicy, Receipt, ReceiptActionTaken, ReceivedMail, Verdict

__all__ = ["DmarcPolicy", "HeaderBlock", "Receipt", "ReceiptActionTaken", "ReceivedMail", "Verdict"]
