"""What happened in one replication: events and leads as tables, one story, its log in few bytes or for other tools."""
