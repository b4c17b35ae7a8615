/** Prepares an account and region for MGN. */
@NullMarked
package dev.convoy.replication.account;

import org.jspecify.annotations.NullMarked;
