"""Evidence: what a report rests on, frozen in the transaction of its signature."""

import hashlib
import json
from typing import Any

from dondoc.model import Evidence, Person, Report, ReportVersion, Submission
from dondoc.rules.provenance import every_source
from dondoc.store import page_form, reports
from dondoc.store.transaction import Writing


def freeze(act: Writing, report: Report, version: ReportVersion) -> Evidence:
    """Keep the words and figures of every submission that the signed version was made of, with their hash."""
    model = reports.model_of(version)
    wanted = {source.submission_id for source in every_source(model)}
    wanted |= {row.submission_id for row in model.units if row.submission_id}
    told = page_form.written_many(act.session, report.agency_id, wanted)
    titles = page_form.titles(act.session, {key[0] for each in told.values() for key in each.content.answers})
    figures = page_form.figure_names(act.session, {key for each in told.values() for key in each.content.figures})
    units = {row.submission_id: row.unit for row in model.units if row.submission_id}
    units |= {source.submission_id: source.unit for source in every_source(model)}
    content = {
        "report_version": version.version,
        "report_sha256": version.sha256,
        "submissions": [
            _submission(act, told[key].submission, units[key])
            | {
                "texts": [
                    {"item": titles.get(item, ""), "section": section.value, "text": text}
                    for (item, section), text in told[key].content.answers.items()
                ],
                "figures": [
                    {
                        "name": figures[figure][0],
                        "unit_of_measure": figures[figure][1],
                        "value": str(value),
                        "status": told[key].content.statuses[figure].value,
                    }
                    for figure, value in told[key].content.figures.items()
                ],
            }
            for key in sorted(told)
        ],
    }
    return act.add(
        Evidence(
            agency_id=report.agency_id,
            report_id=report.key,
            content=content,
            sha256=hash_of(content),
            frozen_at=act.now,
        )
    )


def hash_of(content: object) -> str:
    """SHA-256 of a value as JSON with sorted keys: the same whatever database gave it back."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _submission(act: Writing, submission: Submission, unit: str) -> dict[str, Any]:
    by = act.session.get_one(Person, submission.written_by)
    return {
        "submission": submission.key,
        "unit": unit,
        "version": submission.version,
        "written_by": by.name,
        "door": submission.door.value,
        "submitted_at": submission.submitted_at.isoformat() if submission.submitted_at else None,
        "accepted_at": submission.accepted_at.isoformat() if submission.accepted_at else None,
        "nothing_to_report": submission.nothing_to_report,
    }
