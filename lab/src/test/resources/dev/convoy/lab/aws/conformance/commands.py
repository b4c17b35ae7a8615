"""Commands of SSM by the AWS CLI."""
UNKNOWN = "11111111-2222-3333-4444-555555555555"


def commanded(cli, instance):
    """A command that succeeds, one that fails, and what is refused."""
    managed = cli.aws("ssm", "describe-instance-information", "--filters", f"Key=InstanceIds,Values={instance}",
                      "Key=PingStatus,Values=Online")["InstanceInformationList"]
    cli.expect("managed", [m["InstanceId"] for m in managed], [instance])
    cli.refused("InvalidFilterKey", "ssm", "describe-instance-information", "--filters", "Key=Nonsense,Values=x")
    ended = invoked(cli, instance, "Success", "systemctl is-active nginx")
    cli.expect("code", ended["ResponseCode"], 0)
    cli.aws("ssm", "wait", "command-executed", "--command-id", ended["CommandId"], "--instance-id", instance)
    cli.expect("failed code", invoked(cli, instance, "Failed", "exit 3")["ResponseCode"], 3)
    tagged = cli.aws("ssm", "send-command", "--document-name", "AWS-RunShellScript", "--targets", "Key=tag:env,Values=x",
                     "--parameters", {"commands": ["true"]})["Command"]
    cli.expect("tagged", tagged["InstanceIds"], [instance])
    listed = cli.aws("ssm", "list-commands", "--instance-id", instance, "--page-size", "2")["Commands"]
    cli.expect("listed", (len(listed), listed[0]["CommandId"]), (3, tagged["CommandId"]))
    cli.refused("InvalidInstanceId", "ssm", "send-command", "--document-name", "AWS-RunShellScript", "--instance-ids",
                "i-00000000000000000")
    cli.refused("InvalidDocument", "ssm", "send-command", "--document-name", "Nonsense", "--instance-ids", instance)
    document = cli.aws("ssm", "describe-document", "--name", "AWS-RunShellScript", "--document-version", "$DEFAULT")["Document"]
    cli.expect("document", (document["Status"], document["DocumentType"], "Linux" in document["PlatformTypes"]),
               ("Active", "Command", True))
    cli.refused("InvalidDocument", "ssm", "describe-document", "--name", "Nonsense")
    cli.refused("InvalidDocumentVersion", "ssm", "describe-document", "--name", "AWS-RunShellScript", "--document-version", "77")
    cli.refused("InvocationDoesNotExist", "ssm", "get-command-invocation", "--command-id", UNKNOWN, "--instance-id", instance)


def invoked(cli, instance, wanted, line):
    sent = cli.aws("ssm", "send-command", "--document-name", "AWS-RunShellScript", "--instance-ids", instance,
                   "--comment", "conformance", "--timeout-seconds", "60", "--parameters", {"commands": [line]})["Command"]
    look = lambda: cli.aws("ssm", "list-commands", "--command-id", sent["CommandId"])["Commands"][0]
    cli.until(look, lambda c: c["Status"] == wanted)
    return cli.aws("ssm", "get-command-invocation", "--command-id", sent["CommandId"], "--instance-id", instance)
