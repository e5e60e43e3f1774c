"""The command line: `chipwire COMMAND`. One file per group of commands; each command parses, calls and prints."""
