"""Our additions to markdown-it, one concern a file: rules that record marks, and checks that read them."""
