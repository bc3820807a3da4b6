#!/usr/bin/env python3
"""Writes the operator schemas that a libtorch carries as text, one a line, gzipped.

    python3 eng/torch/extract-schemas.py PATH/TO/libtorch_cpu.so src/Mce.Plugins.Torch/Resources/operators-2.10.0.txt.gz

PyTorch's stable C ABI can call every operator and tell the schema of none. The registration code of the binary holds
each schema as a string, so the table is exact for the binary that it was taken from: run this again for another version.
"""

import gzip
import mmap
import re
import sys

TYPE = rb"[A-Za-z][\w.]*(?:\([a-z!|> *-]+\))?(?:\[\d*\])*\??(?:\([a-z!|> *-]+\))?(?:\[\d*\])?\??"
SCHEMA = re.compile(
    rb"\x00(?P<text>[A-Za-z_]\w*(?:\.\w+)?\([^\x00-\x1f\x7f-\xff$;]*\) -> (?:" + TYPE + rb"(?: \w+)?|\([^\x00-\x1f\x7f-\xff$;]*\)))(?=\x00)"
)


def main(library, target):
    with open(library, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        schemas = {match.group("text").decode("ascii") for match in SCHEMA.finditer(data)}
    # Custom classes can't be passed through the C ABI, and c10d reuses names of other operators.
    schemas = sorted(schema for schema in schemas if "__torch__" not in schema)
    names = [schema[: schema.index("(")] for schema in schemas]
    # Two schemas of one name (a registration and its shape function, in training operators): better none than a wrong one.
    schemas = [schema for schema, name in zip(schemas, names) if names.count(name) == 1]
    with open(target, "wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write(("\n".join(schemas) + "\n").encode("ascii"))
    print(f"{len(schemas)} schemas")


if __name__ == "__main__":
    main(*sys.argv[1:])
