"""Doors for programs: the knowledge base asked over MCP. Imports kb, never ui."""
