"""Who each name, title and pronoun of an article stands for: the people at their places, for the identity table.

A span holds what the text prints, title included ("U.S. Secretary of State John Kerry"), so that whoever compares
titles with the lexicon of offices needs no text.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.language.articles import Article
from detente.records import Figure, Mention, Span
from detente.resolve.coreference import build_discourse, find_sentence


def list_people(article: Article) -> Iterator[Mention]:
    """Every place of an article that stands for one person alone, each once, whose terms its figures measure last.

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
    discourse = build_discourse(article)
    seen: set[tuple[int, int]] = set()
    for place in discourse.occurrences:
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
    for owner in _list_owners(article):
        index = find_sentence(article, owner.start)
        found = discourse.resolve(owner, index) if index is not None else []
        if len(found) == 1 and found[0].name and (owner.start, owner.end) not in seen:
            seen.add((owner.start, owner.end))
            yield found[0]


def _list_owners(article: Article) -> Iterator[Span]:
    """Whose term in office figures measure ("his" in "his four years in office")."""
    figures = (r for r in article.records if isinstance(r, Figure))
    return (f.measures for f in figures if f.rule.startswith("figures/tenure@") and f.measures)
