"""Separator and cover sheets of a checklist, as a PDF for the printer. Nothing is stored; a sheet is printed as often as needed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desk_app.domain import codes, sheet_names
from desk_app.domain.draft import DraftComponent
from desk_app.domain.receipt import PaperSize

MOST_BARE = 50
"""Sheets that name no paper are all alike and are used again; more in one print is a slip of the finger."""


def render(
    components: Sequence[DraftComponent],
    *,
    procedure_code: str,
    procedure_name: str,
    only: Collection[str] | None = None,
    cover: bool = True,
    bare: int = 0,
    size: PaperSize = PaperSize.A4,
    dossier_code: str = "",
) -> bytes:
    """The sheets as PDF: the cover, one sheet for each paper that is digitised, and sheets that name none.

    Args:
        components: the checklist of the draft.
        procedure_code: on the cover as a code too, so that a gun can choose the procedure with it.
        procedure_name: as published.
        only: ids of the papers that get a sheet; None for all that are digitised. The cover lists all that are.
        cover: with a cover sheet.
        bare: how many sheets that name no paper, at most ``MOST_BARE``.
        size: A4 or A5.
        dossier_code: on the cover, official or provisional; empty while the dossier has none.

    Raises:
        ValueError: there would be no sheet at all.
    """
    from desk_app.forms import separator_sheet as sheets

    texts = sheet_names.paper_texts(components)
    wanted = [(number, c) for number, c in enumerate(components, start=1) if not c.presented_only]
    listed = {c.id: sheets.Paper(number, c.name, texts[c.id]) for number, c in wanted}
    papers = [paper for component_id, paper in listed.items() if only is None or component_id in only]
    papers += [sheets.Paper(0, "", codes.separator())] * min(bare, MOST_BARE)
    front = None
    if cover and listed:
        front = sheets.Cover(
            procedure_code=procedure_code,
            procedure_name=procedure_name,
            papers=tuple(listed.values()),
            code=dossier_code,
        )
    if front is None and not papers:
        msg = "no sheet to print"
        raise ValueError(msg)
    paper_size = sheets.A5 if size is PaperSize.A5 else sheets.A4
    return sheets.render(front, papers, paper_size, procedure=procedure_name)
