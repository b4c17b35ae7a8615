package dev.convoy.lab.cli;

import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.ProgressPrinter;
import dev.convoy.lab.run.ServerLine;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows a wave by asking for it once a second. */
final class WaveWatch {
  private final InventoryClient inventory;
  private final String wave;
  private final ProgressPrinter printer = new ProgressPrinter(new PrintStream(System.out, true, StandardCharsets.UTF_8),
      Terminal.live(), Terminal.width());

  WaveWatch(InventoryClient inventory, String wave) {
    this.inventory = inventory;
    this.wave = wave;
  }

  void untilAtRest() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    List<ServerLine> servers;
    do {
      servers = WaveCommand.servers(inventory, wave);
      printer.show(servers);
    } while (!servers.stream().allMatch(ServerLine::atRest) && !never.await(1, TimeUnit.SECONDS));
  }
}
