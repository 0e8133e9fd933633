"""What an archivist does, or the machine for them: one module a verb."""
