package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Imports and exports of one region. */
public final class Transfers {

  private static final Duration WAITING = Duration.ofSeconds(5);
  private static final Duration LENGTH = Duration.ofSeconds(30);

  private final Region region;
  private final StoredObjects objects;

  /** @param objects where the files are */
  public Transfers(Region region, StoredObjects objects) {
    this.region = region;
    this.objects = objects;
  }

  /** Where a transfer finds its file, and what it is called by. */
  public record Request(String token, String bucket, String key, String owner, Map<String, String> tags) {}

  /** StartImport. To be called under the region's lock. */
  public Transfer read(Request request, Instant now) {
    var importer = new Importer(region, now);
    var text = objects.get(request.bucket(), request.key());
    if (text == null) {
      return add("import-", request, now, Map.of(), true, List.of(new Transfer.Fault(0, false,
          "NoSuchKey: The specified key does not exist.", null)));
    }
    if (region.replicationTemplate() == null) {
      return add("import-", request, now, Map.of(), true, List.of(new Transfer.Fault(0, false,
          "the account has no replication configuration template", null)));
    }
    try {
      importer.take(InventoryFile.read(text));
    } catch (IllegalArgumentException e) {
      return add("import-", request, now, Map.of(), true,
          List.of(new Transfer.Fault(0, true, String.valueOf(e.getMessage()), null)));
    }
    return add("import-", request, now, importer.counts(), false, importer.faults());
  }

  /** StartExport. To be called under the region's lock. */
  public Transfer write(Request request, Instant now) {
    objects.put(request.bucket(), request.key(), InventoryFile.write(region));
    var counts = Map.of("serversCount", (long) InventoryFile.servers(region).size(),
        "applicationsCount", active(Group.Kind.APPLICATION), "wavesCount", active(Group.Kind.WAVE));
    return add("export-", request, now, counts, false, List.of());
  }

  private long active(Group.Kind kind) {
    return region.estate().groups(kind).filter(each -> !each.archived()).count();
  }

  private Transfer add(String prefix, Request request, Instant now, Map<String, Long> counts, boolean failed,
      List<Transfer.Fault> faults) {
    var starts = now.plus(region.time().onWall(WAITING));
    var transfer = new Transfer(region.nextSequence(), region.ids().next(prefix), request.token(), request.bucket(),
        request.key(), request.owner(), now, starts, starts.plus(region.time().onWall(LENGTH)), counts, failed, faults,
        request.tags());
    region.estate().transfers().put(transfer.id(), transfer);
    return transfer;
  }

  /** Those whose ids have a prefix, in order of their start. */
  public Stream<Transfer> all(String prefix) {
    return region.estate().transfers().values().stream().filter(each -> each.id().startsWith(prefix));
  }
}
