"""When each step of the ladder is proposed, per round."""

from django.db import models


class LadderPlan(models.Model):
    """Working days after which steps are proposed: of sending, of the due date, of the reminder.

    A round without a plan of its own has these defaults.
    """

    round = models.OneToOneField("desk_surveys.Round", on_delete=models.CASCADE, related_name="ladder")
    acknowledge_after = models.PositiveIntegerField(default=5)
    remind_after = models.PositiveIntegerField(default=1)
    remind_again_after = models.PositiveIntegerField(default=10)
    review_after = models.PositiveIntegerField(default=10)
