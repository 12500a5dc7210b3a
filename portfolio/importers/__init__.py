"""A new site from what people have already: a JSON Resume, a RenderCV file, a README of a GitHub profile."""
