"""Web pages: text, title, author, date and outlet; no navigation, no script, no guess at a date."""

from io import BytesIO

import pytest

from detente.errors import InputError
from detente.read.texts import RawText
from detente.read.webpages import read_webpage

PAGE = """<html lang="en"><head><title>Envoys return to Riga - Example Post</title>
<meta property="og:site_name" content="Example Post"><meta name="author" content="Ada Roe">
{meta}
</head><body><nav><a href="/">Home</a> <a href="/w">World news</a></nav>
<article><h1>Envoys return to Riga</h1>
<p>The envoys of Latvia and Norway returned to their posts on Thursday after a pause of two years, officials said.</p>
<h2>What comes next</h2>
<p>Both ministries said that talks would follow in June 2018, and that nothing had been settled so far about fish.</p>
<script>alert("boo")</script>
<p>&lt;script&gt;alert(1)&lt;/script&gt; was the text of a banner, the police in Riga said in a short statement.</p>
</article><footer>Privacy policy of the Example Post</footer></body></html>"""
DATE = '<meta property="article:published_time" content="2019-05-02T10:00:00+03:00">'


def read(page: str, encoding: str = "utf-8") -> RawText:
    (raw,) = read_webpage(BytesIO(page.encode(encoding)), "a.html")
    assert isinstance(raw, RawText)
    return raw


def test_article_with_metadata() -> None:
    raw = read(PAGE.format(meta=DATE))
    assert raw.text.split("\n")[0] == "Envoys return to Riga"
    assert "What comes next" in raw.text.split("\n")
    assert "<script>alert(1)</script> was the text" in raw.text
    assert "boo" not in raw.text and "Home" not in raw.text and "Privacy" not in raw.text
    assert (raw.source.title, raw.source.outlet, raw.authors, raw.published) == (
        "Envoys return to Riga",
        "Example Post",
        ("Ada Roe",),
        "2019-05-02",
    )


def test_no_date_is_guessed_from_the_text() -> None:
    assert read(PAGE.format(meta="")).published is None


def test_old_encoding() -> None:
    page = PAGE.format(meta='<meta charset="windows-1252">').replace("fish", "café")
    assert "about café" in read(page, "cp1252").text


def test_page_without_an_article() -> None:
    with pytest.raises(InputError, match=r"a\.html: no article"):
        read("<html><body><nav><a>Home</a></nav></body></html>")
