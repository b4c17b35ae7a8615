package dev.convoy.validation.verdict;

/** What an instance was launched for; within a round the test comes first. */
public enum Purpose { TEST, CUTOVER }
