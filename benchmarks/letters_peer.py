"""django-post_office doing the same job, run by its own Python: `letters_peer.py COUNT PORT DATABASE`.

Each letter is rendered from its templates (text and HTML) with its own link, stored, and sent from the queue over as
many threads as the others have connections.
"""

import json
import resource
import sys
import time

CONNECTIONS = 8


def main(count: int, port: int, database: str) -> None:
    """Run it; prints one line of JSON."""
    import django
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database, "OPTIONS": {"timeout": 30}}
        },
        EMAIL_BACKEND="post_office.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, USE_TZ=True,
        SECRET_KEY="bench",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        POST_OFFICE={"BATCH_SIZE": count, "THREADS_PER_PROCESS": CONNECTIONS, "DEFAULT_PRIORITY": "medium"},
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
            {"BACKEND": "post_office.template.backends.post_office.PostOfficeTemplates", "APP_DIRS": True,
             "OPTIONS": {"context_processors": []}},
        ],
    )  # fmt: skip
    django.setup()
    from django.core import signing
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from post_office import mail
    from post_office.models import STATUS, Email, EmailTemplate

    said = "Kính gửi {{ name }}: {{ unit }} chưa gửi báo cáo. Hạn là {{ day }}. Mở biểu mẫu: {{ link }}\n" * 6
    template = EmailTemplate.objects.create(
        name="reminder", subject="Báo cáo quý I – {{ unit }}", content=said,
        html_content="<html><body>" + "".join(f"<p style='margin:0 0 12px'>{line}</p>" for line in [said] * 5)
        + "</body></html>",
    )  # fmt: skip
    begin = time.perf_counter()
    mail.send_many(
        [
            {
                "sender": "vanphong@skhcn.example", "recipients": [f"n{number}@x.example"], "template": template,
                "context": {
                    "name": f"Người nhận {number}", "unit": f"Phòng số {number}", "day": "15/03/2024",
                    "link": f"https://baocao.example/f/{signing.dumps([number, number])}",
                },
            }
            for number in range(count)
        ]
    )  # fmt: skip
    mail.send_queued(processes=1, log_level=0)
    seconds = time.perf_counter() - begin
    sent = Email.objects.filter(status=STATUS.sent).count()
    if sent != count:
        raise SystemExit(f"{sent} of {count} letters are sent")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": megabytes}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
