"""One article, written for these tests, in every format that the package reads.

Every version has the same headings, paragraphs, lists and sentences.
"""

import io
import json
from html import escape

# Kind and text. `h1` to `h3` are headings, `ul` and `ol` are lists with one item per line, and
# `quote` is a block quotation.
ARTICLE = [
    ("h1", "Notes on a footpath"),
    (
        "p",
        "The footpath along the river is about 4.5 km long. It begins at the old mill, passes two weirs and ends at the"
        " ferry. Nobody knows for certain who laid it out, but it is older than the road, and most people who live near"
        " the water use it every day.",
    ),
    ("h2", "Who keeps it open?"),
    (
        "p",
        "A sign at the mill asks: “Have you seen a fallen tree? Tell us!” It was put up by St. Mary's school (see"
        " sect. 3 of the plan). Many readers of the sign do tell; some come at 5 p.m. with a saw, e.g. after a storm.",
    ),
    ("p", "Three things are asked of everybody:"),
    ("ul", "Close the gates.\nKeep dogs on a lead between March and July.\nTake your litter home"),
    (
        "p",
        "None of this is law. It works because the path is short, because the same people meet there, and because a path"
        " that is walked does not grow over. Where the bank is soft, planks lie on the ground; they are turned once a"
        " year. Where it is hard, nothing is done at all, and nothing needs to be.",
    ),
    (
        "quote",
        "“A path is made by walking, and it is kept by walking.” So says the plan, and it adds no rule to this.",
    ),
    ("h2", "What could be done"),
    (
        "p",
        "The plan lists the work of one year in the order in which it falls due. It names no costs, for the timber is"
        " given and the work is unpaid. It would be wrong, however, to think that the path costs nothing: every hour"
        " spent on it is an hour that is not spent elsewhere, and those who give it are few.",
    ),
    (
        "ol",
        "Cut the hedges in February.\nTurn the planks in May. Replace those that are rotten.\nClear the ditches.",
    ),
    ("h3", "A longer view"),
    (
        "p",
        "Rivers move. The plan of the path shows it as it lay when it was drawn, and at two bends the water has come"
        " nearer since. The path will have to go round; the fields there belong to farms whose owners have not been"
        " asked. They should be asked before the water does it for them.",
    ),
]
RUNNING_HEADER = "Notes from the river"


def markdown() -> str:
    blocks = []
    for kind, text in ARTICLE:
        if kind.startswith("h"):
            hashes = "#" * int(kind[1])
            blocks.append(f"{hashes} {text}")
        else:
            blocks.append(_plain_block(kind, text))
    return "\n\n".join(blocks)


def plain() -> str:
    """As `.txt`: headings without markup."""
    return "\n\n".join(_plain_block(kind, text) for kind, text in ARTICLE)


def _plain_block(kind: str, text: str) -> str:
    """A block as text, with a bullet or a number before each item of a list."""
    items = text.split("\n")
    if kind == "ul":
        return "\n".join(f"- {item}" for item in items)
    if kind == "ol":
        return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
    return text


def html() -> bytes:
    body = []
    for kind, text in ARTICLE:
        inner = escape(text)
        if kind in ("ul", "ol"):
            inner = "".join(f"<li>{item}</li>\n" for item in inner.split("\n"))
        name = "blockquote" if kind == "quote" else kind
        inner = inner.replace(" the ", " <em>the</em>\n ")
        body.append(f"<{name}>\n  {inner}</{name}>")
    head = "<head><meta charset='utf-8'><title>River</title></head>"
    content = "\n".join(body)
    page = f"<!DOCTYPE html>\n<html>{head}<body>\n<nav>Home</nav>{content}</body></html>"
    return page.encode()


def docx() -> bytes:
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = RUNNING_HEADER
    styles = {
        "h1": "Heading 1",
        "h2": "Heading 2",
        "h3": "Heading 3",
        "p": None,
        "quote": "Quote",
        "ul": "List Bullet",
        "ol": "List Number",
    }
    for kind, text in ARTICLE:
        for line in text.split("\n"):
            document.add_paragraph(line, styles[kind])
    return _bytes(document.save)


def odt() -> bytes:
    from odfdo import Document, Element, Header, List, ListItem, Paragraph

    document = Document("text")
    document.body.clear()
    level = "<text:list-level-style-number text:level='1' style:num-format='1'/>"
    numbers = f"<text:list-style style:name='N'>{level}</text:list-style>"
    document.insert_style(Element.from_tag(numbers), automatic=True)
    for kind, text in ARTICLE:
        if kind[0] == "h":
            document.body.append(Header(int(kind[1]), text))
        elif kind in ("ul", "ol"):
            items = List(style="N" if kind == "ol" else None)
            for line in text.split("\n"):
                items.append(ListItem(line))
            document.body.append(items)
        else:
            document.body.append(Paragraph(text))
    return _bytes(document.save)


def pdf() -> bytes:
    """Small pages with a running header, page numbers, justified lines and bullets."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate

    def margins(canvas, document):
        canvas.drawString(72, 560, RUNNING_HEADER)
        canvas.drawCentredString(210, 36, f"- {canvas.getPageNumber()} -")

    normal = ParagraphStyle("normal", fontSize=11, leading=14, alignment=TA_JUSTIFY, spaceAfter=6)
    style = {
        f"h{n}": ParagraphStyle(
            "heading",
            normal,
            fontName="Helvetica-Bold",
            fontSize=18 - 2 * n,
            leading=20,
            spaceBefore=8,
        )
        for n in (1, 2, 3)
    }
    story = []
    for kind, text in ARTICLE:
        if kind in ("ul", "ol"):
            items = [ListItem(Paragraph(line, normal)) for line in text.split("\n")]
            options = {"bulletType": "bullet"}
            if kind == "ol":
                options = {"bulletType": "1", "bulletFormat": "%s."}
            story.append(ListFlowable(items, **options))
        else:
            story.append(Paragraph(text, style.get(kind, normal)))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A5, invariant=1).build(
        story, onFirstPage=margins, onLaterPages=margins
    )
    return out.getvalue()


def table(ending: str) -> bytes:
    """A table whose only row holds the article in Markdown."""
    import pandas as pd

    row = {"doc_id": "footpath", "year": "007", "text": markdown()}
    frame = pd.DataFrame([row])
    if ending in (".csv", ".tsv"):
        return frame.to_csv(index=False, sep="\t" if ending == ".tsv" else ",").encode()
    if ending == ".jsonl":
        return json.dumps(row).encode()
    out = io.BytesIO()
    if ending == ".xlsx":
        frame.to_excel(out, index=False)
    else:
        frame.to_parquet(out)
    return out.getvalue()


def _bytes(save) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()
