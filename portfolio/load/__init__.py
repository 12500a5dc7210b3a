"""The owner's files to the model: the only code that knows YAML."""
