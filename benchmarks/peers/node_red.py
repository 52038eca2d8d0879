"""Node-RED as a floor would use it: a web-hook, a function that hands the leads round, and a file that keeps them."""

import http.client
import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from benchmarks.processes import running, until

PROGRAM = "node-red"
DEAL = (
    "const turn = context.get('turn') || 0; context.set('turn', turn + 1);"
    "msg.payload = {{...msg.payload, rep: turn % {reps}}}; msg.statusCode = 202; return msg;"
)
SETTINGS = """
module.exports = {{
  uiHost: "127.0.0.1", uiPort: {port}, httpAdminRoot: false, flowFile: "flows.json", credentialSecret: "none",
  logging: {{ console: {{ level: "off" }} }}, telemetry: {{ enabled: false }}
}};
"""


def missing() -> str:
    """Why it cannot be measured here; empty when it can."""
    return "" if shutil.which(PROGRAM) else "Node-RED is not installed here (npm install -g node-red)"


@contextmanager
def node_red(folder: Path, reps: int) -> Iterator[str]:
    """A Node-RED that deals what is posted to /hooks/SOURCE among so many reps; gives its address."""
    port = free_port()
    (folder / "settings.js").write_text(SETTINGS.format(port=port), encoding="utf-8")
    (folder / "flows.json").write_text(json.dumps(_flow(folder / "leads.jsonl", reps)), encoding="utf-8")
    with running((str(shutil.which(PROGRAM)), "-u", str(folder), "-s", str(folder / "settings.js"))):
        until(lambda: _is_deployed(port))
        yield f"127.0.0.1:{port}"


def _flow(kept: Path, reps: int) -> list[dict[str, object]]:
    """Web-hook, function, file, answer: a node each, wired in a row."""
    nodes: list[dict[str, object]] = [
        {"type": "http in", "url": "/hooks/:source", "method": "post"},
        {"type": "function", "func": DEAL.format(reps=reps), "outputs": 1},
        {
            "type": "file",
            "filename": str(kept),
            "filenameType": "str",
            "appendNewline": True,
            "overwriteFile": "false",
        },
        {"type": "http response"},
    ]
    wired = [
        {"id": f"n{place}", "z": "floor", "wires": [[f"n{place + 1}"]] if place + 1 < len(nodes) else [], **node}
        for place, node in enumerate(nodes)
    ]
    return [{"id": "floor", "type": "tab", "label": "floor"}, *wired]


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _is_deployed(port: int) -> bool:
    """Whether the flow answers: Node-RED listens before it has read its flows."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(asking), suppress(ConnectionError):
        asking.request("POST", "/hooks/first", b"{}", {"Content-Type": "application/json"})
        return asking.getresponse().status == 202
    return False
