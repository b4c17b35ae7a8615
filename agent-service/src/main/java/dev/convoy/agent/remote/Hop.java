package dev.convoy.agent.remote;

/**
 * A jump host: what a source host is entered through.
 *
 * @param target where it is; its server id is that of the source host, for messages
 */
public record Hop(HostTarget target, Credential.Ssh credential) {}
