"""What is personal, and what may be printed about few people: one place for both."""
