"""Drives the simulator at CONVOY_ENDPOINT by the AWS CLI; prints one line of JSON, ends with 0 unless it broke off."""
import json

import lifecycle
import refusals
import shapes
import violations
from console import Console

WRONG_JOBS = [
    {"items": [{"status": "PENDING"}]},
    {"items": [{"jobID": "mgnjob-00000000000000000", "status": "FAILED"}]},
    {"items": [{"jobID": "mgnjob-00000000000000000", "startedBy": "me"}]},
    {"items": [{"jobID": "mgnjob-1"}]},
    {"items": [{"jobID": "mgnjob-00000000000000000", "endDateTime": "2026-01-01"}]},
    {"items": [{"jobID": "mgnjob-00000000000000000", "tags": None}]},
    {"items": {}},
]
WRONG_XML = ["<item><instanceId>i-1</instanceId><state>running</state></item>",
             "<item><instanceState><code>sixteen</code></instanceState></item>",
             "<item><instanceState><name>up</name></instanceState></item>",
             "<member/>", "<item><launchTime>yesterday</launchTime></item>"]


def strict(cli):
    """The comparison itself: it has to find what is wrong with these answers."""
    session = cli.driver.session
    jobs = session.get_service_model("mgn").operation_model("DescribeJobs")
    for wrong in WRONG_JOBS:
        cli.expect(f"faults of {wrong}", bool(shapes.answer_faults(jobs, 200, json.dumps(wrong).encode())), True)
    instances = session.get_service_model("ec2").operation_model("DescribeInstances")
    for wrong in WRONG_XML:
        text = ('<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><reservationSet><item><instancesSet>'
                f"{wrong}</instancesSet></item></reservationSet></DescribeInstancesResponse>")
        cli.expect(f"faults of {wrong}", len(shapes.answer_faults(instances, 200, text.encode())), 1)


if __name__ == "__main__":
    cli = Console()
    strict(cli)
    lifecycle.migrate(cli)
    refusals.refuse(cli)
    sent = violations.violate(cli)
    cli.expect("enough violations were sent", sent > 200, True)
    print(cli.report())
