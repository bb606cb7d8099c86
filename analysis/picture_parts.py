"""Parts of a picture that the report finds again in its SVG file, by their ids."""

CAPTION_ID = "caption"
MESSAGE_ID = "message"  # stands instead of a drawing
