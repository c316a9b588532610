"""Pages of the gap room: parse, call one service or query, render."""
