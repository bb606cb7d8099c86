"""Small PDFs for the tests: lines, numbers in the margin, drop caps, fonts without letters."""

import io

from reportlab.pdfgen.canvas import Canvas

from analysis.reading.formats.pdf import read

PAGE = (500, 700)
TOP = 640
STEP = 14
PROSE = (
    "The council met in the hall and decided to put in new lights along the streets. It was late,"
    " and nobody wished to talk for long, so the chair read the plan aloud and asked for votes. Most"
    " were for it, three people were not, and one had gone home. The lights will be put in before"
    " winter, starting near the school and the river, where 12 streets are dark. Nobody asked what"
    " it would cost, since the money had been found the year before, in 2019, when the mill was sold."
)


def prose(n_lines: int, width: int = 55) -> list[str]:
    """Lines of running text."""
    lines = [""]
    for word in PROSE.split() * n_lines:
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:n_lines]


def drawn(*pages: list[tuple[float, float, str]], size: float = 11) -> bytes:
    """A PDF with the strings of each page, each with the place where it begins."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAGE, invariant=1)
    for page in pages:
        canvas.setFont("Helvetica", size)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text_of(data: bytes) -> str:
    return read(data, "a.pdf").text


def phrases_of(data: bytes) -> tuple[str, ...]:
    return read(data, "a.pdf").phrases


def unmapped(*pages: list[str], number_of=lambda letter: ord(letter) - 29) -> bytes:
    """A PDF whose font numbers its drawings, and does not state which letters they are.

    A line of bytes is set in another font, which states them.
    """
    numbers = [10 + 2 * number for number in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /Numbered /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Numbered /DW 500 /FontDescriptor 5 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        5: "<< /Type /FontDescriptor /FontName /Numbered /Flags 4 /FontBBox [0 0 1000 1000]"
        " /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        6: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number, page in zip(numbers, pages, strict=True):
        content = "BT 14 TL 50 650 Td "
        for line in page:
            if isinstance(line, bytes):
                content += f"/F2 11 Tf ({line.decode()}) Tj T* "
            else:
                codes = "".join(f"{number_of(letter):04x}" for letter in line)
                content += f"/F1 11 Tf <{codes}> Tj T* "
        content += "ET"
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 700] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R /F2 6 0 R >> >> >>"
        )
        objects[number + 1] = f"<< /Length {len(content)} >> stream\n{content}\nendstream"
    written = "".join(f"{number} 0 obj {value} endobj\n" for number, value in objects.items())
    return f"%PDF-1.4\n{written}trailer << /Root 1 0 R >>\n".encode()
