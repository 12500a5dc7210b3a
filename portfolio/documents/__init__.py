"""The owner's texts as HTML: Markdown, drawings, highlighted code, and resolved links."""
