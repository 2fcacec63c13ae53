"""What the service managers of the platforms want to read, so that a watch begins with the session and comes back."""

import os
import plistlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from watcher.frozen import dataclass

NAME = "watcher"
LABEL = "org.newswatcher.watcher"

# The watchdog and the start are generous: a large database that is brought to a new version takes minutes.
_UNIT = """\
[Unit]
Description=watcher: tells once per story what the news say of your topics
Documentation=man:watcher(1)
StartLimitIntervalSec=10min
StartLimitBurst=10

[Service]
Type=notify
ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
WatchdogSec=2min
TimeoutStartSec=15min
TimeoutStopSec=30s
Restart=on-failure
RestartSec=10s
# 2: the configuration cannot be used, and trying again does not help
RestartPreventExitStatus=2
# A worker that a hostile feed made large may die; the watch goes on with another.
OOMPolicy=continue
UMask=0077
{protection}
[Install]
WantedBy=default.target
"""
_LENIENT = """\
# A click on a notification may start a browser. It must neither run in a cage nor end with the watch.
KillMode=process
"""
_HARDENED = """\
# No browser can be started from here, and no program that needs more rights than watcher does.
NoNewPrivileges=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service
"""
_TASK = "http://schemas.microsoft.com/windows/2004/02/mit/task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of service manager: the bytes that it reads, where it looks for them, and what a person does then."""

    text: Callable[..., str]
    place: Callable[[], Path]
    steps: tuple[str, ...]  # {place} stands for where the file is
    encoding: str = "utf-8"


def unit(command: Sequence[str], *, data: Path, hardened: bool = False) -> str:
    """A systemd user unit."""
    del data
    quoted = " ".join(map(_quoted, command))
    return _UNIT.format(command=quoted, protection=_HARDENED if hardened else _LENIENT)


def _quoted(argument: str) -> str:
    """An argument as ExecStart takes it (systemd.service(5), "Command lines")."""
    text = argument.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"' if not text or any(char.isspace() or char in "\"';" for char in text) else text


def agent(command: Sequence[str], *, data: Path, hardened: bool = False) -> str:
    """A launchd agent."""
    del hardened
    return plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": [*command, "--log-file", str(data / "watcher.log")],
            "StandardErrorPath": str(data / "watcher.err"),  # where a fault of the configuration is told
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ThrottleInterval": 10,
            "ProcessType": "Background",
            "Umask": 0o077,
        },
        sort_keys=False,
    ).decode()


def task(command: Sequence[str], *, data: Path, hardened: bool = False) -> str:
    """A task for the Windows Task Scheduler, from the logon of whoever registers it on.

    RestartOnFailure is for tasks that could not be started ([MS-TSCH] 2.5.4.2); one that ends is begun anew by the
    trigger's repetition, which does nothing while it runs.
    """
    del hardened
    program, arguments = command[0], [*command[1:], "--log-file", str(data / "watcher.log")]
    windowless = Path(program).with_name("pythonw.exe")
    user = {
        "UserId": "\\".join(filter(None, map(os.environ.get, ("USERDOMAIN", "USERNAME"))))
    }  # others need an administrator
    trigger: Mapping[str, Any] = {"Enabled": "true", "Repetition": {"Interval": "PT5M"}, **user}
    root = ET.Element("Task", version="1.2", xmlns=_TASK)
    _add(root, "Triggers", LogonTrigger=trigger)
    _add(root, "Principals", Principal={**user, "LogonType": "InteractiveToken"})
    _add(
        root,
        "Settings",
        MultipleInstancesPolicy="IgnoreNew",
        DisallowStartIfOnBatteries="false",
        StopIfGoingOnBatteries="false",
        StartWhenAvailable="true",
        ExecutionTimeLimit="PT0S",
        RestartOnFailure={"Interval": "PT1M", "Count": "255"},
    )
    _add(
        root,
        "Actions",
        Exec={
            "Command": str(windowless) if windowless.exists() else program,
            "Arguments": " ".join(map(_windows, arguments)),
        },
    )
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-16"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, name: str, **children: str | Mapping[str, Any]) -> None:
    element = ET.SubElement(parent, name)
    for key, value in children.items():
        if not isinstance(value, str):
            _add(element, key, **value)
        elif value:
            ET.SubElement(element, key).text = value


def _windows(argument: str) -> str:
    return f'"{argument}"' if not argument or any(map(str.isspace, argument)) else argument


def _units() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user" / f"{NAME}.service"


KINDS: Mapping[str, Kind] = {
    "systemd": Kind(
        text=unit,
        place=_units,
        steps=(
            "systemctl --user daemon-reload",
            f"systemctl --user enable --now {NAME}",
            "loginctl enable-linger   # if it shall go on while nobody is logged in",
            f"systemctl --user status {NAME}; journalctl --user -u {NAME} -f",
        ),
    ),
    "launchd": Kind(
        text=agent,
        place=lambda: Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist",
        steps=("launchctl bootstrap gui/$(id -u) '{place}'", f"launchctl print gui/$(id -u)/{LABEL}"),
    ),
    "windows": Kind(
        text=task,
        place=lambda: Path(os.environ.get("LOCALAPPDATA") or Path.home()) / NAME / f"{NAME}-task.xml",
        steps=(f'schtasks /Create /TN {NAME} /XML "{{place}}"', f"schtasks /Run /TN {NAME}"),
        encoding="utf-16",
    ),
}
USUAL = {"darwin": "launchd", "win32": "windows"}.get(sys.platform, "systemd")
