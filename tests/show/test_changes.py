"""What is new, different or gone against an earlier brief, and that nothing else is written."""

from __future__ import annotations

import json

import msgspec

from detente.show.briefs import Brief
from detente.show.changes import add_changes
from detente.show.exports import write_json
from detente.show.markdown import write_markdown
from detente.show.overview import say_changes
from detente.show.page import render_page


def make_earlier(brief: Brief) -> Brief:
    """The brief before its last figure was read, with another unit on the first and a statement that is gone now."""
    worth = msgspec.structs.replace(brief.figures[0], unit="SEK")
    lost = msgspec.structs.replace(brief.statements[0], id="st-lost")
    answer = msgspec.structs.replace(brief.answer, answer="stalemate")
    return msgspec.structs.replace(
        brief, answer=answer, figures=(worth,), statements=(*brief.statements, lost), resolutions=()
    )


def test_new_different_and_gone_records_are_named(brief: Brief) -> None:
    changed = add_changes(brief, make_earlier(brief), since="2020-04-01").changed
    assert changed is not None
    assert changed.new == (brief.figures[1].id,)
    assert {c.record: c.says for c in changed.different} == {
        brief.figures[0].id: "unit: SEK → NOK",
        brief.forecasts[0].id: "status: open → true",
    }
    assert [g.record for g in changed.gone] == ["st-lost"]
    assert changed.answer == ("stalemate", brief.answer.answer)


def test_only_what_changed_is_written(brief: Brief) -> None:
    news = add_changes(brief, make_earlier(brief), since="2020-04-01")
    page = render_page(news)
    assert f'id="{brief.figures[1].id}"' in page
    assert f'id="{brief.statements[0].id}"' not in page
    assert "Nothing new." in page
    assert say_changes(news)[0] == f"The answer was stalemate and is now {brief.answer.answer}."
    records = {r["id"] for r in json.loads(write_json(news))["records"]}
    assert records >= {f.id for f in brief.figures}
    assert brief.causes[0].id not in records
    assert "Since 2020-04-01" in write_markdown(news)


def test_the_way_of_reading_alone_is_no_news(brief: Brief) -> None:
    figures = tuple(msgspec.structs.replace(f, rule="other@2", score=0.1, detail="x") for f in brief.figures)
    earlier = msgspec.structs.replace(brief, figures=figures)
    changed = add_changes(brief, earlier, since="x").changed
    assert changed is not None
    assert (changed.new, changed.different, changed.gone) == ((), (), ())


def test_the_page_of_news_is_whole(brief: Brief) -> None:
    import re

    for excerpt in ("paragraph", "none"):
        page = render_page(add_changes(brief, make_earlier(brief), since="x"), excerpt=excerpt)  # type: ignore[arg-type]
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]*)"', page)) <= set(ids)
