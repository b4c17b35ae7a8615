/** What this service is asked by REST: the checks, which change nothing. */
@NullMarked
package dev.convoy.replication.adapter.web;

import org.jspecify.annotations.NullMarked;
