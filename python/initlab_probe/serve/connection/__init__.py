"""The connection to the editor: messages, orders, the heartbeat, and the processes that may not be left behind."""
