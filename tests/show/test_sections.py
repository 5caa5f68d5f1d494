"""What stands where: what moved the answer first, officials before others, small figures folded."""

from __future__ import annotations

import msgspec

from detente.records import Mention
from detente.show.briefs import Brief
from detente.show.causes import compare_causes
from detente.show.chronicle import draw_window
from detente.show.lines import Lines
from detente.show.overview import list_coverage, strip_gauge, view_firmness, view_gauges, view_tracks
from detente.show.page import render_page
from detente.show.sections import (
    group_checks,
    group_events,
    group_figures,
    group_forecasts,
    group_statements,
    list_movers,
    weigh_sides,
)
from detente.show.terminal import summarise_answer


def test_the_deciding_gauge_leads_each_side(brief: Brief) -> None:
    for_, against = weigh_sides(Lines(brief))
    assert against.lines[0].note.startswith("Substance")
    assert for_.lines[0].note.startswith("Contact")
    assert for_.lines[-1].note.startswith("Weight")  # an opinion, after all that counts
    assert list_movers(brief)[0].record == against.lines[0].id


def test_officials_speak_before_others(brief: Brief) -> None:
    officials, others = group_statements(Lines(brief))
    assert [line.who for line in officials.lines] == ["Kari Nordmann, Minister of Foreign Affairs:"]
    assert len(others.lines) == 1


def test_about_25_statements_are_seen_and_the_rest_is_folded(brief: Brief) -> None:
    voice = Mention(name="Ida Holm", office="author")
    one = brief.statements[0]
    many = tuple(
        msgspec.structs.replace(one, id=f"st-{i:020}", speaker=voice) for i in range(60)
    )  # fmt: skip
    groups = group_statements(Lines(msgspec.structs.replace(brief, statements=(*many, brief.statements[1]))))
    assert sum(len(g.lines) for g in groups) == 25
    assert sum(g.count for g in groups) == 61
    text = render_page(msgspec.structs.replace(brief, statements=many))
    assert all(f'id="{s.id}"' in text for s in many)


def test_small_counts_are_folded_unless_a_check_needs_them(brief: Brief) -> None:
    assert len(group_figures(Lines(brief)).rest) == 0
    unchecked = group_figures(Lines(msgspec.structs.replace(brief, checks=())))
    assert [line.who for line in unchecked.rest] == ["11"]


def test_what_fails_comes_before_what_holds(brief: Brief) -> None:
    groups = group_checks(Lines(brief))
    assert [(g.title, g.folded, g.count) for g in groups] == [
        ("Wrong or in conflict", False, 1),
        ("What holds", True, 1),
    ]


def test_a_forecast_past_its_day_without_a_verdict_is_folded(brief: Brief) -> None:
    assert len(group_forecasts(Lines(brief)).lines) == 1
    forecast = brief.forecasts[0]
    due = msgspec.structs.replace(forecast.due, end=brief.answer.as_of)
    stale = msgspec.structs.replace(
        brief, resolutions=(), forecasts=(msgspec.structs.replace(forecast, due=due),)
    )
    group = group_forecasts(Lines(stale))
    assert (len(group.lines), len(group.rest)) == (0, 1)
    assert group.rest[0].tags[0].text == "past due, undecided"


def test_an_event_told_twice_is_one_line(brief: Brief) -> None:
    counted = group_events(Lines(brief))[0]
    told = [line for line in counted.lines if line.note]
    assert [line.note for line in told] == ["told 2 times in 2 articles"]
    assert len(told[0].receipts) == 2


def test_opposite_claims_meet_in_one_row(brief: Brief) -> None:
    [effect] = compare_causes(brief).seen
    [row] = effect.rows
    assert row.opposite
    assert [cell.who for cell in row.cells["first"]] == ["Nordmann"]
    assert len(row.cells["others"]) == 1


def test_gauges_link_what_they_count(brief: Brief) -> None:
    for gauge in view_gauges(Lines(brief)):
        assert {link.record for link in gauge.counted} == {*gauge.reading.events, *gauge.reading.comparisons}
        assert not gauge.because.lower().startswith(f"{gauge.name} is")
    assert strip_gauge("Contact is flat: 2 contacts.") == "2 contacts."


def test_tracks_link_to_records(brief: Brief) -> None:
    trade = next(t for t in view_tracks(Lines(brief)) if t.name == "Trade")
    assert trade.stands.text == "worse since 14 Apr 2020"
    contacts = next(t for t in view_tracks(Lines(brief)) if t.name == "Contacts")
    assert [link.text.split(":")[0] for link in contacts.due] == ["9 May 2020"]


def test_firmness_names_what_the_answer_hangs_on(brief: Brief) -> None:
    firmness = view_firmness(Lines(brief))
    assert firmness is not None
    assert firmness.rows == (("article", "Ministers quarrel over herring", "not enough evidence"),)
    hidden = view_firmness(Lines(brief, "none"))
    assert hidden is not None
    assert hidden.rows[0][1] == "plain.txt"


def test_every_number_of_the_coverage_leads_somewhere(brief: Brief) -> None:
    text = render_page(brief)
    for item in list_coverage(brief):
        assert f'id="{item.anchor}"' in text


def test_the_terminal_has_ten_lines_of_80_columns_at_most(brief: Brief) -> None:
    from pathlib import Path

    lines = summarise_answer(brief, Path("brief.html"))
    assert len(lines) <= 10
    assert all(len(line) <= 80 for line in lines)
    assert lines[0] == f"Norway and Sweden, 26 Apr 2020: {brief.answer.answer.upper()}"


def test_a_crowded_timeline_keeps_what_counts(brief: Brief) -> None:
    one = brief.events[2]
    crowd = tuple(msgspec.structs.replace(one, id=f"ev-{i:020}", standing="none") for i in range(300))
    drawn = draw_window(Lines(msgspec.structs.replace(brief, events=(*crowd, *brief.events))))
    assert drawn.svg.count("<a href=") == 120
    assert drawn.left_out == 303 - 120
    assert f'href="#{one.id}"' in drawn.svg


def test_the_answer_names_what_moved_it(brief: Brief) -> None:
    text = render_page(brief)
    moved = text.split('class="movers"')[1].split("</p>")[0]
    assert moved.index(brief.events[2].id) < moved.index(brief.events[0].id)
    assert brief.statements[0].id not in moved  # an opinion moves nothing


def test_why_a_forecast_is_open_is_told_only_on_opening(brief: Brief) -> None:
    [outcome] = brief.resolutions
    undecided = msgspec.structs.replace(outcome, status="open", says="Open: nobody tells")
    [line] = group_forecasts(Lines(msgspec.structs.replace(brief, resolutions=(undecided,)))).lines
    assert line.note == ""
    assert "Nobody tells." in line.receipts[0].reasons
