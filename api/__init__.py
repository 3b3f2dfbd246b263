"""Doors for programs: the knowledge base asked over HTTP, MCP, in chat windows and by retrievers. Imports kb, never ui."""
