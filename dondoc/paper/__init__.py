"""Papers: one report model in; DOCX, PDF/A-2b or an HTML preview out.

The form is NĐ 30/2020/NĐ-CP, Phụ lục I. `form` words the model once for all three papers, `layout` measures its
heads, and `docx`, `pdf` and `preview` only set what these two say. Nothing here asks a database or the network.
"""
