"""The staff's page at /staff: the audit of the signs, its maps and its files; and /api/v1/audit.

The first to ask starts the audit; until it is there the page shows how long it has been under way and the API answers
202. Pages, maps and files carry an ETag; a map's script is named by its content.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any, Literal, get_args

import orjson
from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from pydantic import Field

from wayfinding.errors import NotFoundError
from wayfinding.routing.profiles import PROFILES
from wayfinding.signage import words as fixed
from wayfinding.signage.answer import EVERYWHERE
from wayfinding.signage.targets import Target, get_target, list_targets
from wayfinding.web.hub import get_hub
from wayfinding.web.problems import problem
from wayfinding.web.queries import AuditQuery
from wayfinding.web.report import STATIC, station_name
from wayfinding.web.report_files import FILES, TABLES, File
from wayfinding.web.staff_audits import Audits, get_audits
from wayfinding.web.staff_worker import Question

blueprint = Blueprint("staff", __name__)

OFFERED = get_args(AuditQuery.model_fields["profile"].annotation)
RETRY_S = 1
PATIENCE_S, DOWNLOAD_S = 0.5, 10.0
"""How long a page and a download are held back for an answer that is nearly there."""
YEAR_S = 31_536_000


class PageQuery(AuditQuery):
    """The parameters of the page."""

    lang: Literal["zh", "en"] = "zh"


class MapQuery(AuditQuery):
    """The parameters of a map's script."""

    level: str = Field(max_length=10)


@blueprint.record
def _install(state: BlueprintSetupState) -> None:
    state.app.extensions["audits"] = Audits(state.app.extensions["hub"].network.source)


@blueprint.get("/api/v1/audit")
def show_audit() -> Response:
    """The audit as the contract has it; 202 while it is computed."""
    query = AuditQuery.model_validate(request.args.to_dict())
    question = _question("answer", query)
    answer = get_audits().find(question, PATIENCE_S)
    return _wait(question) if answer is None else _tagged(answer, "application/json")


@blueprint.get("/staff")
def show_staff() -> Response:
    """The page: the audit, or, with status 202, a note that it is being computed."""
    query = PageQuery.model_validate(request.args.to_dict())
    station = get_hub().station
    question = _question("view", query)
    found = get_audits().find(question, 0.0 if request.method == "HEAD" else PATIENCE_S)
    asked: dict[str, Any] = {"to": query.to, "profile": query.profile}
    page = render_template(
        "staff.html",
        lang=query.lang, station=station_name(station), scenarios=station.scenarios,
        to=question.to, targets=list_targets(station),
        profile=query.profile, profiles=[PROFILES[name] for name in OFFERED], asset=_asset, tables=TABLES,
        view=None if found is None else orjson.loads(found), outcomes=fixed.OUTCOMES, gap_reasons=fixed.GAP_REASONS,
        script_of=lambda tab: url_for("staff.show_map", digest=tab["digest"], level=tab["key"], **asked),
        file_address=lambda name: url_for("staff.show_file", name=name, **asked),
    )  # fmt: skip
    return _tagged(page.encode(), "text/html") if found is not None else _later(Response(page, status=202))


@blueprint.get("/staff/maps/<digest>.js")
def show_map(digest: str) -> Response:
    """The script of one level's map, under the name of its content: it never changes, and an old name is not found."""
    query = MapQuery.model_validate(request.args.to_dict())
    found = get_audits().find(_question("view", query), DOWNLOAD_S)
    if found is None:
        return _busy()
    scripts = {tab["digest"]: tab["script"] for tab in orjson.loads(found)["tabs"] if tab["key"] == query.level}
    if digest not in scripts:
        abort(404, "no such map: load the page again")
    answer = Response(scripts[digest], mimetype="text/javascript")
    answer.cache_control.max_age = YEAR_S
    answer.cache_control.immutable = True
    answer.cache_control.private = True
    return answer


@blueprint.get("/staff/files/<name>")
def show_file(name: str) -> Response:
    """One table of the audit as CSV or GeoJSON."""
    query = AuditQuery.model_validate(request.args.to_dict())
    question = _question("file", query, name)
    file: File | None = next((file for file in FILES if file.name == name), None)
    if file is None:
        abort(404, f"no such file; there are {', '.join(file.name for file in FILES)}")
    content = get_audits().find(question, DOWNLOAD_S)
    if content is None:
        return _busy()
    answer = _tagged(content, file.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _question(what: str, query: AuditQuery, name: str = "") -> Question:
    """NotFoundError where the audit has no such destination."""
    target = _target(query.to)
    return Question(what, query.profile, None if target is None else target.id, name)


def _target(text: str) -> Target | None:
    """The destination asked for; None is all of them. NotFoundError where the audit has no such destination."""
    if text == EVERYWHERE:
        return None
    station = get_hub().station
    wanted, known = get_target(station, text), list_targets(station)
    for target in known:
        if target.places == wanted.places:
            return target
    raise NotFoundError(f"{text[:40]!r} is no single destination of the audit", [target.id for target in known])


def _wait(question: Question) -> Response:
    job = get_audits().demand(question)
    body = {"status": "computing", "seconds": 0.0 if job is None else round(job.seconds, 1)}
    return _later(Response(orjson.dumps(body), status=202, mimetype="application/json"))


def _busy() -> Response:
    return _later(problem(503, "Service Unavailable", "the audit is still being computed: ask again in a few seconds"))


def _later(answer: Response) -> Response:
    answer.headers["Retry-After"] = str(RETRY_S)
    answer.cache_control.no_store = True
    return answer


def _tagged(body: bytes, media_type: str) -> Response:
    """An answer that whoever has it already gets as 304."""
    answer = Response(body, mimetype=media_type)
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    return answer.make_conditional(request)  # type: ignore[return-value]


def _asset(name: str) -> str:
    """The address of a file of ours, which changes with its content."""
    return url_for("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:16]
