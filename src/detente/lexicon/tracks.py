"""The tracks of a relationship as data: which words, and else which type, put an event on which track."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from importlib import resources

import msgspec

from detente.errors import LexiconError
from detente.records import EventType, Track


class Tracks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by track in the order that decides, and a track by type for phrases without such words."""

    words: dict[Track, str]
    types: dict[EventType, Track]

    def find(self, phrase: Sequence[str], type_: EventType | None, default: Track | None) -> Track:
        """The track of an event from the lemmas of its phrase, in order; CONSULT is always "contacts".

        Example:
            >>> load_tracks().find(["extend", "arms", "control", "treaty"], "SUPPORT", None)
            'arms_control'
        """
        if type_ is not None and self.types.get(type_) == "contacts":
            return "contacts"
        text = f"_{'_'.join(phrase)}_".replace(" ", "_")
        for track, words in self.words.items():
            if any(f"_{word}_" in text for word in words.split()):
                return track
        if default is not None:
            return default
        return self.types.get(type_, "other") if type_ else "other"


@functools.cache
def load_tracks() -> Tracks:
    """The shipped table of tracks.

    Raises:
        LexiconError: if the file names a track or type that does not exist.
    """
    raw = tomllib.loads((resources.files("detente.lexicon") / "tracks.toml").read_text("utf-8"))
    try:
        return msgspec.convert(raw, Tracks)
    except msgspec.ValidationError as error:
        raise LexiconError(f"tracks.toml: {error}; correct the row") from error
