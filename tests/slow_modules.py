"""Modules whose tests together take longer than `make test-fast` may (20 s); the whole suite runs them."""

SLOW_MODULES = frozenset(
    {
        "actions.test_adjust",
        "actions.test_crash",
        "actions.test_dispatch",
        "actions.test_draft",
        "actions.test_outsider",
        "actions.test_remind",
        "actions.test_sign",
        "flows.test_embedded",
        "mail.test_deliver",
        "paper.test_any_text",
        "paper.test_pdf",
        "web.test_web_access",
        "web.test_web_acts",
        "web.test_web_queries",
    }
)
