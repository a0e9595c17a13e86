"""INTAKE: what comes in from files, read into checked values; nothing here touches the database."""
