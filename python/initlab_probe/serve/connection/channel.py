"""The way to the editor: messages in both directions over a socket, whose other end is the editor's."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import MutableMapping
from typing import Any

from . import framing

# An inherited socket, or a port of this machine with a word that only the process that was started knows.
DESCRIPTOR = 'INITLAB_CHANNEL_FD'
PORT = 'INITLAB_CHANNEL_PORT'
TOKEN = 'INITLAB_CHANNEL_TOKEN'


class Channel:
    """Sends from any thread, receives on one."""

    def __init__(self, connection: socket.socket, token: str | None = None) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._owner = os.getpid()
        self.token = token

    @classmethod
    def open(cls, environment: MutableMapping[str, str]) -> Channel:
        """The channel that the environment names; what names it is taken out, so that no child of the user's has it."""
        descriptor = environment.pop(DESCRIPTOR, None)
        port, token = environment.pop(PORT, None), environment.pop(TOKEN, None)
        if descriptor is not None:
            os.set_inheritable(int(descriptor), False)
            connection = socket.socket(fileno=int(descriptor))
        elif port is not None:
            connection = socket.create_connection(('127.0.0.1', int(port)))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        else:
            raise SystemExit(f'initlab_probe serve: expected {DESCRIPTOR} or {PORT} in the environment, got neither.')
        connection.setblocking(True)
        return cls(connection, token)

    def send(self, message: Any) -> None:
        """Sends a message whole. Waits for the editor where it does not read as fast."""
        pieces = framing.encode(message)
        if os.getpid() != self._owner:
            # A child that the user's code has forked, and let run on: it must not speak for its parent.
            os._exit(0)
        with self._sending:
            self._connection.sendall(b''.join(pieces))

    def receive(self) -> Any:
        """The next message; None at the end of the channel."""
        lead = self._read(framing.LEAD.size)
        if lead is None:
            return None
        text_length, block_length = framing.LEAD.unpack(lead)
        text = self._read(framing.padded(text_length))
        block = self._read(framing.padded(block_length))
        if text is None or block is None:
            return None
        return framing.decode(bytes(text[:text_length]), memoryview(block)[:block_length])

    def _read(self, length: int) -> bytearray | None:
        data = bytearray(length)
        view, done = memoryview(data), 0
        while done < length:
            try:
                count = self._connection.recv_into(view[done:])
            except OSError:
                return None
            if count == 0:
                return None
            done += count
        return data
