"""Applications, waves and connectors by the AWS CLI."""


def grouped(cli, servers):
    """Puts servers into applications and these into a wave, and looks at them; the ids for ungrouped()."""
    shop = create(cli, "application", "shop", "--description", "sells", "--tags", {"tier": "1"})
    desk = create(cli, "application", "desk")
    wave = create(cli, "wave", "wave 1")
    cli.refused("ConflictException", "mgn", "create-application", "--name", "shop")
    cli.aws("mgn", "update-application", "--application-id", desk, "--name", "help desk", "--description", "helps")
    cli.aws("mgn", "update-wave", "--wave-id", wave, "--description", "the first")
    cli.aws("mgn", "associate-source-servers", "--application-id", shop, "--source-server-ids", *servers[:2])
    cli.aws("mgn", "associate-source-servers", "--application-id", desk, "--source-server-ids", *servers[2:4])
    cli.refused("ConflictException", "mgn", "associate-source-servers", "--application-id", desk,
                "--source-server-ids", servers[4], servers[0])
    cli.refused("ResourceNotFoundException", "mgn", "associate-source-servers", "--application-id", desk,
                "--source-server-ids", "s-00000000000000000")
    cli.refused("ConflictException", "mgn", "disassociate-source-servers", "--application-id", desk,
                "--source-server-ids", servers[4])
    cli.aws("mgn", "associate-applications", "--wave-id", wave, "--application-ids", shop, desk)
    looked_at(cli, servers, shop, desk, wave)
    connected(cli, servers[0])
    return shop, desk, wave


def create(cli, kind, name, *more):
    made = cli.aws("mgn", f"create-{kind}", "--name", name, *more)
    cli.aws("mgn", "tag-resource", "--resource-arn", made["arn"], "--tags", {"made": "by hand"})
    return made["applicationID" if kind == "application" else "waveID"]


def looked_at(cli, servers, shop, desk, wave):
    both = cli.aws("mgn", "list-applications", "--filters", {"waveIDs": [wave], "isArchived": False})["items"]
    cli.expect("applications of the wave", [(a["applicationID"], a["name"], a["applicationAggregatedStatus"][
        "totalSourceServers"]) for a in both], [(shop, "shop", 2), (desk, "help desk", 2)])
    cli.expect("tags of shop", both[0]["tags"], {"tier": "1", "made": "by hand"})
    before = cli.calls
    cli.expect("pages", len(cli.aws("mgn", "list-applications", "--page-size", "1")["items"]), 2)
    cli.expect("calls of two pages", cli.calls - before, 2)
    cli.expect("one", len(cli.aws("mgn", "list-applications", "--filters", {"applicationIDs": [desk]})["items"]), 1)
    waves = cli.aws("mgn", "list-waves", "--filters", {"waveIDs": [wave], "isArchived": False})["items"]
    status = waves[0]["waveAggregatedStatus"]
    cli.expect("wave", (status["totalApplications"], status["healthStatus"], status["progressStatus"]),
               (2, "HEALTHY", "NOT_STARTED"))
    of_shop = cli.aws("mgn", "describe-source-servers", "--filters", {"applicationIDs": [shop]})["items"]
    cli.expect("servers of shop", [(s["sourceServerID"], s["applicationID"]) for s in of_shop],
               [(s, shop) for s in servers[:2]])


def connected(cli, sid):
    made = cli.aws("mgn", "create-connector", "--name", "site-a", "--ssm-instance-id", "mi-0123456789abcdef0",
                   "--tags", {"site": "a"}, "--ssm-command-config", "s3OutputEnabled=false,cloudWatchOutputEnabled=false")
    cli.aws("mgn", "update-connector", "--connector-id", made["connectorID"], "--name", "site-b")
    cli.expect("connectors", [c["name"] for c in cli.aws("mgn", "list-connectors", "--filters", {
        "connectorIDs": [made["connectorID"]]})["items"]], ["site-b"])
    action = {"connectorArn": made["arn"], "credentialsSecretArn": (
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:web-AbCdEf")}
    cli.expect("action", cli.aws("mgn", "update-source-server", "--source-server-id", sid, "--connector-action", action)
               ["connectorAction"], action)
    cli.aws("mgn", "update-source-server", "--source-server-id", sid)
    cli.aws("mgn", "delete-connector", "--connector-id", made["connectorID"])
    cli.refused("ResourceNotFoundException", "mgn", "delete-connector", "--connector-id", made["connectorID"])
    cli.aws("mgn", "update-source-server-replication-type", "--source-server-id", sid, "--replication-type", "AGENT_BASED")
    cli.refused("ValidationException", "mgn", "update-source-server-replication-type", "--source-server-id", sid,
                "--replication-type", "SNAPSHOT_SHIPPING")
    cli.expect("nothing of vCenter", cli.aws("mgn", "describe-vcenter-clients", "--page-size", "5")["items"], [])
    cli.refused("ResourceNotFoundException", "mgn", "delete-vcenter-client", "--vcenter-client-id", "vcc-" + "0" * 17)
    cli.expect("no accounts", cli.aws("mgn", "list-managed-accounts")["items"], [])


def ungrouped(cli, servers, shop, desk, wave):
    """Takes it all apart again."""
    cli.refused("ConflictException", "mgn", "archive-wave", "--wave-id", wave)
    cli.refused("ConflictException", "mgn", "delete-application", "--application-id", shop)
    cli.aws("mgn", "disassociate-applications", "--wave-id", wave, "--application-ids", shop, desk)
    cli.aws("mgn", "disassociate-source-servers", "--application-id", shop, "--source-server-ids", *servers[:2])
    cli.aws("mgn", "disassociate-source-servers", "--application-id", desk, "--source-server-ids", *servers[2:4])
    cli.expect("archived", cli.aws("mgn", "archive-wave", "--wave-id", wave)["isArchived"], True)
    cli.aws("mgn", "archive-application", "--application-id", shop)
    cli.refused("ConflictException", "mgn", "update-application", "--application-id", shop, "--name", "shut")
    cli.expect("shown", cli.aws("mgn", "list-waves", "--filters", {"isArchived": False})["items"], [])
    cli.aws("mgn", "unarchive-wave", "--wave-id", wave)
    cli.aws("mgn", "unarchive-application", "--application-id", shop)
    for application in (shop, desk):
        cli.aws("mgn", "delete-application", "--application-id", application)
    cli.aws("mgn", "delete-wave", "--wave-id", wave)
    cli.refused("ResourceNotFoundException", "mgn", "delete-wave", "--wave-id", wave)
