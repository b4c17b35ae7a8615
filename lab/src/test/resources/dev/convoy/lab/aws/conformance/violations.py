"""Sends requests that break one constraint of botocore's model each, which clients do not check; all must be refused."""
import json
import re

import botocore.exceptions
import botocore.parsers
from botocore.config import Config

import console

LONGEST = 5000
ARN = "arn:aws:mgn:eu-central-1:111122223333:job/mgnjob-00000000000000000"
WRONG_TEXTS = ("!", " ", "\u00fc", "/", "\x00", "a", "1", "")


def violate(cli):
    """Each constraint of each MGN operation that was answered before; how many there were."""
    session = cli.driver.session
    client = session.create_client("mgn", endpoint_url=console.ENDPOINT, config=Config(
        parameter_validation=False, retries={"total_max_attempts": 1}))
    model = session.get_service_model("mgn")
    sent = 0
    for name in sorted(cli.seen["mgn"]):
        shape = model.operation_model(name).input_shape
        uri = {} if shape is None else {n: ARN for n, m in shape.members.items()
                                        if m.serialization.get("location") == "uri"}
        for path, breach in breaches(shape, "") if shape else ():
            sent += 1
            request = {**uri, **breach}
            verdict = refusal(client, name, request)
            if not any(field == path or field.startswith(path + ".") for field in verdict):
                cli.faults.append(f"mgn {name}: {path} of {json.dumps(request)[:200]} is not refused: {verdict}")
    return sent


def refusal(client, name, request):
    """Names of the fields that a ValidationException complains of, or what came instead."""
    try:
        client._make_api_call(name, request)
        return ["accepted"]
    except botocore.parsers.ResponseParserError as e:
        return [f"accepted: {e}"]
    except botocore.exceptions.ClientError as e:
        if e.response["Error"]["Code"] != "ValidationException":
            return [e.response["Error"]["Code"]]
        return [field["name"] for field in e.response.get("fieldList", [])]


def breaches(shape, prefix):
    """Pairs of a path and a structure that breaks a constraint there."""
    for name, member in shape.members.items():
        path = prefix + name
        if member.serialization.get("location") == "uri":
            continue
        if name in shape.required_members:
            yield path, {}
        for inner, value in values(member, path):
            yield inner, {name: value}


def values(shape, path):
    kind = shape.type_name
    if kind == "structure":
        yield from breaches(shape, path + ".")
    elif kind == "list":
        yield from sizes(shape, path, lambda n: [sample(shape.member)] * n)
        for inner, value in values(shape.member, path + "[0]"):
            yield inner, [value]
    elif kind == "map":
        yield from sizes(shape, path, lambda n: {f"k{i}": sample(shape.value) for i in range(n)})
        for inner, value in values(shape.value, path + ".k"):
            yield inner, {"k": value}
    elif kind == "string":
        yield from texts(shape, path)
    elif kind in ("integer", "long"):
        limits = shape.metadata
        if "min" in limits:
            yield path, limits["min"] - 1
        if "max" in limits:
            yield path, limits["max"] + 1


def sizes(shape, path, of):
    least, most = shape.metadata.get("min", 0), shape.metadata.get("max", LONGEST)
    if least > 0:
        yield path, of(least - 1)
    if most < LONGEST:
        yield path, of(most + 1)


def texts(shape, path):
    limits = shape.metadata
    if shape.enum:
        yield path, "NOPE"
        return
    if limits.get("min", 0) > 0:
        yield path, "a" * (limits["min"] - 1)
    if limits.get("max", LONGEST) < LONGEST:
        yield path, "a" * (limits["max"] + 1)
    if limits.get("pattern") and shape.name != "ISO8601DatetimeString":
        wrong = next((w for t in WRONG_TEXTS for w in (t * max(1, limits.get("min", 1)),)
                      if not re.fullmatch(limits["pattern"], w, re.DOTALL)), None)
        if wrong is not None:
            yield path, wrong


def sample(shape):
    """Something of the right type."""
    return {"structure": {}, "list": [], "map": {}, "integer": 1, "long": 1, "boolean": True}.get(shape.type_name, "a")
