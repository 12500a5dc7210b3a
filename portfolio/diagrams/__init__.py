"""A drawing made of characters -> its graph, a picture, words, repairs. Pure: knows no files and no Markdown."""
