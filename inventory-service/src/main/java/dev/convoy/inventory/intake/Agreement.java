package dev.convoy.inventory.intake;

import dev.convoy.events.cmdb.ServerDeclared;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows about one server or application must agree; names match in any case. */
final class Agreement {

  private final Map<String, Seen> servers = new HashMap<>();
  private final Map<String, Seen> applications = new HashMap<>();

  private final Map<String, Seen> names = new HashMap<>();

  private record Seen(ServerDeclared declared, int line) {}

  /**
   * Names in the row what disagrees with a row above.
   *
   * @return true when the row says of a server what was said above
   */
  boolean isRepeat(ServerDeclared declared, Row row) {
    var seen = servers.putIfAbsent(key(declared.getServerId()), new Seen(declared, row.line()));
    if (seen != null) {
      if (same(seen.declared(), declared)) {
        return true;
      }
      row.fault(row.get(Column.SERVER_ID) == null ? Column.NAME : Column.SERVER_ID,
          "line " + seen.line() + " says something else of this server", "keep one of the rows");
    }
    names(declared, row);
    var application = declared.getApplication();
    if (application != null) {
      agree(declared, row, application);
    }
    return false;
  }

  /** A name leads to one server. */
  private void names(ServerDeclared declared, Row row) {
    if (declared.getStrategy() != null && !"rehost".equals(key(declared.getStrategy()))) {
      return;
    }
    for (var name : declared.getDnsNames()) {
      var first = names.putIfAbsent(key(name), new Seen(declared, row.line()));
      if (first != null && !key(first.declared().getServerId()).equals(key(declared.getServerId()))) {
        row.fault(Column.DNS_NAMES, name, "line " + first.line() + " declares it for another server",
            "leave it out of all rows but one: a name leads to one server");
      }
    }
  }

  private void agree(ServerDeclared declared, Row row, String application) {
    var first = applications.putIfAbsent(key(application), new Seen(declared, row.line()));
    if (first == null) {
      return;
    }
    compare(row, Column.ACCOUNT, first, first.declared().getAccount(), declared.getAccount());
    compare(row, Column.REGION, first, first.declared().getRegion(), declared.getRegion());
    compare(row, Column.WAVE, first, first.declared().getWave(), declared.getWave());
  }

  private static void compare(Row row, Column column, Seen first, @Nullable String above, @Nullable String here) {
    if (!Objects.equals(above, here)) {
      row.fault(column, "line " + first.line() + " says " + above + " for the same application",
          "give every row of an application the same " + column.header());
    }
  }

  private static boolean same(ServerDeclared a, ServerDeclared b) {
    return ServerDeclared.newBuilder(a).setOrigin(null).build()
        .equals(ServerDeclared.newBuilder(b).setOrigin(null).build());
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
