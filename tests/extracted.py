"""What tests of readers compare: the text of a file, and phrases for what was left out."""

from analysis.reading.layout_writer import ExtractedText


def text_and_phrases(extracted: ExtractedText) -> tuple[str, tuple[str, ...]]:
    return extracted.text, extracted.phrases
