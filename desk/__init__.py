"""What an analyst touches."""
