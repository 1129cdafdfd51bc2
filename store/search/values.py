"""What may stand behind a key, and what is said while it is only begun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from store.errors import QueryError, UnfinishedQueryError
from store.search import periods
from store.search.forms import DAYS, VALUES

AWAITED: Mapping[str, str] = {
    "actor": "a name goes after {typed}",
    "source": "an outlet goes after {typed}",
    "tag": "one of your tags goes after {typed}",
    "title": "words of the headline go after {typed}",
    "body": "words of the body go after {typed}",
    "date": "2023, 2023-03, 2023-03-14, from..to or 今天 go after {typed}",
    "last": "7天, 2周, 3月 or 7d go after {typed}",
    "is": "{values} go after {typed}",
    "sort": "{values} go after {typed}",
    "or": "what else it may be goes after OR",
    "minus": "what is to be left out goes after the minus",
    "bracket": "the bracket is still open",
    "quotes": "the quotation mark is still open",
}
"""What may follow a key, or a sign, as messages."""


def missing(message: str, at: int, what: str, kept: int | None, **values: str) -> QueryError:
    """The error where ``what``, a key of ``AWAITED``, is missing at ``at``.

    ``kept``: the text ends there and may yet go on, and so much of it is looked for meanwhile.
    """
    if kept is not None:
        return UnfinishedQueryError(message, at, kept, AWAITED[what], **values)
    return QueryError(message, at, **values)


def nothing_after(key: str, typed: str, at: int, *, ended: bool) -> QueryError:
    """The error of a key ``typed`` so that has no value; ``ended``: because the text ends there."""
    told = {"typed": typed, "values": _beginning(key, "")}
    return missing("nothing after this", at, key, at if ended else None, **told)


def one_of(key: str, name: str, value: str, at: int, begun: int | None) -> str:
    """What a value, at ``at``, stands for of a key that takes only some and is called ``name``.

    ``begun``: the value may be half of one, since the text ends with it; its key stands there.
    """
    values = VALUES[key]
    if value in values:
        return values[value]
    near = get_close_matches(value, values, n=1, cutoff=0.3)
    told = {"key": name, "value": value}
    if near:
        told["meant"] = near[0]
        error = QueryError("no {key}:{value} — did you mean {key}:{meant} ?", at, **told)
    else:
        told["values"] = " ".join(values)
        error = QueryError("no {key}:{value} — it may be {values}", at, **told)
    rest = _beginning(key, value)
    if begun is None or not rest:
        raise error
    raise _unfinished(error, key, name, begun, rest)


def dates(
    key: str, name: str, value: str, at: int, begun: int | None, today: date
) -> periods.Period:
    """The days that a value of ``date`` or ``last`` stands for; parameters as those of ``one_of``.

    Of one that is begun as much is kept as are dates already.
    """
    try:
        return (periods.period if key == "date" else periods.span)(value, today, at)
    except QueryError as error:
        done = periods.begun(value, today) if key == "date" else periods.begun_span(value)
        if begun is None or done is None:
            raise
        kept = at + done if done else begun
        raise _unfinished(error, key, name, kept, _beginning(key, "")) from None


def _unfinished(
    error: QueryError, key: str, name: str, kept: int, values: str
) -> UnfinishedQueryError:
    said = error.message
    told = said.values | {"key": name, "typed": f"{name}:", "values": values}
    return UnfinishedQueryError(said.template, error.position, kept, AWAITED[key], **told)


def _beginning(key: str, value: str) -> str:
    """The values that begin so."""
    return " ".join(each for each in VALUES.get(key, DAYS) if each.startswith(value))
