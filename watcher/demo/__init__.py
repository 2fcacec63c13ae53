"""A small newsroom inside the process: thirteen invented outlets, served over real HTTP on loopback."""

from watcher.demo.outlets import Item, Outlet, load_newsroom
from watcher.demo.server import Newsroom

__all__ = ["Item", "Newsroom", "Outlet", "load_newsroom"]
