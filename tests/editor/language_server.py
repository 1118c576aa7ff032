"""The language server that editors use for YAML, and a client that asks it what an editor would ask.

The server and all that it needs come from npm, in the versions and with the digests of ``package-lock.json`` beside
this file; none of their scripts is run while they are installed.
"""

import json
import shutil
import subprocess
from pathlib import Path
from threading import Timer
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

#: Seconds after which a server that says nothing is ended.
PATIENCE = 60

#: The first version of node that the pinned server runs on.
NODE = 18


class NotHad(Exception):
    """Raised where the server cannot be had; says why."""


def installed(cache: Path = ROOT / "build" / "cache" / "editor") -> list[str]:
    """The command that starts the server; installed once, and again where the lock has changed."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise NotHad("node and npm are not installed")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if not told.startswith("v") or int(told[1:].partition(".")[0]) < NODE:
        raise NotHad(f"node is {told or 'broken'}, and the server needs {NODE} or later")
    server = cache / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    done = cache / "installed.json"
    lock = (HERE / "package-lock.json").read_bytes()
    if not server.is_file() or not done.is_file() or done.read_bytes() != lock:
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, cache / name)
        asked = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional", "--silent"]
        run = subprocess.run(asked, cwd=cache, capture_output=True, text=True, check=False)
        if run.returncode or not server.is_file():
            raise NotHad("npm could not fetch it")
        done.write_bytes(lock)
    return [node, str(server), "--stdio"]


class Editor:
    """One conversation with the server: files are opened, and it is asked about places in them (counted from one)."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._end = Timer(PATIENCE, self._process.kill)
        self._end.start()
        self._asked = 0
        self._told: list[dict[str, Any]] = []
        abilities = {
            "textDocument": {
                "hover": {"contentFormat": ["plaintext"]},
                "completion": {"completionItem": {"documentationFormat": ["plaintext"]}},
                "publishDiagnostics": {},
            }
        }
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": abilities})
        self._tell("initialized", {})
        # Nothing is looked up on the network.
        settings = {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True}
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": settings}})

    def close(self) -> None:
        self._end.cancel()
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def problems(self, path: Path, text: str) -> list[tuple[int, str]]:
        """Opens a file as if it held this text: line and message of everything that is underlined in it."""
        uri = path.as_uri()
        file = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": file})
        while True:
            for told in self._told:
                if told["method"] == "textDocument/publishDiagnostics" and told["params"]["uri"] == uri:
                    self._told.remove(told)
                    return [
                        (one["range"]["start"]["line"] + 1, one["message"]) for one in told["params"]["diagnostics"]
                    ]
            self._take(self._read())

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown when the pointer rests on a place of an opened file."""
        found = self._ask("textDocument/hover", self._place(path, line, column))
        return str(found["contents"]["value"]) if found else ""

    def completions(self, path: Path, line: int, column: int) -> dict[str, str]:
        """What is offered at a place of an opened file: key -> what is said of it."""
        found = self._ask("textDocument/completion", self._place(path, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return {one["label"]: str(one.get("documentation", "")) for one in items}

    @staticmethod
    def _place(path: Path, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line - 1, "character": column - 1}}

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        number = self._asked
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._take(message)

    def _tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _take(self, message: dict[str, Any]) -> None:
        if "id" not in message:
            self._told.append(message)
        elif "method" in message:  # the server asks for settings, or to be told of changes: there are none
            items = message["params"].get("items", []) if message["method"] == "workspace/configuration" else None
            self._send({"id": message["id"], "result": None if items is None else [None] * len(items)})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server has ended, or said nothing for too long"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
