"""DATABASE: the engine, one question a function (reading), and the transaction with its audit line (writing)."""
