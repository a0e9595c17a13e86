"""Modules whose tests together take longer than `make test-fast` may (20 s); the whole suite runs them."""

SLOW_MODULES = frozenset(
    {
        "actions.test_adjust",
        "actions.test_install",
        "actions.test_remind_now",
        "actions.test_submit",
        "actions.test_watch",
        "actions.test_year",
        "mail.test_message",
        "mail.test_relay",
        "paper.test_docx",
        "web.test_web_form",
        "web.test_web_guard",
        "web.test_web_pages",
        "actions.test_crash",
        "actions.test_dispatch",
        "actions.test_draft",
        "actions.test_edit",
        "actions.test_outsider",
        "actions.test_remind",
        "actions.test_sign",
        "flows.test_embedded",
        "mail.test_deliver",
        "paper.test_any_text",
        "paper.test_pdf",
        "web.test_web_access",
        "web.test_web_acts",
        "web.test_web_edit",
        "web.test_web_queries",
    }
)
