"""What a site says: frozen typed records without any input or output."""
