package dev.convoy.inventory.intake;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.declaration.DeclarationRules;
import dev.convoy.inventory.declaration.Verdict;
import dev.convoy.kit.hostile.Hostile;
import dev.convoy.kit.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Mutated intake files (R17): each is taken, refused as a whole, or refused row by row with place and remedy. */
class HostileIntakeTest {

  private static final List<String> HEADER = List.of("wave_name", "app_name", "aws_accountid", "aws_region",
      "server_name", "server_os_family", "server_os_version", "server_fqdn", "r_type", "server_tier", "tags", "checks",
      "port", "wave_status", "subnet_ids", "private_ip");
  private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

  private final DeclarationRules rules = new DeclarationRules(Samples.environments());

  @Test
  void eachMutatedFileHasAClearAnswer() throws IOException {
    var samples = samples();
    Hostile.each("intake files", random -> {
      var file = random.nextInt(3) == 0 ? samples.get(random.nextInt(samples.size())) : csv(rows(random));
      for (int i = random.nextInt(4); i >= 0; i--) {
        file = mutated(file, random);
      }
      look(IntakeReader.read(file, "servers.csv", Samples.environments()));
    });
  }

  /** What stands in one cell of one row takes no other row with it. */
  @Test
  void aHostileCellCostsItsRowOnly() {
    Hostile.each("intake cells", random -> {
      var rows = rows(random);
      int at = 1 + random.nextInt(rows.size() - 1);
      rows.get(at).set(random.nextInt(HEADER.size()), Hostile.value(random));
      var read = (Intake.Read) IntakeReader.read(csv(rows), "servers.csv", Samples.environments());
      look(read);
      var taken = read.accepted().stream().map(ServerDeclared::getName).toList();
      var others = IntStream.range(1, rows.size()).filter(i -> i != at).mapToObj(i -> rows.get(i).get(4)).toList();
      assertThat(taken).containsAll(others);
      assertThat(read.accepted().size() + read.rejected()).isGreaterThanOrEqualTo(others.size());
    });
  }

  @Test
  void aCellOfManyFaultsIsAnsweredInShort() {
    var rows = rows(new Random(1));
    rows.get(1).set(10, "a;".repeat(50_000));
    var read = (Intake.Read) IntakeReader.read(csv(rows), "servers.csv", Samples.environments());
    look(read);
    assertThat(read.errors()).hasSizeBetween(1, 100);
  }

  /** A quote that is never closed in a column that nobody reads swallows rows: that is said. */
  @Test
  void aRowThatGoesOnOverSeveralLinesIsNamed() {
    var text = new String(csv(rows(new Random(2))), UTF_8).lines().toList();
    var lines = new ArrayList<>(text);
    lines.set(1, lines.get(1).replace(",planned,", ",\"planned"));
    lines.set(2, lines.get(2).replace(",planned,", "\","));
    var intake = IntakeReader.read(String.join("\r\n", lines).getBytes(UTF_8), "servers.csv", Samples.environments());
    assertThat(((Intake.Read) intake).warnings()).anyMatch(warning -> warning.startsWith("line 2: ")
        && warning.contains("line 3"));
  }

  private void look(Intake intake) {
    switch (intake) {
      case Intake.Unreadable(var code, var message, var remedy) -> {
        assertThat(code).matches("CVY-11\\d\\d");
        said(message, remedy);
      }
      case Intake.Read read -> {
        read.errors().forEach(error -> {
          assertThat(error.line()).as("line of %s", error).isPositive();
          said(error.reason(), error.remedy(), error.field() + "-");
          assertThat(error.value() == null || Printable.is(error.value())).as("value of %s", error).isTrue();
        });
        read.warnings().forEach(HostileIntakeTest::said);
        assertThat(read.rejected() > 0).as("rows at fault are named").isEqualTo(!read.errors().isEmpty());
        read.accepted().forEach(this::holds);
        assertThat(JsonMapper.shared().writeValueAsString(List.of(read.errors(), read.warnings())).length())
            .isLessThan(MOST_CHARACTERS);
      }
    }
  }

  private static void said(String... texts) {
    for (var text : texts) {
      assertThat(text).isNotBlank();
      assertThat(Printable.is(text)).as("printable: %s", text).isTrue();
    }
  }

  private void holds(ServerDeclared declared) {
    assertThat(rules.check(declared)).as("%s", declared).isInstanceOf(Verdict.Accepted.class);
    assertThat(Printable.is(declared.toString().replace("\\\"", ""))).as("%s", declared).isTrue();
  }

  private static List<byte[]> samples() throws IOException {
    var folder = Path.of("..", "docs", "samples");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".csv")).sorted().map(HostileIntakeTest::bytes).toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A header and up to ten rows that hold, each of an application of its own. */
  private static List<List<String>> rows(Random random) {
    var rows = new ArrayList<List<String>>();
    rows.add(new ArrayList<>(HEADER));
    int count = 3 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      rows.add(new ArrayList<>(List.of("Wave 1", "app-" + i, Samples.ACCOUNT, Samples.REGION, "srv-" + i, "linux",
          "Ubuntu 24.04", "srv-" + i + ".example.com", "Rehost", "web", "owner=ann;cost=5", "http:18080/health=200",
          "22", "planned", "", "10.0.0." + (i + 1))));
    }
    return rows;
  }

  private static byte[] csv(List<List<String>> rows) {
    return rows.stream().map(cells -> cells.stream().map(HostileIntakeTest::quoted).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\r\n")).getBytes(UTF_8);
  }

  private static String quoted(String cell) {
    return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static byte[] mutated(byte[] file, Random random) throws IOException {
    return switch (random.nextInt(16)) {
      case 0 -> flipped(file, random);
      case 1 -> Arrays.copyOf(file, random.nextInt(file.length + 1));
      case 2 -> replaced(file, random, ",", List.of(";", "\t", "|", ",,").get(random.nextInt(4)));
      case 3 -> new String(file, UTF_8).replace("\r\n", List.of("\n", "\r", "\n\n", "\n\r", "\u0085").get(random.nextInt(5)))
          .getBytes(UTF_8);
      case 4 -> inserted(file, random, "\"");
      case 5 -> inserted(file, random, "\0");
      case 6 -> inserted(file, random, Hostile.value(random));
      case 7 -> inserted(file, random, "x".repeat(1 << random.nextInt(17)));
      case 8 -> inserted(file, random, ",".repeat(1 << random.nextInt(13)));
      case 9 -> joined(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, file);
      case 10 -> new String(file, UTF_8).getBytes(List.<Charset>of(UTF_16, ISO_8859_1).get(random.nextInt(2)));
      case 11 -> random.nextInt(4) == 0 ? zipped(file) : inserted(file, random, "a;b=;=c;".repeat(random.nextInt(500)));
      case 12 -> joined(file, new String(file, UTF_8).lines().skip(1).collect(Collectors.joining("\n", "\n", "")).getBytes(UTF_8));
      case 13 -> replaced(file, random, "server_name", List.of("server_fqdn", "", "[server]server_name", "\u001b[2J").get(random.nextInt(4)));
      case 14 -> swapped(file, random);
      default -> inserted(file, random, Hostile.value(random) + "\r\n");
    };
  }

  private static byte[] flipped(byte[] file, Random random) {
    var other = file.clone();
    for (int i = random.nextInt(5); i >= 0 && other.length > 0; i--) {
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return other;
  }

  private static byte[] inserted(byte[] file, Random random, String what) {
    int at = random.nextInt(file.length + 1);
    return joined(joined(Arrays.copyOf(file, at), what.getBytes(UTF_8)), Arrays.copyOfRange(file, at, file.length));
  }

  private static byte[] replaced(byte[] file, Random random, String what, String by) {
    var text = new String(file, ISO_8859_1);
    return (random.nextBoolean() ? text.replace(what, by) : text.replaceFirst(what, by.replace("\\", "\\\\")))
        .getBytes(ISO_8859_1);
  }

  private static byte[] swapped(byte[] file, Random random) {
    var lines = new ArrayList<>(new String(file, ISO_8859_1).lines().toList());
    Collections.shuffle(lines, random);
    return String.join("\n", lines).getBytes(ISO_8859_1);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] zipped(byte[] file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      zip.write(file);
    }
    return bytes.toByteArray();
  }
}
