"""Countries as people type them: by code or by name."""

from __future__ import annotations

from detente.errors import UsageError
from detente.lexicon.actors import load_actors


def find_country(said: str) -> str:
    """The code of a country from its code or one of its names, in any case.

    Raises:
        UsageError: when it is neither, with the nearest names.

    Example:
        >>> find_country("Pakistan"), find_country("usa")
        ('PAK', 'USA')
    """
    from rapidfuzz import process

    countries = load_actors().countries
    if said.upper() in countries:
        return said.upper()
    codes = {name.lower(): c.code for c in countries.values() for name in (c.name, *c.aliases)}
    if said.lower() in codes:
        return codes[said.lower()]
    near = [countries[codes[name]] for name, _, _ in process.extract(said.lower(), list(codes), limit=3)]
    hints = ", ".join(dict.fromkeys(f"{country.name} ({country.code})" for country in near))
    raise UsageError(f"'{said}' is no country; write an ISO code or a name, such as {hints}")
