"""Compares the raw answers of a service with the shapes of botocore's own model, stricter than any client does.

A client overlooks members that it does not know, members that are missing and values outside an enumeration.
Here each of them is a fault.
"""
import datetime
import json
import re
import xml.etree.ElementTree as ElementTree

# MGN's date-times are strings. The model's pattern wants a Z, the real service writes an offset, clients take both.
DATE_TIMES = {"ISO8601DatetimeString"}
# Members of every error besides those of its shape.
ENVELOPE = {"__type", "code", "message", "Message"}


def answer_faults(operation, status, body):
    """What is wrong with an accepted answer: a list of sentences."""
    expected = operation.http.get("responseCode", 200)
    faults = [] if status == expected else [f"status {status} instead of {expected}"]
    protocol = operation.service_model.resolved_protocol
    shape = operation.output_shape
    if protocol in ("ec2", "query", "rest-xml"):
        _document(operation, shape, body, protocol, faults)
    elif shape is None or not shape.members:
        if body.strip() not in (b"", b"{}"):
            faults.append(f"a body where there is none: {body[:80]!r}")
    elif expected == 204:
        if body:
            faults.append("204 with a body")
    else:
        _value(shape, json.loads(body), operation.name, faults)
    return faults


def error_faults(operation, status, headers, body):
    """What is wrong with a refusal: a list of sentences."""
    protocol = operation.service_model.resolved_protocol
    if protocol == "ec2":
        return _xml_error(ElementTree.fromstring(body), "Response", "Errors/Error", "RequestID")
    if protocol == "query":
        return _xml_error(ElementTree.fromstring(body), "ErrorResponse", "Error", "RequestId")
    if protocol == "rest-xml":
        return _rest_error(operation, ElementTree.fromstring(body), status)
    faults = []
    members = json.loads(body)
    code = members.get("__type", "")
    if not code or headers.get("x-amzn-errortype", "").split(":")[0] != code:
        faults.append("x-amzn-ErrorType and __type do not say the same")
    if not isinstance(members.get("message"), str):
        faults.append("no message")
    shape = next((s for s in operation.error_shapes if s.name == code), None)
    if shape is not None:
        wanted = shape.metadata.get("error", {}).get("httpStatusCode", 400)
        if status != wanted:
            faults.append(f"{code} with status {status} instead of {wanted}")
        inside = {k: v for k, v in members.items() if k in shape.members or k not in ENVELOPE}
        _structure(shape, inside, code, faults)
    return faults


def code_of(operation, body):
    """The code of a refusal."""
    if operation.service_model.resolved_protocol in ("ec2", "query", "rest-xml"):
        return next(e.text for e in ElementTree.fromstring(body).iter() if _local(e) == "Code")
    return json.loads(body).get("__type", "")


def _value(shape, value, path, faults):
    kind = shape.type_name
    if kind == "structure":
        _structure(shape, value, path, faults)
    elif kind == "list":
        if not isinstance(value, list):
            faults.append(f"{path} is no list: {value!r}")
            return
        _range(shape, len(value), path, faults)
        for index, member in enumerate(value):
            _value(shape.member, member, f"{path}[{index}]", faults)
    elif kind == "map":
        if not isinstance(value, dict):
            faults.append(f"{path} is no map: {value!r}")
            return
        _range(shape, len(value), path, faults)
        for key, member in value.items():
            _value(shape.value, member, f"{path}.{key}", faults)
    else:
        _scalar(shape, value, path, faults)


def _structure(shape, value, path, faults):
    if not isinstance(value, dict):
        faults.append(f"{path} is no structure: {value!r}")
        return
    names = {m.serialization.get("name", n): m for n, m in shape.members.items()
             if m.serialization.get("location") not in ("header", "headers", "uri", "querystring", "statusCode")}
    for name in shape.required_members:
        wire = shape.members[name].serialization.get("name", name)
        if wire in names and value.get(wire) is None:
            faults.append(f"{path}.{name} is required and missing")
    for name, member in value.items():
        if name not in names:
            faults.append(f"{path}.{name} is no member of {shape.name}")
        elif member is None:
            faults.append(f"{path}.{name} is null; AWS leaves such members out")
        else:
            _value(names[name], member, f"{path}.{name}", faults)


def _scalar(shape, value, path, faults):
    kind = shape.type_name
    if kind in ("string", "character"):
        if not isinstance(value, str):
            faults.append(f"{path} is no string: {value!r}")
        else:
            _text(shape, value, path, faults)
    elif kind in ("integer", "long"):
        if isinstance(value, bool) or not isinstance(value, int):
            faults.append(f"{path} is no whole number: {value!r}")
        else:
            _range(shape, value, path, faults)
    elif kind in ("float", "double", "timestamp"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            faults.append(f"{path} is no number: {value!r}")
    elif kind == "boolean" and not isinstance(value, bool):
        faults.append(f"{path} is no boolean: {value!r}")


def _text(shape, value, path, faults):
    if shape.name in DATE_TIMES:
        if not _date_time(value):
            faults.append(f"{path} is no ISO 8601 date-time with an offset: {value!r}")
        return
    _range(shape, len(value), path, faults)
    if shape.enum and value not in shape.enum:
        faults.append(f"{path} is none of {shape.enum}: {value!r}")
    pattern = shape.metadata.get("pattern")
    if pattern and not re.fullmatch(pattern, value, re.DOTALL):
        faults.append(f"{path} does not match {pattern}: {value!r}")


def _range(shape, size, path, faults):
    limits = shape.metadata
    if size < limits.get("min", size) or size > limits.get("max", size):
        faults.append(f"{path} is outside {limits.get('min')}..{limits.get('max')}: {size}")


def _date_time(text):
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None
    except ValueError:
        return False


def _local(element):
    return element.tag.rpartition("}")[2]


def _document(operation, shape, body, protocol, faults):
    root = ElementTree.fromstring(body)
    if _local(root) != operation.name + "Response":
        faults.append(f"the root is {_local(root)}")
    if not root.tag.startswith("{" + str(operation.service_model.metadata.get("xmlNamespace", ""))):
        faults.append(f"the namespace is that of {root.tag}")
    children = list(root)
    if protocol == "query":
        known = {"ResponseMetadata", (shape.serialization.get("resultWrapper") if shape else None)}
        faults.extend(f"{_local(c)} beside the result" for c in children if _local(c) not in known)
        wrapper = next((c for c in children if _local(c) != "ResponseMetadata"), None)
        children = [] if wrapper is None else list(wrapper)
    else:
        children = [c for c in children if _local(c) != "requestId"]
    if shape is not None:
        _elements(shape, children, operation.name, faults)
    else:
        faults.extend(f"{operation.name}.{_local(c)} where nothing is answered" for c in children
                      if (_local(c), c.text) != ("return", "true"))


def _elements(shape, children, path, faults):
    names = {}
    for name, member in shape.members.items():
        flat = member.type_name == "list" and member.serialization.get("flattened")
        inner = member.member.serialization.get("name") if flat else None
        names[inner or member.serialization.get("name", name)] = member
    for child in children:
        name = _local(child)
        if name in names:
            _element(names[name], child, f"{path}.{name}", faults)
        else:
            faults.append(f"{path}.{name} is no member of {shape.name}")
    seen = {_local(c) for c in children}
    faults.extend(f"{path}.{n} is required and missing" for n in shape.required_members if not seen & {
        n, shape.members[n].serialization.get("name", n)})


def _element(shape, element, path, faults):
    if shape.type_name == "structure":
        _elements(shape, list(element), path, faults)
    elif shape.type_name == "list" and shape.serialization.get("flattened"):
        _element(shape.member, element, path, faults)
    elif shape.type_name == "list":
        wanted = shape.member.serialization.get("name", "member")
        for index, child in enumerate(element):
            if _local(child) != wanted:
                faults.append(f"{path} has {_local(child)} in place of {wanted}")
            _element(shape.member, child, f"{path}[{index}]", faults)
    elif list(element):
        faults.append(f"{path} has elements and is a {shape.type_name}")
    else:
        _leaf(shape, element.text or "", path, faults)


def _leaf(shape, text, path, faults):
    kind = shape.type_name
    if kind in ("integer", "long") and not re.fullmatch(r"-?\d+", text):
        faults.append(f"{path} is no whole number: {text!r}")
    elif kind in ("float", "double") and not re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text):
        faults.append(f"{path} is no number: {text!r}")
    elif kind == "boolean" and text not in ("true", "false"):
        faults.append(f"{path} is no boolean: {text!r}")
    elif kind == "timestamp" and not _date_time(text):
        faults.append(f"{path} is no time: {text!r}")
    elif kind == "string" and shape.enum and text not in shape.enum:
        faults.append(f"{path} is none of {shape.enum}: {text!r}")


def _rest_error(operation, root, status):
    """As a query service, and with the status of the model."""
    faults = _xml_error(root, "ErrorResponse", "Error", "RequestId")
    code = root.findtext("./{*}Error/{*}Code")
    shape = next((s for s in operation.error_shapes if s.name == code), None)
    wanted = shape.metadata.get("error", {}).get("httpStatusCode", 400) if shape else status
    return faults + ([f"{code} with status {status} instead of {wanted}"] if status != wanted else [])


def _xml_error(root, name, where, request):
    paths = [f"./{{*}}{'/{*}'.join((where + '/' + leaf).split('/'))}" for leaf in ("Code", "Message")]
    faults = [] if _local(root) == name else [f"the root is {_local(root)}"]
    faults.extend(f"no {p}" for p in paths if not (root.findtext(p) or ""))
    if not root.findtext("./{*}" + request):
        faults.append(f"no {request}")
    return faults
