/** A DNS server of the lab that is not Route 53, and the hook for it. */
@NullMarked
package dev.convoy.lab.names;

import org.jspecify.annotations.NullMarked;
