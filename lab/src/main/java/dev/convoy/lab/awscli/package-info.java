/** An estate that is set up by the AWS CLI. */
@NullMarked
package dev.convoy.lab.awscli;

import org.jspecify.annotations.NullMarked;
