"""Imports and exports of the inventory by the AWS CLI."""
from console import door

HEAD = "mgn:account-id,mgn:region,mgn:wave:name,mgn:app:name,mgn:server:user-provided-id,mgn:server:platform,mgn:server:tag:env"
ROWS = ["111122223333,eu-central-1,wave 2,ledger,ledger-1,linux,test", "111122223333,eu-central-1,wave 2,ledger,web-7,linux,",
        "222222222222,eu-central-1,wave 2,ledger,ledger-2,linux,", "111122223333,eu-west-1,wave 2,ledger,ledger-3,linux,",
        "111122223333,eu-central-1,wave 2,,ledger-4,linux,"]


def moved(cli):
    """An import with faults, one of nothing, an export; what was imported is deleted again."""
    door("PUT", "objects", {"bucket": "convoy-example", "key": "in.csv", "text": "\n".join([HEAD, *ROWS])})
    done = started(cli, "in.csv", "--client-token", "t-1", "--tags", {"a": "b"})
    cli.expect("status", done["status"], "SUCCEEDED")
    cli.expect("summary", done["summary"], {
        "waves": {"createdCount": 1, "modifiedCount": 1}, "applications": {"createdCount": 1, "modifiedCount": 1},
        "servers": {"createdCount": 1, "modifiedCount": 1}})
    errors = cli.aws("mgn", "list-import-errors", "--import-id", done["importID"], "--page-size", "2")["items"]
    cli.expect("rows", [(e["errorType"], e["errorData"]["rowNumber"]) for e in errors],
               [("VALIDATION_ERROR", n) for n in (3, 4, 5)])
    cli.expect("repeated", cli.aws("mgn", "start-import", "--client-token", "t-1", "--s3-bucket-source",
               "s3Bucket=convoy-example,s3Key=in.csv")["importTask"]["importID"], done["importID"])
    cli.refused("ConflictException", "mgn", "start-import", "--client-token", "t-1", "--s3-bucket-source",
                "s3Bucket=convoy-example,s3Key=other.csv")
    cli.expect("nothing there", started(cli, "none.csv")["status"], "FAILED")
    pending = cli.aws("mgn", "describe-source-servers", "--filters", {"lifeCycleStates": ["PENDING_INSTALLATION"]})["items"]
    cli.expect("expected servers", [(s["userProvidedID"], s["tags"]) for s in pending], [("ledger-1", {"env": "test"})])
    exported(cli)
    return pending[0]["sourceServerID"], pending[0]["applicationID"]


def started(cli, key, *more):
    source = f"s3Bucket=convoy-example,s3Key={key},s3BucketOwner=111122223333"
    task = cli.aws("mgn", "start-import", "--s3-bucket-source", source, *more)["importTask"]
    look = lambda: cli.aws("mgn", "list-imports", "--filters", {"importIDs": [task["importID"]]})["items"][0]
    return cli.until(look, lambda t: "endDateTime" in t)


def exported(cli):
    task = cli.aws("mgn", "start-export", "--s3-bucket", "convoy-example", "--s3-key", "out.csv")["exportTask"]
    look = lambda: cli.aws("mgn", "list-exports", "--filters", {"exportIDs": [task["exportID"]]})["items"][0]
    done = cli.until(look, lambda t: "endDateTime" in t)
    cli.expect("no errors", cli.aws("mgn", "list-export-errors", "--export-id", task["exportID"])["items"], [])
    text = door("PUT", "objects", {"bucket": "convoy-example", "key": "out.csv"})["text"]
    cli.expect("servers exported", len(text.splitlines()) - 1, done["summary"]["serversCount"])
    cli.expect("web-7", "111122223333,eu-central-1,wave 2,ledger,web-7" in text, True)
