"""Findings drawn with matplotlib's objects: one quiet style, names beside marks, uncertainty always shown."""
