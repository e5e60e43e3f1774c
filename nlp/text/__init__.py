"""From characters to tokens and sentences."""
