"""Names in Route 53 by the AWS CLI: what stands there, changes and what becomes of them."""
from console import door

ZONE = "Z0CONFORMANCE"


def renamed(cli):
    """The life of two record sets in a zone of three, from the first look to the last page."""
    door("PUT", "zones", {"account": "111122223333", "id": ZONE, "name": "example.com", "records": [
        {"name": "web.example.com", "type": "A", "ttl": 3600, "values": ["192.0.2.10"]},
        {"name": "db.example.com", "type": "A", "ttl": 300, "values": ["192.0.2.20"]},
        {"name": "www.example.com", "type": "CNAME", "ttl": 300, "values": ["web.example.com"]}]})
    zones = cli.aws("route53", "list-hosted-zones-by-name", "--dns-name", "example.com", "--max-items", "1")["HostedZones"]
    cli.expect("zone", [(z["Id"], z["Name"]) for z in zones], [("/hostedzone/" + ZONE, "example.com.")])
    every = cli.aws("route53", "list-hosted-zones", "--page-size", "1")["HostedZones"]
    cli.expect("zones", [z["Name"] for z in every if z["Id"] == "/hostedzone/" + ZONE], ["example.com."])
    cli.expect("sets", cli.aws("route53", "get-hosted-zone", "--id", ZONE)["HostedZone"]["ResourceRecordSetCount"], 3)
    listed(cli)
    changed(cli)
    refused(cli)


def records(cli, *more):
    return cli.aws("route53", "list-resource-record-sets", "--hosted-zone-id", ZONE, *more)["ResourceRecordSets"]


def listed(cli):
    before = cli.calls
    cli.expect("pages", [r["Name"] for r in records(cli, "--page-size", "2")],
               ["db.example.com.", "web.example.com.", "www.example.com."])
    cli.expect("calls of two pages", cli.calls - before, 2)
    one = records(cli, "--start-record-name", "web.example.com", "--start-record-type", "A", "--max-items", "1")
    cli.expect("one set", [(r["TTL"], [v["Value"] for v in r["ResourceRecords"]]) for r in one], [(3600, ["192.0.2.10"])])


def change(action, name, ttl, address):
    return {"Action": action, "ResourceRecordSet": {
        "Name": name, "Type": "A", "TTL": ttl, "ResourceRecords": [{"Value": address}]}}


def batch(*changes):
    return {"Comment": "cutover of web-1", "Changes": list(changes)}


def changed(cli):
    """The time to live goes down, the name moves, and another is made and goes again."""
    sent = ("route53", "change-resource-record-sets", "--hosted-zone-id", ZONE, "--change-batch")
    cli.aws(*sent, batch(change("UPSERT", "web.example.com", 60, "192.0.2.10")))
    moved = cli.aws(*sent, batch(change("UPSERT", "web.example.com", 60, "192.0.2.99"),
                                 change("CREATE", "new.example.com", 60, "192.0.2.30")))["ChangeInfo"]
    cli.expect("comment", moved["Comment"], "cutover of web-1")
    look = lambda: cli.aws("route53", "get-change", "--id", moved["Id"])["ChangeInfo"]
    cli.until(look, lambda c: c["Status"] == "INSYNC")
    cli.aws("route53", "wait", "resource-record-sets-changed", "--id", moved["Id"])
    cli.expect("moved", [v["Value"] for r in records(cli) if r["Name"] == "web.example.com."
                         for v in r["ResourceRecords"]], ["192.0.2.99"])
    cli.aws(*sent, batch(change("DELETE", "new.example.com", 60, "192.0.2.30")))
    cli.expect("gone", len(records(cli)), 3)


def refused(cli):
    sent = ("route53", "change-resource-record-sets", "--hosted-zone-id")
    cli.refused("InvalidChangeBatch", *sent, ZONE, "--change-batch",
                batch(change("CREATE", "web.example.com", 60, "192.0.2.1")))
    cli.refused("InvalidChangeBatch", *sent, ZONE, "--change-batch",
                batch(change("UPSERT", "web.example.net", 60, "192.0.2.1")))
    cli.refused("NoSuchHostedZone", *sent, "Z0NONE", "--change-batch",
                batch(change("UPSERT", "web.example.com", 60, "192.0.2.1")))
    cli.refused("NoSuchHostedZone", "route53", "get-hosted-zone", "--id", "Z0NONE")
    cli.refused("NoSuchChange", "route53", "get-change", "--id", "C0NONE")
    door("PUT", "faults", [{"operation": "ChangeResourceRecordSets", "kind": "busy", "count": 1}])
    cli.refused("PriorRequestNotComplete", *sent, ZONE, "--change-batch",
                batch(change("UPSERT", "web.example.com", 60, "192.0.2.1")))
    door("PUT", "faults", [{"operation": "GetChange", "kind": "throttle"}])
    cli.refused("Throttling", "route53", "get-change", "--id", "C0NONE")
    door("PUT", "faults", [])
