#!/usr/bin/env python3
"""Packs the extension into `prespec-VERSION.vsix`: `python3 editors/vscode/pack.py [FOLDER]`.

A .vsix is an archive with a manifest. The client of the protocol comes from npm; from the same files of it come the same bytes.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from xml.sax.saxutils import escape, quoteattr

HERE = pathlib.Path(__file__).resolve().parent
OWN = ["package.json", "extension.js", "language-configuration.json", "syntaxes"]
KINDS = {".json": "application/json", ".js": "application/javascript", ".vsixmanifest": "text/xml", ".md": "text/markdown"}


def manifest(package):
    return f"""<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id={quoteattr(package["name"])} Version={quoteattr(package["version"])} Publisher={quoteattr(package["publisher"])}/>
    <DisplayName>{escape(package["displayName"])}</DisplayName>
    <Description xml:space="preserve">{escape(package["description"])}</Description>
    <Categories>{escape(",".join(package["categories"]))}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value={quoteattr(package["engines"]["vscode"])}/>
    </Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
  </Assets>
</PackageManifest>
"""


def content_types(names):
    endings = sorted({pathlib.PurePosixPath(name).suffix for name in names} - {""})
    kinds = "".join(
        f"<Default Extension={quoteattr(e)} ContentType={quoteattr(KINDS.get(e, 'application/octet-stream'))}/>" for e in endings
    )
    return f'<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{kinds}</Types>'


def main():
    target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    package = json.loads((HERE / "package.json").read_text())
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for name in OWN:
            copy = shutil.copytree if (HERE / name).is_dir() else shutil.copy
            copy(HERE / name, folder / name)
        npm = ["npm", "install", "--omit=dev", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(npm, cwd=folder, check=True)
        files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != ".package-lock.json" and ".bin" not in p.parts)
        entries = {f"extension/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in files}
    entries["extension.vsixmanifest"] = manifest(package).encode()
    entries["[Content_Types].xml"] = content_types(entries).encode()
    archive = target / f"{package['name']}-{package['version']}.vsix"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(entries):
            packed.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), entries[name], zipfile.ZIP_DEFLATED)
    print(f"{archive}: {len(entries)} files")


if __name__ == "__main__":
    main()
