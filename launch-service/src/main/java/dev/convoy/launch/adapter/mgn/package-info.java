/** The ports of this service on the AWS SDK. */
@NullMarked
package dev.convoy.launch.adapter.mgn;

import org.jspecify.annotations.NullMarked;
