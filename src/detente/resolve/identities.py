"""Who each name, title and pronoun of an article stands for: the people at their places, for the identity table.

A span holds what the text prints, title included ("U.S. Secretary of State John Kerry"), so that whoever compares titles
with the lexicon of offices needs no text.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.language.articles import Article
from detente.records import Mention
from detente.resolve.coreference import build_discourse


def list_people(article: Article) -> Iterator[Mention]:
    """Every place of an article that stands for one person alone, in order; each place once.

    Example:
        >>> from detente.language.articles import Sentence
        >>> from detente.language.names import make_name_finder
        >>> from detente.records import make_document
        >>> text = "French President Emmanuel Macron called."
        >>> document = make_document(text, sources=())
        >>> place = dict(index=0, start=0, end=len(text), zone="body", paragraph=0)
        >>> bare = Sentence(document=document.id, text=text, **place)
        >>> article = Article(document=document, sentences=tuple(make_name_finder()([bare])))
        >>> [(m.span.quote, m.name) for m in list_people(article)]
        [('French President Emmanuel Macron', 'Emmanuel Macron')]
    """
    seen: set[tuple[int, int]] = set()
    for place in build_discourse(article).occurrences:
        if len(place.referents) != 1 or (place.start, place.end) in seen:
            continue
        referent = place.referents[0]
        if referent.kind == "person" and referent.name:
            seen.add((place.start, place.end))
            yield Mention(
                span=article.document.cite(place.start, place.end),
                country=referent.country,
                name=referent.name,
                because=referent.because,
            )
