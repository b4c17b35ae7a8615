"""Images, volumes, places and reboots of EC2 by the AWS CLI."""


def imaged(cli, instance):
    """An image of a running instance, and what is in the way of its snapshots."""
    volumes = cli.aws("ec2", "describe-volumes", "--filters", f"Name=attachment.instance-id,Values={instance}")["Volumes"]
    cli.expect("volumes", [v["Size"] for v in volumes], [8, 20])
    cli.refused("InvalidVolume.NotFound", "ec2", "describe-volumes", "--volume-ids", "vol-00000000000000000")
    image = cli.aws("ec2", "create-image", "--instance-id", instance, "--name", "web-1 validated", "--no-reboot",
                    "--description", "of the cutover", "--tag-specifications",
                    "ResourceType=image,Tags=[{Key=wave,Value=1}]")["ImageId"]
    cli.refused("InvalidAMIName.Duplicate", "ec2", "create-image", "--instance-id", instance, "--name", "web-1 validated")
    cli.refused("InvalidAMIName.Malformed", "ec2", "create-image", "--instance-id", instance, "--name", "web*1")
    look = lambda: cli.aws("ec2", "describe-images", "--image-ids", image)["Images"][0]
    made = cli.until(look, lambda i: i["State"] == "available")
    cli.aws("ec2", "wait", "image-available", "--image-ids", image)
    cli.expect("found by tag", len(cli.aws("ec2", "describe-images", "--owners", "self", "--filters",
                                           "Name=tag:wave,Values=1")["Images"]), 1)
    snapshots = [b["Ebs"]["SnapshotId"] for b in made["BlockDeviceMappings"]]
    cli.refused("InvalidSnapshot.InUse", "ec2", "delete-snapshot", "--snapshot-id", snapshots[0])
    cli.aws("ec2", "delete-tags", "--resources", image, "--tags", "Key=wave,Value=2")
    cli.expect("tags", look()["Tags"], [{"Key": "wave", "Value": "1"}])
    cli.aws("ec2", "delete-tags", "--resources", image, "--tags", "Key=wave")
    cli.expect("no tags", look().get("Tags", []), [])
    cli.aws("ec2", "deregister-image", "--image-id", image)
    cli.refused("InvalidAMIID.NotFound", "ec2", "describe-images", "--image-ids", image)
    for snapshot in snapshots:
        cli.aws("ec2", "delete-snapshot", "--snapshot-id", snapshot)
    cli.refused("InvalidSnapshot.NotFound", "ec2", "delete-snapshot", "--snapshot-id", snapshots[0])
    cli.aws("ec2", "reboot-instances", "--instance-ids", instance)


def placed(cli):
    """Where things are."""
    vpcs = cli.aws("ec2", "describe-vpcs", "--filters", "Name=tag:Name,Values=test")["Vpcs"]
    cli.expect("VPC", [v["VpcId"] for v in vpcs], ["vpc-0000000b00"])
    cli.refused("InvalidVpcID.NotFound", "ec2", "describe-vpcs", "--vpc-ids", "vpc-00000000")
    zones = cli.aws("ec2", "describe-availability-zones")["AvailabilityZones"]
    cli.expect("zones", [z["ZoneName"] for z in zones], ["eu-central-1a", "eu-central-1b"])
    cli.expect("region", [r["RegionName"] for r in cli.aws("ec2", "describe-regions")["Regions"]], ["eu-central-1"])
