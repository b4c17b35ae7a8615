"""What a person does with pywinrm: arguments are endpoint, transport, CA file or -, and what to do; prints JSON."""
import json
import os
import sys

import winrm

endpoint, transport, authority, what = sys.argv[1:5]
options = {"server_cert_validation": "validate"} if endpoint.startswith("https") else {}
if authority != "-":
    options["ca_trust_path"] = authority
if what == "timeout":
    options.update(operation_timeout_sec=1, read_timeout_sec=20)
session = winrm.Session(endpoint, auth=(os.environ["LOGIN"], os.environ["PASSWORD"]), transport=transport, **options)


def told(result):
    out, err = result.std_out.decode("utf-8"), result.std_err
    return {"exit": result.status_code, "out": out if len(out) < 200 else "%d %s" % (len(out), out[:1] + out[-3:]),
            "err": err.decode("utf-8") if isinstance(err, bytes) else err}


def main():
    if what == "commands":
        return [told(session.run_cmd("hostname")), told(session.run_cmd("ipconfig", ["/all"])),
                told(session.run_cmd("format", ["c:"])), told(session.run_ps("$PSVersionTable.PSVersion.ToString()"))]
    if what == "big":
        return told(session.run_ps("'x' * 400000"))
    if what == "timeout":
        return told(session.run_ps("Start-Sleep -Seconds 3; 'awake'"))
    return told(session.run_cmd("hostname"))


try:
    print(json.dumps(main()))
except Exception as problem:
    print(json.dumps({"problem": type(problem).__name__, "text": str(problem)}))
