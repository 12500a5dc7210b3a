"""The words of pages, feeds, cards and drawings: a translation file a language, and what a language does with numbers, dates and lists."""
