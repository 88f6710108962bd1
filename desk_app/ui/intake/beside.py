"""Sentences beside fields: red for what stops the acceptance, amber for what is only odd, quiet otherwise."""

from __future__ import annotations

from desk_app.domain.draft import Problem
from desk_app.ui import messages
from desk_app.ui.fields import Field
from desk_app.ui.labels import restyle


def show_problem(field: Field, problem: Problem | None, *, hint: str = "", language: str = messages.VIETNAMESE) -> None:
    """Show a problem, or without one the ordinary hint of the field."""
    sentence = messages.for_problem(problem, language) if problem else ""
    stops = problem is not None and problem.blocking
    field.set_error(sentence if stops else "")
    field.set_hint(sentence if problem and not stops else hint)
    restyle(field.message, tone="amber" if problem and not stops else "")


def problem_of(problems: tuple[Problem, ...], field: str) -> Problem | None:
    """The first problem of a field, what stops the acceptance before what is odd."""
    here = [p for p in problems if p.field == field]
    return next((p for p in here if p.blocking), here[0] if here else None)
