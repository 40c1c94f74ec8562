#!/usr/bin/env python3
"""Kills runs of a built prespec: `.ci/kills.py target/release/prespec 1000`.

The small plan of the tests is sealed, and a run on each of two versions of its data writes its set into one folder. Then so many
runs on the version whose set does not stand there are killed (SIGKILL), half of them at moments spread over the whole of a run and half about its end, where
the files are written. After each, `prespec verify` must find the set that stands whole, one of the two; after every twentieth, a run
that ends must leave nothing of those that did not. Ends with 1 where anything else is met.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

POPULATION = """
```plan
population adults "Adults" {
  of: all_patients
  require { "Born before 2000": birth_year < 2000 }
  if not known: excluded
  count exclusions at: first_reason
}
```
"""


def main(binary, kills):
    tests = pathlib.Path(__file__).resolve().parent.parent / "tests" / "data"
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "data").mkdir()
    (folder / "temporary").mkdir()
    shutil.copy(tests / "binding.yaml", folder)
    for name in ("patients.csv", "visits.csv", "lesions.csv"):
        shutil.copy(tests / name, folder / "data")
    (folder / "plan.md").write_text((tests / "plan.md").read_text() + POPULATION)
    patients = folder / "data" / "patients.csv"
    # A blank line is passed over, and is another file.
    versions = [patients.read_text(), patients.read_text() + "\n"]
    out = folder / "out"
    environment = {"USER": "tester", "TMPDIR": str(folder / "temporary"), "PATH": "/usr/bin:/bin"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}

    def version(which):
        patients.write_text(versions[which])

    def run():
        return subprocess.Popen([binary, "run", folder / "plan.md", "--out", out], **quiet)

    def digest():
        return json.loads((out / "run.json").read_text())["data"]

    def verified():
        """Reading finishes what a kill has left; the data of the set that stands then are put back, and all of it must be as it was."""
        subprocess.run([binary, "verify", out], **quiet)
        which = digests.index(digest())
        version(which)
        told = subprocess.run([binary, "verify", out], capture_output=True, text=True, env=environment)
        assert told.returncode == 0, told.stdout + told.stderr
        return which

    def clean():
        assert run().wait() == 0
        left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
        left += [path.name for path in (folder / "temporary").iterdir()]
        left += [path.name for path in out.iterdir() if path.name.startswith(".")]
        assert not left and len(list(out.iterdir())) == 6, left

    digests, whole = [], 0
    assert subprocess.run([binary, "seal", folder / "plan.md"], **quiet).returncode == 0
    for which in (0, 1):
        version(which)
        begun = time.monotonic()
        assert run().wait() == 0
        whole = time.monotonic() - begun
        digests.append(digest())
    last, replaced, early = verified(), 0, 0
    for kill in range(kills):
        version(1 - last)
        child = run()
        part = (kill // 2) / max(kills // 2, 1)
        time.sleep(whole * (part if kill % 2 == 0 else 0.7 + part * 0.5))
        child.kill()
        early += child.wait() != 0
        stands = verified()
        replaced += stands != last
        last = stands
        if kill % 20 == 19:
            clean()
    clean()
    print(f"{kills} kills, {early} of them before the run had ended; {replaced} had replaced the set, of which each was whole")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
