package dev.convoy.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ChildProcessTest {
  /** Runs until it is told to end. */
  public static final class Waiting {
    public static void main(String[] args) throws IOException, InterruptedException {
      Files.writeString(Path.of(args[0]), Long.toString(ProcessHandle.current().pid()));
      new CountDownLatch(1).await();
    }
  }

  /** Starts a {@link Waiting} child and waits. */
  public static final class Parent {
    public static void main(String[] args) throws InterruptedException {
      ChildProcess.start(program(Waiting.class, Path.of(args[0]), args[1]));
      new CountDownLatch(1).await();
    }
  }

  @Test
  void aStoppedChildIsGone(@TempDir Path folder) {
    ChildProcess child = ChildProcess.start(program(Waiting.class, folder, folder.resolve("pid").toString()));
    assertThat(Condition.holdsWithin(Duration.ofSeconds(20), () -> written(folder.resolve("pid")))).isTrue();
    assertThat(child.alive()).isTrue();
    child.stop(Duration.ofSeconds(10));
    assertThat(child.alive()).isFalse();
    assertThat(child.ended().join()).isEqualTo(143);
  }

  @Test
  void aChildEndsWhenItsParentIsKilled(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    List<String> command = new ArrayList<>(program(Parent.class, folder, pid.toString()).command());
    Process parent = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(Condition.holdsWithin(Duration.ofSeconds(30), () -> written(pid))).isTrue();
    ProcessHandle child = ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();
    parent.destroyForcibly().waitFor();
    child.onExit().get(20, TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
  }

  private static boolean written(Path file) {
    try {
      return Files.exists(file) && !Files.readString(file).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static JavaProgram program(Class<?> main, Path folder, String argument) {
    List<String> arguments = main == Parent.class ? List.of(folder.toString(), argument) : List.of(argument);
    return new JavaProgram("child", List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"), JavaProgram.ownClassPath(),
        main.getName(), arguments, folder, folder.resolve("child.log"));
  }
}
