"""A migration from InitializeService to DeleteSourceServer by the AWS CLI alone."""
import json

import actions
import commands
import groups
import machines
import metrics
import names
import transfers
from console import door

STAGING, TEST, TARGET = ("subnet-0000000a00", "subnet-0000000b00", "subnet-0000000c00")
TEMPLATE = {
    "stagingAreaSubnetId": STAGING, "associateDefaultSecurityGroup": True,
    "replicationServersSecurityGroupsIDs": ["sg-0000000a00"], "replicationServerInstanceType": "t3.small",
    "useDedicatedReplicationServer": False, "defaultLargeStagingDiskType": "GP3", "ebsEncryption": "DEFAULT",
    "bandwidthThrottling": 0, "dataPlaneRouting": "PRIVATE_IP", "createPublicIP": False,
    "stagingAreaTags": {"team": "migration"}, "useFipsEndpoint": False}


def migrate(cli):
    """The whole life of three servers."""
    account(cli)
    servers = registered(cli)
    reading(cli, servers)
    replication(cli, servers)
    made = groups.grouped(cli, servers)
    imported = transfers.moved(cli)
    launch_settings(cli, servers[0])
    tested(cli, servers[0])
    cut_over(cli, servers[0])
    others(cli, servers)
    installed(cli, servers[6], *imported)
    groups.ungrouped(cli, servers, *made)
    deleted(cli, servers)


def account(cli):
    cli.refused("UninitializedAccountException", "mgn", "describe-source-servers")
    cli.aws("mgn", "initialize-service")
    rct = cli.aws("mgn", "create-replication-configuration-template", "--tags", {"a": "b"},
                  "--cli-input-json", TEMPLATE)["replicationConfigurationTemplateID"]
    cli.refused("ValidationException", "mgn", "create-replication-configuration-template", "--cli-input-json", TEMPLATE)
    cli.aws("mgn", "update-replication-configuration-template", "--replication-configuration-template-id", rct,
            "--bandwidth-throttling", "100")
    found = cli.aws("mgn", "describe-replication-configuration-templates",
                    "--replication-configuration-template-ids", rct)["items"]
    cli.expect("throttling of the template", [t["bandwidthThrottling"] for t in found], [100])
    lct = cli.aws("mgn", "create-launch-configuration-template", "--launch-disposition", "STARTED",
                  "--licensing", "osByol=true", "--boot-mode", "USE_SOURCE", "--small-volume-conf",
                  "volumeType=gp3,iops=3000,throughput=125")["launchConfigurationTemplateID"]
    cli.aws("mgn", "update-launch-configuration-template", "--launch-configuration-template-id", lct, "--copy-tags")
    cli.aws("mgn", "describe-launch-configuration-templates", "--launch-configuration-template-ids", lct)
    actions.planned(cli, lct)
    cli.expect("account", cli.aws("sts", "get-caller-identity")["Account"], "111122223333")
    cli.aws("sts", "assume-role", "--role-arn", "arn:aws:iam::111122223333:role/ConvoyMigration",
            "--role-session-name", "conformance")
    cli.aws("service-quotas", "list-service-quotas", "--service-code", "mgn")
    cli.aws("service-quotas", "list-aws-default-service-quotas", "--service-code", "mgn")
    cli.aws("service-quotas", "get-service-quota", "--service-code", "mgn", "--quota-code", "L-9A599620")
    cli.aws("kms", "describe-key", "--key-id", "1234abcd-12ab-34cd-56ef-1234567890ab")
    cli.refused("NotFoundException", "kms", "describe-key", "--key-id", "00000000-0000-0000-0000-000000000000")
    cli.aws("iam", "get-instance-profile", "--instance-profile-name", "AmazonSSMRoleForInstancesQuickSetup")
    cli.aws("iam", "simulate-principal-policy", "--policy-source-arn", "arn:aws:iam::111122223333:role/ConvoyMigration",
            "--action-names", "mgn:StartTest", "mgn:StartCutover")
    door("PUT", "secrets", {"account": "111122223333", "region": "eu-central-1", "name": "convoy/web", "text": "example"})
    cli.aws("secretsmanager", "get-secret-value", "--secret-id", "convoy/web")
    cli.refused("ResourceNotFoundException", "secretsmanager", "get-secret-value", "--secret-id", "convoy/none")


def registered(cli):
    return [agent(f"web-{n}", n) for n in range(1, 8)]


def agent(name, n):
    return door("POST", "agents", {
        "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "region": "eu-central-1", "userProvidedId": name,
        "noReplication": True, "hostname": name, "fqdn": f"{name}.example.com", "ip": f"192.0.2.{n}",
        "os": "Linux version 6.1 (example)", "disks": [{"deviceName": "/dev/sda", "bytes": 8 << 30},
        {"deviceName": "/dev/sdb", "bytes": 20 << 30}], "cpus": 2, "ramBytes": 4 << 30,
        "mac": f"0a:40:f1:e8:b2:{n:02x}"})["sourceServerID"]


def reading(cli, servers):
    one = describe(cli, {"sourceServerIDs": [servers[0]]})
    cli.expect("user-provided id", [s["userProvidedID"] for s in one], ["web-1"])
    cli.expect("all", len(describe(cli, {"isArchived": False, "replicationTypes": ["AGENT_BASED"],
                                         "lifeCycleStates": ["STOPPED", "NOT_READY"]})), len(servers))
    cli.expect("none", describe(cli, {"replicationTypes": ["SNAPSHOT_SHIPPING"]}), [])
    before = cli.calls
    pages = cli.aws("mgn", "describe-source-servers", "--page-size", "2")["items"]
    cli.expect("pages", ([s["sourceServerID"] for s in pages], cli.calls - before), (servers, 4))
    some = cli.aws("mgn", "describe-source-servers", "--max-items", "3", "--page-size", "2")
    rest = cli.aws("mgn", "describe-source-servers", "--starting-token", some["NextToken"])
    cli.expect("the rest", [s["sourceServerID"] for s in some["items"] + rest["items"]], servers)
    arn = one[0]["arn"]
    cli.aws("mgn", "tag-resource", "--resource-arn", arn, "--tags", {"a/b": "c d", "wave": "1"})
    cli.aws("mgn", "untag-resource", "--resource-arn", arn, "--tag-keys", "wave")
    cli.expect("tags", cli.aws("mgn", "list-tags-for-resource", "--resource-arn", arn)["tags"], {"a/b": "c d"})


def describe(cli, filters):
    return cli.aws("mgn", "describe-source-servers", "--filters", filters)["items"]


def server(cli, sid):
    return describe(cli, {"sourceServerIDs": [sid]})[0]


def state(cli, sid, wanted):
    return cli.until(lambda: server(cli, sid), lambda s: s["lifeCycle"]["state"] == wanted)


def replication(cli, servers):
    for sid in servers:
        cli.aws("mgn", "get-replication-configuration", "--source-server-id", sid)
    cli.aws("mgn", "update-replication-configuration", "--source-server-id", servers[0], "--bandwidth-throttling", "50",
            "--replicated-disks", "deviceName=/dev/sda,isBootDisk=true,stagingDiskType=GP3,iops=3000,throughput=125")
    for sid in servers:
        cli.aws("mgn", "start-replication", "--source-server-id", sid)
    for sid in servers:
        state(cli, sid, "READY_FOR_TEST")
    cli.aws("mgn", "pause-replication", "--source-server-id", servers[1])
    cli.refused("ConflictException", "mgn", "pause-replication", "--source-server-id", servers[1])
    cli.aws("mgn", "resume-replication", "--source-server-id", servers[1])
    cli.aws("mgn", "stop-replication", "--source-server-id", servers[2])
    door("PUT", "faults", [{"operation": "StartReplication", "kind": "stalled", "count": 1}])
    cli.aws("mgn", "start-replication", "--source-server-id", servers[2])
    cli.until(lambda: server(cli, servers[2]), lambda s: "dataReplicationError" in s["dataReplicationInfo"])
    door("PUT", "faults", [])
    cli.aws("mgn", "retry-data-replication", "--source-server-id", servers[2])
    cli.refused("ValidationException", "mgn", "retry-data-replication", "--source-server-id", servers[2])
    state(cli, servers[2], "READY_FOR_TEST")


def launch_settings(cli, sid):
    actions.own(cli, sid)
    template = cli.aws("mgn", "update-launch-configuration", "--source-server-id", sid, "--post-launch-actions",
                       {"deployment": "TEST_AND_CUTOVER", "cloudWatchLogGroupName": "convoy", "ssmDocuments": [
                           {"actionName": "Mark", "ssmDocumentName": "AWS-RunShellScript", "timeoutSeconds": 30}]},
                       "--target-instance-type-right-sizing-method", "NONE", "--no-copy-private-ip",
                       "--licensing", "osByol=true")["ec2LaunchTemplateID"]
    cli.expect("launch template", cli.aws("mgn", "get-launch-configuration", "--source-server-id", sid)
               ["ec2LaunchTemplateID"], template)
    subnets = cli.aws("ec2", "describe-subnets", "--filters", f"Name=subnet-id,Values={TEST}")["Subnets"]
    cli.expect("subnet", [s["SubnetId"] for s in subnets], [TEST])
    cli.aws("ec2", "describe-security-groups", "--group-ids", "sg-0000000b00")
    cli.aws("ec2", "describe-instance-types", "--instance-types", "m5.large")
    cli.aws("ec2", "describe-instance-type-offerings", "--location-type", "availability-zone")
    cli.aws("ec2", "describe-network-interfaces")
    cli.aws("ec2", "describe-hosts")
    machines.placed(cli)
    cli.aws("ec2", "describe-launch-templates", "--launch-template-ids", template)
    place(cli, template, TEST, "sg-0000000b00")
    cli.refused("InvalidLaunchTemplateId.NotFound", "ec2", "describe-launch-templates", "--launch-template-ids",
                "lt-00000000000000000")


def place(cli, template, subnet, group):
    data = {"InstanceType": "m5.large", "NetworkInterfaces": [{"DeviceIndex": 0, "SubnetId": subnet, "Groups": [group]}],
            "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "env", "Value": "x"}]}]}
    made = cli.aws("ec2", "create-launch-template-version", "--launch-template-id", template, "--source-version",
                   "$Latest", "--launch-template-data", data)["LaunchTemplateVersion"]
    cli.aws("ec2", "modify-launch-template", "--launch-template-id", template, "--default-version",
            str(made["VersionNumber"]))
    read = cli.aws("ec2", "describe-launch-template-versions", "--launch-template-id", template, "--versions", "$Default")
    nics = read["LaunchTemplateVersions"][0]["LaunchTemplateData"]["NetworkInterfaces"]
    cli.expect("default version", [n["SubnetId"] for n in nics], [subnet])


def job(cli, *command):
    """Starts a job and follows it to its end."""
    jid = cli.aws("mgn", *command)["job"]["jobID"]
    look = lambda: cli.aws("mgn", "describe-jobs", "--filters", {"jobIDs": [jid]})["items"][0]
    return cli.until(look, lambda j: j["status"] == "COMPLETED")


def tested(cli, sid):
    done = job(cli, "start-test", "--source-server-ids", sid, "--tags", "batch=b-1")
    instance = done["participatingServers"][0]["launchedEc2InstanceID"]
    actions.run(cli, done["jobID"], ["Mark", "Verify web", "Report"])
    before = cli.calls
    log = cli.aws("mgn", "describe-job-log-items", "--job-id", done["jobID"], "--page-size", "3")["items"]
    cli.expect("log", ([i["event"] for i in log], cli.calls - before), (
        ["JOB_START", "SNAPSHOT_START", "SNAPSHOT_END", "CONVERSION_START", "CONVERSION_END", "LAUNCH_START",
         "JOB_END"], 3))
    up(cli, instance)
    cli.aws("ec2", "describe-tags", "--filters", f"Name=resource-id,Values={instance}")
    cli.refused("ConflictException", "mgn", "terminate-target-instances", "--source-server-ids", sid)
    change(cli, sid, "READY_FOR_CUTOVER")
    job(cli, "terminate-target-instances", "--source-server-ids", sid)
    cli.until(lambda: instance_of(cli, instance), lambda i: i["State"]["Name"] == "terminated")
    cli.aws("ec2", "wait", "instance-terminated", "--instance-ids", instance)


def up(cli, instance):
    cli.until(lambda: cli.aws("ec2", "describe-instance-status", "--include-all-instances", "--instance-ids",
                              instance)["InstanceStatuses"][0], lambda s: s["InstanceStatus"]["Status"] == "ok")
    cli.aws("ec2", "wait", "instance-running", "--instance-ids", instance)
    cli.aws("ec2", "wait", "instance-status-ok", "--instance-ids", instance)


def instance_of(cli, instance):
    return cli.aws("ec2", "describe-instances", "--instance-ids", instance)["Reservations"][0]["Instances"][0]


def change(cli, sid, to):
    cli.aws("mgn", "change-server-life-cycle-state", "--source-server-id", sid, "--life-cycle", f"state={to}")


def cut_over(cli, sid):
    template = cli.aws("mgn", "get-launch-configuration", "--source-server-id", sid)["ec2LaunchTemplateID"]
    place(cli, template, TARGET, "sg-0000000c00")
    door("PUT", f"agents/{sid}/writing", {"writing": False})
    done = job(cli, "start-cutover", "--source-server-ids", sid)
    instance = done["participatingServers"][0]["launchedEc2InstanceID"]
    up(cli, instance)
    commands.commanded(cli, instance)
    machines.imaged(cli, instance)
    up(cli, instance)
    saved = cli.aws("ec2", "create-snapshots", "--instance-specification", f"InstanceId={instance}", "--description",
                    "before the finalize")["Snapshots"]
    ids = [s["SnapshotId"] for s in saved]
    cli.until(lambda: cli.aws("ec2", "describe-snapshots", "--snapshot-ids", *ids)["Snapshots"],
              lambda all_of: all(s["State"] == "completed" for s in all_of))
    cli.aws("ec2", "create-tags", "--resources", instance, "--tags", "Key=owner,Value=ops")
    cli.aws("ec2", "stop-instances", "--instance-ids", instance)
    cli.until(lambda: instance_of(cli, instance), lambda i: i["State"]["Name"] == "stopped")
    machines.kept(cli, instance)
    cli.aws("ec2", "start-instances", "--instance-ids", instance)
    up(cli, instance)
    metrics.measured(cli, sid, instance)
    names.renamed(cli)
    actions.run(cli, done["jobID"], ["Mark", "Verify web", "Report"])
    cli.aws("mgn", "finalize-cutover", "--source-server-id", sid)
    cli.refused("ConflictException", "mgn", "finalize-cutover", "--source-server-id", sid)
    cli.aws("mgn", "mark-as-archived", "--source-server-id", sid)
    cli.expect("archived", [s["sourceServerID"] for s in describe(cli, {"isArchived": True})], [sid])
    cli.aws("ec2", "terminate-instances", "--instance-ids", instance)
    cli.refused("InvalidInstanceID.NotFound", "ec2", "describe-instances", "--instance-ids", "i-00000000000000000")


def installed(cli, known, sid, application):
    """An agent with the user-provided id of an imported server is that server; then both go."""
    found = agent("ledger-1", 77)
    cli.expect("installed", (found, server(cli, sid)["lifeCycle"]["state"]), (sid, "STOPPED"))
    cli.aws("mgn", "disassociate-source-servers", "--application-id", application, "--source-server-ids", sid, known)
    wave = cli.aws("mgn", "list-applications", "--filters", {"applicationIDs": [application]})["items"][0]["waveID"]
    cli.aws("mgn", "disassociate-applications", "--wave-id", wave, "--application-ids", application)
    cli.aws("mgn", "delete-application", "--application-id", application)
    cli.aws("mgn", "delete-wave", "--wave-id", wave)
    cli.aws("mgn", "disconnect-from-service", "--source-server-id", sid)
    cli.aws("mgn", "delete-source-server", "--source-server-id", sid)


def others(cli, servers):
    for sid in servers[1:3]:
        change(cli, sid, "READY_FOR_CUTOVER")
        change(cli, sid, "READY_FOR_TEST")
    failed = job(cli, "start-test", "--source-server-ids", servers[3])
    cli.expect("launch without a subnet", failed["participatingServers"][0]["launchStatus"], "FAILED")
    cli.aws("mgn", "describe-job-log-items", "--job-id", failed["jobID"])
    started = cli.aws("mgn", "start-test", "--source-server-ids", servers[1], servers[2])["job"]
    cli.expect("participants", [p["sourceServerID"] for p in started["participatingServers"]], servers[1:3])
    cli.until(lambda: cli.aws("mgn", "describe-jobs", "--filters", {"jobIDs": [started["jobID"]]})["items"][0],
              lambda j: j["status"] == "COMPLETED")
    newest = cli.aws("mgn", "describe-jobs", "--page-size", "1", "--max-items", "2")["items"]
    cli.expect("newest first", newest[0]["jobID"], started["jobID"])
    since = newest[0]["creationDateTime"]
    cli.expect("since", [j["jobID"] for j in cli.aws("mgn", "describe-jobs", "--filters", {"fromDate": since})["items"]],
               [started["jobID"]])


def deleted(cli, servers):
    cli.refused("ConflictException", "mgn", "delete-source-server", "--source-server-id", servers[1])
    for sid in servers[1:]:
        cli.aws("mgn", "disconnect-from-service", "--source-server-id", sid)
    for sid in servers:
        cli.aws("mgn", "delete-source-server", "--source-server-id", sid)
    cli.refused("ResourceNotFoundException", "mgn", "delete-source-server", "--source-server-id", servers[0])
    for each in cli.aws("mgn", "describe-jobs")["items"]:
        cli.aws("mgn", "delete-job", "--job-id", each["jobID"])
    settings = cli.aws("mgn", "describe-launch-configuration-templates")["items"][0]["launchConfigurationTemplateID"]
    cli.aws("mgn", "delete-launch-configuration-template", "--launch-configuration-template-id", settings)
    template = cli.aws("mgn", "describe-replication-configuration-templates")["items"][0]
    cli.aws("mgn", "delete-replication-configuration-template", "--replication-configuration-template-id",
            template["replicationConfigurationTemplateID"])
    cli.expect("nothing left", json.dumps(cli.aws("mgn", "describe-source-servers")), '{"items": []}')
