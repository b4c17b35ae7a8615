package dev.convoy.inventory.intake;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.environments.Environments;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class IntakeReaderTest {

  private static final String SHIPPED = "wave_name,app_name,aws_region,aws_accountid,server_name,server_os_family,"
      + "server_os_version,server_fqdn,server_tier,server_environment,r_type,subnet_IDs,securitygroup_IDs,subnet_IDs_test,"
      + "securitygroup_IDs_test,instanceType,tenancy,tags\n";
  private static final String ROW = "Wave 1,Shop,eu-central-1,111122223333,web-1,linux,RHEL 9,web-1.example.com,web,,Rehost,"
      + "subnet-0000000c00,sg-0000000c00;sg-0000000c01,subnet-0000000b00,sg-0000000b00,m5.large,Shared,owner=a;cost=b;\n";
  private static final String LEAST =
      "wave_name,app_name,aws_accountid,aws_region,server_name,server_os_family,server_os_version,server_fqdn,r_type";

  private static Intake read(String text) {
    return IntakeReader.read(text.getBytes(UTF_8), "list.csv", Samples.environments());
  }

  private static Intake.Read rows(String text) {
    assertThat(read(text)).isInstanceOf(Intake.Read.class);
    return (Intake.Read) read(text);
  }

  private static String row(String wave, String app, String account, String server) {
    return "\n" + wave + "," + app + "," + account + ",eu-central-1," + server + ",linux,9," + server + ".example.com,Rehost";
  }

  @Test
  void theShippedFormWithByteOrderMarkGoesIn() {
    var read = rows("\uFEFF" + SHIPPED + ROW);
    assertThat(read.errors()).isEmpty();
    var server = read.accepted().getFirst();
    assertThat(server.getWave()).isEqualTo("wave-1");
    assertThat(server.getSecurityGroupIds()).containsExactly("sg-0000000c00", "sg-0000000c01");
    assertThat(server.getTags()).isEqualTo(Map.of("owner", "a", "cost", "b"));
    assertThat(server.getOrigin()).isEqualTo("list.csv line 2");
  }

  @Test
  void theShippedValuesAreReportedByLineAndColumnAndTheOthersGoOn() {
    var read = rows(SHIPPED + ROW.replace("subnet-0000000c00", "subnet-1111") + ROW.replace("web-1", "web-2"));
    assertThat(read.accepted()).extracting(ServerDeclared::getServerId).containsExactly("web-2");
    assertThat(read.rejected()).isEqualTo(1);
    assertThat(read.errors()).singleElement().satisfies(error -> {
      assertThat(error.line()).isEqualTo(2);
      assertThat(error.column()).isEqualTo(12);
      assertThat(error.field()).isEqualTo("subnet_ids");
      assertThat(error.value()).isEqualTo("subnet-1111");
      assertThat(error.remedy()).contains("subnet-0123456789abcdef0");
    });
  }

  @Test
  void prefixesAndOwnColumnsAreUnderstood() {
    var read = rows("[wave]wave_name,[application]app_name,[application]aws_accountid,aws_region,[server]server_name,"
        + "server_os_family,server_os_version,server_fqdn,[server]r_type,address,port,checks,[database]database_type\n"
        + "w,a,111122223333,eu-central-1,s1,linux,9,s1.example.com,rehost,127.40.0.1,2222,"
        + "http:18080/health=200;tcp:15432,oracle");
    var server = read.accepted().getFirst();
    assertThat(server.getPort()).isEqualTo(2222);
    assertThat(server.getChecks()).containsExactly(
        new DeclaredCheck(CheckKind.HTTP, 18080, "/health", 200), new DeclaredCheck(CheckKind.TCP, 15432, null, 0));
    assertThat(read.warnings()).singleElement().asString().contains("column 13").contains("not used by Convoy");
  }

  @Test
  void namesAreReadAndOneWithoutAZoneIsReportedInItsColumn() {
    var file = LEAST + ",dns_names" + row("w", "a", "111122223333", "s1") + ",web.example.com; Shop.example.com";
    var named = new Environments(List.of(Samples.withNames()));
    var read = (Intake.Read) IntakeReader.read(file.getBytes(UTF_8), "servers.csv", named);
    assertThat(read.errors()).isEmpty();
    assertThat(read.accepted().getFirst().getDnsNames()).containsExactly("web.example.com", "Shop.example.com");
    assertThat(rows(file).errors()).hasSize(2).allMatch(error -> error.column() == 10);
  }

  @Test
  void aNameOfAnotherServerIsReportedInItsColumnAndThatServerStays() {
    var file = LEAST + ",dns_names" + row("w", "a", "111122223333", "s1") + ",shop.example.com"
        + row("w", "a", "111122223333", "s2") + ",web.example.com;Shop.example.com";
    var read = (Intake.Read) IntakeReader.read(file.getBytes(UTF_8), "servers.csv", new Environments(List.of(Samples.withNames())));
    assertThat(read.accepted()).extracting(ServerDeclared::getServerId).containsExactly("s1");
    assertThat(read.errors()).singleElement().satisfies(error -> {
      assertThat(error.column()).isEqualTo(10);
      assertThat(error.value()).isEqualTo("Shop.example.com");
      assertThat(error.reason()).isEqualTo("line 2 declares it for another server");
    });
  }

  @Test
  void theFirstFormHasNoRegionAndNoStrategy() {
    var read = rows("wave_name,app_name,cloudendure_projectname,aws_accountid,server_name,server_os,server_os_version,"
        + "server_fqdn\nw,a,p,111122223333,s1,linux,9,s1.example.com\n");
    assertThat(read.accepted()).singleElement().satisfies(server -> {
      assertThat(server.getRegion()).isEqualTo("eu-central-1");
      assertThat(server.getStrategy()).isEqualTo("Rehost");
    });
  }

  @Test
  void unknownHeadersAreWarningsAndMissingOnesAreNamed() {
    assertThat(rows(LEAST + ",colour" + row("w", "a", "111122223333", "s1")).warnings())
        .containsExactly("line 1, column 10: 'colour' is not known; ignored");
    assertThat(read("server_name,r_type\ns1,Rehost")).isInstanceOfSatisfying(Intake.Unreadable.class,
        unreadable -> assertThat(unreadable.message()).contains("wave_name").contains("server_fqdn"));
    assertThat(read(LEAST + ",server_name\n")).isInstanceOfSatisfying(Intake.Unreadable.class,
        unreadable -> assertThat(unreadable.message()).contains("columns 5 and 10"));
  }

  @Test
  void rowsThatDisagreeAreNamedAndRepeatsAreIgnored() {
    var read = rows(LEAST + row("w", "a", "111122223333", "s1") + row("w", "A", "222233334444", "s2")
        + row("w", "a", "111122223333", "s1") + row("w", "b", "111122223333", "S1") + row("W", "A", "111122223333", "s3"));
    assertThat(read.accepted()).extracting(ServerDeclared::getServerId).containsExactly("s1", "s3");
    assertThat(read.accepted()).extracting(ServerDeclared::getApplication).containsOnly("a");
    assertThat(read.errors()).extracting(IntakeError::line).containsExactly(3, 5);
    assertThat(read.warnings()).singleElement().asString().contains("line 4").contains("stands above already");
  }

  @Test
  void linesAreCountedOverQuotedLineEnds() {
    var read = rows(LEAST + ",colour" + row("w", "a", "111122223333", "s1") + ",\"a=1\n2\"" + row("w", "a", "1", "s2"));
    assertThat(read.errors()).allMatch(error -> error.line() == 4);
    assertThat(read.rejected()).isEqualTo(1);
  }

  @Test
  void anOpenQuoteEndsTheFileAndIsNamed() {
    var read = rows(LEAST + row("w", "a", "111122223333", "s1") + "\nw,\"a");
    assertThat(read.accepted()).hasSize(1);
    assertThat(read.errors()).singleElement().satisfies(error -> assertThat(error.reason()).contains("not CSV"));
  }

  @Test
  void whatCannotBeAFileIsRefusedClearly() {
    assertThat(read("")).isInstanceOf(Intake.Unreadable.class);
    assertThat(IntakeReader.read(new byte[] {(byte) 0xff, 0x41}, "x", Samples.environments()))
        .isInstanceOfSatisfying(Intake.Unreadable.class, u -> assertThat(u.code()).isEqualTo("CVY-1103"));
    assertThat(IntakeReader.read(new byte[IntakeReader.MAX_BYTES + 1], "x", Samples.environments()))
        .isInstanceOfSatisfying(Intake.Unreadable.class, u -> assertThat(u.message()).contains("10 MiB"));
    assertThat(read(LEAST + ("\n" + ",".repeat(8)).repeat(IntakeReader.MAX_ROWS + 1)))
        .isInstanceOfSatisfying(Intake.Unreadable.class, u -> assertThat(u.message()).contains("50000 rows"));
  }

  @Test
  void mutatedFilesNeverThrow() {
    var seed = 42L;
    var random = new Random(seed);
    var good = ("\uFEFF" + SHIPPED + ROW + ROW.replace("web-1", "web-2")).getBytes(UTF_8);
    for (int i = 0; i < 5000; i++) {
      var mutated = mutate(good, random);
      assertThat(IntakeReader.read(mutated, "m", Samples.environments())).as("seed %s, round %s", seed, i).isNotNull();
    }
  }

  private static byte[] mutate(byte[] good, Random random) {
    var bytes = good.clone();
    var interesting = "\",;=\r\n\u0000[]'$`\\xF0-".getBytes(UTF_8);
    for (int n = random.nextInt(12); n >= 0; n--) {
      bytes[random.nextInt(bytes.length)] = random.nextInt(4) == 0
          ? (byte) random.nextInt() : interesting[random.nextInt(interesting.length)];
    }
    return random.nextInt(5) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
