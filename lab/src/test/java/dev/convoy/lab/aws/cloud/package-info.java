@NullMarked
package dev.convoy.lab.aws.cloud;

import org.jspecify.annotations.NullMarked;
