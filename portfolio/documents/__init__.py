"""The owner's texts as HTML: Markdown, drawings, highlighted code, and where links lead."""
