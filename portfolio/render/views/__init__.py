"""What templates are given: plain data, with every address already written for the page it stands on."""
