"""Forecasts: who expects what, by when, under which condition and how surely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from detente.extract.claims.futures import Future, find_futures
from detente.extract.claims.outcomes import state_outcome
from detente.language.articles import EXTRACTED_ZONES, Article, Sentence, Token
from detente.language.date_expressions import find_dates
from detente.lexicon.hedges import HedgeLexicon, load_hedges
from detente.records import Forecast, Mention, Span, Statement, When, make_id

PLAIN = Mention(because="the text's own words: nobody else is named for it")


def make_forecast_extractor() -> Callable[[Article], Iterator[Forecast]]:
    """An extractor of forecasts; needs parsed sentences, and the statements already extracted to know who speaks."""
    hedges = load_hedges()

    def extract_forecasts(article: Article) -> Iterator[Forecast]:
        statements = [r for r in article.records if isinstance(r, Statement)]
        seen: Counter[tuple[int, int]] = Counter()
        for sentence in article.sentences:
            if sentence.zone in EXTRACTED_ZONES and sentence.tokens:
                for forecast in _read_sentence(article, sentence, statements, hedges):
                    place = forecast.claim_text.start, forecast.claim_text.end
                    if not seen[place]:
                        yield forecast
                    seen[place] += 1

    return extract_forecasts


def _read_sentence(
    article: Article, sentence: Sentence, statements: Sequence[Statement], hedges: HedgeLexicon
) -> Iterator[Forecast]:
    tokens = sentence.tokens

    def is_spoken(index: int) -> bool:
        return find_statement(statements, tokens[index].start) is not None

    for future in find_futures(tokens, hedges, is_spoken):
        statement = find_statement(statements, tokens[future.verb].start)
        if statement:
            future.claim = _clip(tokens, future, statement)
        yield _make_forecast(article, sentence, future, statement)


def find_statement(statements: Sequence[Statement], place: int) -> Statement | None:
    """The statement whose words cover a place, the shortest where several do."""
    covering = [
        (w.end - w.start, n) for n, s in enumerate(statements) for w in s.words if w.start <= place < w.end
    ]
    return statements[min(covering)[1]] if covering else None


def _make_forecast(
    article: Article, sentence: Sentence, future: Future, statement: Statement | None
) -> Forecast:
    tokens = sentence.tokens
    claim = _cite(sentence, future.claim)
    hedges = tuple(_cite(sentence, place) for place in future.hedges)
    condition = _cite(sentence, future.condition) if future.condition else None
    outcome = state_outcome(tokens, future)
    dates = [d for d in find_dates(claim.quote, offset=claim.start) if not _names(claim, d.start)]
    due = article.document.cite(dates[-1].start, dates[-1].end) if dates else None
    return Forecast(
        id=make_id("forecast", article.document.id, claim.start, claim.end),
        document=article.document.id,
        evidence=sentence.span,
        rule=f"forecasts/{'question' if future.question else future.rows[0].frame}@1",
        detail=_describe(future, hedges, statement),
        claim_text=claim,
        outcome_text=outcome,
        forecaster=statement.speaker if statement else PLAIN,
        due=When(span=due, because="the date phrase of the claim")
        if due
        else When(because="no date in the claim"),
        condition=condition,
        probability=future.probability,
        probability_basis="words",
        hedges=hedges,
        resolution_rule=_rule(outcome, due, condition, question=future.question),
    )


def _clip(tokens: Sequence[Token], future: Future, statement: Statement) -> tuple[int, int]:
    """The claim within the words of its statement: without "…, she said"."""
    words = next(w for w in statement.words if w.start <= tokens[future.verb].start < w.end)
    inside = [i for i in range(*future.claim) if words.start <= tokens[i].start < words.end]
    return inside[0], inside[-1] + 1


def _cite(sentence: Sentence, place: tuple[int, int]) -> Span:
    return sentence.cite(sentence.tokens[place[0]].start, sentence.tokens[place[1] - 1].end)


def _names(claim: Span, place: int) -> bool:
    """Whether a date only tells which one is meant: "the treaty of 1987"."""
    return claim.quote[: place - claim.start].endswith(" of ")


def _describe(future: Future, hedges: Sequence[Span], statement: Statement | None) -> str:
    """One sentence of why this is a forecast and where its interval comes from."""
    low, high = future.probability
    who = statement.speaker.span.quote if statement and statement.speaker.span else "The text"
    if future.question:
        return f"{who} leaves it open: a question about what is to come."
    words = ", ".join(f"'{h.quote}'" for h in hedges)
    turned = ", negated" if future.negated else ""
    studies = sorted({row.study for row in future.rows})
    return f"{who} says {words}{turned}: {low:.2f} to {high:.2f} ({', '.join(studies)})."


def _rule(outcome: str, due: Span | None, condition: Span | None, *, question: bool) -> str:
    """How it will be decided, in words, written before looking."""
    by = f"'{due.quote}'" if due else "the assumed horizon"
    rule = f"True if a document reports, of a day up to {by}, that {outcome}; false if that day passes without one"
    if condition:
        rule += f"; void unless its condition is met: {condition.quote}"
    return f"{'An open question. ' if question else ''}{rule}."
