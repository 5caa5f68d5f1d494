"""Encodings: by mark, as UTF-8, or the likeliest of the old ones, with the reason."""

import pytest

from detente.errors import InputError
from detente.read.texts import decode_bytes, fix_extracted, is_binary

STORY = (
    "Посол заявил, что переговоры между странами будут продолжены весной, и что это важно для обеих сторон."
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_tells_and_is_dropped(encoding: str) -> None:
    text, how = decode_bytes(STORY.encode(encoding), "a.txt")
    assert text == STORY and "byte order mark" in how


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_old_encoding_is_guessed_with_a_reason(encoding: str) -> None:
    text, how = decode_bytes(STORY.encode(encoding), "a.txt")
    assert text == STORY and "byte 0 is not UTF-8" in how


def test_western_text_with_curly_marks() -> None:
    story = "The envoy’s café in Köln was where both countries “met” on Monday, the ministry said."
    assert decode_bytes(story.encode("cp1252"), "a.txt")[0] == story


def test_utf_8_is_not_guessed() -> None:
    assert decode_bytes(STORY.encode(), "a.txt") == (STORY, "UTF-8")


@pytest.mark.parametrize("data", [b"\xff\xfea", b"PK\x03\x04\x00\x00", bytes(range(32)) * 9])
def test_bytes_that_are_no_text(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.txt"):
        decode_bytes(data, "a.txt")


def test_binary_is_told_by_zero_bytes_and_control_characters() -> None:
    assert is_binary(b"text\0") and is_binary(b"\x01\x02 text")
    assert not is_binary(b"text\r\n\ttext\x0c") and not is_binary(STORY.encode("cp1251"))


def test_extracted_text_has_no_half_characters() -> None:
    assert fix_extracted("a\ud800b\0\r\nc") == "a?b\ufffd\nc"
