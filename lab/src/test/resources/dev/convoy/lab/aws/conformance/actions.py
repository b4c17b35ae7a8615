"""Post-launch actions by the AWS CLI."""

DOCUMENT = {"actionID": "verifyweb", "actionName": "Verify web", "documentIdentifier": "AWS-RunShellScript", "order": 1001,
            "documentVersion": "$DEFAULT", "active": True, "timeoutSeconds": 60, "mustSucceedForCutover": True,
            "category": "VALIDATION", "description": "asks the web server", "parameters": {
                "commands": [{"parameterType": "STRING", "parameterName": "verify-web"}]},
            "externalParameters": {"instance": {"dynamicPath": "ServerState.SourceServer.launchedInstance"}}}


def planned(cli, template):
    """An action that new servers start with."""
    cli.aws("mgn", "put-template-action", "--launch-configuration-template-id", template, "--cli-input-json",
            {**DOCUMENT, "operatingSystem": "linux"})
    cli.aws("mgn", "put-template-action", "--launch-configuration-template-id", template, "--cli-input-json",
            {**DOCUMENT, "actionID": "other", "order": 1002})
    cli.aws("mgn", "remove-template-action", "--launch-configuration-template-id", template, "--action-id", "other")
    found = cli.aws("mgn", "list-template-actions", "--launch-configuration-template-id", template)["items"]
    cli.expect("actions of the template", [(a["actionID"], a["operatingSystem"]) for a in found], [("verifyweb", "linux")])


def own(cli, sid):
    """Actions of one server, which has that of the template already."""
    more = {**DOCUMENT, "actionID": "report", "actionName": "Report", "order": 1002, "mustSucceedForCutover": False}
    cli.aws("mgn", "put-source-server-action", "--source-server-id", sid, "--cli-input-json", more)
    cli.aws("mgn", "put-source-server-action", "--source-server-id", sid, "--cli-input-json", {**more, "actionID": "third"})
    cli.aws("mgn", "remove-source-server-action", "--source-server-id", sid, "--action-id", "third")
    cli.refused("ResourceNotFoundException", "mgn", "remove-source-server-action", "--source-server-id", sid,
                "--action-id", "third")
    found = cli.aws("mgn", "list-source-server-actions", "--source-server-id", sid, "--page-size", "1")["items"]
    cli.expect("actions", [a["actionID"] for a in found], ["verifyweb", "report"])
    one = cli.aws("mgn", "list-source-server-actions", "--source-server-id", sid, "--filters", {"actionIDs": ["report"]})
    cli.expect("filtered", [a["actionName"] for a in one["items"]], ["Report"])


def run(cli, job, wanted):
    """Waits until the actions of a job's only server have ended; a job does not wait for them."""
    look = lambda: cli.aws("mgn", "describe-jobs", "--filters", {"jobIDs": [job]})["items"][0]["participatingServers"][0]
    ran = cli.until(look, lambda s: [a["executionStatus"] for a in s.get("postLaunchActionsStatus", {}).get(
        "postLaunchActionsLaunchStatusList", [])] == ["SUCCESS"] * len(wanted))
    cli.expect("what ran", [a["ssmDocument"]["actionName"] for a in ran["postLaunchActionsStatus"][
        "postLaunchActionsLaunchStatusList"]], wanted)
