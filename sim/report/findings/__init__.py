"""What pictures show, before anything is drawn: tidy rows, a note on how to read them, and a title that is the finding.

Every finding is a frozen tuple with `title`, `rows` and `note`. Titles claim a difference only where its interval leaves 0 out.
"""
