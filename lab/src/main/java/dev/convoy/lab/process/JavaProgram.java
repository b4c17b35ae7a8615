package dev.convoy.lab.process;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Java program to run in a process of its own, on the Java that runs this one.
 *
 * @param name for a person
 * @param flags of the JVM
 * @param classPath entries of its class path
 * @param mainClass runs it
 * @param arguments of the main class; never secrets, since others can see them
 * @param folder it runs in
 * @param log takes what it prints
 * @param environment variables beside those of this process
 */
public record JavaProgram(
    String name, List<String> flags, List<String> classPath, String mainClass, List<String> arguments, Path folder,
    Path log, Map<String, String> environment) {

  /** One without variables of its own. */
  public JavaProgram(String name, List<String> flags, List<String> classPath, String mainClass, List<String> arguments,
      Path folder, Path log) {
    this(name, flags, classPath, mainClass, arguments, folder, log, Map.of());
  }

  /** The class path of this JVM. */
  public static List<String> ownClassPath() {
    return List.of(System.getProperty("java.class.path", "").split(File.pathSeparator));
  }

  /** Flags for a program on {@link #ownClassPath()}: the cache of loaded classes that this JVM was started with, if any. */
  public static List<String> ownCache() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-XX:AOTCache=") || flag.startsWith("-Xlog:")).toList();
  }

  /** For what it and its libraries unpack; emptied at each start, since one that was killed leaves it full. */
  Path temporary() {
    return folder.resolve(name + ".tmp").toAbsolutePath();
  }

  /** The command line: the program behind {@link ParentBound}, so that it cannot outlive this process. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-Djava.io.tmpdir=" + temporary());
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(ParentBound.class.getName());
    command.add(Long.toString(ProcessHandle.current().pid()));
    command.add(mainClass);
    command.addAll(arguments);
    return List.copyOf(command);
  }

}
