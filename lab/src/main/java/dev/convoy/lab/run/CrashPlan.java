package dev.convoy.lab.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets the services crash at each row of the {@link CrashTable}.
 *
 * @param times how often at each row; 0 = never
 * @param processes true to kill the process, false to abandon worker or stream thread inside of it
 * @param folder of what the crashes leave behind
 */
record CrashPlan(int times, boolean processes, Path folder) {

  /** What a service needs to know of it. */
  Map<String, String> settings(LabService service) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<CrashTable.Row> rows = times == 0 ? List.of() : CrashTable.of(service);
    if (!rows.isEmpty()) {
      settings.put("convoy.fault-points.lab", "true");
      settings.put("convoy.fault-points.folder", folder.resolve(service.shortName()).toString());
      for (int i = 0; i < rows.size(); i++) {
        settings.put("convoy.fault-points.rules[" + i + "]", rows.get(i).point() + " " + rows.get(i).kind() + " "
            + (processes ? "HALT" : "ABANDON") + " times=" + times);
      }
    }
    return settings;
  }

  /** How often it has happened at a row. */
  int struck(CrashTable.Row row) {
    int struck = 0;
    while (struck < times && Files.exists(folder.resolve(
        row.service().shortName() + "/" + row.point() + "." + row.kind() + "." + (struck + 1)))) {
      struck++;
    }
    return struck;
  }

  /** Crashes so far. */
  int struck() {
    return CrashTable.rows().stream().mapToInt(this::struck).sum();
  }

  /** Rows at which it has not happened often enough. */
  List<CrashTable.Row> missing() {
    return times == 0 ? List.of() : CrashTable.rows().stream().filter(row -> struck(row) < times).toList();
  }
}
