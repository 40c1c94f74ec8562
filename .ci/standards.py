"""Holds what prespec writes for other programs to public validators: the JSON Schema of CDISC ARS by `jsonschema`, an RO-Crate by
`roc-validator`, both from the copies in tests/standards and without network.

    python .ci/standards.py ars FILE
    python .ci/standards.py ro-crate FOLDER
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent.parent / "tests/standards"
CONTEXT = "https://w3id.org/ro/crate/1.1/context"


def ars(file):
    import jsonschema

    schema = json.loads((HERE / "ars_ldm.schema.json").read_text())
    faults = list(jsonschema.Draft7Validator(schema).iter_errors(json.loads(pathlib.Path(file).read_text())))
    for fault in faults[:20]:
        print(f"{fault.json_path}: {fault.message}")
    return len(faults)


def ro_crate(folder):
    import io

    import requests
    import requests_cache
    import urllib3

    class Copy(requests.adapters.HTTPAdapter):
        def send(self, request, **_):
            raw = urllib3.HTTPResponse(
                body=io.BytesIO((HERE / "ro-crate-1.1-context.jsonld").read_bytes()),
                headers={"Content-Type": "application/ld+json"},
                status=200,
                preload_content=False,
                request_url=request.url,
            )
            return self.build_response(request, raw)

    with tempfile.TemporaryDirectory() as temporary:
        cache = f"{temporary}/cache"
        session = requests_cache.CachedSession(cache_name=cache, backend="sqlite", allowable_methods=("GET",))
        session.mount("https://", Copy())
        session.get(CONTEXT)
        session.close()
        failed = 0
        for profile in ["ro-crate-1.1", "process-run-crate"]:
            validator = pathlib.Path(sys.executable).parent / "rocrate-validator"
            command = [validator, "-y", "validate", "-p", profile, "-l", "required", "--no-paging"]
            command += ["--offline", "--cache-path", cache, folder]
            failed += subprocess.run(command, check=False).returncode != 0
        return failed


if __name__ == "__main__":
    sys.exit(1 if {"ars": ars, "ro-crate": ro_crate}[sys.argv[1]](sys.argv[2]) else 0)
