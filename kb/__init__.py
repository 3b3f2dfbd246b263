"""The policy domain: files become documents, documents clauses, and questions cited answers."""
