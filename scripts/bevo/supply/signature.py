"""The signature of a release: that of OpenSSH over its checksums, which need nothing but ``ssh-keygen`` to verify.

https://man.openbsd.org/ssh-keygen#Y, https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from bevo.problems import BevoError, relative

__all__ = ["NAMESPACE", "sign"]

NAMESPACE = "bevo-release"
"""What the signature is for, so that one made for something else is none for a release."""


def sign(file: Path, key: Path) -> Path:
    """Sign a file beside it, as ``FILE.sig``.

    :param key: a private key of SSH; or a public one, if ``ssh-agent`` or a security key holds the private one.
    :returns: the signature.
    :raises BevoError: if there is no such key, it is locked, or ``ssh-keygen`` of OpenSSH 8.1 or later is missing.
    """
    if not key.is_file():
        raise BevoError(f"{relative(key)} is no key; make one with: ssh-keygen -t ed25519 -f {key}")
    try:
        words = ["ssh-keygen", "-Y", "sign", "-f", str(key.resolve()), "-n", NAMESPACE, str(file)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except OSError as error:
        raise BevoError("cannot sign: ssh-keygen is not installed (Debian: openssh-client)") from error
    signature = file.with_name(f"{file.name}.sig")
    if done.returncode or not signature.is_file():
        why = (done.stderr.strip().splitlines() or ["ssh-keygen does not say why"])[-1]
        raise BevoError(f"cannot sign with {relative(key)}: {why}")
    return signature
