"""What the commands do, apart from `serve`: one file a group. `dondoc.cli` imports each only when it is called."""

from dondoc.commands.installation import (
    UsageError,
    add_plan,
    check_plan,
    install,
    open_database,
    sign_in_links,
)

__all__ = ["UsageError", "add_plan", "check_plan", "install", "open_database", "sign_in_links"]
