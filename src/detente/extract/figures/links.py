"""How the amounts of a sentence hang together: from what to what, percent of what, the same in another unit."""

from __future__ import annotations

import re

from detente.extract.figures.changes import TO_LEVEL, Claim
from detente.extract.figures.phrases import Place, read_phrase
from detente.extract.figures.quantities import Amount, Context
from detente.extract.figures.ranges import follows_from
from detente.lexicon.units import Direction

_ARTICLE = r"(?:(?:a|an|the|just|only|about) )?"
_TO_TARGET = re.compile(rf",?{TO_LEVEL}")
_FROM = re.compile(rf",? (?:up |down )?from {_ARTICLE}")
_COMPARED = re.compile(rf",? (?:compared (?:with|to)|up from|down from) {_ARTICLE}")
_PATH = re.compile(rf"(?:[ ,][^.;:()]{{0,20}})? to {_ARTICLE}")
_RESTATED = re.compile(r",? (?:or|i\.e\.|which is|that is|about|some)? ?|,? ?\(")
_APPOSED = re.compile(
    r",? (?:a|an|or|which is a|representing an?|marking an?) (?:[a-z]+ ){0,2}(?:of )?|,? ?\("
)
_CONVERTED = re.compile(
    r" ?[(\[](?:about |around |some |nearly |almost |or |i\.e\. |equivalent to |~)?| ?/ ?|, or (?:about )?"
)
_CONVERTED_AGAIN = re.compile(r"[;,/] ?|,? or ")
_CLOSES = re.compile(r"[^()]{0,30}[)\]/;]")


def link_claims(context: Context, claims: list[Claim]) -> list[Claim]:
    """The claims with `origin`, `target`, `of` and `of_text` filled, as far as the words between them say.

    Example:
        >>> from detente.extract.figures.amounts import keep_claimed, read_amounts
        >>> from detente.extract.figures.changes import read_claims
        >>> from detente.extract.figures.quantities import make_context
        >>> context = make_context("Output fell from 1.6m to 1.15m vehicles, a drop of 11%", {})
        >>> claims = read_claims(context, keep_claimed(context, read_amounts(context)))
        >>> [(claim.origin, claim.target) for claim in link_claims(context, claims)]
        [(None, None), (0, None), (0, 1)]
    """
    linked = list(claims)
    for i in range(1, len(linked)):
        gap = context.text[linked[i - 1].amount.right : linked[i].amount.left]
        linked[i - 1 : i + 1] = _link_pair(context, linked[i - 1], linked[i], gap=gap, at=i)
        if linked[i - 1].target == i:
            _spread_target(linked, i)
    for i in range(len(linked)):
        linked[i] = _add_base(context, _complete_change(linked, i), linked, i)
    return linked


def _link_pair(context: Context, first: Claim, second: Claim, *, gap: str, at: int) -> tuple[Claim, Claim]:
    """Two neighbours with what ties them; `at` is the index of the second."""
    same, changes = first.amount.unit == second.amount.unit, (first.type, second.type).count("change")
    if first.type == "change" and second.mode == "target" and _TO_TARGET.fullmatch(gap):
        return first._replace(target=at), second._replace(direction=first.direction)
    if first.type == "change" and _FROM.fullmatch(gap) and not second.cue:
        return first._replace(origin=at), second
    if same and not changes and _PATH.fullmatch(gap) and follows_from(context, first.amount):
        return first, second._replace(mode="target", origin=at - 1, direction=_compare(first, second))
    if (
        same
        and not changes
        and first.type == second.type
        and (_FROM.fullmatch(gap) or _COMPARED.fullmatch(gap))
    ):
        return first._replace(origin=at, direction=_compare(second, first)), second
    if second.type == "change" and first.origin is not None and _APPOSED.fullmatch(gap):
        return first, second._replace(origin=first.origin, target=at - 1)
    if (
        second.mode == "comparison"
        and second.amount.dimension == "share"
        and first.type in {"level", "count"}
        and _RESTATED.fullmatch(gap)
    ):
        return first, second._replace(target=at - 1)
    if _is_conversion(context, first, second, gap):
        root = first.of if first.mode == "conversion" else at - 1
        amount = _inherit_bound(second.amount, first.amount)
        return first, second._replace(mode="conversion", of=root, amount=amount)
    return first, second


def _compare(origin: Claim, target: Claim) -> Direction | None:
    before, after = origin.amount.value, target.amount.value
    return None if before == after else "up" if after > before else "down"


def _spread_target(claims: list[Claim], target: int) -> None:
    """ "fell 11% or 100,300 units to 1.15m": what a change led to belongs to each way of telling it; in place."""
    for k in range(target - 2, -1, -1):
        if claims[k].cue != claims[target - 1].cue or claims[k].type != "change":
            break
        claims[k] = claims[k]._replace(target=target)


def _complete_change(claims: list[Claim], i: int) -> Claim:
    """A change with its other end: "rose 5% from 100 to 105", "fell 5% to 95 from 100"."""
    claim = claims[i]
    if claim.type != "change":
        return claim
    if (
        claim.target is None
        and claim.origin == i + 1
        and i + 2 < len(claims)
        and claims[i + 2].origin == i + 1
    ):
        return claim._replace(target=i + 2)
    if claim.origin is None and claim.target is not None:
        return claim._replace(origin=claims[claim.target].origin)
    return claim


def _is_conversion(context: Context, first: Claim, second: Claim, gap: str) -> bool:
    """ "RUB40bn (US$640m)", "870 km (540 miles)": the same amount in another unit."""
    one, other = first.amount, second.amount
    if (
        one.dimension != other.dimension
        or one.dimension not in {"currency", "measure"}
        or one.unit == other.unit
    ):
        return False
    if first.mode == "conversion" and _CONVERTED_AGAIN.fullmatch(gap):
        return True
    bracketed = gap.strip().startswith(("(", "["))
    return bool(_CONVERTED.fullmatch(gap)) and (not bracketed or bool(_CLOSES.match(context.text, other.end)))


def _inherit_bound(amount: Amount, first: Amount) -> Amount:
    """ "more than 100 km (60 miles)": both are bounds."""
    return (
        amount
        if amount.cue
        else amount._replace(bound=first.bound, approximate=first.approximate, cue=first.cue)
    )


# --- percent of what, change against what ---------------------------------------------------------

_OF = re.compile(r"[ \u00a0]of[ \u00a0]")
_OF_FIGURE = re.compile(r" of (?:the|its|their|those|these|all|all the|a total of|about|some|nearly)? ?")
_THAN = re.compile(r" (?:than )?")
_STRETCH = re.compile(r"(?:[^.,;:!?]|[.,]\d){0,120}")


def _add_base(context: Context, claim: Claim, claims: list[Claim], i: int) -> Claim:
    """The claim with what its percentage is of, or what its change is measured against."""
    text, amount = context.text, claim.amount
    if claim.mode == "comparison" and claim.cue:
        than = _THAN.match(text, claim.cue[1])
        return claim._replace(of_text=read_phrase(context, than.end() if than else claim.cue[1]))
    if claim.type == "change":
        return claim._replace(of_text=_find_comparison(context, amount.right))
    of = _OF.match(text, amount.end)
    if claim.mode != "amount" or amount.dimension != "share" or of is None:
        return claim
    whole = claims[i + 1].amount if i + 1 < len(claims) else None
    if (
        whole
        and whole.dimension in {"people", "things", "currency"}
        and _OF_FIGURE.fullmatch(text, amount.end, whole.left)
    ):
        return claim._replace(mode="share", of=i + 1)
    return claim._replace(mode="share", of_text=read_phrase(context, of.end()))


def _find_comparison(context: Context, position: int) -> Place | None:
    """What a change is measured against: "compared with the same period", "from a year earlier"."""
    stretch = _STRETCH.match(context.text, position)
    base = context.wording.base.search(context.text, position)
    near = stretch and base and base.start() <= stretch.end() + 1
    return read_phrase(context, base.end()) if near and base else None
