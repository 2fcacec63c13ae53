"""watcher tells you, once per story, what the world's press published on the topics you follow."""

__version__ = "0.1.0"
