package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.LaunchTemplate;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/** EC2 launch templates, which MGN launches from in their default version. */
public final class LaunchTemplateOperations {

  private static final Ec2Filters<LaunchTemplate> FILTERS = new Ec2Filters<LaunchTemplate>()
      .on("launch-template-name", LaunchTemplate::name)
      .onTags(LaunchTemplate::tags);

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9()./_-]{3,128}");

  private record Version(LaunchTemplate template, LaunchTemplate.Version version) {

    long key() {
      return template.sequence() * 1_000_000 + version.number();
    }
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("DescribeLaunchTemplates", false, this::describe),
        Operation.ec2("DescribeLaunchTemplateVersions", false, this::describeVersions),
        Operation.ec2("CreateLaunchTemplate", true, this::create),
        Operation.ec2("DeleteLaunchTemplate", true, this::delete),
        Operation.ec2("CreateLaunchTemplateVersion", true, this::createVersion),
        Operation.ec2("ModifyLaunchTemplate", true, this::modify));
  }

  /** The same request, known by its token, creates nothing again. */
  private Xml create(Call call) {
    var name = call.query().get("LaunchTemplateName");
    var token = call.query().get("ClientToken");
    var data = call.query().tree("LaunchTemplateData");
    var before = call.region().launchTemplates().stream().filter(each -> each.madeFor(token)).findFirst();
    if (before.isPresent()) {
      return repeated(call, before.get(), name);
    }
    if (!NAME.matcher(name).matches()) {
      throw AwsError.of(400, "InvalidLaunchTemplateName.MalformedException", "Launch template name must be between 3 and 128"
          + " characters, and may contain letters, numbers, and the following characters: - ( ) . / _.");
    }
    if (data.isEmpty()) {
      throw AwsError.of(400, "MissingParameter", "The request must contain the parameter LaunchTemplateData");
    }
    if (call.region().launchTemplates().stream().anyMatch(each -> each.name().equals(name))) {
      throw AwsError.of(400, "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
    }
    var template = call.region().createLaunchTemplate(
        call.caller().arn(), token, name, call.now(), call.query().get("VersionDescription"), data);
    template.tags().putAll(call.tagged());
    return Ec2Xml.answer(call, LaunchTemplateXml.of("launchTemplate", template));
  }

  private static Xml repeated(Call call, LaunchTemplate before, String name) {
    if (!before.name().equals(name)) {
      throw AwsError.of(400, "IdempotentParameterMismatch",
          "The client token was used for the launch template " + before.name() + " before.");
    }
    return Ec2Xml.answer(call, LaunchTemplateXml.of("launchTemplate", before));
  }

  /** One that MGN has made can be deleted too: a launch of its server fails then. */
  private Xml delete(Call call) {
    if (!named(call)) {
      throw AwsError.of(400, "MissingParameter", "The request must contain the parameter LaunchTemplateId or LaunchTemplateName");
    }
    var template = template(call);
    call.region().delete(template);
    return Ec2Xml.answer(call, LaunchTemplateXml.of("launchTemplate", template));
  }

  private Xml describe(Call call) {
    var ids = call.query().list("LaunchTemplateId");
    var names = call.query().list("LaunchTemplateName");
    ids.forEach(id -> byId(call, id));
    var chosen = call.region().launchTemplates().stream()
        .filter(t -> ids.isEmpty() || ids.contains(t.id()))
        .filter(t -> names.isEmpty() || names.contains(t.name()))
        .filter(FILTERS.of(call.query()));
    return Ec2Xml.page(call, chosen, LaunchTemplate::sequence, "launchTemplates",
        t -> LaunchTemplateXml.of("item", t));
  }

  /** Of one template, or, with {@code $Latest} or {@code $Default} only, of all. What another page holds was not read. */
  private Xml describeVersions(Call call) {
    var references = call.query().list("LaunchTemplateVersion");
    var templates = named(call) ? List.of(template(call)) : List.copyOf(call.region().launchTemplates());
    if (!named(call) && (references.isEmpty() || references.stream().anyMatch(r -> !r.startsWith("$")))) {
      throw AwsError.of(400, "MissingParameter", "Specify a launch template, or the versions $Latest or $Default");
    }
    var versions = new ArrayList<Version>();
    for (var template : templates) {
      for (var version : versions(template, references)) {
        versions.add(new Version(template, version));
      }
    }
    return Ec2Xml.page(call, versions.stream().distinct().sorted(java.util.Comparator.comparingLong(Version::key)),
        Version::key, "launchTemplateVersionSet", v -> shown(call, v));
  }

  private static Xml shown(Call call, Version shown) {
    shown.template().read(shown.version(), call.now());
    return LaunchTemplateXml.version("item", shown.template(), shown.version());
  }

  private static List<LaunchTemplate.Version> versions(LaunchTemplate template, List<String> references) {
    return references.isEmpty() ? template.versions()
        : references.stream().map(r -> version(template, r)).toList();
  }

  /** The new data lies over that of the source version, member by member. */
  private Xml createVersion(Call call) {
    var template = template(call);
    var source = call.query().get("SourceVersion");
    var data = source.isEmpty() ? JsonNodeFactory.instance.objectNode() : version(template, source).data().deepCopy();
    data.setAll(call.query().tree("LaunchTemplateData"));
    var version = template.add(call.now(), call.query().get("VersionDescription"), data);
    return Ec2Xml.answer(call, LaunchTemplateXml.version("launchTemplateVersion", template, version));
  }

  /** The wire name of DefaultVersion is SetDefaultVersion. */
  private Xml modify(Call call) {
    var template = template(call);
    template.setDefault(version(template, call.query().get("SetDefaultVersion")).number());
    return Ec2Xml.answer(call, LaunchTemplateXml.of("launchTemplate", template));
  }

  private static boolean named(Call call) {
    return call.query().has("LaunchTemplateId") || call.query().has("LaunchTemplateName");
  }

  private static LaunchTemplate template(Call call) {
    if (call.query().has("LaunchTemplateId")) {
      return byId(call, call.query().get("LaunchTemplateId"));
    }
    var name = call.query().get("LaunchTemplateName");
    return call.region().launchTemplates().stream().filter(t -> t.name().equals(name)).findFirst()
        .orElseThrow(() -> AwsError.of(400, "InvalidLaunchTemplateName.NotFoundException",
            "The specified launch template, with template name " + name + ", does not exist."));
  }

  private static LaunchTemplate byId(Call call, String id) {
    var template = call.region().launchTemplate(id);
    if (template == null) {
      throw AwsError.of(400, "InvalidLaunchTemplateId.NotFound",
          "The specified launch template, with template ID " + id + ", does not exist.");
    }
    return template;
  }

  private static LaunchTemplate.Version version(LaunchTemplate template, String reference) {
    var version = template.find(reference);
    if (version == null) {
      throw AwsError.of(400, "InvalidLaunchTemplateId.VersionNotFound", "Could not find launch template version "
          + reference + " of launch template " + template.id());
    }
    return version;
  }
}
