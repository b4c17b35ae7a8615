package dev.convoy.lab.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The launcher in a small tree of its own, with a JDK and a Maven that only say how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private record Run(int exit, String out, String err) {}

  private Path root = Path.of("");
  private Path bin = Path.of("");

  @BeforeEach
  void layOut(@TempDir Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("a clone with spaces"));
    bin = Files.createDirectories(folder.resolve("bin"));
    Files.copy(Path.of("..", "convoy").toAbsolutePath(), root.resolve("convoy"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(root.resolve("lab/src/main"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("lab/pom.xml"), "<project/>");
    script(bin.resolve("mvn"), "echo built >>\"$PWD/builds\"; mkdir -p lab/target/lib; : >lab/target/lab-1.jar");
    jdk("jdk-25", "25.0.3");
    jdk("jdk-17", "17.0.15");
  }

  @Test
  void theFirstRunBuildsAndTheNextDoesNotUntilASourceIsNewer() throws Exception {
    assertThat(run("jdk-25", "wave", "status").err()).contains("building");
    assertThat(run("jdk-25", "wave", "status").err()).isEmpty();
    assertThat(root.resolve("builds")).hasContent("built");
    Path source = Files.writeString(root.resolve("lab/src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    run("jdk-25", "wave", "status");
    assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(2);
    assertThat(root.resolve(".convoy-lock")).doesNotExist();
  }

  @Test
  void argumentsReachTheCommandAsTheyWereGivenAndItsExitCodeComesBack() throws Exception {
    Run run = run("jdk-25", "lab", "--intake", "my fleet.csv");
    assertThat(run.exit()).isEqualTo(42);
    assertThat(run.out()).contains("[-XX:MaxRAMPercentage=25]").contains("[dev.convoy.lab.cli.ConvoyCommand]")
        .endsWith("[lab][--intake][my fleet.csv]\n").contains("[" + root.resolve("lab/target/lab-1.jar"));
  }

  @Test
  void aJavaThatIsTooOldOrMissingIsOneLineAndExitCode2() throws Exception {
    Run old = run("jdk-17", "lab");
    assertThat(old.exit()).isEqualTo(2);
    assertThat(old.err().lines()).singleElement().asString().contains("jdk-17 is no JDK 25");
    assertThat(root.resolve("builds")).doesNotExist();
  }

  @Test
  void aMissingMavenIsOneLineAndExitCode2() throws Exception {
    Files.delete(bin.resolve("mvn"));
    Run run = run("jdk-25", "lab");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains("mvn is needed");
  }

  @Test
  void aFailedBuildNamesItsLogAndIsTriedAgain() throws Exception {
    script(bin.resolve("mvn"), "echo '[ERROR] does not compile'; exit 1");
    Run run = run("jdk-25", "lab");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("[ERROR] does not compile").contains("convoy-build.log");
    assertThat(root.resolve("lab/target/.convoy-built")).doesNotExist();
    assertThat(root.resolve(".convoy-lock")).doesNotExist();
  }

  @Test
  void theLockOfADeadBuildIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createDirectories(root.resolve(".convoy-lock"));
    Files.writeString(root.resolve(".convoy-lock/pid"), dead.pid() + "\n");
    assertThat(run("jdk-25", "lab").exit()).isEqualTo(42);
  }

  @Test
  void aBuildLeavesACacheOfClassesForWhatRunsAfterIt() throws Exception {
    jdk("jdk-25", "25.0.3", "for word in \"$@\"; do case $word in -XX:AOTCacheOutput=*) : >\"${word#*=}\"; exit;; esac; done");
    Run run = run("jdk-25", "lab");
    assertThat(root.resolve("lab/target/convoy.aot")).exists();
    assertThat(run.out()).contains("[-XX:AOTCache=" + root.resolve("lab/target/convoy.aot") + "]");
  }

  @Test
  void withoutACacheOfClassesItRunsAsWell() throws Exception {
    Run run = run("jdk-25", "lab");
    assertThat(root.resolve("lab/target/convoy.aot")).doesNotExist();
    assertThat(run.exit()).isEqualTo(42);
    assertThat(run.out()).doesNotContain("AOTCache");
  }

  private Run run(String jdk, String... args) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(root.resolve("convoy").toString());
    builder.command().addAll(List.of(args));
    Map<String, String> environment = builder.environment();
    environment.put("CONVOY_JAVA_HOME", root.resolveSibling(jdk).toString());
    environment.put("PATH", bin + ":" + tools());
    Path out = root.resolveSibling("out");
    Path err = root.resolveSibling("err");
    Process process = builder.directory(root.getParent().toFile()).redirectOutput(out.toFile())
        .redirectError(err.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** The usual programs without Maven, which may live beside them. */
  private String tools() throws IOException {
    Path tools = Files.createDirectories(root.resolveSibling("tools"));
    for (String name : new String[] {"sed", "find", "head", "dirname", "readlink", "mkdir", "rm", "cat", "mv", "grep",
        "sleep", "sh", "ls"}) {
      Path program = Files.exists(Path.of("/usr/bin", name)) ? Path.of("/usr/bin", name) : Path.of("/bin", name);
      if (!Files.exists(tools.resolve(name))) {
        script(tools.resolve(name), "exec " + program + " \"$@\"");
      }
    }
    return tools.toString();
  }

  private void jdk(String name, String version) throws IOException {
    jdk(name, version, "");
  }

  /** @param first what its java does before it says how it was called */
  private void jdk(String name, String version, String first) throws IOException {
    Path home = Files.createDirectories(root.resolveSibling(name).resolve("bin")).getParent();
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), first + "\nfor word in \"$@\"; do printf '[%s]' \"$word\"; done; echo; exit 42");
  }

  private static void script(Path file, String text) throws IOException {
    Files.write(file, ("#!/bin/sh\n" + text + "\n").getBytes(StandardCharsets.UTF_8));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
