"""Whom a phrase means, before dates decide the office: the common coin of roles, coreference and actors."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Gender: TypeAlias = Literal["m", "f"]
Service: TypeAlias = Literal["state", "private", "any"]


class Referent(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody a text refers to: a person, a state, a body or a group, and why we think so.

    `title` is the lower-case title that the text gives ("ambassador"), `office` how the text words it.
    """

    kind: Literal["person", "country", "body", "group", "unknown"]
    country: str | None = None
    name: str = ""
    title: str = ""
    office: str | None = None
    org: str | None = None
    gender: Gender | None = None
    service: Service = "any"
    plural: bool = False
    because: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two referents the same: the person, else the state and its body."""
        return (self.name,) if self.name else (self.country or "", self.org or "", self.office or "")


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the text that refers to somebody, with what decides whether a pronoun can mean it."""

    start: int
    end: int
    sentence: int
    referents: tuple[Referent, ...]
    noun: str = ""
    subject: bool = False
    quoted: bool = False
    modifier: bool = False
    """It only qualifies another noun ("Russian forces", "Moscow's annexation")."""
    number: int = 1

    @property
    def plural(self) -> bool:
        """Whether it means several."""
        return self.number > 1 or len(self.referents) > 1 or any(r.plural for r in self.referents)
