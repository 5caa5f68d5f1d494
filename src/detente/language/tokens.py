"""Cuts a sentence into words as Universal Dependencies does for English: "do" + "n't", "Russia" + "'s",
"U.S." + "-" + "Russian", "US$" + "838" + "m", web addresses whole.

The rules follow what the EWT and GUM treebanks do with each form; their text is the measure of them.
"""

from __future__ import annotations

import re

Cut = tuple[int, int]

PREFIXES = (
    "anti|bi|co|counter|cross|de|e|ex|inter|intra|macro|mega|meta|micro|mid|mini|multi|non|over|pan|post|"
    "pre|pro|re|semi|sub|super|trans|tri|ultra|un|under"
)
"""Prefixes that stay on their word ("anti-Russian", "mid-March"); every other hyphen is a word of its own."""

TITLES = (
    "Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr|Sen|Sens|Rep|Reps|Gov|Amb|Rev|Hon|Messrs|"
    "Mlle|Mme|Inc|Corp|Ltd|Co|Bros|vs|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|Mt|Ft|Ave|Blvd|approx|ca|cf|al|"
    "vol|Ph\\.D|M\\.Sc|B\\.Sc"
)
"""Abbreviations that keep their full stop wherever they stand."""

BEFORE_MORE = (
    "etc|No|Nos|Mar|Apr|Jun|Jul|Art|art|Fig|pp|p|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|est|ed|Ed"
)
"""Abbreviations that are also words, or end a sentence: the stop is theirs only where something follows."""

UNITS = "bcm|bpd|bn|cm|ft|kg|km|kt|kW|kWh|lb|mbpd|mph|mln|mn|mm|MW|GW|trn|tn|am|pm|AM|PM|b|h|k|K|m|M|B|t"
CURRENCIES = "AUD|BRL|CAD|CHF|CNY|EUR|GBP|HKD|INR|JPY|KRW|RUB|RMB|TRY|UAH|USD"
DOMAINS = "com|org|net|gov|edu|mil|int|info|eu|ru|uk|us|de|fr|cn|ua|io|co|tv|me"

# Every repetition is bounded or of one class, so that no text of any length makes the search slow.
TOKEN = re.compile(
    rf"""
      (?:https?://|ftp://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?'’)\]]
    | [\w.+-]{{1,64}}@(?:[\w-]{{1,63}}\.){{1,5}}[A-Za-z]{{2,12}}
    | (?:[a-zA-Z0-9-]{{1,63}}\.){{1,4}}(?:{DOMAINS})(?:/[^\s<>"“”.,;:!?'’)\]]{{0,200}})?(?![\w.@-])
    | (?<!\w)[@\#][A-Za-z]\w+
    | \.{{2,}} | …+ | -{{2,}} | [!?]+ | ([=*_~\#+|])\1+ | [<>'‘’]{{2}} | ``
    | (?<!\w)(?:[A-Za-z]\.){{2,}}(?!\w)
    | (?<!\w)(?:[A-Za-z]\.){{2,}}(?=[A-Z]?[a-z])
    | (?<!\w)(?:{TITLES})\.(?!\w)
    | (?<!\w)(?:{BEFORE_MORE})\.(?=\s?\s?\w)
    | (?<!\w)[A-Z]\.(?=\s?\s?[A-Z][\w.'’])
    | (?<=[\w.)\]"”%])['’](?:s|m|re|ve|ll|d)(?!\w)
    | (?<!\S)['’]\d\ds?(?!\w)
    | (?:US|U\.S\.|AU?|CA?|HK|NZ|NT|R|S)?\$ | (?:{CURRENCIES})(?=\d)
    | \d{{3}}-\d{{3}}-\d{{4}}(?!\w) | \d{{1,4}}-\d{{1,2}}-\d{{1,4}}(?!\w)
    | \d+(?:st|nd|rd|th|s|['’]s)(?!\w)
    | \d+(?:[.,:/]\d+)*(?=(?:{UNITS})?(?!\w))
    | (?<=\d)(?:{UNITS})(?!\w)
    | [A-Z]{{1,5}}&[A-Z]{{1,5}}(?!\w)
    | (?<!\w)(?i:(?:{PREFIXES})-){{1,3}}[^\W\d_]\w*(?:['’]\w+)*
    | [\w\u0300-\u036f](?:[\w\u0300-\u036f\u00ad\u200c\u200d]|['’](?=\w))*
    | [^\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]
    """,
    re.VERBOSE,
)
CONTRACTION = re.compile(r"\w(n['’]t|['’](?:s|m|re|ve|ll|d))$", re.IGNORECASE)
JOINED = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3}
"""Two words written as one, and where the second begins."""


def tokenize(text: str) -> list[Cut]:
    """Start and end of each word of one sentence; white space and invisible characters belong to none.

    Example:
        >>> text = "The U.S.-Russian pact didn't cost US$838m."
        >>> [text[a:b] for a, b in tokenize(text)]
        ['The', 'U.S.', '-', 'Russian', 'pact', 'did', "n't", 'cost', 'US$', '838', 'm', '.']
    """
    cuts: list[Cut] = []
    place = 0
    while found := TOKEN.search(text, place):
        start, place = found.span()
        cuts += split_word(text, start, place)
    return cuts


def split_word(text: str, start: int, end: int) -> list[Cut]:
    """The word whole, or as the two words that it joins ("isn't", "cannot")."""
    word = text[start:end]
    if not word[0].isalpha():
        return [(start, end)]
    at = JOINED.get(word.lower(), 0)
    if contraction := CONTRACTION.search(word):
        at = contraction.start(1)
    return [(start, start + at), (start + at, end)] if at else [(start, end)]
