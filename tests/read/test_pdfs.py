"""PDF: the text layer as paragraphs; pictures, passwords and damage are said."""

from io import BytesIO

import pytest

from detente.errors import InputError
from detente.read.pdfs import join_lines, read_pdf
from detente.read.texts import RawText


def make_pdf(*pages: list[str], extra: str = "", trailer: str = "") -> bytes:
    """A PDF with a page for each list of lines, written by hand so that the tests need no writer."""
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 72 720 Td {shown} ET"
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(bodies)} 0 R "
            f"/Resources << /Font << /F1 {font} >> >> >>"
        )
        kids.append(f"{len(bodies)} 0 R")
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    bodies += [extra] if extra else []
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(bodies) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()


FIRST = [
    "Envoys meet in Lima",
    "The envoys of Peru and Chile met for two hours on Monday, and both",
    "sides called the meeting useful.",
    "They will meet again after the harvest, when the price of copper is",
    "known.",
]


def read(data: bytes) -> RawText:
    (raw,) = read_pdf(BytesIO(data), "a.pdf")
    assert isinstance(raw, RawText)
    return raw


def test_lines_become_paragraphs() -> None:
    raw = read(
        make_pdf(FIRST, ["The ships that wait at Callao may leave on Tuesday, the port of", "Callao said."])
    )
    assert raw.text.split("\n") == [
        "Envoys meet in Lima",
        "The envoys of Peru and Chile met for two hours on Monday, and both sides called the meeting useful.",
        "They will meet again after the harvest, when the price of copper is known.",
        "The ships that wait at Callao may leave on Tuesday, the port of Callao said.",
    ]
    assert "2 pages" in raw.detail


def test_paragraph_runs_over_a_page_and_running_heads_go() -> None:
    pages = [
        ["Andes Review", f"The envoys of Peru met the {n} ministers of the", f"other states in {n}", str(n)]
        for n in "789"
    ]
    text = join_lines(pages)
    assert "Andes Review" not in text and "\n9" not in text


def test_word_cut_at_the_end_of_a_line() -> None:
    assert join_lines([["The envoys of Peru and Chile discussed coop\ufffe", "eration on copper."]]) == (
        "The envoys of Peru and Chile discussed cooperation on copper."
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (make_pdf([]), "no text layer"),
        (b"%PDF-1.4 and nothing", "not a PDF"),
        (
            make_pdf(
                FIRST,
                extra=f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>",
                trailer=f"/Encrypt 5 0 R /ID [<{'33' * 16}> <{'33' * 16}>]",
            ),
            "encrypted",
        ),
    ],
)
def test_what_cannot_be_read(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=rf"a\.pdf: .*{says}"):
        read(data)
