/** What AWS says of an account beside MGN, behind the port of the checks. */
@NullMarked
package dev.convoy.replication.adapter.aws;

import org.jspecify.annotations.NullMarked;
