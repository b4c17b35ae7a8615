package dev.convoy.lab.verify;

/**
 * A machine image as DescribeImages shows it.
 *
 * @param state {@code available}
 */
public record AwsImage(String account, String region, String imageId, String state) {}
