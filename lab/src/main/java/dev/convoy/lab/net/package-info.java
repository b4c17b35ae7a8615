/** Many listening addresses on one selector thread, and the small HTTP/1.1 that the lab's hosts and targets speak. */
@NullMarked
package dev.convoy.lab.net;

import org.jspecify.annotations.NullMarked;
