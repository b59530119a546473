"""What diaries and rooms may say; one file for each."""
