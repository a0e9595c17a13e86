"""Check an evidence pack of Dondoc, offline, with nothing but Python 3.9 or newer.

    python check.py pack.zip [SEAL]

Every file of the pack is in MANIFEST.json with its SHA-256, in a chain: each link covers the one before, the last one
is the seal. The pack must also be, byte for byte, what these files make: so nothing can hide between them. Compare the
seal with the one that the office noted, for a whole pack that was forged has a whole chain, but another seal.
"""

import hashlib
import io
import json
import sys
import zipfile


def sha(data):
    return hashlib.sha256(data).hexdigest()


def packed(files):
    """The one way in which these files make a pack."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:
        for name, data in files:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0
            pack.writestr(entry, data)
    return out.getvalue()


def faults(data, seal):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            files = [(name, pack.read(name)) for name in pack.namelist()]
        manifest = json.loads(dict(files)["MANIFEST.json"])
        links = [(link["name"], link["sha256"], link["chain"]) for link in manifest["files"]]
    except Exception as error:  # whatever is broken, the pack is not whole
        yield "the pack cannot be read: %s" % error
        return
    if [name for name, _ in files] != ["MANIFEST.json"] + [name for name, _, _ in links]:
        yield "the pack holds other files than its manifest"
    chain = "0" * 64
    for name, digest, link in links:
        if sha(dict(files).get(name, b"")) != digest:
            yield "%s is not what it was" % name
        chain = sha(("%s %s %s" % (chain, digest, name)).encode())
        if chain != link:
            yield "the chain is broken at %s" % name
    if chain != manifest.get("seal") or (seal and seal != chain):
        yield "the seal is another one: %s" % chain
    if packed(files) != data:
        yield "the pack is not, byte for byte, what its files make"


def main(arguments):
    with open(arguments[0], "rb") as file:
        found = list(faults(file.read(), arguments[1] if len(arguments) > 1 else ""))
    for fault in found:
        print("FAULT:", fault)
    if not found:
        with zipfile.ZipFile(arguments[0]) as pack:
            print("WHOLE. Seal:", json.loads(pack.read("MANIFEST.json"))["seal"])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
