"""Papers: form, DOCX, PDF/A, preview; `sample` is the report they all set."""
