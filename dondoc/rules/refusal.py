"""How a rule says no: a key and values; the sentence for people lives in `dondoc.texts`."""


class Refused(Exception):
    """An act is refused. `key` names the reason, `field` the input it concerns, `values` fill the sentence."""

    def __init__(self, key: str, field: str | None = None, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.values = values
