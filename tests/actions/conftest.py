"""What the tests of actions share."""

from tests.actions.mailbox import mailing

__all__ = ["mailing"]
