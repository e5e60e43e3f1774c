"""From articles to stories: copies, what belongs together, what came of what, and what a story says."""
