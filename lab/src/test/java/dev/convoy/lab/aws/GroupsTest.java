package dev.convoy.lab.aws;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.mgn.model.ServiceQuotaExceededException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Applications and waves, beyond what {@link AwsCliConformanceTest} sees of them. */
class GroupsTest {

  @Test
  void an_archived_application_makes_room_and_gives_its_name_back() {
    try (var lab = AwsLab.fast().prepared()) {
      var ids = IntStream.range(0, 200).mapToObj(i -> lab.mgn.createApplication(r -> r.name("app " + i)).applicationID())
          .toList();
      var full = catchThrowableOfType(ServiceQuotaExceededException.class,
          () -> lab.mgn.createApplication(r -> r.name("one more")));
      assertThat(full.quotaCode()).isEqualTo("L-D5507441");
      assertThat(full.quotaValue()).isEqualTo(200);
      assertThat(full.statusCode()).isEqualTo(402);

      lab.mgn.archiveApplication(r -> r.applicationID(ids.getFirst()));
      assertThat(lab.mgn.createApplication(r -> r.name("app 0")).isArchived()).isFalse();
      assertThat(catchThrowableOfType(ServiceQuotaExceededException.class,
          () -> lab.mgn.unarchiveApplication(r -> r.applicationID(ids.getFirst()))).quotaCode()).isEqualTo("L-D5507441");
    }
  }

  @Test
  void what_is_grouped_stays_grouped_over_a_restart(@TempDir Path folder) {
    var settings = AwsSimulatorSettings.defaults().withSpeed(10_000).withDataFile(folder.resolve("aws.json"));
    try (var lab = new AwsLab(settings).prepared()) {
      var server = lab.register("web-1");
      var application = lab.mgn.createApplication(r -> r.name("shop")).applicationID();
      var wave = lab.mgn.createWave(r -> r.name("first")).waveID();
      lab.mgn.associateSourceServers(r -> r.applicationID(application).sourceServerIDs(server));
      lab.mgn.associateApplications(r -> r.waveID(wave).applicationIDs(application));
    }
    try (var lab = new AwsLab(settings)) {
      var wave = lab.mgn.listWaves(r -> { }).items().getFirst();
      assertThat(wave.waveAggregatedStatus().totalApplications()).isEqualTo(1);
      var application = lab.mgn.listApplications(r -> r.filters(f -> f.waveIDs(wave.waveID()))).items().getFirst();
      assertThat(lab.mgn.describeSourceServers(r -> r.filters(f -> f.applicationIDs(application.applicationID())))
          .items()).singleElement().satisfies(s -> assertThat(s.userProvidedID()).isEqualTo("web-1"));
    }
  }
}
