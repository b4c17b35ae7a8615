package dev.convoy.lab.aws;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What the ledger says of a launch: whence, and when that was last read. */
class LaunchLedgerTest {

  private final AwsLab lab = AwsLab.fast().prepared();
  private final String id = lab.readyForTest("web-001");

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_launch_from_a_template_that_nobody_read_says_so() {
    lab.mgn.startTest(r -> r.sourceServerIDs(id));
    assertThat(launch().path("subnetId").asString()).isEqualTo("subnet-0000000b00");
    assertThat(launch().path("securityGroupIds").path(0).asString()).isEqualTo("sg-0000000b00");
    assertThat(launch().path("version").asInt()).isGreaterThan(1);
    assertThat(launch().path("readAt").isNull()).isTrue();
  }

  @Test
  void a_launch_says_when_the_default_version_was_read() {
    read("$Default");
    lab.mgn.startTest(r -> r.sourceServerIDs(id));
    assertThat(launch().path("readAt").asString()).startsWith("20");
  }

  @Test
  void reading_another_version_or_before_the_default_was_changed_does_not_count() {
    read("$Default");
    lab.place(id, "subnet-0000000b00", "sg-0000000b00");
    read("1");
    lab.mgn.startTest(r -> r.sourceServerIDs(id));
    assertThat(launch().path("readAt").isNull()).isTrue();
  }

  @Test
  void of_all_templates_those_count_that_the_page_showed() {
    for (var n = 2; n < 6; n++) {
      lab.register("web-00" + n);
    }
    var last = lab.readyForTest("web-006");
    var page = lab.ec2.describeLaunchTemplateVersions(r -> r.versions("$Default").maxResults(5));
    assertThat(page.launchTemplateVersions()).hasSize(5);
    lab.mgn.startTest(r -> r.sourceServerIDs(last));
    assertThat(launch(last).path("readAt").isNull()).isTrue();
    lab.mgn.startTest(r -> r.sourceServerIDs(id));
    assertThat(launch(id).path("readAt").asString()).startsWith("20");
  }

  @Test
  void what_a_stale_read_has_shown_counts_if_it_is_still_so() {
    lateReads(true);
    read("$Default");
    lateReads(false);
    lab.mgn.startTest(r -> r.sourceServerIDs(id));
    assertThat(launch().path("readAt").asString()).startsWith("20");
  }

  @Test
  void what_a_stale_read_has_shown_of_an_earlier_default_does_not_count() {
    lateReads(true);
    read("$Default");
    lab.place(id, "subnet-0000000b00", "sg-0000000b00");
    read("$Default");
    lateReads(false);
    lab.mgn.startTest(r -> r.sourceServerIDs(id));
    assertThat(launch().path("readAt").isNull()).isTrue();
  }

  private void lateReads(boolean on) {
    lab.door("PUT", "/_lab/faults", on
        ? List.of(Map.of("operation", "DescribeLaunchTemplateVersions", "kind", "stale", "staleSeconds", 1_000_000))
        : List.of());
  }

  @Test
  void other_calls_say_nothing_of_launches() {
    assertThat(lab.ledger()).isNotEmpty().allMatch(line -> line.path("launches").isMissingNode());
  }

  private void read(String version) {
    var template = lab.mgn.getLaunchConfiguration(r -> r.sourceServerID(id)).ec2LaunchTemplateID();
    lab.ec2.describeLaunchTemplateVersions(r -> r.launchTemplateId(template).versions(version));
  }

  private JsonNode launch() {
    return launch(id);
  }

  private JsonNode launch(String server) {
    return lab.ledger().stream().filter(line -> line.path("operation").asString().equals("StartTest"))
        .map(line -> line.path("launches").path(server)).filter(launch -> !launch.isMissingNode()).findFirst().orElseThrow();
  }
}
