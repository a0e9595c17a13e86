"""What every action needs of the installation it runs in; built by a door from the settings."""

from dataclasses import dataclass

from sqlalchemy import Engine

from dondoc.mail.relay import Relay


@dataclass(frozen=True)
class Office:
    """The database, the address and secret behind links, and the mail server.

    `name` tells processes apart in leases. `mail_from` of "" means the agency's own address.
    """

    engine: Engine
    address: str
    secret: str
    relay: Relay
    mail_from: str = ""
    name: str = "main"
