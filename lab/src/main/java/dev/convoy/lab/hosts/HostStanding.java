package dev.convoy.lab.hosts;

/**
 * How a host stands, as somebody sees who is logged in on it.
 *
 * @param on false while it is off
 * @param writing its applications run and write
 */
public record HostStanding(String serverId, boolean on, boolean writing) {}
