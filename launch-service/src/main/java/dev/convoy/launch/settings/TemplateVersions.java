package dev.convoy.launch.settings;

/**
 * The versions of an EC2 launch template that matter.
 *
 * @param present the default version, from which MGN launches
 * @param latest the newest, which an attempt before may have written without making it the default
 */
public record TemplateVersions(TemplateVersion present, TemplateVersion latest) {}
