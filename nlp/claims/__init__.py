"""What each quantity is about, according to whom, how firmly and for when."""
