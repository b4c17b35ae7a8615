"""The AWS CLI in this process: its own parser, paginators and waiters, with every answer compared to the model."""
import contextlib
import io
import json
import os
import urllib.request

import awscli.clidriver
import botocore.exceptions

import shapes

ENDPOINT = os.environ["CONVOY_ENDPOINT"]


class Console:
    """Runs commands of the AWS CLI and keeps what was answered."""

    def __init__(self):
        self.driver = awscli.clidriver.create_clidriver()
        self.driver.session.register("response-received", self._received)
        self.faults = []
        self.seen = {}
        self.calls = 0
        self.commands = 0
        self.last = None

    def _received(self, event_name, response_dict=None, context=None, **kwargs):
        if response_dict is None:
            return
        service, name = event_name.split(".")[1:3]
        operation = self._operation(service, name)
        status, body = response_dict["status_code"], response_dict["body"]
        headers = {k.lower(): v for k, v in response_dict["headers"].items()}
        self.calls += 1
        self.last = (operation, status, headers, body)
        if status < 300:
            self.seen.setdefault(operation.service_model.service_name, set()).add(name)
            faults = shapes.answer_faults(operation, status, body)
        else:
            faults = shapes.error_faults(operation, status, headers, body)
        if not headers.get("x-amzn-requestid"):
            faults.append("no x-amzn-RequestId")
        self.faults.extend(f"{service} {name} {status}: {fault}" for fault in faults)

    def _operation(self, service_id, name):
        for service in ("mgn", "ec2", "sts", "iam", "kms", "service-quotas", "secretsmanager", "ssm", "cloudwatch", "route53"):
            model = self.driver.session.get_service_model(service)
            if model.service_id.hyphenize() == service_id:
                return model.operation_model(name)
        raise KeyError(service_id)

    def run(self, *arguments):
        """Exit code, output and complaint of a command."""
        out, err = io.StringIO(), io.StringIO()
        words = [a if isinstance(a, str) else json.dumps(a) for a in arguments]
        self.commands += 1
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = self.driver.main([*words, "--endpoint-url", ENDPOINT, "--output", "json"])
        return code, out.getvalue(), err.getvalue()

    def aws(self, *arguments):
        """What a command prints, as JSON; None for nothing."""
        code, out, err = self.run(*arguments)
        if code != 0:
            self.faults.append(f"{' '.join(map(str, arguments))} ends with {code}: {err.strip()}")
            raise SystemExit(self.report())
        return json.loads(out) if out.strip() else None

    def api(self, service, operation, **parameters):
        """An operation whose command leaves the CLI unfit for any other in this process; through the CLI's own session."""
        client = self.driver.session.create_client(service, endpoint_url=ENDPOINT)
        try:
            return client._make_api_call(operation, parameters)
        except botocore.exceptions.ClientError as e:
            return e.response["Error"]["Code"]

    def refused(self, wanted, *arguments):
        """A command that must be refused with a code, which the CLI has to name; the members of the error."""
        code, _, err = self.run(*arguments)
        if code == 0 or f"({wanted})" not in err:
            self.faults.append(f"{' '.join(map(str, arguments))} ends with {code}, not {wanted}: {err.strip()}")
        operation, status, headers, body = self.last
        as_json = body.lstrip().startswith(b"{")
        return status, headers, json.loads(body) if as_json else {}

    def until(self, look, met, most=20_000):
        """Looks until a condition is met; the simulator's clock runs fast."""
        for _ in range(most):
            found = look()
            if met(found):
                return found
        self.faults.append(f"never met, last seen: {found}")
        raise SystemExit(self.report())

    def expect(self, what, found, wanted):
        """Notes a difference."""
        if found != wanted:
            self.faults.append(f"{what}: {found!r} instead of {wanted!r}")

    def report(self):
        """For whoever started this process: one line of JSON."""
        return json.dumps({"commands": self.commands, "calls": self.calls, "faults": self.faults[:100],
                           "seen": {k: sorted(v) for k, v in sorted(self.seen.items())}})


def door(method, path, body):
    """The simulator's own door."""
    request = urllib.request.Request(ENDPOINT + "/_lab/" + path, json.dumps(body).encode(), method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)
