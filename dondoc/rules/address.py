"""Mail addresses as Dondoc takes them."""

import re

from dondoc.rules.refusal import Refused

# ASCII only: a non-ASCII local part needs SMTPUTF8, which many servers of the field do not speak.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


def checked(address: str) -> str:
    """The address without blanks around it and in lower case. Raises Refused where it is none."""
    address = address.strip().lower()
    local = address.partition("@")[0]
    if len(address) > 254 or not _ADDRESS.fullmatch(address) or ".." in local or local.strip(".") != local:
        raise Refused("wrong_address", "email", address=address)
    return address
