/** What an account holds already, matched with what is declared. */
@NullMarked
package dev.convoy.replication.estate;

import org.jspecify.annotations.NullMarked;
