"""How the world works: pure functions over plain numbers, compiled once, shared by every engine."""
