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
    copied(cli, image)
    cli.aws("ec2", "deregister-image", "--image-id", image)
    cli.refused("InvalidAMIID.NotFound", "ec2", "describe-images", "--image-ids", image)
    for snapshot in snapshots:
        cli.aws("ec2", "delete-snapshot", "--snapshot-id", snapshot)
    cli.refused("InvalidSnapshot.NotFound", "ec2", "delete-snapshot", "--snapshot-id", snapshots[0])
    cli.aws("ec2", "reboot-instances", "--instance-ids", instance)


def copied(cli, image):
    """A copy, which has snapshots of its own."""
    copy = cli.aws("ec2", "copy-image", "--name", "web-1 copied", "--source-image-id", image, "--source-region", "eu-central-1",
                   "--copy-image-tags")["ImageId"]
    look = lambda: cli.aws("ec2", "describe-images", "--image-ids", copy)["Images"][0]
    cli.until(look, lambda i: i["State"] == "available")
    cli.refused("InvalidAMIName.Duplicate", "ec2", "copy-image", "--name", "web-1 copied", "--source-image-id", image,
                "--source-region", "eu-central-1")
    cli.refused("InvalidAMIID.NotFound", "ec2", "copy-image", "--name", "web-1 again", "--source-image-id",
                "ami-00000000000000000", "--source-region", "eu-west-1")
    cli.aws("ec2", "deregister-image", "--image-id", copy)


def kept(cli, instance):
    """Attributes of an instance that is stopped, key pairs, and a launch template of somebody's own."""
    change = lambda **attribute: cli.api("ec2", "ModifyInstanceAttribute", InstanceId=instance, **attribute)
    change(InstanceType={"Value": "m5.xlarge"})
    for attribute, wanted in (("instanceType", {"Value": "m5.xlarge"}), ("disableApiTermination", {"Value": False})):
        read = cli.api("ec2", "DescribeInstanceAttribute", InstanceId=instance, Attribute=attribute)
        cli.expect(attribute, read[attribute[0].upper() + attribute[1:]], wanted)
    change(Groups=["sg-0000000c00"])
    groups = cli.api("ec2", "DescribeInstanceAttribute", InstanceId=instance, Attribute="groupSet")["Groups"]
    cli.expect("groups", [g["GroupId"] for g in groups], ["sg-0000000c00"])
    cli.expect("unknown type", change(InstanceType={"Value": "z9.x"}), "InvalidParameterValue")
    change(DisableApiStop={"Value": True})
    cli.refused("OperationNotPermitted", "ec2", "stop-instances", "--instance-ids", instance)
    change(DisableApiStop={"Value": False})
    cli.expect("key pairs", [k["KeyName"] for k in cli.aws("ec2", "describe-key-pairs", "--include-public-key")["KeyPairs"]],
               ["lab"])
    cli.refused("InvalidKeyPair.NotFound", "ec2", "describe-key-pairs", "--key-names", "none")
    made = cli.aws("ec2", "create-launch-template", "--launch-template-name", "of-mine", "--version-description", "first",
                   "--launch-template-data", {"InstanceType": "m5.large"}, "--tag-specifications",
                   "ResourceType=launch-template,Tags=[{Key=team,Value=web}]")["LaunchTemplate"]
    cli.refused("InvalidLaunchTemplateName.AlreadyExistsException", "ec2", "create-launch-template", "--launch-template-name",
                "of-mine", "--launch-template-data", {"InstanceType": "m5.large"})
    gone = cli.aws("ec2", "delete-launch-template", "--launch-template-id", made["LaunchTemplateId"])["LaunchTemplate"]
    cli.expect("deleted", gone["LaunchTemplateName"], "of-mine")
    cli.refused("InvalidLaunchTemplateName.NotFoundException", "ec2", "delete-launch-template", "--launch-template-name", "of-mine")


def placed(cli):
    """Where things are."""
    vpcs = cli.aws("ec2", "describe-vpcs", "--filters", "Name=tag:Name,Values=test")["Vpcs"]
    cli.expect("VPC", [v["VpcId"] for v in vpcs], ["vpc-0000000b00"])
    cli.refused("InvalidVpcID.NotFound", "ec2", "describe-vpcs", "--vpc-ids", "vpc-00000000")
    zones = cli.aws("ec2", "describe-availability-zones")["AvailabilityZones"]
    cli.expect("zones", [z["ZoneName"] for z in zones], ["eu-central-1a", "eu-central-1b"])
    cli.expect("region", [r["RegionName"] for r in cli.aws("ec2", "describe-regions")["Regions"]], ["eu-central-1"])
