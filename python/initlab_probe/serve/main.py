"""Entry of the process: reads what the editor asks, and does one thing after the other."""

from __future__ import annotations

import faulthandler
import os
import platform
import queue
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

from ..errors import ProbeError, user_error
from .connection.channel import Channel
from .connection.control import Control
from .connection.heartbeat import Heartbeat
from .connection.processes import adopt_orphans, descendants
from .updates import Updates
from .weights import KeptWeights


class Server:
    """Orders are carried out on the thread that reads them; runs and checks on the main one, as scripts run."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.asked: queue.Queue[dict[str, Any]] = queue.Queue()
        self.controls: dict[int, Control] = {}
        self.weights: dict[int, KeptWeights] = {}
        self.updates: Updates | None = None
        self.heartbeat = Heartbeat(channel, self._flush)

    def serve(self) -> None:
        """Until the editor is gone."""
        self.channel.send(
            {
                'type': 'hello',
                'token': self.channel.token,
                'python': {'version': platform.python_version(), 'executable': sys.executable},
            }
        )
        self.heartbeat.start()
        threading.Thread(target=self._read, name='initlab-orders', daemon=True).start()
        while True:
            self._do(self.asked.get())

    def _do(self, message: dict[str, Any]) -> None:
        run = message['id']
        self.heartbeat.limit(run, message.get('maxMemoryMB', 0), self.controls[run])
        try:
            if message['type'] == 'run':
                from .run import run_experiment

                self.updates = Updates(self.channel, run)
                run_experiment(
                    message, self.channel, self.controls[run], self.updates, self.weights[run], self.heartbeat
                )
            else:
                from .check import report_of

                self.channel.send({'type': 'report', 'id': run, 'report': report_of(message, self.heartbeat)})
        except Exception as error:
            self.channel.send({'type': 'error', 'id': run, **place_of(user_error('The run', error))})
        finally:
            self.heartbeat.unlimited()
            self.heartbeat.enter('done')

    def _flush(self) -> None:
        updates = self.updates
        if updates is not None:
            updates.flush()

    def _read(self) -> None:
        while True:
            message = self.channel.receive()
            if message is None:
                end_group()
            elif message['type'] in ('run', 'check', 'audit'):
                # Nothing more is asked of those before it.
                self.weights.clear()
                self.controls[message['id']] = Control(bool(message.get('paused')))
                self.weights[message['id']] = KeptWeights()
                self.asked.put(message)
            elif message['type'] == 'order':
                self.controls[message['id']].order(message['order'])
            elif message['type'] == 'weights':
                self._send_weights(message['id'])

    def _send_weights(self, run: int) -> None:
        kept = self.weights.get(run)
        for parts in kept.pieces() if kept else ():
            self.channel.send({'type': 'weights', 'id': run, 'parts': parts, 'last': False})
        self.channel.send({'type': 'weights', 'id': run, 'parts': [], 'last': True})


def place_of(error: ProbeError) -> dict[str, Any]:
    """A fault of the user's code as fields of a message."""
    fields = {'message': str(error), 'file': error.file, 'line': error.line, 'traceback': error.traceback}
    return {key: value for key, value in fields.items() if value is not None}


def end_group() -> None:
    """The editor is gone: this process ends, with all that the user's code has started."""
    if sys.platform != 'win32' and os.getpgrp() == os.getpid():
        for pid in descendants(os.getpid()):
            # One may have just ended.
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(0)


def main() -> None:
    """Serves the editor that has started this process."""
    # Where a library crashes, standard error tells in which line.
    faulthandler.enable()
    adopt_orphans()
    Server(Channel.open(os.environ)).serve()
