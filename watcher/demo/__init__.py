"""A small newsroom inside the process: thirteen invented outlets, served over real HTTP on loopback."""

from watcher.demo.configuration import REVISIT, demo_config
from watcher.demo.outlets import Edit, Item, Outlet, Script, load_newsroom
from watcher.demo.server import Newsroom
from watcher.demo.timeline import Timeline

__all__ = ["REVISIT", "Edit", "Item", "Newsroom", "Outlet", "Script", "Timeline", "demo_config", "load_newsroom"]
