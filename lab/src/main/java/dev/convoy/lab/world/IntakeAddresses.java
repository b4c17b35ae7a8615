package dev.convoy.lab.world;

import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.hosts.HostKeys;
import dev.convoy.lab.run.LabOptions;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Gives each row of an intake file that names no address one of the lab's simulated hosts, its
 * host key pinned. A file that already has the
 * column, or that is no CSV, is passed on as it is. Rows keep their line numbers.
 */
final class IntakeAddresses {

  private static final String BOM = "\uFEFF";

  private IntakeAddresses() {}

  static byte[] filled(byte[] file, LabOptions options) {
    var text = new String(file, UTF_8);
    var plain = text.startsWith(BOM) ? text.substring(BOM.length()) : text;
    try (var parser = CSVFormat.RFC4180.parse(new StringReader(plain)); var out = new StringWriter()) {
      var rows = parser.getRecords();
      if (rows.isEmpty() || names(rows.getFirst()).contains("address")) {
        return file;
      }
      var os = names(rows.getFirst()).indexOf("server_os_family");
      var printer = CSVFormat.RFC4180.builder().setRecordSeparator("\n").get().print(out);
      for (int i = 0; i < rows.size(); i++) {
        printer.printRecord(row(rows.get(i), i, os, options));
      }
      return (BOM + out).getBytes(UTF_8);
    } catch (IOException | UncheckedIOException e) {
      return file;
    }
  }

  private static List<String> names(CSVRecord header) {
    return header.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
  }

  private static List<String> row(CSVRecord record, int index, int os, LabOptions options) {
    var cells = new ArrayList<>(record.toList());
    if (index == 0) {
      cells.addAll(List.of("address", "port", "host_key"));
    } else {
      var windows = os >= 0 && os < cells.size() && cells.get(os).strip().equalsIgnoreCase("windows");
      var address = LabNetwork.sourceAddress(index - 1);
      cells.add(address);
      cells.add(String.valueOf(IntakeFleet.port(windows, options)));
      cells.add(windows ? "" : HostKeys.fingerprint(options.seed(), address));
    }
    return cells;
  }
}
