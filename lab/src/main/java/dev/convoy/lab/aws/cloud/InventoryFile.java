package dev.convoy.lab.aws.cloud;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** MGN's inventory as CSV: applications, waves and servers in a row each, the columns named as MGN names them. */
public final class InventoryFile {

  private static final String ACCOUNT = "mgn:account-id";
  private static final String REGION = "mgn:region";
  private static final String WAVE = "mgn:wave:name";
  private static final String APPLICATION = "mgn:app:name";
  private static final String SERVER = "mgn:server:user-provided-id";
  private static final String FQDN = "mgn:server:fqdn-for-action-framework";
  private static final String PLATFORM = "mgn:server:platform";
  private static final String TAG = "mgn:server:tag:";

  /** A row; empty texts where it says nothing. */
  public record Row(
      String account, String region, String wave, String application, String server, String fqdn, String platform,
      Map<String, String> tags) {}

  private InventoryFile() {}

  /** Reads rows. @throws IllegalArgumentException if it is no CSV with a head of these columns */
  public static List<Row> read(String text) {
    var format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    try (var parser = format.parse(new StringReader(text))) {
      if (!parser.getHeaderNames().contains(ACCOUNT) || !parser.getHeaderNames().contains(REGION)) {
        throw new IllegalArgumentException("the columns " + ACCOUNT + " and " + REGION + " are missing");
      }
      return parser.stream().map(InventoryFile::row).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException("it is no CSV: " + e.getMessage(), e);
    }
  }

  private static Row row(CSVRecord line) {
    var tags = new LinkedHashMap<String, String>();
    line.toMap().forEach((column, value) -> {
      if (column.startsWith(TAG) && !value.isEmpty()) {
        tags.put(column.substring(TAG.length()), value);
      }
    });
    return new Row(cell(line, ACCOUNT), cell(line, REGION), cell(line, WAVE), cell(line, APPLICATION), cell(line, SERVER),
        cell(line, FQDN), cell(line, PLATFORM), tags);
  }

  private static String cell(CSVRecord line, String column) {
    return line.isSet(column) ? line.get(column) : "";
  }

  /** Writes the servers of a region that are not archived. */
  public static String write(Region region) {
    var out = new StringBuilder();
    var format = CSVFormat.RFC4180.builder().setRecordSeparator("\n")
        .setHeader(ACCOUNT, REGION, WAVE, APPLICATION, SERVER, FQDN, PLATFORM).get();
    try (var printer = new CSVPrinter(out, format)) {
      for (var server : servers(region)) {
        var application = group(region, server.applicationId());
        var wave = application == null ? null : group(region, application.waveId());
        printer.printRecord(region.account(), region.name(), name(wave), name(application),
            Objects.requireNonNullElse(server.agent().userProvidedId(), ""), server.agent().fqdn(),
            server.agent().os().contains("Windows") ? "windows" : "linux");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** The servers that an export writes. */
  public static List<SourceServer> servers(Region region) {
    return region.servers().stream().filter(server -> !server.archived()).toList();
  }

  private static @Nullable Group group(Region region, @Nullable String id) {
    return id == null ? null : region.estate().group(id);
  }

  private static String name(@Nullable Group group) {
    return group == null ? "" : group.name();
  }
}
