"""The catalogue page: every document held with its metadata, its validity on a chosen day, and how they divide up."""

from __future__ import annotations

from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.desk.catalogue import (
    CATALOGUE_COLUMNS,
    VALIDITIES,
    Wanted,
    by_region,
    by_validity,
    by_year,
    chosen,
    dated,
    region_options,
)
from ui.pieces import read_date
from ui.server import Services, View

PATH: Final = "/catalogue"


def catalogue_routes(services: Services) -> APIRouter:
    """The route of the catalogue page."""
    router = APIRouter()

    @router.get(PATH)
    def catalogue(
        request: Request, as_of: str = "", region: str = "", validity: str = "", sort: str = ""
    ) -> HTMLResponse:
        return _catalogue(services, request, as_of.strip(), region.strip(), validity.strip(), sort)

    return router


def _catalogue(services: Services, request: Request, as_of: str, region: str, validity: str, sort: str) -> HTMLResponse:
    words = View.of(request.scope).words.catalogue
    errors = dict.fromkeys(("as_of", "region", "validity"), "")
    try:
        day = read_date(as_of)
    except ValueError:
        day, errors["as_of"] = None, words.bad_date
    held = services.kb.documents(day)
    regions = region_options(held)
    if region and region not in {name for name, _ in regions}:
        errors["region"], region = words.bad_region.format(name=region[:60]), ""
    if validity and validity not in VALIDITIES:
        errors["validity"], validity = words.bad_validity, ""
    sort = sort if sort.removeprefix("-") in CATALOGUE_COLUMNS else "-issued"
    wanted = Wanted(day, region, validity, sort)
    entries = chosen(held, wanted)

    return services.site.page(
        request,
        "catalogue.html",
        title=words.title,
        path=PATH,
        wanted=wanted,
        typed_day=as_of[:60],
        errors=errors,
        regions=regions,
        validities=VALIDITIES,
        entries=entries,
        total=len(held),
        day=day or date.today(),
        dated=dated,
        titles={each.document.id: each.document.title for each in held},
        region_bars=by_region(entries, wanted),
        year_bars=by_year(entries),
        validity_bars=by_validity(entries, wanted),
    )
