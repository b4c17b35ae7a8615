package dev.convoy.launch.settings;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.Placement;
import java.util.Collection;
import java.util.Map;

/** EC2 launch templates. MGN launches from the default version. */
public interface TemplateGateway {

  /** Number of the default version by template, many in a call; an unknown template is missing. */
  Map<String, Long> defaultVersions(AccountKey account, Collection<String> templateIds);

  /** Its default and its newest version, in one call. */
  TemplateVersions versions(AccountKey account, String templateId);

  /**
   * The same of all templates of the account, if that takes fewer calls than so many templates one by one.
   *
   * @return none if it takes more, or as many
   */
  Map<String, TemplateVersions> all(AccountKey account, int templates);

  /**
   * CreateLaunchTemplateVersion over a version: what the placement says replaces, the rest stays.
   *
   * @return the new version as EC2 has stored it; a version never changes
   */
  Answer<TemplateVersion> write(AccountKey account, String templateId, TemplateVersion over, Placement placement);

  /** ModifyLaunchTemplate. */
  Answer<Long> makeDefault(AccountKey account, String templateId, long version);
}
