"""Reads of CloudWatch by the AWS CLI, which asks by JSON."""
import datetime

from console import door


def around():
    now = datetime.datetime.now(datetime.timezone.utc)
    return [f"--{name}-time={(now + datetime.timedelta(minutes=m)).isoformat()}" for name, m in (("start", -30), ("end", 1))]


def measured(cli, server, instance):
    """What MGN publishes of a server and EC2 of its instance."""
    listed = cli.aws("cloudwatch", "list-metrics", "--namespace", "AWS/MGN", "--dimensions",
                     f"Name=SourceServerID,Value={server}")["Metrics"]
    cli.expect("metrics", [m["MetricName"] for m in listed],
               ["LagDuration", "Backlog", "DurationSinceLastTest", "ElapsedReplicationDuration"])
    cli.expect("counts", [m["MetricName"] for m in cli.aws("cloudwatch", "list-metrics", "--recently-active", "PT3H",
               "--namespace", "AWS/MGN")["Metrics"] if not m["Dimensions"]], ["ActiveSourceServerCount", "TotalSourceServerCount"])
    lag = cli.aws("cloudwatch", "get-metric-statistics", "--namespace", "AWS/MGN", "--metric-name", "LagDuration",
                  "--dimensions", f"Name=SourceServerID,Value={server}", *around(), "--period", "60", "--statistics", "Maximum",
                  "Average", "SampleCount")["Datapoints"]
    cli.expect("unit", {p["Unit"] for p in lag}, {"Seconds"})
    cli.aws("cloudwatch", "get-metric-statistics", "--namespace", "AWS/MGN", "--metric-name", "LagDuration", "--dimensions",
            f"Name=SourceServerID,Value={server}", *around(), "--period", "300", "--extended-statistics", "p99")
    found = cli.aws("cloudwatch", "get-metric-data", *around(), "--page-size", "1", "--metric-data-queries", [
        query("total", "AWS/MGN", "TotalSourceServerCount"),
        query("cpu", "AWS/EC2", "CPUUtilization", {"Name": "InstanceId", "Value": instance})])["MetricDataResults"]
    cli.expect("results", {r["Id"] for r in found}, {"total", "cpu"})
    refused(cli)


def query(name, namespace, metric, *dimensions):
    return {"Id": name, "MetricStat": {"Period": 60, "Stat": "Maximum", "Metric": {
        "Namespace": namespace, "MetricName": metric, "Dimensions": list(dimensions)}}}


def refused(cli):
    sent = ("cloudwatch", "get-metric-statistics", "--namespace", "AWS/MGN", "--metric-name", "Backlog")
    cli.refused("InvalidParameterValue", *sent, *around(), "--period", "61", "--statistics", "Sum")
    cli.refused("InvalidParameterCombination", *sent, *around(), "--period", "60")
    cli.refused("InvalidParameterCombination", *sent, "--start-time", "2026-01-01T00:00:00Z", "--end-time",
                "2026-01-03T00:00:00Z", "--period", "60", "--statistics", "Sum")
    cli.refused("ValidationError", "cloudwatch", "get-metric-data", *around(), "--metric-data-queries",
                [{"Id": "Upper", "Expression": "1"}])
    cli.refused("UnknownOperationException", "cloudwatch", "describe-alarms")
    door("PUT", "faults", [{"operation": "ListMetrics", "kind": "throttle"}])
    cli.refused("Throttling", "cloudwatch", "list-metrics")
    door("PUT", "faults", [])
