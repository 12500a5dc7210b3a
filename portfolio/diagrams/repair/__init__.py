"""A drawing with crooked walls -> the same with straight ones. Start at repair.py."""
