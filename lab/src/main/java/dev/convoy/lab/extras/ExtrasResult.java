package dev.convoy.lab.extras;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.PostLaunchAction;
import dev.convoy.inventory.environments.DeclaredAction.Subject;
import dev.convoy.inventory.environments.Environment;
import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.AwsCall;
import dev.convoy.lab.verify.AwsImage;
import dev.convoy.lab.verify.AwsJob;
import dev.convoy.lab.verify.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the post-launch actions that an environment declares ran on what was launched, and whether images became of the requests
 * for them. What ran and what is there is read from AWS.
 */
public final class ExtrasResult {
  /** Nothing is validated any more, or another image of it is under way: what a server that goes back is rightly told. */
  private static final Set<String> NEEDLESS = Set.of("CVY-4174", "CVY-4175");
  private static final String LOOK = "; look at it with ./convoy server show";

  private final boolean imaged;
  private final Map<String, Subject> subjects = new HashMap<>();
  private final Map<Run, String> runs = new HashMap<>();
  private final Map<Answer, EventLine> answers = new HashMap<>();
  private final Set<String> available;
  private final List<Due> due;
  private final List<EventLine> requests;
  private final Map<String, Long> made;
  private final Set<String> finalized;

  /** An action that a launched instance has to have run. */
  private record Due(EventLine launch, PostLaunchAction action) {

    Run run() {
      return new Run(text(launch.at("jobId")), text(launch.at("instanceId")), action.getName());
    }
  }

  private record Run(@Nullable String jobId, @Nullable String instanceId, String action) {}

  private record Answer(String type, String serverId, int round, @Nullable Object attempt) {}

  /**
   * @param environments as they are declared
   * @param imaged true when an image was asked for in each wave
   */
  public ExtrasResult(Evidence evidence, List<Environment> environments, boolean imaged) {
    this.imaged = imaged;
    var launches = new ArrayList<EventLine>();
    var asked = new ArrayList<EventLine>();
    var done = new TreeSet<String>();
    evidence.events().stream().sorted(Comparator.comparing(EventLine::occurredAt)).forEach(each -> {
      switch (each.type()) {
        case "ServerRegistered", "ServerChanged" -> subjects.put(each.key(), subject(each));
        case "TestLaunched", "CutoverLaunched" -> launches.add(each);
        case "CutoverFinalized" -> done.add(each.key());
        case ImageTalk.REQUESTED -> asked.add(each);
        case ImageTalk.CREATED, ImageTalk.FAILED -> answers.put(answer(each, each.type()), each);
        default -> { }
      }
    });
    for (AwsJob job : evidence.jobs()) {
      job.actions().forEach(each -> runs.put(new Run(job.jobId(), each.instanceId(), each.name()), each.status()));
    }
    this.available = evidence.images().stream().filter(each -> each.state().equals("available")).map(AwsImage::imageId)
        .collect(Collectors.toUnmodifiableSet());
    this.made = evidence.awsCalls().stream().filter(each -> each.operation().equals("CreateImage") && each.accepted())
        .map(AwsCall::tags).collect(Collectors.groupingBy(tags -> tags.getOrDefault("convoy:operation", ""), TreeMap::new,
            Collectors.counting()));
    this.finalized = done;
    this.due = launches.stream().flatMap(launch -> declared(launch, environments)).toList();
    this.requests = asked.stream().filter(each -> !isNeedless(each)).toList();
  }

  private static Subject subject(EventLine declared) {
    return new Subject(declared.key(), OsFamily.valueOf(Objects.toString(declared.at("source.osFamily"), "UNKNOWN")),
        text(declared.at("waveId")), Objects.toString(declared.at("source.site"), ""), text(declared.at("application")));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private Stream<Due> declared(EventLine launch, List<Environment> environments) {
    Subject subject = subjects.get(launch.key());
    boolean test = launch.type().equals("TestLaunched");
    return subject == null ? Stream.empty() : environments.stream()
        .filter(each -> each.account().equals(launch.at("account")) && each.region().equals(launch.at("region")))
        .flatMap(each -> each.actionsOf(subject).stream())
        .filter(action -> test ? action.getAfterTest() : action.getAfterCutover()).map(action -> new Due(launch, action));
  }

  private static Answer answer(EventLine about, String type) {
    return new Answer(type, about.key(), about.round(), about.at("attempt"));
  }

  /** A line for each action that did not run as it has to, and each image that did not come of its request. */
  public List<String> faults() {
    return Stream.of(due.stream().filter(Predicate.not(this::hasRun)).map(this::notRun),
        requests.stream().filter(Predicate.not(this::hasImage)).map(this::imageless), twice(), unasked()).flatMap(each -> each).toList();
  }

  /** {@code EXTRAS actions=8/8 images=2/2}: that ran and that are there, of those that are declared and asked for. */
  public String line() {
    return "EXTRAS actions=" + due.stream().filter(this::hasRun).count() + "/" + due.size()
        + " images=" + requests.stream().filter(this::hasImage).count() + "/" + requests.size();
  }

  private boolean hasRun(Due each) {
    String status = runs.getOrDefault(each.run(), "");
    return status.equals("SUCCESS") || status.equals("FAILED") && !each.action().getMustSucceed();
  }

  private String notRun(Due each) {
    return "[CVY-9337] " + each.launch().key() + ": post-launch action " + each.action().getName() + " is declared for it, but MGN says of "
        + each.launch().at("instanceId") + " in " + each.launch().at("jobId") + ": "
        + runs.getOrDefault(each.run(), "it was not run") + LOOK;
  }

  private boolean isNeedless(EventLine request) {
    return find(request, ImageTalk.FAILED).flatMap(each -> each.text("code")).filter(NEEDLESS::contains).isPresent();
  }

  private Optional<EventLine> find(EventLine request, String type) {
    return Optional.ofNullable(answers.get(answer(request, type)));
  }

  private boolean hasImage(EventLine request) {
    return find(request, ImageTalk.CREATED).flatMap(each -> each.text("imageId")).filter(available::contains).isPresent();
  }

  private String imageless(EventLine request) {
    return "[CVY-9338] " + request.key() + ": an image of it was asked for, but " + find(request, ImageTalk.CREATED)
        .map(each -> "EC2 does not show " + each.at("imageId") + " to be available")
        .or(() -> find(request, ImageTalk.FAILED).map(each -> "[" + each.at("code") + "] " + each.at("message")))
        .orElse("nobody has answered") + LOOK;
  }

  /** One operation makes one image. */
  private Stream<String> twice() {
    return made.entrySet().stream().filter(each -> each.getValue() > 1).map(each -> "[CVY-9338] " + each.getKey() + ": EC2 made "
        + each.getValue() + " images for it; look at the ledger of the AWS simulator");
  }

  /** A wave with servers that were handed on has an image. */
  private Stream<String> unasked() {
    Set<String> asked = requests.stream().map(each -> wave(each.key())).collect(Collectors.toSet());
    return finalized.stream().filter(each -> imaged).map(this::wave).distinct()
        .filter(wave -> !wave.isEmpty() && !asked.contains(wave))
        .map(wave -> "[CVY-9338] " + wave + ": no image was asked for of any of its servers; see the lines of the run");
  }

  private String wave(String serverId) {
    Subject subject = subjects.get(serverId);
    return subject == null ? "" : Objects.toString(subject.wave(), "");
  }
}
