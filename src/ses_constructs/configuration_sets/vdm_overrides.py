"""What a configuration set does otherwise than the account's Virtual Deliverability Manager (VDM)."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_ses as ses

from ses_constructs.shared.setting_types import checks_types


@checks_types
@dataclass(frozen=True, slots=True)
class VdmOverrides:
    """Two switches of three states: :meth:`of`, :meth:`marketing`, :meth:`transactional` or :meth:`inherit`.

    Neither does anything before VDM is enabled for the account. Engagement tracking is not the publishing of open
    and click events: each has its own switch.
    Guide: Overriding Virtual Deliverability Manager settings with configuration sets.
    """

    engagement_metrics: bool | None
    optimized_shared_delivery: bool | None

    @classmethod
    def of(
        cls, *, engagement_metrics: bool | None = None, optimized_shared_delivery: bool | None = None
    ) -> VdmOverrides:
        """Each switch by itself.

        Args:
            engagement_metrics: Counts opens and clicks, for which SES adds a pixel and rewrites links. Left out:
                as the account does.
            optimized_shared_delivery: Lets SES choose when and from where to send, which may delay mail. Left
                out: as the account does.
        """
        return cls(engagement_metrics, optimized_shared_delivery)

    @classmethod
    def marketing(cls) -> VdmOverrides:
        """Both on: it matters who reads, and a delay does not."""
        return cls(True, True)

    @classmethod
    def transactional(cls) -> VdmOverrides:
        """Both off, written as such: links stay as they are and nothing waits, whatever the account does."""
        return cls(False, False)

    @classmethod
    def inherit(cls) -> VdmOverrides:
        """Both as the account does."""
        return cls(None, None)

    @property
    def options(self) -> ses.VdmOptions | None:
        """As ``aws_ses.ConfigurationSet`` takes them; ``None`` when nothing is overridden."""
        if self.engagement_metrics is None and self.optimized_shared_delivery is None:
            return None
        return ses.VdmOptions(
            engagement_metrics=self.engagement_metrics, optimized_shared_delivery=self.optimized_shared_delivery
        )
