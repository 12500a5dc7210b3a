"""A site's data: frozen typed records, without input and output."""
