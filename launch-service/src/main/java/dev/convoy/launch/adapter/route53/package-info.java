/** Route 53 through the AWS SDK. */
@NullMarked
package dev.convoy.launch.adapter.route53;

import org.jspecify.annotations.NullMarked;
