"""Dondoc: a department's yearly plan that runs itself."""
