package dev.convoy.lab.aws;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What people do with images, instances and templates of their own, through the real SDK. */
class ImagesAndTemplatesTest {

  private final AwsLab lab = AwsLab.fast().prepared();

  @AfterEach
  void close() {
    lab.close();
  }

  private String launched() {
    var server = lab.readyForTest("web-1");
    lab.mgn.startTest(r -> r.sourceServerIDs(server));
    return AwsLab.await(() -> lab.ec2.describeInstances().reservations().stream().flatMap(r -> r.instances().stream()).toList(),
        found -> found.stream().anyMatch(each -> each.state().name() == InstanceStateName.RUNNING)).getFirst().instanceId();
  }

  private static void refused(String code, Runnable call) {
    assertThatExceptionOfType(Ec2Exception.class).isThrownBy(call::run)
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private List<String> accepted(String operation) {
    return lab.ledger().stream().filter(line -> line.path("operation").asString().equals(operation)
        && line.path("accepted").asBoolean()).map(line -> line.path("resources").valueStream().map(JsonNode::asString).toList()
            .toString()).toList();
  }

  @Test
  void anImageIsCopiedIntoAnotherRegionWithSnapshotsOfItsOwn() {
    var image = lab.ec2.createImage(r -> r.instanceId(launched()).name("web-1 validated").noReboot(true)
        .tagSpecifications(t -> t.resourceType(ResourceType.IMAGE).tags(Tag.builder().key("wave").value("1").build()))).imageId();
    AwsLab.await(() -> lab.ec2.describeImages(r -> r.imageIds(image)).images().getFirst(), i -> i.state() == ImageState.AVAILABLE);
    try (var other = lab.configure(Ec2Client.builder(), Region.EU_WEST_1, AwsLab.KEY)) {
      var copy = other.copyImage(r -> r.name("web-1 copy").sourceImageId(image).sourceRegion("eu-central-1").copyImageTags(true))
          .imageId();
      var made = AwsLab.await(() -> other.describeImages(r -> r.imageIds(copy)).images().getFirst(),
          i -> i.state() == ImageState.AVAILABLE);
      assertThat(made.name()).isEqualTo("web-1 copy");
      assertThat(made.tags()).containsExactly(Tag.builder().key("wave").value("1").build());
      var snapshot = made.blockDeviceMappings().getFirst().ebs().snapshotId();
      assertThat(other.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots().getFirst().description())
          .contains("DestinationAmi " + copy).contains("SourceAmi " + image);
      assertThat(accepted("CopyImage")).containsExactly("[" + image + "]");
      refused("InvalidAMIName.Duplicate", () ->
          other.copyImage(r -> r.name("web-1 copy").sourceImageId(image).sourceRegion("eu-central-1")));
      refused("InvalidAMIID.NotFound", () ->
          other.copyImage(r -> r.name("another").sourceImageId(image).sourceRegion("eu-west-1")));
      refused("MissingParameter", () -> other.copyImage(r -> r.name("another").sourceImageId(image)));
      refused("InvalidParameterDependency", () ->
          other.copyImage(r -> r.name("another").sourceImageId(image).sourceRegion("eu-central-1").kmsKeyId("alias/example")));
    }
  }

  @Test
  void anAttributeIsChangedOneACallAndTheTypeWhileTheInstanceIsStoppedOnly() {
    var instance = launched();
    refused("IncorrectInstanceState", () -> lab.ec2.modifyInstanceAttribute(r -> r.instanceId(instance)
        .instanceType(t -> t.value("m5.xlarge"))));
    lab.ec2.modifyInstanceAttribute(r -> r.instanceId(instance).disableApiTermination(v -> v.value(true)));
    refused("OperationNotPermitted", () -> lab.ec2.terminateInstances(r -> r.instanceIds(instance)));
    assertThat(lab.ec2.describeInstanceAttribute(r -> r.instanceId(instance).attribute(InstanceAttributeName.DISABLE_API_TERMINATION))
        .disableApiTermination().value()).isTrue();
    lab.ec2.modifyInstanceAttribute(r -> r.instanceId(instance).attribute(InstanceAttributeName.DISABLE_API_TERMINATION)
        .value("false"));
    lab.ec2.stopInstances(r -> r.instanceIds(instance));
    AwsLab.await(() -> lab.ec2.describeInstances(r -> r.instanceIds(instance)).reservations().getFirst().instances().getFirst(),
        i -> i.state().name() == InstanceStateName.STOPPED);
    lab.ec2.modifyInstanceAttribute(r -> r.instanceId(instance).instanceType(t -> t.value("m5.xlarge")));
    assertThat(lab.ec2.describeInstanceAttribute(r -> r.instanceId(instance).attribute(InstanceAttributeName.INSTANCE_TYPE))
        .instanceType().value()).isEqualTo("m5.xlarge");
    refused("InvalidParameterValue", () -> lab.ec2.modifyInstanceAttribute(r -> r.instanceId(instance)
        .instanceType(t -> t.value("z9.nothing"))));
    refused("InvalidGroup.NotFound", () -> lab.ec2.modifyInstanceAttribute(r -> r.instanceId(instance).groups("sg-0000000a00")));
    refused("InvalidParameterCombination", () -> lab.ec2.modifyInstanceAttribute(r -> r.instanceId(instance)));
    refused("UnsupportedOperation", () -> lab.ec2.modifyInstanceAttribute(r -> r.instanceId(instance)
        .attribute(InstanceAttributeName.KERNEL).value("aki-1")));
    lab.ec2.terminateInstances(r -> r.instanceIds(instance));
    assertThat(accepted("ModifyInstanceAttribute")).hasSize(3).containsOnly("[" + instance + "]");
  }

  @Test
  void aTemplateOfSomebodyIsCreatedOnceForATokenAndGoesWhenItIsDeleted() {
    var made = create("for-web", "token-1");
    assertThat(create("for-web", "token-1")).isEqualTo(made);
    refused("IdempotentParameterMismatch", () -> create("for-db", "token-1"));
    refused("InvalidLaunchTemplateName.AlreadyExistsException", () -> create("for-web", "token-2"));
    assertThat(lab.ec2.describeLaunchTemplates(r -> r.launchTemplateNames("for-web")).launchTemplates()).singleElement()
        .satisfies(template -> {
          assertThat(template.createdBy()).contains("111122223333");
          assertThat(template.defaultVersionNumber()).isEqualTo(1);
          assertThat(template.tags()).containsExactly(Tag.builder().key("team").value("web").build());
        });
    assertThat(lab.ec2.describeLaunchTemplateVersions(r -> r.launchTemplateId(made)).launchTemplateVersions().getFirst()
        .launchTemplateData().instanceTypeAsString()).isEqualTo("m5.large");
    lab.ec2.deleteLaunchTemplate(r -> r.launchTemplateName("for-web"));
    refused("InvalidLaunchTemplateId.NotFound", () -> lab.ec2.deleteLaunchTemplate(r -> r.launchTemplateId(made)));
    assertThat(accepted("CreateLaunchTemplate")).hasSize(2);
    assertThat(accepted("DeleteLaunchTemplate")).hasSize(1);
  }

  private String create(String name, String token) {
    return lab.ec2.createLaunchTemplate(r -> r.launchTemplateName(name).clientToken(token)
        .launchTemplateData(d -> d.instanceType("m5.large")).tagSpecifications(t -> t.resourceType(ResourceType.LAUNCH_TEMPLATE)
            .tags(Tag.builder().key("team").value("web").build()))).launchTemplate().launchTemplateId();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "with space", "umlaut-ü"})
  void aTemplateNameOfAnotherFormIsRefused(String name) {
    refused("InvalidLaunchTemplateName.MalformedException", () -> create(name, "token-" + name.length()));
  }

  @Test
  void theKeyPairOfTheLabIsFoundByItsName() {
    assertThat(lab.ec2.describeKeyPairs(r -> r.keyNames("lab").includePublicKey(true)).keyPairs()).singleElement()
        .satisfies(pair -> assertThat(pair.publicKey()).startsWith("ssh-ed25519 "));
    assertThat(lab.ec2.describeKeyPairs(r -> r.filters(f -> f.name("key-name").values("x*"))).keyPairs()).isEmpty();
    refused("InvalidKeyPair.NotFound", () -> lab.ec2.describeKeyPairs(r -> r.keyNames("other")));
  }
}
