/** Reads of CloudWatch: the metrics of MGN and EC2. */
@NullMarked
package dev.convoy.lab.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
