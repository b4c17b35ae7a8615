package dev.convoy.inventory.command;

import java.util.ArrayList;
import java.util.List;

/** Ids of the last commands of a target, so that a repeat changes nothing. */
public record Recent(List<String> commands) {

  private static final int MOST = 32;
  public static final Recent NONE = new Recent(List.of());

  public boolean contains(Command command) {
    return commands.contains(command.id());
  }

  public Recent with(Command command) {
    var all = new ArrayList<>(commands);
    all.add(command.id());
    return new Recent(List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size())));
  }
}
