"""What the CLI makes of refusals: codes, messages and members arrive."""
import base64

from console import door

UNKNOWN = "s-00000000000000000"


def refuse(cli):
    """Refusals of each kind."""
    status, _, error = cli.refused("ValidationException", "mgn", "describe-source-servers", "--filters",
                                   {"sourceServerIDs": ["x" * 19], "lifeCycleStates": ["READY"]})
    cli.expect("fields", sorted(f["name"] for f in error["fieldList"]),
               ["filters.lifeCycleStates[0]", "filters.sourceServerIDs[0]"])
    cli.expect("reason", (status, error["reason"]), (400, "fieldValidationFailed"))
    status, _, error = cli.refused("ResourceNotFoundException", "mgn", "finalize-cutover", "--source-server-id", UNKNOWN)
    cli.expect("not found", (status, error["resourceId"]), (404, UNKNOWN))
    cli.refused("ValidationException", "mgn", "start-test", "--source-server-ids", UNKNOWN)
    cli.refused("ValidationException", "mgn", "describe-job-log-items", "--job-id", "mgnjob-00000000000000000")
    cli.refused("ValidationException", "mgn", "describe-source-servers", "--starting-token",
                base64.b64encode(b'{"nextToken": "c29tZXRoaW5nIGVsc2U"}').decode())
    cli.refused("AccessDeniedException", "mgn", "describe-source-servers", "--account-id", "222222222222")
    cli.expect("unknown", cli.refused("UnknownOperationException", "mgn", "list-network-migration-definitions")[0], 404)
    planted(cli)
    companions(cli)


def planted(cli):
    door("PUT", "faults", [{"operation": "DescribeJobs", "kind": "throttle"}])
    status, headers, _ = cli.refused("ThrottlingException", "mgn", "describe-jobs")
    cli.expect("throttle", (status, headers.get("retry-after")), (429, "1"))
    door("PUT", "faults", [{"operation": "DescribeJobs", "kind": "error500"}])
    cli.expect("defect", cli.refused("InternalServerException", "mgn", "describe-jobs")[0], 500)
    door("PUT", "faults", [{"operation": "DescribeInstances", "kind": "throttle"}])
    cli.refused("RequestLimitExceeded", "ec2", "describe-instances")
    door("PUT", "faults", [{"operation": "DescribeJobs", "kind": "denied"}])
    cli.expect("denied", cli.refused("AccessDeniedException", "mgn", "describe-jobs")[0], 403)
    door("PUT", "faults", [])


def companions(cli):
    cli.refused("InvalidInstanceID.Malformed", "ec2", "stop-instances", "--instance-ids", "i-x")
    cli.refused("InvalidSubnetID.NotFound", "ec2", "describe-subnets", "--subnet-ids", "subnet-00000000")
    cli.refused("InvalidParameterValue", "ec2", "describe-instances", "--filters", "Name=nonsense,Values=x")
    cli.refused("AccessDenied", "sts", "assume-role", "--role-arn", "arn:aws:iam::999999999999:role/ConvoyMigration",
                "--role-session-name", "conformance")
    cli.refused("NoSuchResourceException", "service-quotas", "get-service-quota", "--service-code", "mgn",
                "--quota-code", "L-00000000")
    cli.refused("InvalidAction", "ec2", "describe-spot-price-history")
