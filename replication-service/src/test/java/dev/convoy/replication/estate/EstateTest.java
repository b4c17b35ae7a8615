package dev.convoy.replication.estate;

import dev.convoy.replication.estate.EstateReport.Conflict;
import dev.convoy.replication.estate.EstateReport.Listed;
import dev.convoy.replication.estate.EstateReport.Match;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.convoy.replication.estate.Criterion.ADDRESS;
import static dev.convoy.replication.estate.Criterion.EC2_INSTANCE;
import static dev.convoy.replication.estate.Criterion.HOST_NAME;
import static dev.convoy.replication.estate.Criterion.MAC_ADDRESS;
import static dev.convoy.replication.estate.Criterion.USER_PROVIDED_ID;
import static org.assertj.core.api.Assertions.assertThat;

/** Given what MGN lists, when it is held against what is declared, then each is matched, in conflict, or named alone. */
class EstateTest {

  private static FoundServer found(String id, String userProvidedId, String name, String address, String lifecycle) {
    return new FoundServer(id, userProvidedId, name.isEmpty() ? Set.of() : Set.of(name),
        address.isEmpty() ? Set.of() : Set.of(address), lifecycle, "CONTINUOUS", false, false);
  }

  private static FoundServer found(String id, String userProvidedId, String name, String address) {
    return found(id, userProvidedId, name, address, "READY_FOR_TEST");
  }

  private static DeclaredServer declared(String id, String fqdn, String address, @Nullable String bound) {
    return new DeclaredServer(id, fqdn.split("\\.", 2)[0], fqdn, address, "w1", bound, false);
  }

  private static DeclaredServer declared(String id, String fqdn, String address) {
    return declared(id, fqdn, address, null);
  }

  private static EstateReport when(List<FoundServer> found, DeclaredServer... declared) {
    return Estate.match(found, List.of(declared));
  }

  private static void conflict(EstateReport report, String code, List<String> sourceServers, List<String> servers) {
    assertThat(report.matched()).isEmpty();
    assertThat(report.conflicts()).anySatisfy(each -> {
      assertThat(each.code()).isEqualTo(code);
      assertThat(each.sourceServerIds()).isEqualTo(sourceServers);
      assertThat(each.serverIds()).isEqualTo(servers);
      assertThat(each.found()).contains(sourceServers).contains(servers);
      assertThat(each.remedy()).isNotBlank();
    });
  }

  @Test
  void aServerIsKnownByTheIdThatItsInstallerWasGivenAndByWhatGoesWithIt() {
    var report = when(List.of(found("s-1", "web-1", "WEB-1", "192.0.2.1")), declared("web-1", "web-1.corp.example", "192.0.2.1"));
    assertThat(report.matched()).singleElement().satisfies(each -> {
      assertThat(each.serverId()).isEqualTo("web-1");
      assertThat(each.sourceServerId()).isEqualTo("s-1");
      assertThat(each.by()).containsExactly(USER_PROVIDED_ID, HOST_NAME, ADDRESS);
      assertThat(each.bound()).isFalse();
    });
    assertThat(report.conflicts()).isEmpty();
  }

  @Test
  void withoutAnIdItIsKnownByItsNameOrItsAddress() {
    assertThat(when(List.of(found("s-1", "", "web-1.corp.example", "")), declared("srv-9", "web-1.corp.example", "web-1.corp.example"))
        .matched()).singleElement().extracting(Match::by).isEqualTo(List.of(HOST_NAME));
    assertThat(when(List.of(found("s-1", "", "localhost", "192.0.2.1")), declared("srv-9", "web-1.corp.example", "192.0.2.1"))
        .matched()).singleElement().extracting(Match::by).isEqualTo(List.of(ADDRESS));
  }

  @Test
  void aMacAddressOrAnInstanceTellsWhereBothSidesHaveOne() {
    var wired = new FoundServer("s-1", "", Set.of(), Set.of(), "READY_FOR_TEST", "CONTINUOUS", false, false,
        Set.of("06-00-5E-00-53-01", "06-00-5E-00-53-02"), "");
    var byMac = new DeclaredServer("web-1", "web-1", "web-1.corp.example", "192.0.2.1", "w1", null, false, "06:00:5e:00:53:02", null);
    assertThat(when(List.of(wired), byMac).matched()).singleElement().extracting(Match::by).isEqualTo(List.of(MAC_ADDRESS));
    var instance = new FoundServer("s-2", "", Set.of("web-1"), Set.of(), "READY_FOR_TEST", "CONTINUOUS", false, false, Set.of(),
        "i-0123456789abcdef0");
    var byInstance = new DeclaredServer("srv-2", "web-1", "web-1", "192.0.2.2", "w1", null, false, null, "i-0123456789abcdef0");
    assertThat(when(List.of(instance), byInstance).matched()).singleElement().extracting(Match::by)
        .isEqualTo(List.of(EC2_INSTANCE, HOST_NAME));
    assertThat(when(List.of(wired, instance), byMac).matched()).as("it has the name of the other").isEmpty();
    conflict(when(List.of(wired), new DeclaredServer("web-1", "web-1", "web-1", "x", "w1", null, false, "06:00:5e:00:53:02", null),
        new DeclaredServer("web-2", "web-2", "web-2", "y", "w1", null, false, "06:00:5e:00:53:01", null)),
        "CVY-3510", List.of("s-1"), List.of("web-1", "web-2"));
    conflict(when(List.of(new FoundServer("s-1", "web-1", Set.of(), Set.of(), "READY_FOR_TEST", "CONTINUOUS", false, false,
        Set.of("06-00-5E-00-53-09"), "")), byMac), "CVY-3511", List.of("s-1"), List.of("web-1"));
  }

  @Test
  void fullNamesAreHeldAgainstFullNames() {
    var two = List.of(found("s-1", "", "db-1.berlin.example", ""), found("s-2", "", "db-1.paris.example", ""));
    var report = when(two, declared("b", "db-1.berlin.example", "db-1.berlin.example"),
        declared("p", "db-1.paris.example", "db-1.paris.example"));
    assertThat(report.matched()).extracting(Match::serverId).containsExactly("b", "p");
    assertThat(report.matched()).extracting(Match::sourceServerId).containsExactly("s-1", "s-2");
  }

  @Test
  void aShortNameThatFitsTwoIsAConflict() {
    conflict(when(List.of(found("s-1", "", "db-1", "")), declared("b", "db-1.berlin.example", "x"),
        declared("p", "db-1.paris.example", "y")), "CVY-3510", List.of("s-1"), List.of("b", "p"));
  }

  @Test
  void criteriaThatDisagreeAreAConflict() {
    var web = declared("web-1", "web-1.corp.example", "192.0.2.1");
    conflict(when(List.of(found("s-1", "web-7", "web-1", "192.0.2.1")), web), "CVY-3511", List.of("s-1"), List.of("web-1"));
    conflict(when(List.of(found("s-1", "web-1", "web-7", "192.0.2.1")), web), "CVY-3511", List.of("s-1"), List.of("web-1"));
    conflict(when(List.of(found("s-1", "web-1", "web-1", "192.0.2.7")), web), "CVY-3511", List.of("s-1"), List.of("web-1"));
  }

  @Test
  void twoSourceServersOfOneAreAConflictUnlessOneOfThemIsOver() {
    var web = declared("web-1", "web-1.corp.example", "web-1.corp.example");
    var one = found("s-1", "web-1", "web-1", "");
    conflict(when(List.of(one, found("s-2", "", "web-1", "")), web), "CVY-3512", List.of("s-1", "s-2"), List.of("web-1"));
    var archived = new FoundServer("s-2", "web-1", Set.of("web-1"), Set.of(), "CUTOVER", "DISCONNECTED", true, false);
    var cutOff = new FoundServer("s-3", "web-1", Set.of("web-1"), Set.of(), "DISCONNECTED", "DISCONNECTED", false, false);
    var report = when(List.of(one, archived, cutOff), web);
    assertThat(report.matched()).extracting(Match::sourceServerId).containsExactly("s-1");
    assertThat(report.leftAlone()).extracting(Listed::stage).containsExactly(EstateStage.ARCHIVED, EstateStage.DISCONNECTED);
  }

  @Test
  void whatAnotherConflictNamesIsMatchedWithNothing() {
    var web = declared("web-1", "web-1.corp.example", "192.0.2.1");
    var report = when(List.of(found("s-1", "web-1", "web-1", "192.0.2.1"), found("s-2", "web-1", "web-1", "192.0.2.9")), web);
    conflict(report, "CVY-3511", List.of("s-2"), List.of("web-1"));
    conflict(report, "CVY-3512", List.of("s-1"), List.of("web-1"));
  }

  @Test
  void aBindingThatStandsIsNotReplaced() {
    var web = declared("web-1", "web-1.corp.example", "x", "s-9");
    conflict(when(List.of(found("s-1", "web-1", "web-1", "")), web), "CVY-3513", List.of("s-9", "s-1"), List.of("web-1"));
    assertThat(when(List.of(found("s-9", "web-1", "web-1", "")), web).matched()).singleElement().extracting(Match::bound)
        .isEqualTo(true);
  }

  @Test
  void whoHasNoOtherSideIsNamed() {
    var report = when(List.of(found("s-1", "", "erp-1", "192.0.2.3")), declared("web-1", "web-1.corp.example", "192.0.2.1"));
    assertThat(report.strangers()).extracting(Listed::called).containsExactly("erp-1");
    assertThat(report.missing()).containsExactly("web-1");
  }

  @Test
  void whoHasEndedIsNotMissed() {
    var over = new DeclaredServer("web-1", "web-1", "web-1.corp.example", "web-1", null, null, true);
    assertThat(when(List.of(), over).missing()).isEmpty();
  }

  @Test
  void theMatchesOfSomeWavesAreShownAloneButFoundAmongAll() {
    var found = List.of(found("s-1", "", "web-1.a.example", ""), found("s-2", "", "web-2.a.example", "", "TESTING"));
    var all = when(found, declared("web-1", "web-1.a.example", "x"),
        new DeclaredServer("web-2", "web-2", "web-2.a.example", "y", "w2", null, false));
    assertThat(all.stages()).containsOnlyKeys(EstateStage.READY_FOR_TEST, EstateStage.TESTING);
    assertThat(all.ofWaves(List.of("w2")).matched()).extracting(Match::serverId).containsExactly("web-2");
    assertThat(all.ofWaves(List.of("w2")).stages()).containsOnlyKeys(EstateStage.TESTING);
  }

  @ParameterizedTest
  @CsvSource({
      "STOPPED,STOPPED,false,INSTALLED,ADOPT", "NOT_READY,STOPPED,false,INSTALLED,ADOPT",
      "NOT_READY,INITIAL_SYNC,false,SYNCING,ADOPT", "READY_FOR_TEST,CONTINUOUS,false,READY_FOR_TEST,ADOPT",
      "TESTING,CONTINUOUS,false,TESTING,ADOPT", "READY_FOR_CUTOVER,CONTINUOUS,false,READY_FOR_CUTOVER,ADOPT",
      "READY_FOR_TEST,CONTINUOUS,true,IN_JOB,PERSON", "CUTTING_OVER,CONTINUOUS,false,CUT_OVER,PERSON",
      "CUTOVER,DISCONNECTED,false,CUT_OVER,PERSON", "DISCONNECTED,DISCONNECTED,false,DISCONNECTED,LEAVE",
      "READY_FOR_TEST,DISCONNECTED,false,DISCONNECTED,LEAVE", "DISCOVERED,'',false,DISCOVERED,LEAVE",
      "SOMETHING_NEW,CONTINUOUS,false,UNKNOWN,PERSON"})
  void theStageSaysWhatIsDone(String lifecycle, String replication, boolean inJob, EstateStage stage, EstateStage.Way way) {
    var server = new FoundServer("s-1", "web-1", Set.of(), Set.of(), lifecycle, replication, false, inJob);
    assertThat(EstateStage.of(server)).isEqualTo(stage);
    assertThat(stage.way()).isEqualTo(way);
    assertThat(stage.next()).isNotBlank();
  }

  /** Few names, ids and addresses for many servers, so that most of them are mistaken for one another. */
  @Test
  void inAnyEstateNothingIsGuessed() {
    var seed = Long.getLong("estate.seed", 20260301L);
    var random = new Random(seed);
    for (int n = 0; n < Integer.getInteger("estate.trials", 3000); n++) {
      var declared = Stream.generate(() -> declared(random)).limit(random.nextInt(8)).toList();
      var unique = new ArrayList<DeclaredServer>();
      for (int i = 0; i < declared.size(); i++) {
        var each = declared.get(i);
        unique.add(new DeclaredServer("id-" + i, each.name(), each.fqdn(), each.address(), null, each.sourceServerId(), false,
            each.macAddress(), each.ec2InstanceId()));
      }
      var found = new ArrayList<FoundServer>();
      for (int i = random.nextInt(8); i > 0; i--) {
        found.add(found("s-" + i, random));
      }
      check("seed " + seed + ", estate " + n, found, unique, random);
    }
  }

  private static DeclaredServer declared(Random random) {
    var name = "h" + random.nextInt(4);
    return new DeclaredServer("", name, random.nextBoolean() ? name : name + ".d" + random.nextInt(2) + ".example",
        random.nextBoolean() ? name : "192.0.2." + random.nextInt(4), null, random.nextInt(8) == 0 ? "s-1" : null, false,
        random.nextInt(3) == 0 ? "06:00:5e:00:53:0" + random.nextInt(4) : null,
        random.nextInt(4) == 0 ? "i-0000000" + random.nextInt(4) : null);
  }

  private static FoundServer found(String id, Random random) {
    var name = "H" + random.nextInt(4);
    return new FoundServer(id, random.nextBoolean() ? "" : "id-" + random.nextInt(8),
        random.nextInt(4) == 0 ? Set.of() : Set.of(random.nextBoolean() ? name : name + ".d" + random.nextInt(2) + ".example"),
        random.nextBoolean() ? Set.of() : Set.of("192.0.2." + random.nextInt(4)),
        List.of("STOPPED", "READY_FOR_TEST", "TESTING", "CUTOVER").get(random.nextInt(4)), "CONTINUOUS",
        random.nextInt(6) == 0, random.nextInt(6) == 0,
        random.nextInt(3) == 0 ? Set.of("06-00-5E-00-53-0" + random.nextInt(4)) : Set.of(),
        random.nextInt(4) == 0 ? "i-0000000" + random.nextInt(4) : "");
  }

  private static void check(String which, List<FoundServer> found, List<DeclaredServer> declared, Random random) {
    var report = Estate.match(found, declared);
    var placed = new ArrayList<String>();
    report.matched().forEach(each -> placed.add(each.sourceServerId()));
    report.strangers().forEach(each -> placed.add(each.sourceServerId()));
    report.leftAlone().forEach(each -> placed.add(each.sourceServerId()));
    assertThat(placed).as(which).doesNotHaveDuplicates();
    var disputed = report.conflicts().stream().flatMap(each -> each.sourceServerIds().stream()).toList();
    assertThat(found).as(which).allMatch(each -> placed.contains(each.sourceServerId()) != disputed.contains(each.sourceServerId())
        || declared.stream().anyMatch(other -> each.sourceServerId().equals(other.sourceServerId())));
    assertThat(report.matched()).as(which).extracting(Match::serverId).doesNotHaveDuplicates()
        .noneMatch(report.missing()::contains)
        .noneMatch(id -> report.conflicts().stream().map(Conflict::serverIds).anyMatch(those -> those.contains(id)));
    for (var match : report.matched()) {
      var theirs = found.stream().filter(each -> each.sourceServerId().equals(match.sourceServerId())).findFirst().orElseThrow();
      var ours = declared.stream().filter(each -> each.serverId().equals(match.serverId())).findFirst().orElseThrow();
      assertThat(Criterion.values()).as(which).noneMatch(each -> each.compare(theirs, ours) == Criterion.Word.OTHER)
          .anyMatch(each -> each.compare(theirs, ours) == Criterion.Word.SAME);
      assertThat(theirs.archived()).as(which).isFalse();
    }
    var otherwise = new ArrayList<>(found);
    Collections.shuffle(otherwise, random);
    var others = new ArrayList<>(declared);
    Collections.shuffle(others, random);
    assertThat(Estate.match(otherwise, others)).as(which).isEqualTo(report);
  }
}
