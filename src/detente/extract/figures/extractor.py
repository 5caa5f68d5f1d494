"""Figures: the numbers that an article claims, with unit, bounds, direction, and what they refer to.

Numbers are read (`numbers.py`), get a unit and cues (`quantities.py`, `ranks.py`), lose those that are years or
names (`designations.py`), become ranges (`ranges.py`), claim something (`changes.py`), hang together (`links.py`),
and here become records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from detente.extract.figures.amounts import keep_claimed, read_amounts
from detente.extract.figures.changes import Claim, read_claims
from detente.extract.figures.designations import DateSpan
from detente.extract.figures.figure_sources import find_period, find_source
from detente.extract.figures.links import link_claims
from detente.extract.figures.measured import find_measured
from detente.extract.figures.numbers import format_decimal
from detente.extract.figures.phrases import Place, narrow_phrase
from detente.extract.figures.quantities import Amount, Context, make_context
from detente.language.articles import EXTRACTED_ZONES, Article, Sentence
from detente.language.date_expressions import DateExpression, find_dates
from detente.lexicon.units import load_units, load_wording
from detente.records import Figure, Mention, Span, When, make_id

_RULES = {
    "amount": "figures/number-unit@1",
    "target": "figures/change-target@1",
}  # the other modes give their rule its name
_PRICES = re.compile(
    r"\b(?:in|at) (?:constant )?((?:19|20)\d\d) (?:\w+ )?(?:dollars|prices|euros|pounds|rubles|roubles|terms)\b",
    re.IGNORECASE,
)


def make_figure_extractor() -> Callable[[Article], Iterator[Figure]]:
    """A function that gives the figures of an article in the order of its text.

    Example:
        >>> from detente.language.articles import Article, Sentence
        >>> from detente.records import make_document
        >>> document = make_document("Exports fell 4% to $2bn.", sources=())
        >>> place = dict(index=0, start=0, end=24, zone="body", paragraph=0)
        >>> sentence = Sentence(document=document.id, text=document.text, **place)
        >>> figures = list(make_figure_extractor()(Article(document=document, sentences=(sentence,))))
        >>> [(f.type, f.quantity, f.unit, f.direction) for f in figures]
        [('change', '4', 'percent', 'down'), ('level', '2000000000', 'USD', 'down')]
    """
    load_units()  # a bad lexicon shows here, not at the first article
    load_wording()

    def extract_figures(article: Article) -> Iterator[Figure]:
        for sentence in article.sentences:
            if sentence.zone in EXTRACTED_ZONES:
                yield from _read_sentence(sentence)

    return extract_figures


def _read_sentence(sentence: Sentence) -> Iterator[Figure]:
    tags = {token.start - sentence.start: token.xpos for token in sentence.tokens}
    context = make_context(sentence.text, tags)
    amounts = read_amounts(context)
    if not amounts:
        return
    dates = find_dates(sentence.text)
    days = [
        DateSpan(d.start, d.end, d.unit == "year" and d.end_year is None) for d in dates if d.shift is None
    ]
    claims = link_claims(context, read_claims(context, keep_claimed(context, amounts, days)))
    ids = [_address(sentence, claim.amount) for claim in claims]
    for claim in claims:
        yield _make_figure(context, claim, sentence, ids=ids, dates=dates)


def _address(sentence: Sentence, amount: Amount) -> str:
    return make_id("figure", sentence.document, sentence.start + amount.start, sentence.start + amount.end)


def _make_figure(
    context: Context, claim: Claim, sentence: Sentence, *, ids: list[str], dates: Sequence[DateExpression]
) -> Figure:
    amount = claim.amount
    prices = _PRICES.search(context.text, amount.end) if amount.dimension == "currency" else None
    vague = amount.form == "vague"
    base = narrow_phrase(sentence, claim.of_text) if claim.mode == "share" else claim.of_text
    return Figure(
        id=_address(sentence, amount),
        document=sentence.document,
        evidence=sentence.span,
        rule=_RULES.get(claim.mode, f"figures/{claim.mode}@1"),
        detail=describe_claim(context, claim),
        number=_cite(sentence, (amount.start, amount.end)),
        quantity=format_decimal(amount.value),
        high=None if amount.high is None else format_decimal(amount.high),
        unit=amount.unit,
        type=claim.type,
        direction=claim.direction,
        approximate=amount.approximate or vague,
        bound="min" if vague and amount.bound is None else amount.bound,
        measures=_cite_if(sentence, find_measured(context, claim, sentence)),
        period=_cite_period(sentence, find_period(context.text, amount, dates)),
        source=_cite_source(sentence, find_source(context, amount, sentence)),
        of=None if claim.of is None else ids[claim.of],
        of_text=_cite_if(sentence, base),
        from_=None if claim.origin is None else ids[claim.origin],
        to=None if claim.target is None else ids[claim.target],
        price_year=int(prices[1]) if prices else None,
    )


def _cite(sentence: Sentence, place: Place) -> Span:
    return sentence.cite(sentence.start + place[0], sentence.start + place[1])


def _cite_if(sentence: Sentence, place: Place | None) -> Span | None:
    return None if place is None else _cite(sentence, place)


def _cite_period(sentence: Sentence, date: DateExpression | None) -> When:
    if date is None:
        return When(because="no date expression stands near the figure")
    span = _cite(sentence, (date.start, date.end))
    return When(span=span, because="the nearest date expression; not yet resolved")


def _cite_source(sentence: Sentence, place: Place | None) -> Mention | None:
    if place is None:
        return None
    return Mention(span=_cite(sentence, place), because="the sentence names it as the source")


def describe_claim(context: Context, claim: Claim) -> str:
    """One sentence for a person: the value, what blurs it, why it is a change, what it hangs together with."""
    amount, text = claim.amount, context.text
    values = [format_decimal(value) for value in (amount.value, amount.high) if value is not None]
    parts = [f"{' to '.join(values)} {amount.unit}"]
    if amount.number.scale != 1:
        parts.append(f"printed as {text[amount.start : amount.end]!r}")
    if amount.cue:
        parts.append(f"{'bounded' if amount.bound else 'blurred'} by {amount.cue!r}")
    if claim.cue:
        what = {"target": "what is reached", "comparison": "a difference"}.get(claim.mode, "a change")
        parts.append(f"{what}, {claim.direction} because of {text[slice(*claim.cue)]!r}")
    if claim.mode == "conversion":
        parts.append("a conversion: the same amount as the figure before it, in another unit")
    elif claim.of is not None:
        parts.append("a share of the figure after it")
    ends = [name for name, end in (("from", claim.origin), ("to", claim.target)) if end is not None]
    if ends:
        parts.append(f"{' and '.join(ends)} another figure of the sentence")
    return "; ".join(parts) + "."
