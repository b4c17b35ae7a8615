package dev.convoy.lab.aws.cloud;

/**
 * An instance has come up or gone down.
 *
 * @param up it runs and has booted; else it stops or terminates
 */
public record TargetEvent(String account, String region, Instance.Launch instance, boolean up) {}
