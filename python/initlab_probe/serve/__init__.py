"""The process beside the editor: trains a model of the user's and tells of it over a channel."""
