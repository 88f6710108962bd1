"""What of a dossier is searched, and what a typed text asks for.

One full-text index holds for each dossier a handful of tokens, each looked up as a whole, so that every search is an intersection
of lists that runs from the newest dossier backwards:

* every beginning of every word of the names, folded: ``n ng ngu nguy nguye nguyen``;
* ``_n…``: every four-character piece of the codes, identity numbers and telephone numbers; a longer fragment is found by some of
  its pieces and then verified against the number itself;
* ``_s…`` status, ``_p…`` procedure, ``_a…`` accepted by, ``_m…`` month of receipt.

Folding leaves no underscore, so nothing typed can be taken for one of the latter.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from desk_app import clock
from desk_app.domain import codes
from desk_app.domain.dossier import Dossier
from desk_app.domain.vietnamese import fold

PIECE = 4
"""Length of the pieces of numbers."""

BEGINNING = 16
"""Longest beginning of a word that has a token of its own; what is typed beyond it is not compared."""

_LONGEST_NUMBER = 40
_MOST_TERMS = 8
_MOST_PIECES = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """What somebody looks for: every word and every number must be there.

    Attributes:
        words: folded beginnings of words of a name or a procedure.
        numbers: fragments of codes and numbers, without punctuation, at least ``PIECE`` long.
    """

    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def read(text: str) -> Terms:
    """What the typed text asks for.

    >>> read("Nguyễn  Th 0107")
    Terms(words=('nguyen', 'th'), numbers=('0107',))
    >>> read("261123-0107"), read("0912 345 678")
    (Terms(words=(), numbers=('2611230107',)), Terms(words=(), numbers=('0912345678',)))
    """
    words, numbers = [], []
    chunks = text.split()
    if len(chunks) > 1 and all(compact(chunk).isdigit() for chunk in chunks):
        chunks = ["".join(chunks)]  # a telephone or card number typed in groups
    for chunk in chunks:
        squeezed = compact(chunk)[:_LONGEST_NUMBER]
        if len(squeezed) >= PIECE and any(c.isdigit() for c in squeezed):
            numbers.append(squeezed)
        else:
            words += [word[:BEGINNING] for word in fold(chunk).split()]
    return Terms(tuple(dict.fromkeys(words))[:_MOST_TERMS], tuple(dict.fromkeys(numbers))[:_MOST_TERMS])


def whole_code(text: str) -> str | None:
    """The dossier code, official or provisional, that the text is; None if it is none.

    >>> whole_code(" h12.64 – 261123 – 0107 ")
    'H12.64-261123-0107'
    """
    code = codes.parse(text)
    if code is not None:
        return code.text
    provisional = "".join(text.upper().split())
    return provisional if codes.is_provisional(provisional) else None


def compact(text: str) -> str:
    """A code or number without case and punctuation.

    >>> compact("H12.64-261123-0107")
    'h12642611230107'
    """
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    return fold(text).replace(" ", "")


def names_of(dossier: Dossier) -> str:
    """The folded names under which the dossier is found."""
    names = dossier.applicant.full_name
    if dossier.submitter is not None:
        names += " " + dossier.submitter.full_name
    return fold(names)


def numbers_of(dossier: Dossier) -> str:
    """Every number of the dossier without punctuation, separated by spaces."""
    applicant, submitter = dossier.applicant, dossier.submitter
    raw = [dossier.code, dossier.provisional_code or "", applicant.id_number, applicant.phone]
    if submitter is not None:
        raw += [submitter.id_number, submitter.phone]
    return " ".join(dict.fromkeys(filter(None, map(compact, raw))))


def tokens_of(dossier: Dossier, *, names: str, numbers: str) -> str:
    """What the index holds for it; ``names`` and ``numbers`` as made of it above."""
    return tokens(
        names,
        numbers,
        status_token(dossier.status),
        procedure_token(dossier.procedure_code),
        account_token(dossier.accepted_by),
        month_token(dossier.received_at.astimezone(clock.VIETNAM)),
    )


def tokens(names: str, numbers: str, *filters: str) -> str:
    """The tokens of folded names, of compact numbers, and those given."""
    found = list(filters)
    for word in names.split():
        found += [word[:length] for length in range(1, min(len(word), BEGINNING) + 1)]
    for number in numbers.split():
        found += [f"_n{number[start : start + PIECE]}" for start in range(max(1, len(number) - PIECE + 1))]
    return " ".join(dict.fromkeys(found))


def number_tokens(fragment: str) -> list[str]:
    """Tokens that a number with this fragment has: its last four characters, the four before them, and so on.

    The first characters of a code are those of every other code here and tell little, so a long fragment is found by its end.

    >>> number_tokens("0912345678"), number_tokens("0107")
    (['_n5678', '_n1234', '_n0912'], ['_n0107'])
    """
    starts = list(range(len(fragment) - PIECE, -1, -PIECE))
    if starts[-1] > 0:
        starts.append(0)
    return [f"_n{fragment[start : start + PIECE]}" for start in starts[:_MOST_PIECES]]


def status_token(status: str) -> str:
    """The token of every dossier in this status."""
    return f"_s{_squeezed(status)}"


def procedure_token(code: str) -> str:
    """The token of every dossier of this procedure."""
    return f"_p{_squeezed(code)}"


def account_token(account_id: str) -> str:
    """The token of every dossier that this account accepted."""
    return f"_a{_squeezed(account_id)}"


def month_token(day: dt.date) -> str:
    """The token of every dossier received in the month of this day (or moment)."""
    return f"_m{day:%Y%m}"


def _squeezed(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
