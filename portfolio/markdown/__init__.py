"""Markdown: text to tokens with diagnostics (parser), tokens to HTML (html) and to plain text (text)."""
