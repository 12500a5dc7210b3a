"""Files to model: the only code that knows YAML."""
