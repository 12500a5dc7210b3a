"""What we add to markdown-it, one concern a file: rules that take notes, and checks that read them."""
