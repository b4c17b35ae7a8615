package dev.convoy.launch.server;

/** A version of an EC2 launch template that was read back as wanted, and as the default version. */
public record LaunchTemplate(String id, long version) {}
